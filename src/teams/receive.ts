import type { AdaptiveCardActionResponse } from '@microsoft/teams.api'
import type { App } from '@microsoft/teams.apps'

import { askedBefore } from '#chat/thread.ts'
import { ALERT_ACTS } from '#core/alert/act.ts'
import { parse } from '#core/command/parse.ts'

import { type Heard, readActivity } from './activity.ts'
import { answer, say } from './answer.ts'
import { type Press, readPress } from './button.ts'
import { giveCsv, type Storage } from './csv.ts'
import type { Kit } from './kit.ts'
import { CLICK_MS } from './limits.ts'
import { saidLocked } from './locked.ts'
import { withAccounts } from './mentions.ts'
import { press } from './press.ts'
import { isClosed, isKnown, nameOf } from './refusal.ts'
import { plainText } from './render.ts'
import { orElse, type Reply, toClick, toConversation, toTargeted } from './reply.ts'
import { readReason, showNames } from './reveal.ts'
import { ELSEWHERE, NO_PERSONAL_CHAT, UNDER_WAY, WELCOME } from './says.ts'
import { deliver } from './send.ts'

export type Reception = {
  readonly kit: Kit
  readonly storage: Storage
  /** The conversations this process has written down. */
  readonly remembered: Set<string>
  /** Runs after the request is acknowledged; what it throws is a bug, logged and survived. */
  readonly later: (work: () => Promise<void>) => void
}

const MOST_REMEMBERED = 10_000

/** For its asker alone: in the team itself, or, where Teams can't do that, in their personal chat. */
function alone(kit: Kit, { conversation, thread, person }: Heard): Reply {
  const { serviceUrl } = conversation
  const spot = { id: thread, serviceUrl }
  if (conversation.kind === 'personal') return toConversation(kit.teams, spot)
  const inPublic = toConversation(kit.teams, spot, { personal: false })
  return orElse(toTargeted(kit.teams, spot, person), async () => {
    try {
      const chat = await kit.chats(person.object, serviceUrl)
      await deliver(kit, ELSEWHERE, { reply: inPublic })
      return toConversation(kit.teams, chat)
    } catch (error) {
      if (isClosed(error)) await deliver(kit, NO_PERSONAL_CHAT, { reply: inPublic })
      throw error
    }
  })
}

/** One delivery of what Teams may send more than once, to any replica. */
const firstTime = ({ house, tenant }: Kit, { conversation, id }: Heard) =>
  house.claims.claim(`teams:${tenant}:${conversation.id}:${id}`)

/** Only channels have threads. */
async function isFollowing({ house, tenant }: Kit, { thread, conversation, person }: Heard) {
  if (thread === conversation.id) return false
  return askedBefore(house.claims, { place: `teams:${tenant}`, thread, user: person.object })
}

/** Written once a process: an address of Teams changes about never. */
async function remember({ kit, remembered }: Reception, { conversation }: Heard): Promise<void> {
  const { conversations, log } = kit.house
  const key = `${conversation.id} ${conversation.serviceUrl}`
  if (remembered.has(key)) return
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.add(key)
  try {
    await conversations.keep(conversation)
  } catch (error) {
    remembered.delete(key)
    log.warn({ error: nameOf(error) }, 'Where to write later could not be kept')
  }
}

async function onWords(reception: Reception, heard: Heard): Promise<void> {
  const { kit } = reception
  if (!(await firstTime(kit, heard))) return
  const { person, conversation } = heard
  // A button of a client that knows no Action.Execute comes as a message.
  const pressed = readPress(heard.data)
  const reply = alone(kit, heard)
  if (pressed !== undefined)
    return press(kit, { person, conversation, press: pressed, instead: reply, below: reply })
  const inThread = await isFollowing(kit, heard)
  await Promise.all([
    remember(reception, heard),
    withAccounts(kit, heard).then((text) =>
      answer(kit, { person, conversation, text, reply, inThread }),
    ),
  ])
}

/** What is said of an alert changes its card: the same card below it would be one too many. */
function besideOf({ act }: Press): 'beside' | 'told' {
  const command = act.kind === 'ask' ? parse(act.command) : undefined
  const acts = command?.kind === 'alert' && ALERT_ACTS.some((one) => one === command.act)
  return acts ? 'told' : 'beside'
}

