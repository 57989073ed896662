import { randomUUID } from 'node:crypto'

import type { DeliveryBook } from '#deliveries.ts'
import { composeTurn } from '#jobs/compose-turn.ts'
import { type Deliverer, deliverer } from '#jobs/deliver.ts'
import { fallingBack } from '#jobs/fall-back.ts'
import type { Subscribing } from '#jobs/subscribing.ts'
import { mayStillHear } from '#jobs/watch-budgets.ts'
import type { TellAdmins } from '#ports.ts'
import { outbox } from '#store/outbox.ts'
import type { Store } from '#store/store.ts'
import { subscriptionBook } from '#store/subscriptions.ts'

import type { OpenHouse } from './open-house.ts'
import { type Switchboard, switchboard } from './switchboard.ts'

/** The outbox and what fills it; whoever empties it here is woken at once. */
export type Delivering = Subscribing & {
  readonly chats: Switchboard
  /** Called at each `put`, from now on. */
  readonly onPut: (wake: () => void) => void
}

export function delivering({ db }: Pick<Store, 'db'>): Delivering {
  let wake = () => {}
  const book = outbox(db)
  const woken: DeliveryBook = {
    ...book,
    put: async (it) => {
      const fresh = await book.put(it)
      if (fresh) wake()
      return fresh
    },
    resend: async (id, now, row) => {
      const again = await book.resend(id, now, row)
      if (again) wake()
      return again
    },
  }
  return {
    subscriptions: subscriptionBook(db),
    outbox: woken,
    chats: switchboard(),
    onPut: (callback) => (wake = callback),
  }
}

/** Sends what is due on the chats that are open here, from now on. */
export function startDelivering(house: OpenHouse, tell: TellAdmins): Deliverer {
  const { subscribing, lock, clock, log } = house
  const { subscriptions, outbox: book, chats, onPut } = subscribing
  const sender = deliverer({
    book,
    subscriptions,
    chats,
    compose: composeTurn({ ...house, ...house.burst, chats, subscriptions }),
    mayHear: mayStillHear({ ...house, chats }),
    fallBack: fallingBack(house),
    lock,
    clock,
    log,
    tell,
    platforms: chats.platforms,
    by: randomUUID(),
    chance: Math.random,
  })
  onPut(sender.wake)
  sender.start()
  return sender
}
