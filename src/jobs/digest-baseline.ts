import { baselineOf } from '#core/baseline/baseline.ts'
import type { BesidePinned } from '#core/digest/beside-pinned.ts'
import { changeOf } from '#core/insight/change.ts'
import { addDays } from '#core/time/day.ts'

import type { Asking } from './digest-facts.ts'
import type { DigestPorts } from './digest-ports.ts'

/** The week beside what is pinned for this team, or for everyone; undefined where nothing is. */
export async function pinnedWeek(
  { asOf, reader }: Asking,
  team: string | undefined,
  { baselines, holidays }: Pick<DigestPorts, 'baselines' | 'holidays'>,
): Promise<BesidePinned | undefined> {
  const pin = baselineOf((await baselines?.list()) ?? [], team ?? null)
  const period = { from: addDays(asOf, -7), to: addDays(asOf, -1) }
  if (pin === undefined || pin.to >= period.from) return undefined
  const found = await reader.resolve(team === undefined ? {} : { team: [team] })
  if ('unresolved' in found) return undefined
  const { from, to, says } = pin
  const previous = { from, to }
  const { measurements } = await reader.measure({
    metrics: ['messages', 'sessions', 'spend'],
    period,
    previous,
    grain: 'day',
    scope: found.scope,
    today: asOf,
    partial: false,
  })
  const span = { period, previous, partial: false, ...(holidays && { holidays }) }
  const changes = measurements.map((one) => ({ metric: one.metric, change: changeOf(one, span) }))
  return { from, to, says, changes }
}
