import { setTimeout as sleep } from 'node:timers/promises'

import { decided, givenAgain } from '#chat/pressed.ts'
import { viewerName } from '#core/access/access.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import type { Message } from '#core/message/message.ts'
import type { AuditRow } from '#ports.ts'

import { type Asked, answer, ask, type Made, say } from './answer.ts'
import { askForAccess } from './ask-for-access.ts'
import { LOOK_MS, openBuild, type Origin } from './build.ts'
import { type Press, type Rung, RUNGS } from './button.ts'
import { giveCsv } from './csv.ts'
import { type Kit, placeName } from './kit.ts'
import { saidLocked } from './locked.ts'
import { below, moveTo, startingRung } from './picture.ts'
import { type Reply, toDm } from './reply.ts'
import { askWhy } from './reveal.ts'
import { note, STALE_BUTTON } from './says.ts'
import { deliver } from './send.ts'
import { share, unshare } from './share.ts'
import { openEdit, openSubscribe } from './subscribe.ts'
import type { Member } from './viewer.ts'

/** A press of a button, and the two ways to answer it. */
export type Pressed = Omit<Asked, 'text' | 'reply'> & {
  readonly press: Press | undefined
  /** In the place of the message, where that is the asker's own; else below it. */
  readonly instead: Reply
  /** In a line of its own below the message. */
  readonly below: Reply
  /** Opens one form, within three seconds. */
  readonly trigger: string
  /** Where what is asked in a form is answered. */
  readonly origin: Origin
}

type Act<Kind> = Extract<Press['act'], { kind: Kind }>

const asked = (pressed: Pressed, text: string, reply: Reply): Asked => ({
  user: pressed.user,
  workspace: pressed.workspace,
  place: pressed.place,
  fresh: true,
  text,
  reply,
})

/** Who presses, with the rights they have now. */
const presserOf = async (kit: Kit, { user, workspace, place }: Pressed) => ({
  viewer: await kit.whoAsks(user, workspace, { fresh: true }),
  place,
})

const spoken = ({ user, below }: Pressed, text = '') => ({ text, user, reply: below })

function row(
  kit: Kit,
  {
    viewer,
    place,
    action,
  }: { viewer: Member; place: Pressed['place']; action: AuditRow['action'] },
  command: string,
): AuditRow {
  return {
    at: kit.house.clock.now(),
    viewer: viewerName(viewer),
    place: placeName(place),
    action,
    command,
    outcome: 'done',
    detail: {},
  }
}

/** The answer a button stands under, to who would get the same one now; else what they get now. */
async function stored(
  kit: Kit,
  pressed: Pressed,
  give: (answer: StoredAnswer, viewer: Member) => Promise<Message>,
): Promise<Made> {
  const presser = await presserOf(kit, pressed)
  const { viewer, place } = presser
  const made = await givenAgain<Made>(kit.house, presser, {
    id: pressed.press?.id,
    give: async (found) => ({ message: await give(found, viewer) }),
    anew: (text) => ask(kit, { text, place }, viewer),
  })
  return made ?? { message: STALE_BUTTON }
}

async function keep(kit: Kit, pressed: Pressed): Promise<void> {
  await say(kit, spoken(pressed), () =>
    stored(kit, pressed, async (found, viewer) => {
      await kit.house.audit.record(
        row(kit, { viewer, place: pressed.place, action: 'keep' }, found.command),
      )
      const reply = toDm(kit.slack, { channel: await kit.dms(pressed.user) })
      await deliver(kit, found.message, { reply, user: pressed.user, answerId: found.id })
      return note('Kept.', 'The answer is in your messages with this app.')
    }),
  )
}

async function shareStored(kit: Kit, pressed: Pressed): Promise<void> {
  const { user: id, workspace, press } = pressed
  const asker = viewerName({ kind: 'member', platform: 'slack', workspace, id })
  await say(kit, spoken(pressed), async () => {
    // Nothing of it is given again: what is posted is made anew, for who presses and for who reads.
    const found = await kit.house.answers.get(press?.id ?? '', asker)
    return { message: found ? await share(kit, pressed, found) : STALE_BUTTON }
  })
}

async function csv(kit: Kit, pressed: Pressed, { command: text }: Act<'csv'>): Promise<void> {
  const asker = { ...pressed, reply: pressed.below }
  await say(kit, spoken(pressed, text), () => giveCsv(kit, asker, { what: text, excel: false }))
}

/** Others may have pressed it before: one step for what was not seen, not one for each press. */
const further = (one: Rung, other: Rung): Rung =>
  RUNGS.indexOf(other) > RUNGS.indexOf(one) ? other : one

async function picture(kit: Kit, pressed: Pressed, { shown }: Act<'picture'>): Promise<void> {
  const { user, instead } = pressed
  const now = await startingRung(kit)
  const rung = shown === 'text' ? 'image-block' : further(below(shown), now)
  let id: string | undefined
  await say(kit, { text: '', user, reply: instead, rung }, async () => {
    const given = await stored(kit, pressed, async (found, viewer) => {
      await kit.house.audit.record(
        row(kit, { viewer, place: pressed.place, action: 'picture' }, found.command),
      )
      if (rung !== now) await moveTo(kit, rung)
      id = found.id
      return found.message
    })
    return { ...given, answerId: given.answerId ?? id }
  })
}

/** Who may not ask it now is told so, and gets no form: with it, where that can't be seen in time. */
async function subscribe(kit: Kit, pressed: Pressed, { command }: Act<'subscribe'>): Promise<void> {
  const looked = async () => decided(kit.house, await presserOf(kit, pressed), command)
  const late = sleep(LOOK_MS, { allowed: true } as const, { ref: false })
  let decision: { readonly allowed: boolean }
  try {
    decision = await Promise.race([looked(), late])
  } catch (error) {
    return say(kit, spoken(pressed, command), async () => {
      throw error
    })
  }
  return decision.allowed
    ? openSubscribe(kit, pressed, command)
    : answer(kit, asked(pressed, command, pressed.below))
}

/** Does what a button says, once. */
export async function press(kit: Kit, pressed: Pressed): Promise<void> {
  const act = pressed.press?.act
  // Slack opened the page, and says so.
  if (act?.kind === 'open') return
  if (await saidLocked(kit, asked(pressed, act?.kind ?? '', pressed.below))) return
  switch (act?.kind) {
    case undefined:
      return say(kit, spoken(pressed), async () => ({ message: STALE_BUTTON }))
    case 'ask':
      return answer(kit, asked(pressed, act.command, pressed.instead))
    case 'help':
      return answer(
        kit,
        asked(pressed, ['help', act.topic ?? ''].join(' ').trim(), pressed.instead),
      )
    case 'build':
      return openBuild(kit, { ...pressed, reply: pressed.below })
    case 'subscribe':
      return subscribe(kit, pressed, act)
    case 'edit':
      return openEdit(kit, pressed, act.command)
    case 'keep':
      return keep(kit, pressed)
    case 'share':
      return shareStored(kit, pressed)
    case 'unshare':
      return say(kit, spoken(pressed), () => unshare(kit, pressed, act.ref))
    case 'csv':
      return csv(kit, pressed, act)
    case 'ask-for-access':
      return say(kit, spoken(pressed), () => askForAccess(kit, pressed))
    case 'reveal':
      return askWhy(kit, pressed)
    case 'picture':
      return picture(kit, pressed, act)
  }
}
