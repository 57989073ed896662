import { viewerName } from '#core/access/access.ts'
import type { Message } from '#core/message/message.ts'
import type { AuditRow, StoredAnswer } from '#ports.ts'

import { type Asked, answer, ask, type Made, say } from './answer.ts'
import { askForAccess } from './ask-for-access.ts'
import { type Press, RUNGS } from './button.ts'
import { type Kit, placeName } from './kit.ts'
import { saidLocked } from './locked.ts'
import { below, moveTo, startingRung } from './picture.ts'
import { type Reply, toDm } from './reply.ts'
import { note, STALE_BUTTON } from './says.ts'
import { deliver } from './send.ts'
import { upload } from './upload.ts'
import type { Member } from './viewer.ts'

/** A press of a button, and the two ways to answer it. */
export type Pressed = Omit<Asked, 'text' | 'reply'> & {
  readonly press: Press | undefined
  /** In the place of the message, where that is the asker's own; else below it. */
  readonly instead: Reply
  /** In a line of its own below the message. */
  readonly below: Reply
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

/** Looks the presser's rights up again; the refusal is the one their command would get. */
async function allowed(
  kit: Kit,
  { user, workspace, place }: Pressed,
  command: { readonly text: string; readonly make: (viewer: Member) => Promise<Made> },
): Promise<Made> {
  const viewer = await kit.whoAsks(user, workspace, { fresh: true })
  return viewer.admin ? command.make(viewer) : ask(kit, { text: command.text, place }, viewer)
}

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

/** The answer a button stands under, if its presser may still have it. */
async function stored(
  kit: Kit,
  pressed: Pressed,
  give: (answer: StoredAnswer, viewer: Member) => Promise<Message>,
): Promise<Made> {
  return allowed(kit, pressed, {
    text: 'help',
    make: async (viewer) => {
      const id = pressed.press?.id ?? ''
      const found = await kit.house.answers.get(id, viewerName(viewer))
      return { message: found ? await give(found, viewer) : STALE_BUTTON }
    },
  })
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

async function csv(kit: Kit, pressed: Pressed, { command: text }: Act<'csv'>): Promise<void> {
  const make = async (viewer: Member): Promise<Made> => {
    const made = await kit.house.exportCsv({ text, viewer, place: placeName(pressed.place) })
    if ('refused' in made) return { message: made.refused }
    const channel = await kit.dms(pressed.user)
    const bytes = Buffer.from(made.csv)
    await upload(kit.slack, { name: made.name, title: made.name, bytes, channel })
    return { message: note('The CSV is ready.', 'It is in your messages with this app.') }
  }
  await say(kit, spoken(pressed, text), () => allowed(kit, pressed, { text, make }))
}

async function picture(kit: Kit, pressed: Pressed, { shown }: Act<'picture'>): Promise<void> {
  const { user, instead } = pressed
  const now = await startingRung(kit)
  const wanted = below(shown)
  // Others may have pressed it before: one step for what was not seen, not one for each press.
  const rung = RUNGS.indexOf(now) > RUNGS.indexOf(wanted) ? now : wanted
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

/** Does what a button says, once. */
export async function press(kit: Kit, pressed: Pressed): Promise<void> {
  const act = pressed.press?.act
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
    case 'keep':
      return keep(kit, pressed)
    case 'csv':
      return csv(kit, pressed, act)
    case 'ask-for-access':
      return say(kit, spoken(pressed), () => askForAccess(kit, pressed))
    case 'picture':
      return picture(kit, pressed, act)
  }
}
