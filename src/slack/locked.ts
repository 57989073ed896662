import { redact } from '#core/command/redact.ts'

import type { Asked } from './answer.ts'
import { type Kit, placeName } from './kit.ts'
import { nameOf } from './refusal.ts'
import { note } from './says.ts'
import { deliver } from './send.ts'

export const LOCKED = note(
  'AI Usage is locked.',
  'It answers nothing until whoever runs it unlocks it again.',
)

/** Says that all is locked, and nothing else; false when it isn't. The reason stays with the operator. */
export async function saidLocked(kit: Kit, asked: Asked): Promise<boolean> {
  if (!kit.house.lock.held()) return false
  const { user, workspace, place, text, reply } = asked
  const { audit, clock, log } = kit.house
  try {
    await audit.record({
      at: clock.now(),
      viewer: `slack:${workspace}/${user}`,
      place: placeName(place),
      action: 'ask',
      command: redact(text),
      outcome: 'refused',
      detail: { reason: 'locked' },
    })
  } catch (error) {
    log.error({ error: nameOf(error) }, 'A question while locked could not be audited')
  }
  await deliver(kit, LOCKED, { reply, user })
  return true
}
