import type { DeliveryBook, SubscriptionBook } from '#deliveries.ts'
import type { Reach } from '#ports.ts'

/** What subscribing needs. */
export type Subscribing = {
  readonly subscriptions: SubscriptionBook
  readonly outbox: DeliveryBook
  readonly chats: Reach
}
