import type { Platform } from '#core/access/access.ts'
import { backoff, MOST_TRIES } from '#core/delivery/backoff.ts'
import { messageOf, type Posted } from '#core/delivery/delivery.ts'
import {
  deadMessage,
  previewed,
  repeated,
  stoppedMessage,
  unknownMessage,
} from '#core/delivery/says.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import type {
  Composed,
  DeliveryBook,
  Hand,
  Held,
  NewDelivery,
  Outcome,
  Silence,
  Subscription,
  SubscriptionBook,
  Turn,
} from '#deliveries.ts'
import type { Clock, LockWatch, Log, Reach, TellAdmins } from '#ports.ts'

import { detailsOf } from './delivery-details.ts'
import { outsiders } from './outsiders.ts'
import { fault } from './trouble.ts'

/**
 * What a subscription's turn says.
 * @throws UserError when it can't be asked any more: the subscription stops, and its owner reads why
 */
export type Compose = (turn: Turn, of: Subscription) => Promise<Composed | Silence>

export type SendPorts = {
  readonly book: DeliveryBook
  readonly subscriptions: SubscriptionBook
  readonly chats: Reach
  readonly compose: Compose
  /** Whether what is private may still be told to its target; nothing private is sent without it. */
  readonly mayHear?: (held: Held) => Promise<boolean>
  readonly lock: LockWatch
  readonly clock: Clock
  readonly log: Log
  readonly tell: TellAdmins
  /** The chats that are open here. */
  readonly platforms: () => readonly Platform[]
  /** Names this process among those that share the store. */
  readonly by: string
  /** From 0 to 1. */
  readonly chance: () => number
}

/** Where the unexpected is tried again, it is after so long at least. */
const LATER_MS = 30_000

/** Sends one delivery that this process holds. Rejects when the store does; its hold then runs out. */
export async function sendOne(held: Held, ports: SendPorts): Promise<void> {
  const { book, chats, lock, clock, by } = ports
  const hand = (): Hand => ({ by, now: clock.now() })
  // Who held it has died between the call and its answer.
  if (held.state === 'sending')
    return settle(held, (await edits(held, book)) ? EDIT_AGAIN : { kind: 'unknown' }, ports)
  const message = await composed(held, ports)
  if (message === undefined) return
  if (held.kind === 'private' && (await ports.mayHear?.(held)) !== true) {
    await book.close(held, { state: 'quiet' }, hand())
    return
  }
  const shut = await outsiders(held, ports)
  if (shut) return settle({ ...held, message }, shut, ports)
  const edited = held.edits === undefined ? 'posted' : await edit(held, message, ports)
  if (edited === 'done') return
  let begun = false
  const posted = await chats.post(held.target, held.repeat ? repeated(message) : message, {
    thread: held.thread,
    first: async () => (begun = lock.held() === undefined && (await book.begin(held, hand()))),
  })
  if (begun || posted.kind !== 'refused' || posted.why !== 'not now')
    return settle({ ...held, message }, posted, ports)
  const { failures } = held
  await book.close(held, { state: 'due', at: clock.now(), why: 'locked', failures }, hand())
}

/** An edit changes nothing more when it is made again: where no answer came, it is. */
const EDIT_AGAIN_MS = 5_000
const EDIT_AGAIN: Posted = { kind: 'refused', why: 'unknown', again: EDIT_AGAIN_MS }

/** Where the message to change is not known, it was posted anew: that is not made again. */
const edits = async (held: Held, book: DeliveryBook): Promise<boolean> =>
  held.edits !== undefined && (await edited(held, book))?.ref !== undefined

/** The message to change: another delivery's, or one that was named as it is. */
function edited(held: Held, book: DeliveryBook): ReturnType<DeliveryBook['edited']> {
  const ref = messageOf(held.edits ?? '')
  return ref === undefined
    ? book.edited(held)
    : Promise.resolve({ state: 'sent', ref, overtaken: false })
}

