import { viewerName } from '#core/access/access.ts'
import { decide } from '#core/access/decide.ts'
import type { Message } from '#core/message/message.ts'

import { ask, type Made } from './answer.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import type { Pressed } from './press.ts'
import { isKnown, nameOf } from './refusal.ts'
import { toConversation } from './reply.ts'
import { note } from './says.ts'
import { deliver } from './send.ts'

const DAY_MS = 24 * 3_600_000
/** Enough to find one awake, few enough not to wake a company. */
export const MOST_ADMINS = 10

const NOBODY: Message = note(
  'Nobody is an admin yet.',
  'Whoever set AI Usage up can become the first: `claim CODE`, with the code it printed at its start.',
)

const ASKED_TODAY: Message = note(
  'The admins know already.',
  'Your request was sent to them less than a day ago.',
)

/** Their names are Teams' own; a name is said to admins, and stored nowhere. */
function request({ person: { name, object } }: Pressed): Message {
  const safe = name.replaceAll(/[`*]/g, '')
  return note(
    `${safe} asks for access to AI Usage.`,
    `To give it, type \`roles grant analyst ${object}\`, or another role: security, lead, admin.`,
  )
}

async function tell(kit: Kit, admin: string, pressed: Pressed): Promise<boolean> {
  try {
    const chat = await kit.chats(admin, pressed.conversation.serviceUrl)
    await deliver(kit, request(pressed), { reply: toConversation(kit.teams, chat) })
    return true
  } catch (error) {
    if (!isKnown(error)) throw error
    kit.house.log.warn({ teams: nameOf(error) }, 'An admin could not be told who asks for access')
    return false
  }
}

/** Tells the admins who asks to be let in, at most once a day and person. */
export async function askForAccess(kit: Kit, pressed: Pressed): Promise<Made> {
  const { admins, audit, clock, memory } = kit.house
  const { person, conversation } = pressed
  const viewer = await kit.whoAsks(person, conversation, { fresh: true })
  const may = decide(viewer, placeOf(conversation), 'ask-for-access').allowed && !viewer.admin
  if (!may) return ask(kit, { text: '30d', conversation }, viewer)
  const key = `access ${person.object}`
  const before = Number(await memory.get(kit.tenant, key))
  if (clock.now() - before < DAY_MS) return { message: ASKED_TODAY }
  const known = await admins.list('teams', kit.tenant)
  if (known.length === 0) return { message: NOBODY }
  await audit.record({
    at: clock.now(),
    viewer: viewerName(viewer),
    place: placeName(placeOf(conversation)),
    action: 'ask-for-access',
    command: '',
    outcome: 'done',
    detail: { admins: known.length },
  })
  const told = await Promise.all(
    known.slice(0, MOST_ADMINS).map((admin) => tell(kit, admin, pressed)),
  )
  const reached = told.filter(Boolean).length
  if (reached === 0)
    return { message: note('No admin could be reached.', 'Try again later, or ask one yourself.') }
  await memory.set(kit.tenant, key, String(clock.now()))
  const whom = reached === 1 ? 'an admin' : `${reached} admins`
  return {
    message: note('Your request was sent.', `It is with ${whom}. Ask again once you are in.`),
  }
}
