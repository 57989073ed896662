import type { FilterKey } from './command.ts'
import { FILTER_KEYS, FILTERS, OPTIONS } from './grammar.ts'
import { type Meaning, problem, type Reader } from './meaning.ts'
import { KNOWN_PAIR, match, PAIR } from './patterns.ts'
import { chart, isPeriod, per, split, top } from './read.ts'
import { forKey, type Key, keyOf, short, writeFilter } from './suggest.ts'
import { readValues, type Values } from './values.ts'

/** `team:eng,sales`, `by: model`, and keys that are none of ours. */
export const readPair: Reader = (text, start) => {
  const found = match(PAIR, text, start)
  if (!found) return undefined
  const [name = '', gap = ''] = found.groups
  // `team: by:model` has no team.
  const nothing = gap !== '' && isKnownPair(text, found.end)
  const taken: Values = nothing
    ? { values: [], end: found.end - gap.length, unclosed: false, bare: false }
    : readValues(text, found.end, (at) => isKnownPair(text, at) || isPeriod(text, at))
  const { values, end } = taken
  const meaning = mean(name, taken, text.slice(start, end))
  const open = meaning.kind === 'filter' && taken.bare ? { key: meaning.key, values } : undefined
  return { start, end, meanings: [meaning], ...(open && { open }) }
}

function isKnownPair(text: string, start: number): boolean {
  return match(KNOWN_PAIR, text, start) !== undefined
}

function mean(name: string, { values, unclosed }: Values, text: string): Meaning {
  const key = keyOf(name)
  if (key === undefined) return unknownKey(name, values, text)
  if (values.length === 0) return missingValue(key, text)
  if (key === 'by') return split(values, text)
  if (key === 'top') return top(values.join(','), text)
  if (key === 'per') return per(values, text)
  if (key === 'chart') return chart(values, text)
  // What compares is read before pairs are.
  if (key === 'vs' || key === 'compare') return missingValue(key, text)
  return unclosed ? openQuote(key, values, text) : { kind: 'filter', key, values }
}

/** What people put before days. */
const DAY_WORDS = /^(?:from|to|since|until|till|between|day|days|start|end)$/iu
const DAYS = 'Days stand alone: `30d`, `last month` or `2026-10-01..2026-10-31`.'

function unknownKey(name: string, values: readonly string[], text: string): Meaning {
  if (name.toLowerCase() === 'for')
    return problem(text, 'A file may be `for:excel`, behind the word `export`.', [])
  if (DAY_WORDS.test(name)) return problem(text, `There is no filter called ${name}. ${DAYS}`, [])
  const suggestions = forKey(name, values)
  const why = `There is no filter called ${name.slice(0, 30)}.`
  const known = `There are ${FILTER_KEYS.map((key) => `${key}:`).join(', ')}.`
  return problem(text, suggestions.length > 0 ? why : `${why} ${known}`, suggestions)
}

function missingValue(key: Key, text: string): Meaning {
  const [example = ''] = { ...FILTERS, ...OPTIONS }[key].examples
  return problem(text, `It needs a value, for example ${example}.`, [])
}

function openQuote(key: FilterKey, values: readonly string[], text: string): Meaning {
  return problem(text, 'The quote is not closed.', short([writeFilter(key, values)]))
}
