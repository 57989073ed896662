import type { Dimension } from '#core/metric/metric.ts'
import { type Grain, GRAINS } from '#core/time/grain.ts'

import type { FilterKey } from './command.ts'
import { DIMENSION_NAMES, DIMENSIONS, FILTER_KEYS, FILTERS, METRICS } from './grammar.ts'
import { OPTION_KEYS, type OptionKey, OPTIONS, spellings, type Word } from './grammar.ts'
import { nearest } from './nearest.ts'
import { formatSplit } from './split.ts'
import { writeValue } from './values.ts'

export type Key = FilterKey | OptionKey

/** Longer suggestions are no help on a phone. */
const LONGEST_SUGGESTION = 200

const USUAL_SPLITS: readonly Dimension[] = ['team', 'model', 'tool']

const GRAIN_ADVERBS: Readonly<Record<Grain, string>> = {
  day: 'daily',
  week: 'weekly',
  month: 'monthly',
}

const plain = (word: string): string => word.toLowerCase().replaceAll(/[\s_-]+/gu, ' ')

const dimensions = new Map<string, Dimension>(
  DIMENSION_NAMES.flatMap((name) =>
    spellings(name, DIMENSIONS[name]).map((word): [string, Dimension] => [word, name]),
  ),
)

const keys = new Map<string, Key>([
  ...FILTER_KEYS.flatMap((key) => named(key, FILTERS[key])),
  ...OPTION_KEYS.flatMap((key) => named(key, OPTIONS[key])),
])

/** Words that stand alone, with what each is written as. */
const words = new Map<string, string>([
  ...[...dimensions].map(([word, name]): [string, string] => [word, `by:${name}`]),
  ...[
    ...Object.keys(METRICS),
    'today',
    'yesterday',
    'last month',
    'last week',
    'help',
    'status',
    'contract',
    'privacy',
  ].map((word): [string, string] => [word, word]),
])

export function dimensionOf(word: string): Dimension | undefined {
  return dimensions.get(plain(word))
}

/** `week` for `weeks` or `weekly`. */
export function grainOf(word: string): Grain | undefined {
  const typed = plain(word)
  return GRAINS.find((grain) => [grain, `${grain}s`, GRAIN_ADVERBS[grain]].includes(typed))
}

export function keyOf(word: string): Key | undefined {
  return keys.get(plain(word))
}

/** `team:eng,"Sales / EMEA"` */
export function writeFilter(key: string, values: readonly string[]): string {
  return `${key}:${values.map(writeValue).join(',')}`
}

/** For a key that is not ours: the same values under the nearest keys that are. */
export function forKey(word: string, values: readonly string[]): readonly string[] {
  const slip = slipOf(word, keys)
  const near = nearest(plain(word), [...keys.keys()], 6).flatMap((name) => keys.get(name) ?? [])
  const fits = [...new Set(slip ? [slip] : near)].flatMap((key) => withKey(key, values))
  return short(fits.slice(0, 2))
}

/** For a split that is not ours, or several at once: the ones they are or are slips of, else the usual. */
export function forDimension(values: readonly string[]): readonly string[] {
  const near = values.flatMap((value) => slipOf(value, dimensions) ?? [])
  const [by, also] = new Set(near)
  if (by !== undefined) return [formatSplit({ by, also })]
  return USUAL_SPLITS.map((usual) => formatSplit({ by: usual }))
}

/** For bare words: the word of the grammar they are a slip of, else what they may be the name of. */
export function forWords(text: string): readonly string[] {
  if (/\S@\S/u.test(text)) return short([writeFilter('user', [text])])
  const slip = slipOf(text, words)
  if (slip !== undefined) return [slip]
  if (!/[\p{L}\p{N}]/u.test(text)) return []
  return short((['team', 'user', 'tool', 'model'] as const).map((key) => writeFilter(key, [text])))
}

/** True when a bare word is a slip of a word of the grammar. */
export function isSlip(word: string): boolean {
  return slipOf(word, words) !== undefined
}

export function short(suggestions: readonly string[]): readonly string[] {
  return suggestions.filter(({ length }) => length <= LONGEST_SUGGESTION)
}

function named(key: Key, word: Word): [string, Key][] {
  return spellings(key, word).map((spelling) => [spelling, key])
}

function withKey(key: Key, values: readonly string[]): string[] {
  const [first = ''] = values
  if (key === 'top') return /^\d{1,3}$/u.test(first) && Number(first) > 0 ? [`top:${first}`] : []
  if (key === 'vs') return ['vs:last year']
  if (key === 'compare') return []
  if (key === 'chart') return ['chart:none']
  if (key === 'per') {
    const grain = grainOf(first)
    return grain ? [`per:${grain}`] : []
  }
  if (key === 'by') return [...forDimension([first])].slice(0, 1)
  return values.length > 0 ? [writeFilter(key, values)] : []
}

/** A slip, not another word: `spnd` is near `spend`, `success` is not near `sessions`. */
export function slipOf<Meaning>(
  typed: string,
  names: ReadonlyMap<string, Meaning>,
): Meaning | undefined {
  const word = plain(typed)
  const alike = [...names.keys()].filter((name) => {
    const most = Math.max(1, Math.floor(name.length / 4))
    if (Math.abs(name.length - word.length) > most) return false
    return Math.max(missing(word, name), missing(name, word)) <= most
  })
  const [near] = nearest(word, alike, 1)
  return near === undefined ? undefined : names.get(near)
}

/** How many letters of `a` have no equal in `b`. */
function missing(a: string, b: string): number {
  const left = b.split('')
  return a.split('').filter((letter) => {
    const found = left.indexOf(letter)
    if (found >= 0) left.splice(found, 1)
    return found < 0
  }).length
}
