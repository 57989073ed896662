import { DIMENSION_NAMES, DIMENSIONS, FILLERS, FILTER_KEYS, FILTERS } from './grammar.ts'
import { GRAIN_WORDS, LABELS, METRICS, OPTION_KEYS, OPTIONS, spellings } from './grammar.ts'
import { NOT_PERIODS, PERIODS } from './periods.ts'

const BREAK = String.raw`[\s,;\p{Cc}\p{Cf}]`
export const END = String.raw`(?=$|${BREAK}|[.!?]+(?:\s|$))`
export const OPERATOR = String.raw`\s*[:=：]`

export const sticky = (source: string): RegExp => new RegExp(source, 'iuy')
export const words = (list: readonly string[]): string =>
  `(?:${list
    .toSorted((a, b) => b.length - a.length)
    .map(word)
    .join('|')})`
export const word = (text: string): string => text.replaceAll(' ', String.raw`[\s_-]+`)

const DIMENSION_WORD = words(DIMENSION_NAMES.flatMap((name) => spellings(name, DIMENSIONS[name])))
const FILTER_WORD = words(FILTER_KEYS.flatMap((key) => spellings(key, FILTERS[key])))
/** `per team` is a split as well. */
const BY_WORD = words([...spellings('by', OPTIONS.by), 'per'])
const TOP_WORD = words(spellings('top', OPTIONS.top))
const OPTION_WORD = words(OPTION_KEYS.flatMap((key) => spellings(key, OPTIONS[key])))
const BARE_WORD = String.raw`[^\s,;]+`

/** Marks that stand between words and mean nothing; also the punctuation of a sentence. */
export const GAP = sticky(String.raw`(?:${BREAK}|[.!?]+(?=\s|$))+`)
export const KNOWN_PAIR = sticky(`(?:${[FILTER_WORD, OPTION_WORD].join('|')})${OPERATOR}`)
export const PAIR = sticky(String.raw`(${BY_WORD}|\p{L}[\p{L}\p{N}_-]*)${OPERATOR}([\s,]*)`)
export const SPLIT = sticky(String.raw`${BY_WORD}\s+(\p{L}[\p{L}\p{N}_-]*)${END}`)
/** `and model`, behind a split. */
export const SECOND = sticky(String.raw`(?:\s*,\s*|\s+and\s+)(${DIMENSION_WORD})${END}`)
export const TOP = sticky(String.raw`${TOP_WORD}\s*(\d+)(?:\s+(${DIMENSION_WORD}))?${END}`)
export const GRAIN = sticky(
  `(?:(?:${BY_WORD}|each|every)\\s+${words(GRAIN_WORDS)}|(?:daily|weekly|monthly))${END}`,
)
export const FILLER = sticky(`(?:${words(LABELS)}${OPERATOR}|${words(FILLERS)}${END})`)
export const NAMED = sticky(String.raw`(${FILTER_WORD})\s+(${BARE_WORD})`)
export const WORD = sticky(String.raw`[^\s,;]+?(?=[.!?]*(?:$|[\s,;]))`)

export const PERIOD_FORMS = [...PERIODS, ...NOT_PERIODS].map(({ pattern, read }) => ({
  pattern: sticky(`(?:${pattern})${END}`),
  read,
}))
export const METRIC_FORMS = Object.entries(METRICS)
  .flatMap(([name, { aliases, metrics }]) =>
    [name, ...aliases].map((alias) => ({ alias, metrics })),
  )
  .toSorted((a, b) => b.alias.length - a.alias.length)
  .map(({ alias, metrics }) => ({ pattern: sticky(`${word(alias)}${END}`), metrics }))

/** What `pattern` (sticky) finds at `start`. */
export function match(
  pattern: RegExp,
  text: string,
  start: number,
): { readonly text: string; readonly groups: readonly string[]; readonly end: number } | undefined {
  pattern.lastIndex = start
  const found = pattern.exec(text)
  if (!found) return undefined
  const [whole, ...groups] = found
  return { text: whole, groups: groups.map((group) => group ?? ''), end: pattern.lastIndex }
}
