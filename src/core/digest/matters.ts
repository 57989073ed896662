import { last, type UnitWeeks } from './facts.ts'
import type { LookedAt, Stood } from './moves.ts'

const MICROS = 1_000_000
/** What a change must come to, whatever the statistics say. */
const LEAST: Readonly<Record<LookedAt, number>> = {
  spend: 0.25,
  messages: 0.2,
  weekly_active_people: 0.15,
  messages_per_session: 0.15,
}
const LEAST_DOLLARS = 25 * MICROS
/** Of the company's week. */
const LEAST_SHARE_OF_SPEND = 0.005
const LEAST_PEOPLE = 5
const LEAST_MOVED_PEOPLE = 3

/** Whether a change is large enough to be told: in its own terms, in dollars or in people. */
export function matters(
  { unit, metric, now, usual, change }: Pick<Stood, 'unit' | 'metric' | 'now' | 'usual' | 'change'>,
  whole: UnitWeeks,
): boolean {
  if (change < LEAST[metric]) return false
  const moved = Math.abs(now - usual)
  switch (metric) {
    case 'spend': {
      const all = last(whole.values.spend) ?? 0
      return moved >= Math.max(LEAST_DOLLARS, LEAST_SHARE_OF_SPEND * all)
    }
    case 'weekly_active_people':
      return moved >= LEAST_MOVED_PEOPLE
    case 'messages':
    case 'messages_per_session': {
      const { weekly_active_people: people } = unit.values
      const before = people.at(-5) ?? null
      return Math.max(last(people) ?? 0, before ?? 0) >= LEAST_PEOPLE
    }
  }
}
