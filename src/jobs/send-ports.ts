import type { Platform } from '#core/access/access.ts'
import type {
  Composed,
  DeliveryBook,
  Hand,
  Held,
  Silence,
  Subscription,
  SubscriptionBook,
  Turn,
} from '#deliveries.ts'
import type { Clock, LockWatch, Log, Reach, TellAdmins } from '#ports.ts'

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
  /**
   * Has an alert told elsewhere whose place takes it no more, and says whether that is done; `forGood`:
   * nothing goes there from now on. Without it the admins hear what was not sent.
   */
  readonly fallBack?: (held: Held, why: string, forGood: boolean) => Promise<boolean>
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

/** As whom and when this process writes about what it holds. */
export const handOf = ({ by, clock }: Pick<SendPorts, 'by' | 'clock'>): Hand => ({
  by,
  now: clock.now(),
})

const TEST = 'test:'
const PREVIEW = 'test:preview:'

/** Asked for by hand, to see what comes: a preview of it goes to whoever asked. */
export const isTest = ({ key }: Pick<Held, 'key'>): boolean => key.startsWith(TEST)
export const isPreview = ({ key }: Pick<Held, 'key'>): boolean => key.startsWith(PREVIEW)
