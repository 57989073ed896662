import type { Dimension, MetricId } from '#core/metric/metric.ts'

import type { FilterKey, PeriodSpec, Problem } from './command.ts'
import { DIMENSION_NAMES, LARGEST_TOP } from './grammar.ts'
import {
  FILLER,
  KNOWN_PAIR,
  match,
  METRIC_FORMS,
  PAIR,
  PERIOD_FORMS,
  SPLIT,
  TOP,
} from './patterns.ts'
import { dimensionOf, forDimension, forKey, keyOf, short, writeFilter } from './suggest.ts'
import { readValues, type Values } from './values.ts'

/** What one stretch of the text means. */
export type Meaning =
  | { readonly kind: 'filter'; readonly key: FilterKey; readonly values: readonly string[] }
  | { readonly kind: 'by'; readonly dimension: Dimension }
  | { readonly kind: 'top'; readonly count: number }
  | { readonly kind: 'period'; readonly spec: PeriodSpec }
  | { readonly kind: 'metrics'; readonly metrics: readonly MetricId[] }
  | { readonly kind: 'filler' }
  | { readonly kind: 'problem'; readonly problem: Problem }

export type Piece = {
  readonly start: number
  readonly end: number
  readonly meanings: readonly Meaning[]
  /**
   * The last value had no quotes, so the next word may belong to it. No key: words that are none
   * of the grammar.
   */
  readonly open?: { readonly key?: FilterKey; readonly values: readonly string[] }
}

export type Reader = (text: string, start: number) => Piece | undefined

/** What the grammar knows at `start`. */
export const readGrammar: Reader = (text, start) =>
  readFiller(text, start) ??
  readTop(text, start) ??
  readPair(text, start) ??
  readPeriod(text, start) ??
  readMetric(text, start) ??
  readSplit(text, start)

const readFiller: Reader = (text, start) => {
  const found = match(FILLER, text, start)
  return found && { start, end: found.end, meanings: [{ kind: 'filler' }] }
}

const readPeriod: Reader = (text, start) => {
  for (const { pattern, read } of PERIOD_FORMS) {
    const found = match(pattern, text, start)
    if (!found) continue
    const spec = read(found.groups, found.text)
    const meaning: Meaning =
      'kind' in spec ? { kind: 'period', spec } : { kind: 'problem', problem: spec }
    return { start, end: found.end, meanings: [meaning] }
  }
  return undefined
}

const readMetric: Reader = (text, start) => {
  for (const { pattern, metrics } of METRIC_FORMS) {
    const found = match(pattern, text, start)
    if (found) return { start, end: found.end, meanings: [{ kind: 'metrics', metrics }] }
  }
  return undefined
}

const readTop: Reader = (text, start) => {
  const found = match(TOP, text, start)
  if (!found) return undefined
  const [count = '', by = ''] = found.groups
  const dimension = dimensionOf(by)
  const meanings: Meaning[] = [top(count, found.text)]
  if (dimension) meanings.push({ kind: 'by', dimension })
  return { start, end: found.end, meanings }
}

/** `by model`, `group by model`. */
const readSplit: Reader = (text, start) => {
  const found = match(SPLIT, text, start)
  const [name = ''] = found?.groups ?? []
  return found && { start, end: found.end, meanings: [split([name], found.text)] }
}

const readPair: Reader = (text, start) => {
  const found = match(PAIR, text, start)
  if (!found) return undefined
  const [name = '', gap = ''] = found.groups
  const stops = (at: number): boolean =>
    match(KNOWN_PAIR, text, at) !== undefined || isPeriod(text, at)
  const taken: Values =
    gap !== '' && match(KNOWN_PAIR, text, found.end)
      ? { values: [], end: found.end - gap.length, unclosed: false, bare: false }
      : readValues(text, found.end, stops)
  const whole = text.slice(start, taken.end)
  const key = keyOf(name)
  const piece = { start, end: taken.end }
  if (key === undefined) {
    const why = `There is no filter ${name.slice(0, 30)}:.`
    return { ...piece, meanings: [problem(whole, why, forKey(name, taken.values))] }
  }
  if (taken.values.length === 0) {
    return { ...piece, meanings: [problem(whole, `${key}: needs a value.`, [])] }
  }
  if (key === 'by') return { ...piece, meanings: [split(taken.values, whole)] }
  if (key === 'top') return { ...piece, meanings: [top(taken.values.join(','), whole)] }
  const { values } = taken
  if (taken.unclosed) {
    const meanings = [problem(whole, 'The quote is not closed.', short([writeFilter(key, values)]))]
    return { ...piece, meanings }
  }
  const filter = { key, values }
  return {
    ...piece,
    meanings: [{ kind: 'filter', ...filter }],
    ...(taken.bare && { open: filter }),
  }
}

function isPeriod(text: string, start: number): boolean {
  return readPeriod(text, start)?.meanings[0]?.kind === 'period'
}

function split(values: readonly string[], text: string): Meaning {
  const [name = '', ...more] = values
  const dimension = dimensionOf(name)
  if (dimension !== undefined && more.length === 0) return { kind: 'by', dimension }
  const why =
    more.length > 0
      ? 'The numbers are split one way at a time.'
      : `by: takes ${DIMENSION_NAMES.join(', ')}.`
  return problem(text, why, forDimension(values))
}

function top(written: string, text: string): Meaning {
  const count = Number(written)
  if (/^\d+$/u.test(written) && count >= 1 && count <= LARGEST_TOP) return { kind: 'top', count }
  const near = Number.isFinite(count) && count > LARGEST_TOP ? LARGEST_TOP : 10
  return problem(text, `top: takes a whole number from 1 to ${LARGEST_TOP}.`, [`top:${near}`])
}

export function problem(text: string, why: string, suggestions: readonly string[]): Meaning {
  return { kind: 'problem', problem: { text, why, suggestions } }
}
