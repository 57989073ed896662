import type { Compare, FilterKey } from './command.ts'
import { FILTER_KEYS, FILTERS, OPTIONS, spellings } from './grammar.ts'
import { type Meaning, problem, type Reader } from './meaning.ts'
import { match, OPERATOR, sticky, word } from './patterns.ts'
import { short, writeFilter } from './suggest.ts'
import { readValues } from './values.ts'

const BEGINS = sticky(
  `(?:${spellings('compare', OPTIONS.compare).map(word).join('|')})(?:(${OPERATOR})|\\.?(?=\\s))\\s*`,
)
const KEYS = FILTER_KEYS.map((key) => ({
  key,
  pattern: sticky(`(?:${spellings(key, FILTERS[key]).map(word).join('|')})${OPERATOR}\\s*`),
}))

const WHY = 'Say which filter it is, like compare:team:sales.'

/** `compare:team:sales`, `vs team:sales`: another scope beside the one asked about. */
export const readCompare: Reader = (text, start) => {
  const begun = match(BEGINS, text, start)
  if (!begun) return undefined
  for (const { key, pattern } of KEYS) {
    const found = match(pattern, text, begun.end)
    if (!found) continue
    const { values, end, unclosed } = readValues(text, found.end, () => true)
    const typed = text.slice(start, end)
    return { start, end, meanings: [mean(key, values, { typed, unclosed })] }
  }
  return undefined
}

function mean(
  key: FilterKey,
  values: readonly string[],
  { typed, unclosed }: { readonly typed: string; readonly unclosed: boolean },
): Meaning {
  if (values.length === 0) return problem(typed, 'It needs a value, like compare:team:sales.', [])
  const compare = { key, values }
  if (!unclosed) return { kind: 'compare', compare }
  return problem(typed, 'The quote is not closed.', short([formatCompare(compare)]))
}

/** For a word that is no filter: what it may be the name of. */
export function compareProblem(typed: string, name: string): Meaning {
  const suggestions = ['team', 'tool', 'model'].map((key) => `compare:${writeFilter(key, [name])}`)
  return problem(typed, WHY, /[\p{L}\p{N}]/u.test(name) ? short(suggestions) : [])
}

/** `compare:team:sales` */
export function formatCompare({ key, values }: Compare): string {
  return `compare:${writeFilter(key, values)}`
}
