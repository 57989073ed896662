import type { ITextRun } from '@microsoft/teams.cards'

import { runs } from '#core/message/markup.ts'

/** How a piece of text looks beside the rest. */
export type Look = Pick<ITextRun, 'isSubtle' | 'size'>

/** Small print. */
export const SMALL = { isSubtle: true, size: 'Small' } as const

/** One paragraph a line, of runs that have no markup: a name in them can't be read as any. */
export function paragraphs(text: string, look: Look = {}) {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, at) => ({
      type: 'RichTextBlock' as const,
      ...(at > 0 && { spacing: 'Small' as const }),
      inlines: runs(line).map(({ text, style }): ITextRun => ({
        type: 'TextRun',
        text,
        ...(style === 'bold' && { weight: 'Bolder' }),
        ...(style === 'code' && { fontType: 'Monospace' }),
        ...look,
      })),
    }))
}

/** `{{DATE(…)}}` is drawn as a date. */
const SPECIAL = /[\\`*_[\]<>~#]|\{(?=\{)/gu

/** A name stays what it is where cards read Markdown: https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features */
export function escaped(text: string): string {
  return text.replaceAll(SPECIAL, (mark) => (mark === '{' ? '{\u2060' : `\\${mark}`))
}

const FENCE = { bold: '**', code: '' } as const

/** Bold as Markdown has it, all else as it is written. */
export function markdown(text: string): string {
  return runs(text)
    .map(({ text, style }) => {
      const fence = style === undefined ? '' : FENCE[style]
      return `${fence}${escaped(text)}${fence}`
    })
    .join('')
}

/** Cut at a word, with an ellipsis, to at most `most` UTF-16 units; never inside a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')
  const word = kept.replace(/\s+\S*$/, '')
  return `${(word.length > kept.length / 2 ? word : kept).trimEnd()}…`
}
