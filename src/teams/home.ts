import type { Message, Part } from '#core/message/message.ts'

import type { Asked, Made } from './answer.ts'
import { type Kit, placeName, placeOf } from './kit.ts'

/** What people write who do not know yet what to write. */
export const HOME = /^(?:home|overview|start|hi|hello|hey)\s*[.!]*$/i

/** Enough to find one awake. */
const MOST_CONTACTS = 5

/** Ids, which are said as names where Teams knows them. */
function whomToAsk(admins: readonly string[]): readonly Part[] {
  if (admins.length === 0) return []
  const all = admins.slice(0, MOST_CONTACTS).map((id) => `\`${id}\``)
  return [{ kind: 'note', text: `Admins who can help: ${all.join(', ')}` }]
}

/** Someone's overview, by the rights they have now: what Slack shows as the app's home page. */
export async function overview(
  kit: Kit,
  { person, conversation, fresh = false }: Pick<Asked, 'person' | 'conversation' | 'fresh'>,
): Promise<Made> {
  const { home, admins } = kit.house
  const viewer = await kit.whoAsks(person, conversation, { fresh })
  const { message, contacts } = await home({ viewer, place: placeName(placeOf(conversation)) })
  const known = contacts ? await admins.list('teams', kit.tenant) : []
  const whole: Message = { ...message, parts: [...message.parts, ...whomToAsk(known)] }
  return { message: whole, stays: true }
}
