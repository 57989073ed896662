import { type Day, isDay } from '#core/time/day.ts'

import type { Action } from './action.ts'

/** The last day on which it can be done, where there is one: a renewal's key names its day of notice. */
export function lastDayOf({ view, key }: Pick<Action, 'view' | 'key'>): Day | undefined {
  const day = view === 'renewal' ? key.split('|')[2] : undefined
  return day !== undefined && isDay(day) ? day : undefined
}
