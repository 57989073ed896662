import { UserError } from '#core/errors.ts'
import type { Audit, Clock, Locked, LockWatch, Log, Memory } from '#ports.ts'

import { fault } from './trouble.ts'

/** No workspace of a chat: the lock is of all of them. */
const EVERYWHERE = '*'
const KEY = 'lock'
const LONGEST_REASON = 300
/** Every replica stops within 10 s: one read that fails is made up for. */
const EVERY_MS = 3_000

type LockPorts = { readonly memory: Memory; readonly audit: Audit; readonly clock: Clock }

export async function lockIn(memory: Memory): Promise<Locked | undefined> {
  const written = await memory.get(EVERYWHERE, KEY)
  return written === undefined || written === '' ? undefined : (JSON.parse(written) as Locked)
}

/** Stops collecting and posting on all replicas. @throws UserError without a reason */
export async function lockDown(reason: string, ports: LockPorts): Promise<Locked> {
  const said = reason.trim().slice(0, LONGEST_REASON)
  if (said === '') throw new UserError('A lock needs a reason', 'Type: ai-usage lock "REASON"')
  const held: Locked = { reason: said, by: 'operator', at: ports.clock.now() }
  // Stopped before it is written down: whoever locks is in a hurry.
  await ports.memory.set(EVERYWHERE, KEY, JSON.stringify(held))
  await recorded('lock', held, ports)
  return held
}

/** Lets all go on; what held it, or undefined when nothing did. */
export async function unlock(ports: LockPorts): Promise<Locked | undefined> {
  const held = await lockIn(ports.memory)
  if (!held) return undefined
  await recorded('unlock', held, ports)
  await ports.memory.set(EVERYWHERE, KEY, '')
  return held
}

const recorded = (action: 'lock' | 'unlock', { reason }: Locked, { audit, clock }: LockPorts) =>
  audit.record({
    at: clock.now(),
    viewer: 'operator',
    place: 'command line',
    action,
    command: action,
    outcome: 'done',
    detail: { reason },
  })

const LOCKED = 'Locked: nothing is collected or posted'
const OUTDATED =
  'A newer version brought the store up to date: nothing is collected or posted by this process. Stop it, and start the new version.'

/** What this process may not go on beside. */
const NEWER: Locked = { reason: 'a newer version is in place', by: 'newer version', at: 0 }

/**
 * Looks at the lock every few seconds, and once before it resolves. A process whose version the store
 * has left behind is as locked: it would count days without what newer tables hold.
 */
export async function watchLock(
  memory: Memory,
  log: Log,
  isOutdated: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<LockWatch & { readonly stop: () => void }> {
  let held: Locked | undefined
  let going = new AbortController()
  const look = async () => {
    try {
      const isLate = await isOutdated()
      const now = isLate ? NEWER : await lockIn(memory)
      if (now && !held) going.abort()
      if (!now && held) going = new AbortController()
      if ((now === undefined) !== (held === undefined))
        log.warn({}, isLate ? OUTDATED : now ? LOCKED : 'Unlocked')
      held = now
    } catch (error) {
      // What was seen last holds until the store can be asked again.
      log.warn(fault(error), 'The lock could not be read')
    }
  }
  await look()
  const timer = setInterval(() => void look(), EVERY_MS)
  timer.unref()
  return { held: () => held, signal: () => going.signal, stop: () => clearInterval(timer) }
}

/** @throws UserError while all is locked */
export function refuseLocked(lock: LockWatch): void {
  const now = lock.held()
  if (now)
    throw new UserError(
      `AI Usage is locked: ${now.reason}`,
      'Nothing is collected meanwhile. When it may go on: ai-usage unlock',
    )
}
