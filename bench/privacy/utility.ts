import { parse } from '#core/command/parse.ts'
import { day } from '#core/time/day.ts'
import { resolvePeriod } from '#core/time/resolve.ts'
import type { UsageReader } from '#ports.ts'

import type { Asked } from './questions.ts'

/** What is shown when no number is named. */
const USUAL = ['spend', 'messages', 'active_people', 'sessions'] as const

/** Asks, and gives those that are not answered in full. */
export async function unanswered(
  questions: readonly Asked[],
  reader: UsageReader,
): Promise<readonly Asked[]> {
  const missed: Asked[] = []
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
    const full = measurements.every(({ now, by }) => now !== null && (!by || by.rows.length > 1))
    if (!full) missed.push(question)
  }
  return missed
}
