import { parse } from '#core/command/parse.ts'
import type { Measurement } from '#core/metric/metric.ts'
import { day } from '#core/time/day.ts'
import { resolvePeriod } from '#core/time/resolve.ts'
import type { UsageReader } from '#ports.ts'

import type { Asked } from './questions.ts'

/** What is shown when no number is named. */
const USUAL = ['spend', 'messages', 'active_people', 'sessions'] as const

/** Of a question: answered in full with exact numbers, or with some that are rounded, or not in full. */
export type How = 'exact' | 'rounded' | 'not'

/** Asks, and gives how each is answered. A rounded number is within one in a hundred, or it is none. */
export async function answeredHow(
  questions: readonly Asked[],
  reader: UsageReader,
): Promise<readonly (Asked & { readonly how: How })[]> {
  const asked: (Asked & { readonly how: How })[] = []
  for (const question of questions) {
    const { text, today } = question
    const ask = parse(text)
    if (ask.kind !== 'ask') throw new Error(`not a question: ${text}`)
    const resolved = await reader.resolve(ask.filters)
    if ('unresolved' in resolved) throw new Error(`unknown name: ${text}`)
    const { measurements } = await reader.measure({
      ...resolvePeriod(ask.period, day(today)),
      metrics: ask.metrics ?? USUAL,
      scope: resolved.scope,
      ...(ask.by && { by: ask.by }),
      today: day(today),
    })
    const isTold = ({ now, withheld }: Told) => now !== null || withheld?.about !== undefined
    const full = measurements.every((one) => isTold(one) && (!one.by || one.by.rows.length > 1))
    const told = measurements.flatMap((one) => [one, ...(one.by?.rows ?? [])])
    const rounded = told.some(({ withheld }) => withheld?.about !== undefined)
    asked.push({ ...question, how: full ? (rounded ? 'rounded' : 'exact') : 'not' })
  }
  return asked
}

type Told = Pick<Measurement, 'now' | 'withheld'>
