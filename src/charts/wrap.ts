import { textWidth, type Weight } from './measure.ts'

type Face = { readonly size: number; readonly weight?: Weight }

// Slow to construct: once. Word granularity also splits scripts written without spaces.
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })
const WORDS = new Intl.Segmenter('en', { granularity: 'word' })

// Nothing drawn here has room for more; segmenting a novel would only cost time.
const LONGEST = 600

/** Cut at a character, ending in "…", so that it is at most `max` pixels wide. */
export function truncate(text: string, max: number, { size, weight }: Face): string {
  const short = text.slice(0, LONGEST)
  if (short === text && textWidth(text, size, weight) <= max) return text
  const kept = Array.from(GRAPHEMES.segment(short.toWellFormed()), ({ segment }) => segment)
  const shown = (): string => `${kept.join('').trimEnd()}…`
  while (kept.length > 1 && textWidth(shown(), size, weight) > max) kept.pop()
  return shown()
}

/** At most `lines` lines; the last one ends in "…" when there was more. */
export function wrap(text: string, max: number, face: Face & { lines: number }): string[] {
  const fits = (line: string): boolean => textWidth(line.trimEnd(), face.size, face.weight) <= max
  const lines: string[] = []
  let current = ''
  for (const chunk of chunks(text.slice(0, LONGEST + 1))) {
    if (current !== '' && !fits(current + chunk)) {
      lines.push(current)
      current = chunk.trimStart()
    } else current += chunk
  }
  lines.push(current)
  const kept = lines.slice(0, face.lines)
  const rest = lines.slice(face.lines - 1).join('')
  if (lines.length >= face.lines) kept[face.lines - 1] = rest
  return kept.map((line) => truncate(line.trim(), max, face)).filter((line) => line !== '')
}

/** Two lines of about the same length read better than a full one and a lonely word. */
export function wrapBalanced(text: string, max: number, face: Face & { lines: number }): string[] {
  const lines = wrap(text, max, face)
  if (lines.length !== 2 || lines.join(' ') !== text) return lines
  const width = (line: string): number => textWidth(line, face.size, face.weight)
  const words = text.split(' ')
  const splits = words.slice(1).map((_, index) => {
    const [first, second] = [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')]
    const pause = /[,;:.—–]$/.test(first) ? 90 : 0
    return { lines: [first, second], cost: Math.abs(width(first) - width(text) * 0.6) - pause }
  })
  const [best] = splits
    .filter(({ lines }) => lines.every((line) => width(line) <= max))
    .toSorted((a, b) => a.cost - b.cost)
  return best?.lines ?? lines
}

const SPACELESS = /[\u3040-\u9FFF\uAC00-\uD7AF]/

/** Words with the punctuation and the space that follow them. */
function chunks(text: string): string[] {
  const found: string[] = []
  for (const { segment } of WORDS.segment(text)) {
    const previous = found[found.length - 1]
    const glued = previous !== undefined && !/\s$/.test(previous) && !SPACELESS.test(segment)
    if (glued) found[found.length - 1] = previous + segment
    else found.push(segment)
  }
  return found
}
