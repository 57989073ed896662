import { GRAINS } from '#core/time/grain.ts'

import { DIMENSION_NAMES, LARGEST_TOP } from './grammar.ts'
import { type Meaning, problem, type Reader } from './meaning.ts'
import { FILLER, GRAIN, match, METRIC_FORMS, PERIOD_FORMS, SECOND, SPLIT, TOP } from './patterns.ts'
import { dimensionOf, forDimension, grainOf } from './suggest.ts'

export const readFiller: Reader = (text, start) => {
  const found = match(FILLER, text, start)
  return found && { start, end: found.end, meanings: [{ kind: 'filler' }] }
}

export const readPeriod: Reader = (text, start) => {
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

export const readMetric: Reader = (text, start) => {
  for (const { pattern, metrics } of METRIC_FORMS) {
    const found = match(pattern, text, start)
    if (found) return { start, end: found.end, meanings: [{ kind: 'metrics', metrics }] }
  }
  return undefined
}

export const readTop: Reader = (text, start) => {
  const found = match(TOP, text, start)
  if (!found) return undefined
  const [count = '', by = ''] = found.groups
  const dimension = dimensionOf(by)
  const meanings: Meaning[] = [top(count, found.text)]
  if (dimension) meanings.push({ kind: 'by', dimension })
  return { start, end: found.end, meanings }
}

/** `by model`, `group by model`; `by spend` is the number to show. */
export const readSplit: Reader = (text, start) => {
  const found = match(SPLIT, text, start)
  if (!found) return undefined
  const [name = ''] = found.groups
  const nameStart = found.end - name.length
  if (dimensionOf(name) === undefined && readMetric(text, nameStart)) {
    return { start, end: nameStart, meanings: [{ kind: 'filler' }] }
  }
  const more = match(SECOND, text, found.end)
  const [second = ''] = more?.groups ?? []
  // `by team and people` asks for people.
  if (!more || readMetric(text, more.end - second.length))
    return { start, end: found.end, meanings: [split([name], found.text)] }
  return { start, end: more.end, meanings: [split([name, second], text.slice(start, more.end))] }
}

/** `per week`, `by month`, `daily`: what one point of the line is. */
export const readGrain: Reader = (text, start) => {
  const found = match(GRAIN, text, start)
  const grain = found && grainOf(found.text.split(/\s+/u).at(-1) ?? '')
  return grain && { start, end: found.end, meanings: [{ kind: 'per', grain }] }
}

export function isPeriod(text: string, start: number): boolean {
  return readPeriod(text, start)?.meanings[0]?.kind === 'period'
}

/** What `by:` means. */
export function split(values: readonly string[], text: string): Meaning {
  const [name = '', second, ...others] = values
  const dimension = dimensionOf(name)
  const also = second === undefined ? undefined : dimensionOf(second)
  const more = second === undefined ? [] : [second, ...others]
  if (dimension !== undefined && more.length === 0) return { kind: 'by', dimension }
  if (dimension !== undefined && also !== undefined && others.length === 0 && also !== dimension)
    return { kind: 'by', dimension, also }
  const grain = grainOf(name)
  if (grain !== undefined && more.length === 0)
    return problem(text, 'That is no split but a course.', [`per:${grain}`])
  const why =
    others.length > 0
      ? 'The numbers are split two ways at most.'
      : `Numbers split by ${DIMENSION_NAMES.join(', ')}.`
  return problem(text, why, forDimension(values))
}

/** What `per:` means. */
export function per(values: readonly string[], text: string): Meaning {
  const [name = '', ...more] = values
  const grain = grainOf(name)
  if (grain !== undefined && more.length === 0) return { kind: 'per', grain }
  if (dimensionOf(name) !== undefined) return split(values, text)
  const why = 'One point of a line is a day, a week or a month.'
  return problem(
    text,
    why,
    GRAINS.map((it) => `per:${it}`),
  )
}

/** What `chart:` means. */
export function chart(values: readonly string[], text: string): Meaning {
  const [name = '', ...more] = values
  if (more.length === 0 && /^(?:none|no|off|without)$/iu.test(name))
    return { kind: 'chart', chart: 'none' }
  return problem(text, 'The picture follows from the question; it can be left out.', ['chart:none'])
}

/** What `top:` means. */
export function top(written: string, text: string): Meaning {
  const count = Number(written)
  if (/^\d+$/u.test(written) && count >= 1 && count <= LARGEST_TOP) return { kind: 'top', count }
  const near = Number.isFinite(count) && count > LARGEST_TOP ? LARGEST_TOP : 10
  return problem(text, `The rows to keep are a whole number from 1 to ${LARGEST_TOP}.`, [
    `top:${near}`,
  ])
}
