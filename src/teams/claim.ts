import { viewerName } from '#core/access/access.ts'
import type { Message } from '#core/message/message.ts'
import { ASK_FOR_ACCESS } from '#core/message/trouble.ts'

import type { Asked } from './answer.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import { note } from './says.ts'
import type { Member } from './viewer.ts'

export const CLAIM = /^claim(?:\s+(?<code>\S+))?\s*$/i

const WRONG = note(
  'This code does not work.',
  'It works once, for the first admin. If there is an admin already, press Ask for access.',
)

/** Makes a member an admin by the code printed at the first start. The code is in no log or audit row. */
export async function claim(
  kit: Kit,
  { text, conversation }: Pick<Asked, 'text' | 'conversation'>,
  viewer: Member,
): Promise<Message> {
  const code = CLAIM.exec(text.trim())?.groups?.['code']
  if (code === undefined)
    return note(
      'The code is missing.',
      'Type `claim CODE` with the code that AI Usage printed when it was started.',
    )
  const { admins, audit, clock } = kit.house
  const claimed = await admins.claim(code, 'teams', kit.tenant, viewer.id)
  await audit.record({
    at: clock.now(),
    viewer: viewerName(viewer),
    place: placeName(placeOf(conversation)),
    action: 'claim',
    command: 'claim',
    outcome: claimed ? 'done' : 'refused',
    detail: {},
  })
  return claimed
    ? note('You are an admin now.', 'Ask your first question: `30d`')
    : { ...WRONG, parts: [...WRONG.parts, { kind: 'buttons', buttons: [ASK_FOR_ACCESS] }] }
}
