import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { dayAt } from '#core/time/day.ts'
import type { Claims, Log } from '#ports.ts'

import type { Reads } from './outcome.ts'

type LimitHouse = Pick<Reads, 'policyInForce' | 'limits' | 'workspace' | 'clock'> & {
  readonly claims: Claims
  readonly log: Log
}

/**
 * Takes the limits of quartile levels of tools that have none, as soon as their weeks are known: looked at
 * once a day, by whichever replica comes first. Later ones are an admin's to take.
 */
export async function takeFirstLimits(house: LimitHouse): Promise<void> {
  const { limits, claims, workspace, clock, log } = house
  if (limits === undefined) return
  try {
    const now = clock.now()
    const today = dayAt(now, await workspace.zone())
    if (!(await claims.claim(`limits:${today}`))) return
    const { floor } = (await house.policyInForce?.())?.policy ?? DEFAULT_POLICY
    const { taken } = await limits.take({ tools: 'new', today, floor, by: 'schedule', at: now })
    if (taken.length > 0) log.info({}, 'The first limits of quartile levels were taken')
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'unknown'
    log.error({ error: kind }, 'Limits of quartile levels could not be taken')
  }
}
