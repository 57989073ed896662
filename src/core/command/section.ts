import { spellings } from './grammar.ts'
import { SECTION_KEYS, type SectionKey, SECTIONS } from './sections.ts'

const PATTERNS = SECTION_KEYS.map((key) => {
  // The longest first: `governance events` is not `governance` and a word too many.
  const words = spellings(key, SECTIONS[key])
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(' ', String.raw`\s+`))
  return { key, pattern: new RegExp(String.raw`^\s*(?:${words.join('|')})(?=$|\s)\s*`, 'iu') }
})

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
