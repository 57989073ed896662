import { type Day, firstOfMonth } from '#core/time/day.ts'
import type { Seat } from '#ingest.ts'

/**
 * How many seats were bought and what one costs, by tool and plan, without who holds them or since when:
 * what is told on a day of a month holds from the month on, so that its days tell nothing of anybody.
 */
export function poolsOf(seats: readonly Seat[], today: Day): readonly Seat[] {
  const plans = Map.groupBy(seats, ({ tool, plan }) => JSON.stringify([tool, plan]))
  return [...plans.values()].flatMap((all) => {
    const stated = all.filter(({ account }) => account === null)
    if (stated.length > 0) return stated.map((pool) => ({ ...pool, lastActivity: null }))
    const [first] = all
    if (!first) return []
    return [
      {
        ...first,
        account: null,
        from: firstOfMonth(today),
        to: null,
        monthlyMicros: most(all.map(({ monthlyMicros }) => monthlyMicros)),
        purchased: most(all.map(({ purchased }) => purchased)),
        lastActivity: null,
      },
    ]
  })
}

const most = <Amount extends number | bigint>(all: readonly (Amount | null)[]): Amount | null =>
  all.reduce((top, one) => (one !== null && (top === null || one > top) ? one : top), null)
