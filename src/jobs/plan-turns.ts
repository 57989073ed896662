import { readCadence } from '#core/delivery/cadence.ts'
import { dueTurn } from '#core/delivery/plan.ts'
import { unreadMessage } from '#core/delivery/says.ts'
import type { Planned, Subscription, SubscriptionBook } from '#deliveries.ts'
import type { Clock, Log } from '#ports.ts'

type PlanPorts = {
  readonly subscriptions: SubscriptionBook
  readonly clock: Clock
  readonly log: Log
}

/** What can't be planned is looked at again after so long: another version may read it. */
const LATER_MS = 3_600_000

/** Writes the turn of each subscription that is due: the last one, if several were missed. */
export async function planTurns({ subscriptions, clock, log }: PlanPorts): Promise<void> {
  const now = clock.now()
  let unread = 0
  const turns = await subscriptions.plan(now, (due) => {
    const found = planned(due, now)
    if (found.notice) unread += 1
    return found
  })
  if (turns > 0) log.info({ rows: turns }, 'Digests are due')
  if (unread > 0) log.error({ rows: unread }, 'When subscriptions are due can not be read')
}

function planned(due: Subscription, now: number): Planned {
  const { id: subscription, platform, workspace, nextAt = now, targets } = due
  const cadence = readCadence(due.cadence, 'UTC')
  if ('why' in cadence) return unread(due, now)
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

/** Its owner is told once of each time that can't be read; the others go on. */
function unread({ id, platform, workspace, owner, cadence }: Subscription, now: number): Planned {
  return {
    nextAt: now + LATER_MS,
    turns: [],
    notice: {
      key: `notice:cadence:${id}:${cadence}`,
      kind: 'alert',
      target: { platform, workspace, kind: 'person', id: owner },
      message: unreadMessage(id, cadence),
      owner: undefined,
      critical: true,
      notBefore: now,
    },
  }
}
