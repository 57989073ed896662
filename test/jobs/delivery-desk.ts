import type { Message } from '#core/message/message.ts'
import { delivery } from '#db/schema/delivery.ts'
import type { NewDelivery } from '#deliveries.ts'
import { deliverer } from '#jobs/deliver.ts'
import type { Compose, SendPorts } from '#jobs/send-ports.ts'
import type { AuditRow, Locked } from '#ports.ts'
import { outbox } from '#store/outbox.ts'
import type { Store } from '#store/store.ts'
import { subscriptionBook } from '#store/subscriptions.ts'

import { chat } from './chat.ts'

export const MONDAY = Date.parse('2026-11-23T08:00:00Z')
export const HOUR = 3_600_000
const TARGET = { platform: 'slack', workspace: 'T1', kind: 'channel', id: 'C1' } as const
export const OWNER = { ...TARGET, kind: 'person', id: 'U1' } as const
export const SAID: Message = { title: 'Spend', summary: 'Spend rose.', parts: [] }

export const digest = (key: string, more: Partial<NewDelivery> = {}): NewDelivery => ({
  key,
  kind: 'digest',
  target: TARGET,
  message: SAID,
  owner: OWNER,
  critical: false,
  notBefore: MONDAY,
  ...more,
})

export const WEEKLY = {
  platform: 'slack',
  workspace: 'T1',
  owner: 'U1',
  cadence: 'weekly monday 09:00 Europe/Berlin',
  nextAt: MONDAY,
  notable: false,
  targets: [{ no: 1, what: 'team:eng 30d', kind: 'channel', id: 'C1', name: '#eng' }],
} as const

/** The trail's row of who subscribed. */
export const row = (): AuditRow => ({
  at: MONDAY,
  viewer: 'slack:T1/U1',
  place: 'terminal',
  action: 'subscribe',
  command: 'subscribe 30d weekly',
  outcome: 'done',
  detail: {},
})

/** One process on an empty outbox, with a chat that can be in any mood. */
export async function desk(store: Store, compose: Compose = async () => ({ message: SAID })) {
  await store.db.execute('truncate delivery, subscription, subscription_target')
  const time = { now: MONDAY }
  const held: { lock: Locked | undefined } = { lock: undefined }
  const slack = chat()
  const told: string[] = []
  const errors: unknown[] = []
  const ports: SendPorts = {
    book: outbox(store.db),
    subscriptions: subscriptionBook(store.db),
    chats: slack.reach,
    compose,
    lock: { held: () => held.lock, signal: () => new AbortController().signal },
    clock: { now: () => time.now },
    log: { info: () => {}, warn: () => {}, error: (facts) => void errors.push(facts) },
    tell: async ({ title }) => told.push(title),
    platforms: () => ['slack'],
    by: 'p1',
    chance: () => 0,
  }
  const { tick } = deliverer(ports)
  return {
    ...ports,
    ...slack,
    time,
    held,
    told,
    errors,
    tick,
    /** Looks again after so long. */
    after: async (ms: number) => {
      time.now += ms
      await tick()
    },
    /** The state of each delivery. */
    states: async () =>
      Object.fromEntries(
        (await store.db.select().from(delivery)).map(({ key, state }) => [key, state]),
      ) as Record<string, string>,
  }
}

export type Desk = Awaited<ReturnType<typeof desk>>

/** One process that can be killed between any two steps: what it asks for after that never happens. */
export function mortal(d: Desk, by: string) {
  const life = { dead: false, steps: Infinity }
  const never = new Promise<never>(() => {})
  const living = <Of extends object>(of: Of): Of =>
    new Proxy(of, {
      get: (target, name) => {
        const found: unknown = Reflect.get(target, name)
        if (typeof found !== 'function') return found
        return async (...args: unknown[]): Promise<unknown> => {
          if ((life.steps -= 1) < 0) life.dead = true
          if (life.dead) return never
          const done: unknown = await (found as (...args: unknown[]) => unknown).apply(target, args)
          return life.dead ? never : done
        }
      },
    })
  const ports: SendPorts = {
    ...d,
    by,
    book: living(d.book),
    subscriptions: living(d.subscriptions),
    chats: living(d.reach),
  }
  return { life, tick: deliverer(ports).tick }
}
