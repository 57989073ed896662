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

/** The text without its markup, for places that show none. */
export function bare(text: string): string {
  return runs(text)
    .map(({ text }) => text)
    .join('')
}
