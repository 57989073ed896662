import { AUDIENCE } from '#core/access/audience.ts'
import { decide } from '#core/access/decide.ts'
import { isOfAlert } from '#core/alert/notice.ts'
import type { Posted } from '#core/delivery/delivery.ts'
import { AskedToWait, UserError } from '#core/errors.ts'
import type { Held } from '#deliveries.ts'
import type { Log, Reach } from '#ports.ts'

import { fault } from './trouble.ts'

type Ports = { readonly chats: Pick<Reach, 'find' | 'viewer'>; readonly log: Log }

const AGAIN_MS = 1_000

const forGood = (why: string): Posted => ({ kind: 'refused', why, again: 'never' })

/**
 * Where an alert goes was looked at when it was set; people of other companies may have been let in
 * since, and who reads it alone may have lost the right to. Undefined where all is as it was. Nothing is
 * posted where that can't be seen: what was no answer is asked again, and where the chat says that it
 * does not tell, the admins hear of it at once.
 */
export async function outsiders(held: Held, ports: Ports): Promise<Posted | undefined> {
  const { kind, key, target, turn } = held
  // A digest looks when it is composed, as whoever subscribed to it.
  if (kind !== 'alert' || turn !== undefined) return undefined
  // What its owner hears of a delivery is no alert.
  if (target.kind === 'person' && !isOfAlert(key)) return undefined
  try {
    return target.kind === 'person' ? await lost(held, ports) : await letIn(held, ports)
  } catch (error) {
    if (error instanceof UserError) return forGood(error.refusal ?? 'unseen')
    ports.log.warn(fault(error), 'Who reads an alert could not be seen')
    const asked = error instanceof AskedToWait ? (error.afterMs ?? 0) : 0
    return { kind: 'refused', why: 'unseen', again: Math.max(AGAIN_MS, asked) }
  }
}

async function letIn({ target }: Held, { chats }: Ports): Promise<Posted | undefined> {
  const { place } = await chats.find(target)
  return AUDIENCE[place.kind] === 'outsiders' ? forGood('outsiders') : undefined
}

async function lost({ target }: Held, { chats }: Ports): Promise<Posted | undefined> {
  const viewer = await chats.viewer(target)
  if (viewer.kind === 'member' && viewer.standing === 'unknown')
    return { kind: 'refused', why: 'unseen', again: AGAIN_MS }
  const may = decide(viewer, { kind: 'dm', channel: target.id }, 'alerts list')
  return may.allowed ? undefined : forGood('not theirs')
}
