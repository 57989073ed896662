import { overdueMessage } from '#core/delivery/health.ts'
import { repeated } from '#core/delivery/says.ts'
import type { DeliveryBook } from '#deliveries.ts'
import type { Claims, Clock, Log, Memory, TellAdmins, Workspace } from '#ports.ts'

import { begin, done, tagOf, toldOf } from './tell-once.ts'
import { fault } from './trouble.ts'

type WatchPorts = {
  readonly outbox: Pick<DeliveryBook, 'health'>
  readonly claims: Claims
  readonly memory: Memory
  readonly workspace: Workspace
  readonly tell: TellAdmins
  readonly clock: Clock
  readonly log: Log
}

/** Where it is remembered what is told: beside the facts of chat workspaces, under a name none has. */
const SPOT = { in: 'deliveries', key: 'overdue' }

/**
 * Tells the admins that digests do not go out, once for each time they were due, whichever replica sees
 * it first. That it is being told is written before anyone is: where a process died over it, the next
 * tells it again, marked as a possible repeat. Never rejects.
 */
export async function watchDeliveries(ports: WatchPorts): Promise<void> {
  const { outbox, memory, workspace, tell, clock, log } = ports
  try {
    const now = clock.now()
    const health = await outbox.health(now)
    const [first] = health.overdue
    const message = first && overdueMessage(health, await workspace.zone())
    if (first === undefined || message === undefined) return
    log.error({ rows: health.overdue.length }, 'Digests are due for more than an hour and not out')
    const of = String(first.slot)
    const last = await toldOf(SPOT, ports)
    const told = last.what === of ? last : { what: of, tries: 0 }
    if (last.what === of && last.tries === 0) return
    const { turn, claim } = await begin(SPOT, tagOf(of, told), ports)
    // By whoever finds someone to tell: not every process has a chat.
    let mine: Promise<boolean> | undefined
    const reached = await tell(turn === 0 ? message : repeated(message), () => (mine ??= claim()))
    if (await mine) await done(SPOT, told, { reached: reached > 0, memory })
  } catch (error) {
    log.error(fault(error), 'Whether digests go out could not be seen')
  }
}
