import { overdueMessage } from '#core/delivery/health.ts'
import type { DeliveryBook } from '#deliveries.ts'
import type { Claims, Clock, Log, TellAdmins, Workspace } from '#ports.ts'

import { fault } from './trouble.ts'

type WatchPorts = {
  readonly outbox: Pick<DeliveryBook, 'health'>
  readonly claims: Claims
  readonly workspace: Workspace
  readonly tell: TellAdmins
  readonly clock: Clock
  readonly log: Log
}

/**
 * Tells the admins that digests do not go out, once for each time they were due, whichever replica sees
 * it first. Never rejects.
 */
export async function watchDeliveries(ports: WatchPorts): Promise<void> {
  const { outbox, claims, workspace, tell, clock, log } = ports
  try {
    const health = await outbox.health(clock.now())
    const [first] = health.overdue
    const message = first && overdueMessage(health, await workspace.zone())
    if (message === undefined) return
    log.error({ rows: health.overdue.length }, 'Digests are due for more than an hour and not out')
    await tell(message, (reader) => claims.claim(`for-good:overdue:${first?.slot} to ${reader}`))
  } catch (error) {
    log.error(fault(error), 'Whether digests go out could not be seen')
  }
}
