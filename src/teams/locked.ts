import type { Conversation } from '#conversations.ts'
import { viewerName } from '#core/access/access.ts'
import { redact } from '#core/command/redact.ts'

import type { Person } from './activity.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import { nameOf } from './refusal.ts'
import type { Reply } from './reply.ts'
import { LOCKED } from './says.ts'
import { deliver } from './send.ts'

type Asking = {
  readonly person: Person
  readonly conversation: Conversation
  readonly text: string
  readonly reply: Reply
}

/** Says that all is locked, and nothing else; false when it isn't. The reason stays with the operator. */
export async function saidLocked(kit: Kit, asking: Asking): Promise<boolean> {
  const { audit, clock, lock, log } = kit.house
  if (!lock.held()) return false
  const { person, conversation, text, reply } = asking
  const account = { kind: 'member', platform: 'teams', workspace: kit.tenant } as const
  try {
    await audit.record({
      at: clock.now(),
      viewer: viewerName({ ...account, id: person.object }),
      place: placeName(placeOf(conversation)),
      action: 'ask',
      command: redact(text),
      outcome: 'refused',
      detail: { reason: 'locked' },
    })
  } catch (error) {
    log.error({ error: nameOf(error) }, 'A question while locked could not be audited')
  }
  await deliver(kit, LOCKED, { reply })
  return true
}
