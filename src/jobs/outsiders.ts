import { AUDIENCE } from '#core/access/audience.ts'
import type { Posted } from '#core/delivery/delivery.ts'
import { AskedToWait, UserError } from '#core/errors.ts'
import type { Held } from '#deliveries.ts'
import type { Log, Reach } from '#ports.ts'

import { fault } from './trouble.ts'

type Ports = { readonly chats: Pick<Reach, 'find'>; readonly log: Log }

const AGAIN_MS = 1_000

/**
 * Where an alert goes was looked at when it was set; people of other companies may have been let in since.
 * Undefined where nobody was. Nothing is posted where that can't be seen: what was no answer is asked
 * again, and where the chat says that it does not tell, the admins hear of it at once.
 */
export async function outsiders(
  { kind, target, turn }: Pick<Held, 'kind' | 'target' | 'turn'>,
  { chats, log }: Ports,
): Promise<Posted | undefined> {
  // A digest looks when it is composed, as whoever subscribed to it.
  if (kind !== 'alert' || target.kind !== 'channel' || turn !== undefined) return undefined
  try {
    const { place } = await chats.find(target)
    if (AUDIENCE[place.kind] !== 'outsiders') return undefined
    return { kind: 'refused', why: 'outsiders', again: 'never' }
  } catch (error) {
    if (error instanceof UserError) return { kind: 'refused', why: 'unseen', again: 'never' }
    log.warn(fault(error), 'Who reads a channel could not be seen')
    const asked = error instanceof AskedToWait ? (error.afterMs ?? 0) : 0
    return { kind: 'refused', why: 'unseen', again: Math.max(AGAIN_MS, asked) }
  }
}
