import { readCadence } from '#core/delivery/cadence.ts'
import { dueTurn } from '#core/delivery/plan.ts'
import type { Planned, Subscription, SubscriptionBook } from '#deliveries.ts'
import type { Clock, Log } from '#ports.ts'

type PlanPorts = {
  readonly subscriptions: SubscriptionBook
  readonly clock: Clock
  readonly log: Log
}

/** Writes the turn of each subscription that is due: the last one, if several were missed. */
export async function planTurns({ subscriptions, clock, log }: PlanPorts): Promise<void> {
  const now = clock.now()
  const turns = await subscriptions.plan(now, (due) => planned(due, now))
  if (turns > 0) log.info({ rows: turns }, 'Digests are due')
}

function planned(due: Subscription, now: number): Planned {
  const { id: subscription, platform, workspace, nextAt = now, targets } = due
  const cadence = readCadence(due.cadence, 'UTC')
  if ('why' in cadence) throw new Error('a stored cadence can not be read')
  const turn = dueTurn(cadence, nextAt, now)
  if (turn === undefined) return { nextAt, turns: [] }
  const { slot, period, missed } = turn
  return {
    nextAt: turn.nextAt,
    turns: targets
      .filter(({ stopped }) => stopped === undefined)
      .map(({ no, kind, id }) => ({
        key: `digest:${subscription}:${no}:${period}`,
        turn: { subscription, no, slot, missed },
        target: { platform, workspace, kind, id },
      })),
  }
}