/** Puts a message in the place of an earlier one; `posted`: there is none, so it is posted. */
async function edit(held: Held, message: Message, ports: SendPorts): Promise<'done' | 'posted'> {
  const { book, chats, lock, clock, by } = ports
  const hand = (): Hand => ({ by, now: clock.now() })
  const { failures } = held
  const later = (why: string) =>
    book.close(held, { state: 'due', at: clock.now() + EDIT_AGAIN_MS, why, failures }, hand())
  const before = await edited(held, book)
  if (before?.overtaken) await book.close(held, { state: 'quiet' }, hand())
  else if (before?.state === 'due' || before?.state === 'sending') await later('not posted yet')
  else if (before?.ref === undefined) return 'posted'
  else if (lock.held() !== undefined) await later('locked')
  else if (await book.begin(held, hand())) {
    const posted = await chats.edit(held.target, before.ref, message)
    await settle({ ...held, message }, posted.kind === 'unknown' ? EDIT_AGAIN : posted, ports)
  }
  return 'done'
}

/** What is to be said; undefined when that is settled already. */
async function composed(held: Held, ports: SendPorts): Promise<Message | undefined> {
  if (held.message !== undefined || held.turn === undefined) return held.message
  const { book, subscriptions, compose, clock, by, log } = ports
  const hand = (): Hand => ({ by, now: clock.now() })
  const { turn } = held
  const of = await subscriptions.find(turn.subscription)
  try {
    const target = of?.targets.find(({ no }) => no === turn.no)
    const goes = of?.state === 'active' && target?.stopped === undefined
    // A test is of what is, paused and quiet or not.
    const tests = held.key.startsWith(TEST)
    const wanted = target !== undefined && of !== undefined && (goes || tests)
    const asked = of && tests ? { ...of, notable: false } : of
    const found = wanted && asked ? await compose(turn, asked) : 'nothing to say'
    if (typeof found === 'string') {
      await book.close(held, { state: 'quiet', why: found }, hand())
      return undefined
    }
    const previews = held.key.startsWith(PREVIEW) && target !== undefined
    const message = previews ? previewed(found.message, target.name) : found.message
    return (await book.compose(held, { ...found, message }, hand())) ? message : undefined
  } catch (error) {
    if (error instanceof UserError && of !== undefined) await stop(held, of, { error, ports })
    else {
      log.error(fault(error), 'What is due could not be composed')
      await settle(held, { kind: 'refused', why: 'not composed', again: LATER_MS }, ports)
    }
    return undefined
  }
}

/** Its question can't be asked any more: it stops, and its owner is told so once, for all its places. */
async function stop(
  held: Held,
  of: Subscription,
  { error, ports }: { readonly error: UserError; readonly ports: SendPorts },
): Promise<void> {
  const { book, subscriptions, clock, by } = ports
  const why = `${error.message.replace(/\.$/, '')}. ${error.fix}`
  const { no = 0, slot } = held.turn ?? {}
  const what = of.targets.find((one) => one.no === no)?.what ?? ''
  const message = stoppedMessage(what, why, of.id)
  const next = await notice(`stopped:${of.id}:${slot}`, message, { held, ports })
  // Its owner's notice first: stopped without it, nobody would hear of it.
  await book.close(held, { state: 'dead', why: 'stopped', next }, { by, now: clock.now() })
  await subscriptions.stopTarget(of.id, no, why)
}

/** Writes what became of an attempt, and what follows from it. */
async function settle(held: Held, posted: Posted, ports: SendPorts): Promise<void> {
  const { book, subscriptions, clock, by, log } = ports
  const outcome = await outcomeOf(held, posted, ports)
  const mine = await book.close(held, outcome, { by, now: clock.now() })
  if (!mine) log.warn({ result: outcome.state }, 'A delivery was taken over meanwhile')
  const forGood = posted.kind === 'refused' && posted.again === 'never'
  // Of a preview's place nothing was learnt.
  if (mine && forGood && held.turn && !held.key.startsWith(PREVIEW))
    await subscriptions.stopTarget(held.turn.subscription, held.turn.no, posted.why)
  if (mine && outcome.state !== 'sent')
    log.warn(
      { result: outcome.state, ...('why' in outcome && { refusal: outcome.why }) },
      'A delivery was not sent',
    )
}

