import type { AlertBook, Deliver } from '#alerts.ts'
import type { Finding } from '#core/alert/alert.ts'
import { evaluate } from '#core/alert/evaluate.ts'
import { deliveriesOf } from '#core/alert/notice.ts'
import { decideAlerts } from '#core/alert/pipeline.ts'
import { activeRules } from '#core/alert/rules-message.ts'
import type { Target } from '#core/delivery/delivery.ts'
import type { Clock, LockWatch, Log, Workspace } from '#ports.ts'

import { fault } from './trouble.ts'

/** Events looked at in one transaction. */
const MOST = 1_000

export type AlertHouse = {
  readonly alerts: AlertBook
  readonly clock: Clock
  readonly workspace: Workspace
  /** Where alerts go; nowhere is fine, they are listed all the same. */
  readonly alertTargets: () => Promise<readonly Target[]>
}

export type RaiseHouse = AlertHouse & { readonly lock: LockWatch; readonly log: Log }

/**
 * Looks at what has come in and tells who has to know, by way of the outbox. Any number of processes
 * may ask at once: one does it. Never rejects: what could not be looked at is looked at the next time.
 */
export async function raiseAlerts(house: RaiseHouse): Promise<void> {
  if (house.lock.held()) return
  try {
    const told = await raise(house, [])
    if (told > 0) house.log.info({ events: told }, 'Alerts were put up to be sent')
  } catch (error) {
    house.log.error(fault(error), 'Events could not be looked at for alerts')
  }
}

/** Returns how many messages were put up. */
export async function raise(house: AlertHouse, findings: readonly Finding[]): Promise<number> {
  const { alerts, clock } = house
  const rules = activeRules(await alerts.rules())
  const deliver = await delivering(house)
  let told = 0
  for (let round = 0; ; round++) {
    const now = clock.now()
    const done = await alerts.turn({
      now,
      most: MOST,
      judge: (events) => evaluate(events, rules, now),
      findings: round === 0 ? findings : [],
      decide: (found, held) => decideAlerts(found, held, now),
      deliver,
    })
    told += done?.told ?? 0
    if (done === undefined || done.events < MOST) return told
  }
}

/** Makes the messages of an alert, in the workspace's zone, for each place that is told. */
export async function delivering(house: AlertHouse): Promise<Deliver> {
  const zone = await house.workspace.zone()
  const targets = await house.alertTargets()
  return (alert, notice) => deliveriesOf(alert, notice, { targets, zone, now: house.clock.now() })
}