async function onPress(
  { kit }: Reception,
  heard: Heard,
  respond: (response: AdaptiveCardActionResponse) => void,
): Promise<void> {
  if (!(await firstTime(kit, heard)))
    return respond({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: plainText(UNDER_WAY),
    })
  const { conversation, person, replyTo } = heard
  const own = conversation.kind === 'personal' && replyTo !== undefined
  const spot = { id: heard.thread, serviceUrl: conversation.serviceUrl }
  const replaced = own ? toConversation(kit.teams, spot, { replaced: replyTo }) : alone(kit, heard)
  const click = { respond, patienceMs: CLICK_MS }
  const submitted = readReason(heard.data)
  if (submitted !== undefined) {
    // Not kept in the chat: what is shown to a click is gone when the chat is opened anew.
    const reply = toClick({ ...click, later: replaced, as: 'card', own: false })
    if (await saidLocked(kit, { person, conversation, text: '', reply })) return
    return showNames(kit, { person, conversation, submitted, replyTo, reply })
  }
  const pressed = readPress(heard.data)
  await press(kit, {
    person,
    conversation,
    press: pressed,
    instead: pressed?.stays
      ? toClick({ ...click, later: alone(kit, heard), as: besideOf(pressed), own: false })
      : toClick({ ...click, later: replaced, as: 'card', own }),
    below: toClick({ ...click, later: alone(kit, heard), as: 'words', own: false }),
  })
}

async function onConsent({ kit, storage }: Reception, heard: Heard): Promise<void> {
  if (!(await firstTime(kit, heard))) return
  const reply = toConversation(kit.teams, heard.conversation)
  if (await saidLocked(kit, { ...heard, text: '', reply })) return
  const asking = { ...heard, here: reply }
  await say(kit, { text: '', reply }, () => giveCsv(kit, asking, { data: heard.data, storage }))
}

async function onInstall({ kit }: Reception, heard: Heard): Promise<void> {
  await kit.house.conversations.keep(heard.conversation)
  if (
    kit.house.lock.held() ||
    heard.conversation.kind !== 'personal' ||
    !(await firstTime(kit, heard))
  )
    return
  try {
    await deliver(kit, WELCOME, { reply: toConversation(kit.teams, heard.conversation) })
  } catch (error) {
    if (!isKnown(error)) throw error
    kit.house.log.warn({ teams: nameOf(error) }, 'Nobody could be welcomed')
  }
}

async function onRemoval({ kit, remembered }: Reception, { conversation }: Heard): Promise<void> {
  remembered.clear()
  await kit.house.conversations.forget(kit.tenant, conversation.id)
  await kit.hosting.revoke(conversation.id)
}

/** Hears people; everything is acknowledged before anything is done, but clicks, which are answered. */
export function receive(app: App, reception: Reception): void {
  const { kit, later } = reception
  const heard = (activity: object) => {
    const found = readActivity(activity, kit.tenant)
    if (found === undefined) kit.house.log.info({}, 'What no person said was left aside')
    return found
  }

  app.on('message', async ({ activity }) => {
    const words = heard(activity)
    if (words) later(() => onWords(reception, words))
  })
  app.on('card.action', async ({ activity }) => {
    const pressed = heard({ ...activity, value: activity.value.action.data })
    const answered = Promise.withResolvers<AdaptiveCardActionResponse>()
    const nothing = {
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'Nothing was done.',
    } as const
    if (!pressed) return { status: 200, body: nothing }
    later(async () => {
      try {
        await onPress(reception, pressed, answered.resolve)
      } finally {
        answered.resolve(nothing)
      }
    })
    return { status: 200, body: await answered.promise }
  })
  app.on('file.consent.accept', async ({ activity }) => {
    const consent = heard(activity)
    if (consent) later(() => onConsent(reception, consent))
  })
  app.on('install.add', async ({ activity }) => {
    const installed = heard(activity)
    if (installed) later(() => onInstall(reception, installed))
  })
  app.on('install.remove', async ({ activity }) => {
    const removed = heard(activity)
    if (removed) later(() => onRemoval(reception, removed))
  })
}
