import { viewerName } from '#core/access/access.ts'
import { decide } from '#core/access/decide.ts'
import type { Message } from '#core/message/message.ts'

import { ask, type Made } from './answer.ts'
import { context, marked } from './blocks.ts'
import { COMMAND } from './command.ts'
import { type Kit, placeName } from './kit.ts'
import type { Pressed } from './press.ts'
import { isKnown, nameOf } from './refusal.ts'
import { toDm } from './reply.ts'
import { note } from './says.ts'

const DAY_MS = 24 * 3_600_000
/** Enough to find one awake, few enough not to wake a company. */
const MOST_ADMINS = 10

const NOBODY: Message = note(
  'Nobody is an admin yet.',
  `Whoever set AI Usage up can become the first: \`${COMMAND} claim CODE\`, with the code it printed at its start.`,
)

const ASKED_TODAY: Message = note(
  'The admins know already.',
  'Your request was sent to them less than a day ago.',
)

async function tell(kit: Kit, admin: string, user: string): Promise<boolean> {
  const text = `<@${user}> asks for access to AI Usage.`
  const how = `To give it, type \`${COMMAND} roles grant analyst ${user}\`, or another role: security, lead, admin.`
  try {
    const reply = toDm(kit.slack, { channel: await kit.dms(admin) })
    await reply.say({ text, blocks: [context(marked(`${text} ${how}`))] })
    return true
  } catch (error) {
    if (!isKnown(error)) throw error
    kit.house.log.warn({ slack: nameOf(error) }, 'An admin could not be told who asks for access')
    return false
  }
}

/** Tells the admins who asks to be let in, at most once a day and person. */
export async function askForAccess(kit: Kit, { user, workspace, place }: Pressed): Promise<Made> {
  const { admins, audit, clock, memory } = kit.house
  const viewer = await kit.whoAsks(user, workspace, { fresh: true })
  const may = decide(viewer, place, 'ask-for-access').allowed && !viewer.admin
  if (!may) return ask(kit, { text: '30d', place }, viewer)
  const key = `access ${user}`
  const before = Number(await memory.get(workspace, key))
  if (clock.now() - before < DAY_MS) return { message: ASKED_TODAY }
  const known = await admins.list('slack', workspace)
  if (known.length === 0) return { message: NOBODY }
  await audit.record({
    at: clock.now(),
    viewer: viewerName(viewer),
    place: placeName(place),
    action: 'ask-for-access',
    command: '',
    outcome: 'done',
    detail: { admins: known.length },
  })
  const told = await Promise.all(known.slice(0, MOST_ADMINS).map((admin) => tell(kit, admin, user)))
  const reached = told.filter(Boolean).length
  if (reached === 0)
    return { message: note('No admin could be reached.', 'Try again later, or ask one yourself.') }
  await memory.set(workspace, key, String(clock.now()))
  const whom = reached === 1 ? 'an admin' : `${reached} admins`
  return {
    message: note('Your request was sent.', `It is with ${whom}. Ask again once you are in.`),
  }
}
