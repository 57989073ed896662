import { runs } from '#core/message/markup.ts'

/** A name such as `<!channel>` or `<https://x|y>` stays what it is: https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const FENCE = { bold: '*', code: '`' } as const

export function mrkdwn(text: string): string {
  return runs(text)
    .map(({ text, style }) => {
      const safe = escaped(text)
      return style === undefined ? safe : `${FENCE[style]}${safe}${FENCE[style]}`
    })
    .join('')
}

const LINK = /<(?<target>[^<>|]+)(?:\|(?<label>[^<>]*))?>/gu

/**
 * What a person typed, out of an event's text: mentions of `bot` removed, links, addresses and
 * channels as they were written (`<mailto:a@b.c|a@b.c>` is `a@b.c`), entities undone.
 */
export function typed(text: string, bot: string): string {
  return text
    .replaceAll(LINK, (_, target: string, label?: string) => {
      if (target === `@${bot}`) return ' '
      return label === undefined || label === '' ? target.replace(/^mailto:/, '') : label
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[^\S\n]+/gu, ' ')
    .trim()
}
