import type { App, BlockAction, SlashCommand } from '@slack/bolt'

import { REVEAL } from '#chat/reveal.ts'
import { askedBefore } from '#chat/thread.ts'
import { parse } from '#core/command/parse.ts'

import { answer } from './answer.ts'
import { BUILD, chosenIn, openBuild, type Origin, originIn } from './build.ts'
import { readPress } from './button.ts'
import { COMMAND } from './command.ts'
import { createFirstTurn, type Filled } from './first-turn.ts'
import { publishHome } from './home.ts'
import { type Kit, placeOf } from './kit.ts'
import { RESPONSE_URL_MS } from './limits.ts'
import { typed } from './mrkdwn.ts'
import { press } from './press.ts'
import { Refusal } from './refusal.ts'
import { orDm, type Reply, toClick, toCommand, toDm, toMention } from './reply.ts'
import { faultsOf, LOOKING, showNames } from './reveal.ts'
import { howIn, SUBSCRIBE } from './subscribe.ts'
import { LOOKED_UP, options } from './type-ahead.ts'

export type Reception = {
  readonly kit: Kit
  /** Runs after the request is acknowledged; what it throws is a bug, logged and survived. */
  readonly later: (work: () => Promise<void>) => void
}

/** A reply with the app's messages to fall back to. Nobody of another workspace has any. */
function safe(kit: Kit, first: Reply, who: { user: string; workspace: string }): Reply {
  const since = kit.house.clock.now()
  const dm = async () => {
    if (who.workspace !== kit.identity.workspace) throw new Refusal('channel_not_found')
    return toDm(kit.slack, { channel: await kit.dms(who.user) })
  }
  return orDm(first, dm, () => kit.house.clock.now() - since > RESPONSE_URL_MS)
}

async function onCommand({ kit }: Reception, command: SlashCommand): Promise<void> {
  if (!(await kit.house.claims.claim(`command:${command.trigger_id}`))) return
  const who = { user: command.user_id, workspace: command.team_id }
  const { channel_id: channel, response_url: url, trigger_id: trigger } = command
  // Any other command of this app is a leftover of an old manifest.
  const text = command.command === COMMAND ? (command.text ?? '').trim() : 'help'
  const reply = safe(kit, toCommand(kit.slack, url), who)
  const asked = { ...who, text, place: placeOf(channel), reply }
  if (parse(text).kind === 'build')
    await openBuild(kit, { ...asked, trigger, origin: { channel, url } })
  else await answer(kit, asked)
}

type Sent = {
  readonly user: string
  readonly workspace: string
  readonly command: string
  readonly origin: Origin
}

/** What was chosen in the form is asked as if it had been typed where the form was opened. */
async function onBuilt({ kit }: Reception, { command: text, origin, ...who }: Sent): Promise<void> {
  const { channel, url, home } = origin
  const place = placeOf(channel)
  const reply =
    place.kind === 'dm' || url === undefined
      ? toDm(kit.slack, { channel: await kit.dms(who.user) })
      : safe(kit, toCommand(kit.slack, url), who)
  await answer(kit, { ...who, text, place, reply, fresh: true })
  if (home)
    await publishHome(kit, { user: who.user, done: 'Your question is answered under Messages.' })
}

type Heard = {
  readonly workspace: string
  readonly channel: string
  readonly user: string
  readonly text: string
  readonly ts: string
  readonly thread?: string | undefined
}

async function onWords({ kit }: Reception, heard: Heard): Promise<void> {
  const { workspace, channel, user, text, ts, thread } = heard
  // By the message, not by the event: Slack has re-sent one event under eleven ids.
  if (!(await kit.house.claims.claim(`event:${workspace}:${channel}:${ts}`))) return
  const who = { user, workspace }
  const place = placeOf(channel)
  const first =
    place.kind === 'dm'
      ? toDm(kit.slack, { channel, thread })
      : safe(kit, toMention(kit.slack, user, { channel, thread }), who)
  const said = { place: `slack:${workspace}:${channel}`, thread: thread ?? ts, user }
  const before = await askedBefore(kit.house.claims, said)
  await answer(kit, {
    ...who,
    text: typed(text, kit.identity.bot),
    place,
    reply: first,
    inThread: before && thread !== undefined,
  })
}

const pressedBy = ({ user, team }: BlockAction) => ({
  user: user.id,
  workspace: team?.id ?? user.team_id ?? '',
})

/** What opens a form. */
const FORM_ACTS: ReadonlySet<string> = new Set(['build', 'subscribe', 'edit'])

/** A press on the app's home page: answered in the app's messages, where it is theirs alone too. */
async function onHomePress({ kit }: Reception, body: BlockAction): Promise<void> {
  const [action] = body.actions
  const view = body.container['view_id']
  if (action === undefined || typeof view !== 'string') return
  const key = `click:${view}:${action.action_id}:${action.action_ts}`
  if (!(await kit.house.claims.claim(key))) return
  const who = pressedBy(body)
  const channel = await kit.dms(who.user)
  const reply = toDm(kit.slack, { channel })
  const pressed = action.type === 'button' ? readPress(action.value) : undefined
  const { trigger_id: trigger } = body
  const place = placeOf(channel)
  const origin = { channel, home: true }
  await press(kit, { ...who, place, press: pressed, instead: reply, below: reply, trigger, origin })
  // A form says nothing yet.
  if (pressed && FORM_ACTS.has(pressed.act.kind)) return
  const label = action.type === 'button' ? action.text.text : 'That'
  await publishHome(kit, { user: who.user, done: `${label}: answered under Messages.` })
}

