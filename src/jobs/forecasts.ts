import type { Kept } from '#core/forecast/accuracy.ts'
import { accuracyMessage } from '#core/forecast/message.ts'
import type { MetricId } from '#core/metric/metric.ts'
import { addDays, dayAt } from '#core/time/day.ts'
import type { ForecastBook } from '#ledgers.ts'
import type { Claims, Clock, Log, UsageReader, Workspace } from '#ports.ts'

import { type Ended, ended } from './outcome.ts'
import { fault } from './trouble.ts'

/** How well forecasts have held. */
export async function askAccuracy(command: string, book: ForecastBook): Promise<Ended> {
  const kept = await book.list()
  return ended('answered', { command, detail: { forecasts: kept.length } }, accuracyMessage(kept))
}

export type ForecastHouse = {
  readonly forecasts: ForecastBook
  readonly usage: UsageReader
  readonly workspace: Workspace
  readonly claims: Claims
  readonly clock: Clock
  readonly log: Log
}

const HOUR_MS = 3_600_000

/** Late days are in by then, and few vendors restate them any more. */
const SETTLED_DAYS = 3
/** So long missing days are waited for. */
const GRACE_DAYS = 28

/**
 * Scores every forecast whose days are over, once; how many. What is not known yet is measured again each
 * hour, by one replica for all. Never rejects.
 */
export async function scoreForecasts(house: ForecastHouse): Promise<number> {
  const { forecasts, workspace, claims, clock, log } = house
  try {
    const now = clock.now()
    if (!(await claims.claim(`forecasts/${Math.floor(now / HOUR_MS)}`))) return 0
    const today = dayAt(now, await workspace.zone())
    let scored = 0
    for (const kept of await forecasts.over(addDays(today, -SETTLED_DAYS))) {
      const actual = await came(kept, house)
      // Days that are missing may come yet.
      if (actual === null && today < addDays(kept.to, GRACE_DAYS)) continue
      await forecasts.score(kept.id, actual, now)
      scored += 1
    }
    return scored
  } catch (error) {
    log.error(fault(error), 'How well forecasts held could not be looked at')
    return 0
  }
}

/** What the number came to, of the tools it was expected of; null where a day of one is not known. */
async function came(
  { metric, tools, from, to }: Kept,
  house: ForecastHouse,
): Promise<number | null> {
  const { usage, workspace, clock } = house
  const today = dayAt(clock.now(), await workspace.zone())
  const measure = async (tool: readonly string[], metrics: readonly MetricId[]) => {
    const found = await usage.resolve({ tool })
    if ('unresolved' in found) return []
    const { measurements } = await usage.measure({
      metrics,
      period: { from, to },
      previous: { from: addDays(from, -1), to: addDays(from, -1) },
      grain: 'day',
      scope: found.scope,
      today,
      partial: false,
    })
    return measurements
  }
  const daily = metric === 'spend' ? 'spend' : 'messages'
  // Each alone: of several, one without a single row of use is not among the days.
  for (const tool of tools) {
    const [alone] = await measure([tool], [daily])
    if (!alone || alone.series.some(({ value }) => value === null)) return null
  }
  const [asked] = await measure(tools, [metric])
  return asked?.now ?? null
}
