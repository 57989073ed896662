import type { Place, Viewer } from '#core/access/access.ts'
import { isLate } from '#core/delivery/plan.ts'
import { late, unasked } from '#core/delivery/says.ts'
import { describeSlot } from '#core/delivery/slots.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import type { Subscription, Turn } from '#deliveries.ts'
import type { AnswerCommand, Found, Reach } from '#ports.ts'

import type { Reads } from './outcome.ts'
import type { Compose } from './send-delivery.ts'
import { subscribable, viewOf } from './subscribable.ts'
import { cadenceIn } from './subscribe-command.ts'

/** A view's message for one turn: its scope as a question, with the rights and the place it was checked for. */
export type ComposeView = (asked: {
  readonly text: string
  readonly viewer: Viewer
  readonly place: Place
  readonly slot: number
}) => Promise<Message | 'nothing to say'>

export type ComposeHouse = Reads & {
  readonly answer: AnswerCommand
  readonly chats: Reach
  readonly views: Readonly<Record<string, ComposeView>>
}

/**
 * Asks what is subscribed to, with the rights its owner has now, for the place that reads it. Rejects
 * where it may be had later; with a UserError where it can't be had any more.
 */
export function composeTurn(house: ComposeHouse): Compose {
  return async (turn, of) => {
    const { platform, workspace, owner, targets } = of
    const target = targets.find(({ no }) => no === turn.no)
    if (target === undefined) return 'nothing to say'
    const viewer = await house.chats.viewer({ platform, workspace, kind: 'person', id: owner })
    if (viewer.kind === 'member' && viewer.standing === 'unknown')
      throw new Error('whose subscription it is could not be checked')
    const { kind, id, what } = target
    const found = await house.chats.find({ platform, workspace, kind, id })
    const checked = await subscribable({ what, viewer, place: found.place, command: what }, house)
    if (typeof checked !== 'string')
      throw new UserError(checked.message.summary, 'Whoever may ask it can subscribe to it.')
    const message = await said({ what, viewer, found, turn }, house)
    return message === 'nothing to say'
      ? message
      : labelled(message, { turn, of, now: house.clock.now() })
  }
}

type Asked = {
  readonly what: string
  readonly viewer: Viewer
  readonly found: Found
  readonly turn: Turn
}

async function said(
  { what, viewer, found, turn }: Asked,
  { answer, views }: ComposeHouse,
): Promise<Message | 'nothing to say'> {
  const { view, text } = viewOf(what)
  const { place, target } = found
  if (view !== undefined) {
    const compose = views[view]
    if (compose) return compose({ text, viewer, place, slot: turn.slot })
    throw new UserError(`There is no view ${view} any more`, 'Subscribe to a question instead.')
  }
  const name = place.kind === 'terminal' ? 'terminal' : `${place.kind}/${place.channel}`
  const { outcome, message } = await answer({ text, viewer, place: `${target.platform}:${name}` })
  if (outcome !== 'answered') throw new Error(`a subscribed question was ${outcome}`)
  return unasked(message)
}

type Label = { readonly turn: Turn; readonly of: Subscription; readonly now: number }

/** What tells its readers why they read it, and whether it ought to have come before. */
function labelled(message: Message, { turn, of, now }: Label): Message {
  const { slot, missed } = turn
  const text = `Subscription ${of.id}: ${of.cadence}.`
  const marked: Message = { ...message, parts: [...message.parts, { kind: 'note', text }] }
  const { zone } = cadenceIn(of.cadence, 'UTC')
  return isLate(slot, now) ? late(marked, describeSlot(slot, zone), missed) : marked
}