/** What was changed in a form that is open; undefined for all else. */
function filledIn({ view, actions: [action] }: BlockAction): Filled | undefined {
  if (view?.callback_id !== SUBSCRIBE || action === undefined) return undefined
  const { id, hash, private_metadata: metadata, state } = view
  return { id, hash, metadata, at: action.action_ts, state: state.values }
}

async function onPress(reception: Reception, body: BlockAction): Promise<void> {
  if (body.container['type'] === 'view') return onHomePress(reception, body)
  const { kit } = reception
  const [action] = body.actions
  const { channel_id: channel, message_ts: message, is_ephemeral: ephemeral } = body.container
  if (action === undefined || typeof channel !== 'string') return
  const key = `click:${channel}:${String(message)}:${action.action_id}:${action.action_ts}`
  if (!(await kit.house.claims.claim(key))) return
  const { response_url: url } = body
  const who = pressedBy(body)
  const place = placeOf(channel)
  const below = safe(kit, toCommand(kit.slack, url), who)
  const mine = ephemeral === true || place.kind === 'dm'
  const pressed = action.type === 'button' ? readPress(action.value) : undefined
  const again = pressed?.act.kind === 'picture'
  const thread =
    typeof body.container['thread_ts'] === 'string' ? body.container['thread_ts'] : undefined
  const instead = !mine
    ? below
    : ephemeral === true || again
      ? safe(kit, toClick(kit.slack, url, ephemeral !== true), who)
      : toDm(kit.slack, { channel, thread })
  const { trigger_id: trigger } = body
  const origin = { channel, ...(url !== undefined && { url }) }
  await press(kit, { ...who, place, press: pressed, instead, below, trigger, origin })
}

/** Forms that end in a command. */
const FORMS = [
  [BUILD, chosenIn],
  [SUBSCRIBE, howIn],
] as const

/** Hears people; everything is acknowledged before anything is done. */
export function receive(app: App, reception: Reception): void {
  const { kit, later } = reception
  const showFirst = createFirstTurn(kit)
  app.command(/.+/s, async ({ ack, command }) => {
    await ack()
    later(() => onCommand(reception, command))
  })
  app.action(/.*/s, async ({ ack, body }) => {
    await ack()
    if (body.type !== 'block_actions') return
    const filled = filledIn(body)
    later(() => (filled ? showFirst(filled) : onPress(reception, body)))
  })
  app.view(REVEAL, async ({ ack, body, view }) => {
    const reason = view.state.values['reason']?.['reason']?.value ?? ''
    const errors = faultsOf(reason)
    if (errors) {
      await ack({ response_action: 'errors', errors })
      return
    }
    await ack({ response_action: 'update', view: LOOKING })
    const { id, private_metadata: metadata } = view
    const who = { user: body.user.id, workspace: body.team?.id ?? '' }
    later(async () => {
      if (await kit.house.claims.claim(`view:${id}`))
        await showNames(kit, { ...who, view: id, metadata, reason })
    })
  })
  for (const [form, read] of FORMS)
    app.view(form, async ({ ack, body, view }) => {
      const { id, private_metadata: metadata } = view
      const origin = originIn(metadata)
      const chosen = read(view.state.values, origin?.edits)
      if ('errors' in chosen) {
        await ack({ response_action: 'errors', errors: chosen.errors })
        return
      }
      await ack()
      const { command } = chosen
      const who = { user: body.user.id, workspace: body.team?.id ?? '' }
      later(async () => {
        if (origin && (await kit.house.claims.claim(`view:${id}`)))
          await onBuilt(reception, { ...who, command, origin })
      })
    })
  app.options(LOOKED_UP, async ({ ack, body }) => {
    const { action_id: input, value: typed, user, team } = body
    const workspace = team?.id ?? ''
    const metadata = body.view?.private_metadata ?? ''
    await ack({ options: await options(kit, { user: user.id, workspace, input, typed, metadata }) })
  })
  app.event('app_mention', async ({ event, context }) => {
    const { channel, text, ts, thread_ts: thread, user } = event
    const workspace = context.teamId ?? kit.identity.workspace
    if (user !== undefined)
      later(() => onWords(reception, { workspace, channel, user, text, ts, thread }))
  })
  app.message(async ({ message, context }) => {
    const plain = message.subtype === undefined || message.subtype === 'file_share'
    if (!plain || message.channel_type !== 'im' || 'bot_id' in message) return
    const { channel, text = '', ts, thread_ts: thread, user } = message
    const workspace = context.teamId ?? kit.identity.workspace
    if (user !== undefined)
      later(() => onWords(reception, { workspace, channel, user, text, ts, thread }))
  })
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') later(() => publishHome(kit, { user: event.user }))
  })
}
