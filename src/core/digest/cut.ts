/** Cut at a word with an ellipsis, to at most so many characters. */
export function cutWords(text: string, most: number): string {
  const letters = Array.from(text)
  if (letters.length <= most) return text
  const kept = letters.slice(0, most - 1).join('')
  const word = kept.replace(/\s+\S*$/u, '')
  return `${(word.length > kept.length / 2 ? word : kept).trimEnd()}…`
}
