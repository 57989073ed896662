import { spellings } from './grammar.ts'
import { SECTION_KEYS, type SectionKey, SECTIONS } from './sections.ts'
import { slipOf } from './suggest.ts'

const PATTERNS = SECTION_KEYS.map((key) => {
  // The longest first: `governance events` is not `governance` and a word too many.
  const words = spellings(key, SECTIONS[key])
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(' ', String.raw`\s+`))
  return { key, pattern: new RegExp(String.raw`^\s*(?:${words.join('|')})(?=$|\s)\s*`, 'iu') }
})

/** First words of more letters than a slip could make of another one's. */
const SHORTEST = 4

const FIRST_WORDS = new Map(
  SECTION_KEYS.flatMap((key) =>
    spellings(key, SECTIONS[key]).filter((word) => word.length >= SHORTEST && !word.includes(' ')),
  ).map((word) => [word, word]),
)

/** A text whose first word is a slip of a section's: that word, and the text with the right one. */
export function sectionSlip(
  text: string,
): { readonly word: string; readonly mended: string } | undefined {
  const [, before = '', word = ''] = /^(\s*)(\p{L}+)(?=$|\s)/u.exec(text) ?? []
  const meant = word.length < SHORTEST ? undefined : slipOf(word, FIRST_WORDS)
  if (meant === undefined || meant === word.toLowerCase()) return undefined
  return { word, mended: `${meant}${text.slice(before.length + word.length)}` }
}

/** Which section a text begins with, and where what follows its words begins. */
export function sectionOf(
  text: string,
): { readonly key: SectionKey; readonly end: number } | undefined {
  for (const { key, pattern } of PATTERNS) {
    const [words] = pattern.exec(text) ?? []
    if (words !== undefined) return { key, end: words.length }
  }
  return undefined
}
