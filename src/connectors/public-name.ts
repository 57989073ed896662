const LONGEST = 80
const ADDRESS = /\S@\S/u

/**
 * What a vendor shows everyone of the company as the name of something shared, on one line; undefined
 * where it says nothing, or holds an address.
 */
export function publicName(said: string | null | undefined): string | undefined {
  const line = (said ?? '')
    .normalize('NFKC')
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
  if (line === '' || ADDRESS.test(line)) return undefined
  const letters = Array.from(line)
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : line
}
