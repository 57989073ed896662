import { overdueMessage } from '#core/delivery/health.ts'
import { repeated } from '#core/delivery/says.ts'
import type { DeliveryBook } from '#deliveries.ts'
import type { Claims, Clock, Log, Memory, TellAdmins, Workspace } from '#ports.ts'

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
const HERE = 'deliveries'
const TELLING = 'telling overdue'
/** Who took it on to tell the admins and has not said for so long that it is done, has died. */
const TURN_MS = 2 * 60_000

/**
 * Tells the admins that digests do not go out, once for each time they were due, whichever replica sees
 * it first. That it is being told is written before anyone is: where a process died over it, the next
 * tells it again, marked as a possible repeat. Never rejects.
 */
export async function watchDeliveries(ports: WatchPorts): Promise<void> {
  const { outbox, claims, memory, workspace, tell, clock, log } = ports
  try {
    const now = clock.now()
    const health = await outbox.health(now)
    const [first] = health.overdue
    const message = first && overdueMessage(health, await workspace.zone())
    if (first === undefined || message === undefined) return
    log.error({ rows: health.overdue.length }, 'Digests are due for more than an hour and not out')
    const before = read(await memory.get(HERE, TELLING))
    const of = before?.slot === first.slot ? before : { slot: first.slot, at: now, tries: 0 }
    if (of.at === 'told') return
    if (of !== before) await memory.set(HERE, TELLING, written(of))
    const turn = Math.floor((now - of.at) / TURN_MS)
    const claim = () => claims.claim(`for-good:overdue:${of.slot}:${of.tries}:${turn}`)
    // By whoever finds someone to tell: not every process has a chat.
    let mine: Promise<boolean> | undefined
    const reached = await tell(turn === 0 ? message : repeated(message), () => (mine ??= claim()))
    if (!(await mine)) return
    const after = reached === 0 ? { at: now, tries: of.tries + 1 } : { at: 'told' as const }
    await memory.set(HERE, TELLING, written({ ...of, ...after }))
  } catch (error) {
    log.error(fault(error), 'Whether digests go out could not be seen')
  }
}

/** Of which time something is told, since when, and how often nobody was reached. */
type Telling = { readonly slot: number; readonly at: number | 'told'; readonly tries: number }

const written = ({ slot, at, tries }: Telling): string => `${at} ${slot} ${tries}`

function read(value = ''): Telling | undefined {
  const [, at, slot, tries] = /^(\d+|told) (\d+) (\d+)$/u.exec(value) ?? []
  if (at === undefined) return undefined
  return { slot: Number(slot), at: at === 'told' ? at : Number(at), tries: Number(tries) }
}