async function outcomeOf(held: Held, posted: Posted, ports: SendPorts): Promise<Outcome> {
  const { clock, chance } = ports
  const now = clock.now()
  const failures = held.failures + 1
  switch (posted.kind) {
    case 'sent':
      return { state: 'sent', ref: posted.ref, next: detailsOf(held, posted.ref, now) }
    case 'unknown': {
      const at = now + backoff(failures, 0, chance())
      if (held.critical && failures < MOST_TRIES)
        return { state: 'due', at, why: 'unknown', failures, repeat: true }
      const message = unknownMessage(await told(held, ports), held.id)
      return {
        state: 'unknown',
        next: await notice(`unknown:${held.key}:${held.attempt}`, message, { held, ports }),
      }
    }
    case 'refused': {
      const { why, again } = posted
      if (again !== 'never' && failures < MOST_TRIES)
        return { state: 'due', at: now + backoff(failures, again, chance()), why, failures }
      const stops = again === 'never' ? held.turn?.subscription : undefined
      const message = deadMessage(await told(held, ports, true), why, stops)
      return {
        state: 'dead',
        why,
        next: await notice(`dead:${held.key}`, message, { held, ports, shut: true }),
      }
    }
  }
}

/** As who reads of it calls the place: a person's messages are theirs, and another one's to admins. */
const where = ({ kind, id }: Held['target'], own: boolean) =>
  kind === 'channel' ? `\`${id}\`` : own ? 'your messages' : `the messages of \`${id}\``

/** Whether its owner hears what became of it, and has not just been found not to take anything. */
const ownerHears = ({ owner, target }: Held, shut: boolean): boolean =>
  owner !== undefined && !(shut && isSame(owner, target))

const isSame = (a: Held['target'], b: Held['target']): boolean => a.kind === b.kind && a.id === b.id

async function told(held: Held, { subscriptions }: SendPorts, shut = false) {
  const { message, owner, target, turn } = held
  const of = turn && (await subscriptions.find(turn.subscription))
  const found = of?.targets.find(({ no }) => no === turn?.no)
  const own = ownerHears(held, shut) && owner !== undefined && isSame(owner, target)
  const place = found && target.kind === 'channel' ? found.name : where(target, own)
  return { title: message?.title || (found?.what ?? ''), place }
}

const TEST = 'test:'
const PREVIEW = 'test:preview:'
const NOTICE = 'notice:'

type About = {
  readonly held: Held
  readonly ports: SendPorts
  /** The place takes nothing any more. */
  readonly shut?: boolean
}

/** To its owner, unless that is the very place that takes nothing; else to the admins, at once. */
async function notice(key: string, message: Message, { held, ports, shut }: About) {
  const { owner, critical, kind } = held
  // Nobody but its target knows that there is such a thing.
  if (kind === 'private') return []
  if (owner !== undefined && ownerHears(held, shut === true)) {
    const notBefore = ports.clock.now()
    const to = { target: owner, owner: undefined, critical: true, notBefore }
    return [{ key: `${NOTICE}${key}`, kind: 'alert', message, ...to } satisfies NewDelivery]
  }
  // What nobody owns and nobody waits for, such as details, is for the log alone. An alert is no such.
  const beside = held.thread !== undefined || held.edits !== undefined || held.kind !== 'alert'
  if (owner === undefined && !critical && beside) return []
  // What an owner could not be told, the admins read as it was.
  const itself = held.key.startsWith(NOTICE) ? held.message : undefined
  await ports.tell(itself ?? message)
  return []
}
