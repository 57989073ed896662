/** A stretch of a part's text: plain, or what stood between `**` or backticks. */
export type Run = { readonly text: string; readonly style?: 'bold' | 'code' }

const MARKUP = /\*\*(?<bold>[^*\n]+)\*\*|`(?<code>[^`\n]+)`/gu

/** The **bold** and `code` of a part's text. */
export function runs(text: string): readonly Run[] {
  const found: Run[] = []
  let from = 0
  for (const match of text.matchAll(MARKUP)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index) })
    const { bold, code } = match.groups ?? {}
    found.push(
      bold === undefined ? { text: code ?? '', style: 'code' } : { text: bold, style: 'bold' },
    )
    from = match.index + match[0].length
  }
  if (from < text.length) found.push({ text: text.slice(from) })
  return found
}

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

/** The text without its markup, for places that show none. */
export function bare(text: string): string {
  return runs(text)
    .map(({ text }) => text)
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
