import type { Platform } from '#core/access/access.ts'
import type { DeliveryKey, DeliveryState, Target } from '#core/delivery/delivery.ts'
import type { Message } from '#core/message/message.ts'
import type { AuditRow, Outbox } from '#ports.ts'

/** What `Outbox.put` takes. */
export type NewDelivery = Parameters<Outbox['put']>[0] & {
  /** The message it stands below. */
  readonly thread?: string
}

/** A subscription's turn: composed when it is sent. */
export type Turn = {
  readonly subscription: number
  readonly no: number
  /** When it was due. */
  readonly slot: number
  /** Turns before it that were left out. */
  readonly missed: number
}

/** A delivery that one process holds for a while. */
export type Held = {
  readonly id: number
  /** Counts who took it; whoever has an older number has lost it. */
  readonly attempt: number
  readonly key: DeliveryKey
  readonly kind: 'digest' | 'alert' | 'private'
  /** `sending`: who held it before has died while it posted. */
  readonly state: Extract<DeliveryState, 'due' | 'sending'>
  readonly target: Target
  readonly owner: Target | undefined
  readonly critical: boolean
  /** Undefined until a subscription's is composed. */
  readonly message: Message | undefined
  readonly thread: string | undefined
  /** The key of the delivery whose message it takes the place of. */
  readonly edits: DeliveryKey | undefined
  readonly turn: Turn | undefined
  readonly failures: number
  readonly repeat: boolean
}

/** A message, and the keys of the findings it tells. */
export type Composed = { readonly message: Message; readonly told?: readonly string[] }

/** Why a turn says nothing: `not notable` where its owner wants only what is. */
export type Silence = 'nothing to say' | 'not notable'

/** What became of a delivery; `next` is written with it, or neither is. */
export type Outcome = { readonly next?: readonly NewDelivery[] } & (
  | { readonly state: 'sent'; readonly ref: string }
  | { readonly state: 'quiet'; readonly why?: Silence }
  | { readonly state: 'unknown' }
  | { readonly state: 'dead'; readonly why: string }
  /** Tried again at `at`, epoch milliseconds. */
  | {
      readonly state: 'due'
      readonly at: number
      readonly why: string
      readonly failures: number
      readonly repeat?: boolean
    }
)

/** Which process, and when. */
export type Hand = { readonly by: string; readonly now: number }

/** A digest that ought to be out, or one of which nobody knows. */
type Overdue = {
  readonly key: DeliveryKey
  readonly state: DeliveryState
  readonly slot: number
}

export type DeliveryHealth = {
  /** Digests due for more than an hour and not out. */
  readonly overdue: readonly Overdue[]
  /** Of any kind, to be sent or being sent. */
  readonly waiting: number
  /** Of the last seven days. */
  readonly sent: number
  readonly unknown: number
  readonly dead: number
}

/** The outbox, for whoever empties it. Each change says whether it was still theirs to make. */
export type DeliveryBook = Outbox & {
  /** Takes up to `most` that are due on these platforms, oldest first, for two minutes. */
  claim(
    most: number,
    hand: Hand & { readonly platforms: readonly Platform[] },
  ): Promise<readonly Held[]>
  /** Keeps what was composed, and holds it two minutes more. */
  compose(held: Held, composed: Composed, hand: Hand): Promise<boolean>
  /** Writes `sending`, committed when it resolves. */
  begin(held: Held, hand: Hand): Promise<boolean>
  close(held: Held, outcome: Outcome, hand: Hand): Promise<boolean>
  /** The message that one takes the place of; `overtaken`: another that came later does so too. */
  edited(held: Held): Promise<
    | {
        readonly state: DeliveryState
        readonly ref: string | undefined
        readonly overtaken: boolean
      }
    | undefined
  >
  /** Sends one again of which nobody knew whether it had arrived. False when that is known meanwhile. */
  resend(id: number, now: number, row: AuditRow): Promise<boolean>
  find(id: number): Promise<{ readonly key: DeliveryKey; readonly owner?: Target } | undefined>
  health(now: number): Promise<DeliveryHealth>
}

export type SubscriptionTarget = {
  readonly no: number
  /** Canonical command text. */
  readonly what: string
  readonly kind: Target['kind']
  readonly id: string
  readonly name: string
  /** Why nothing goes there any more. */
  readonly stopped?: string | undefined
}

export type Subscription = {
  readonly id: number
  readonly platform: Platform
  readonly workspace: string
  /** Whose rights it is asked with. */
  readonly owner: string
  /** In words; see core/delivery/cadence. */
  readonly cadence: string
  readonly state: 'active' | 'paused' | 'stopped'
  readonly why: string | undefined
  readonly nextAt: number | undefined
  readonly targets: readonly SubscriptionTarget[]
  /** Sent only when something stands out. */
  readonly notable: boolean
  /** Turns since the last that was sent, in which nothing stood out. */
  readonly quiet?: { readonly slot: number; readonly turns: number } | undefined
}

type NewSubscription = Omit<Subscription, 'id' | 'state' | 'why' | 'quiet'>

/** Each change of a subscription is written with its row of the trail, or neither is. */
export type SubscriptionBook = {
  add(subscription: NewSubscription, row: (id: number) => AuditRow): Promise<number>
  find(id: number): Promise<Subscription | undefined>
  /** Everyone's, without an owner. */
  list(
    owner?: Pick<Subscription, 'platform' | 'workspace' | 'owner'>,
  ): Promise<readonly Subscription[]>
  set(
    id: number,
    to: Pick<Subscription, 'state' | 'nextAt'> & {
      readonly why?: string
      readonly cadence?: string
    },
    row: AuditRow,
  ): Promise<boolean>
  /**
   * Another question, place or time. What is due and not composed yet goes where it goes now; whoever is
   * composing it has lost it.
   */
  edit(
    id: number,
    to: Pick<Subscription, 'state' | 'nextAt' | 'cadence' | 'notable' | 'targets'>,
    row: AuditRow,
  ): Promise<boolean>
  /** Stops what goes to one place; with the last of them the subscription. */
  stopTarget(id: number, no: number, why: string): Promise<void>
  remove(id: number, row: AuditRow): Promise<boolean>
  /** What its place was sent before this turn, tests left out. */
  before(turn: Turn): Promise<Before>
  /** Has it sent now, beside its turns; a preview to its owner instead of its places. */
  test(
    subscription: Subscription,
    of: { readonly now: number; readonly preview: boolean },
    row: AuditRow,
  ): Promise<void>
  /**
   * Writes the turns that `turns` finds for each subscription that is due, and when it is due next:
   * both, or neither. How many turns were new.
   */
  plan(now: number, turns: (due: Subscription) => Planned): Promise<number>
}

type Before = {
  /** Nothing yet. */
  readonly first: boolean
  /** Keys of the findings that the last one told. */
  readonly told: readonly string[]
  /** Turns since then in which nothing stood out. */
  readonly quiet: number
}

export type Planned = {
  readonly nextAt: number
  /** What its owner is told of it. */
  readonly notice?: NewDelivery
  readonly turns: readonly {
    readonly key: DeliveryKey
    readonly turn: Turn
    readonly target: Target
  }[]
}
