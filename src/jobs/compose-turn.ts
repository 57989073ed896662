import type { Place } from '#core/access/access.ts'
import { readCadence } from '#core/delivery/cadence.ts'
import { editButton } from '#core/delivery/list.ts'
import { isLate } from '#core/delivery/plan.ts'
import { late, unasked } from '#core/delivery/says.ts'
import { describeSlot } from '#core/delivery/slots.ts'
import { UserError } from '#core/errors.ts'
import type { Message, Part } from '#core/message/message.ts'
import type { Composed, Silence, Subscription, SubscriptionBook, Turn } from '#deliveries.ts'
import type { AnswerCommand, AskRequest, Reach } from '#ports.ts'

import type { DigestPorts } from './digest-ports.ts'
import { teamsTogether } from './digest-teams.ts'
import { digestTurn } from './digest-turn.ts'
import type { FirstServed } from './first-served.ts'
import { maySignals } from './may-signals.ts'
import type { Reads } from './outcome.ts'
import type { Compose } from './send-ports.ts'
import { type Checked, subscribable } from './subscribable.ts'
import { listed } from './subscribe-command.ts'
import { companyWeeksOnce } from './weeks-once.ts'

type ComposeHouse = Reads & {
  readonly answer: AnswerCommand
  readonly chats: Reach
  readonly subscriptions: SubscriptionBook
  /** Who waits for an answer, and is served first. */
  readonly waiting?: Pick<FirstServed, 'quiet'>
}

/**
 * Asks what is subscribed to, with the rights its owner has now, for the place that reads it. Rejects
 * where it may be had later; with a UserError where it can't be had any more.
 */
export function composeTurn(house: ComposeHouse): Compose {
  const shared = { ...house, companyWeeks: companyWeeksOnce(), teamFacts: teamsTogether() }
  const alone = oneByOne(house.waiting)
  return async (turn, of) => {
    const { platform, workspace, owner, targets } = of
    const target = targets.find(({ no }) => no === turn.no)
    if (target === undefined) return 'nothing to say'
    const viewer = await house.chats.viewer({ platform, workspace, kind: 'person', id: owner })
    if (viewer.kind === 'member' && viewer.standing === 'unknown')
      throw new Error('whose subscription it is could not be checked')
    const { kind, id, what } = target
    const { place } = await house.chats.find({ platform, workspace, kind, id })
    const checked = await subscribable({ what, viewer, place, command: what }, house)
    if ('kind' in checked)
      throw new UserError(checked.message.summary, 'Whoever may ask it can subscribe to it.')
    const name = place.kind === 'terminal' ? place.kind : `${place.kind}/${place.channel}`
    const request = { viewer, place: `${platform}:${name}`, at: place }
    const found = await alone(() => said(checked, { turn, of, request }, shared))
    if (typeof found === 'string') return found
    const label = { turn, of, now: house.clock.now() }
    return { ...found, message: labelled(unasked(found.message, kind), label) }
  }
}

/** A quarter of the time goes into digests while many are due: nobody waits for them but the clock. */
const REST = 3
const LONGEST_REST_MS = 50

/** So long a digest waits for questions that are being answered: even where they never end, all go out. */
const LONGEST_WAIT_MS = 250

/** Many are due at once; whoever asks something meanwhile waits behind one of them, not behind all. */
function oneByOne(waiting: ComposeHouse['waiting']) {
  let last: Promise<unknown> = Promise.resolve()
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    let began = 0
    const mine = last.then(async () => {
      await waiting?.quiet(LONGEST_WAIT_MS)
      began = performance.now()
      return work()
    })
    last = mine
      .catch(() => undefined)
      .then(() => rest(Math.min(LONGEST_REST_MS, REST * (performance.now() - began))))
    return mine
  }
}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

type Asking = {
  readonly turn: Turn
  readonly of: Subscription
  readonly request: Omit<AskRequest, 'text'> & { readonly at: Place }
}

async function said(
  { what, asked, view }: Checked,
  { turn, of: { notable }, request }: Asking,
  house: ComposeHouse & Pick<DigestPorts, 'companyWeeks' | 'teamFacts'>,
): Promise<Composed | Silence> {
  if (asked.kind === 'digest' && asked.show === undefined) {
    const reads = view === 'exact' ? 'exact' : 'published'
    const { viewer, at } = request
    const signals = await maySignals({ viewer, place: at, team: asked.team }, house)
    return digestTurn({ digest: asked, what, view: reads, signals, turn, notable, request }, house)
  }
  const { viewer, place } = request
  const { outcome, message } = await house.answer({ text: what, viewer, place })
  if (outcome !== 'answered') throw new Error(`a subscribed question was ${outcome}`)
  return { message }
}

type Label = { readonly turn: Turn; readonly of: Subscription; readonly now: number }

/** In their own messages its owner alone reads it: there it is changed with a press. */
const editOwn = (of: Subscription): readonly Part[] =>
  of.targets.every(({ kind }) => kind === 'person')
    ? [{ kind: 'buttons', buttons: [editButton(listed(of), 'Edit subscription')] }]
    : []

/** What tells its readers why they read it, and whether it ought to have come before. */
function labelled(message: Message, { turn, of, now }: Label): Message {
  const { slot, missed } = turn
  const text = `Subscription ${of.id}: ${of.cadence}.`
  const marked: Message = {
    ...message,
    parts: [...message.parts, { kind: 'note', text }, ...editOwn(of)],
  }
  if (!isLate(slot, now)) return marked
  const read = readCadence(of.cadence, 'UTC')
  const zone = 'why' in read ? 'UTC' : read.zone
  return late(marked, describeSlot(slot, zone), missed)
}
