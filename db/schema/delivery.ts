import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core'

import { instant, now, tenant } from './columns.ts'

/** What someone wants to be sent, and when. */
export const subscription = pgTable(
  'subscription',
  {
    subscriptionId: bigint('subscription_id', { mode: 'number' })
      .primaryKey()
      .generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    platform: text('platform').notNull(),
    workspace: text('workspace').notNull(),
    /** Whose rights it is asked with. */
    owner: text('owner').notNull(),
    /** In words: `weekly monday 09:00 Europe/Berlin`. */
    cadence: text('cadence').notNull(),
    /** `active`, `paused` by its owner, or `stopped` because it can't be sent. */
    state: text('state').notNull().default('active'),
    /** Only sent when something stands out. */
    notable: boolean('notable').notNull().default(false),
    /** What stopped it, as its owner was told. */
    why: text('why'),
    /** When it is due next; null unless it is active. */
    nextAt: instant('next_at'),
    at: instant('at').notNull().default(now),
  },
  (t) => [
    index('subscription_next').on(t.tenantId, t.nextAt),
    index('subscription_owner').on(t.tenantId, t.platform, t.workspace, t.owner),
  ],
)

/** What of a subscription goes where: several for one that sends each team to its own channel. */
export const subscriptionTarget = pgTable(
  'subscription_target',
  {
    tenantId: tenant(),
    subscriptionId: bigint('subscription_id', { mode: 'number' }).notNull(),
    targetNo: smallint('target_no').notNull(),
    /** Canonical command text, people by alias; or the name of a view. */
    what: text('what').notNull(),
    /** `channel` or `person`. */
    kind: text('kind').notNull(),
    placeId: text('place_id').notNull(),
    /** The channel's name when it was subscribed, for lists. */
    name: text('name').notNull(),
    /** Why nothing goes there any more; null while it does. */
    stopped: text('stopped'),
  },
  (t) => [
    primaryKey({
      name: 'subscription_target_pk',
      columns: [t.tenantId, t.subscriptionId, t.targetNo],
    }),
  ],
)

/** What is to be sent once: digests, alerts, and what their owners are told. */
export const delivery = pgTable(
  'delivery',
  {
    deliveryId: bigint('delivery_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenant(),
    key: text('key').notNull(),
    kind: text('kind').notNull(),
    state: text('state').notNull().default('due'),
    target: jsonb('target').notNull(),
    owner: jsonb('owner'),
    critical: boolean('critical').notNull().default(false),
    /** Null until a subscription's is composed. */
    message: jsonb('message'),
    /** Keys of the findings a digest tells: in the next one they are no news. */
    told: jsonb('told'),
    /** The message it stands below, by its name on the platform. */
    thread: text('thread'),
    /** The key of the delivery whose message it takes the place of. */
    edits: text('edits'),
    subscriptionId: bigint('subscription_id', { mode: 'number' }),
    targetNo: smallint('target_no'),
    /** When the subscription was due. */
    slot: instant('slot'),
    /** Turns before it that were left out. */
    missed: integer('missed').notNull().default(0),
    notBefore: instant('not_before').notNull(),
    /** Counts who took it: whoever has an older number has lost it. */
    attempt: integer('attempt').notNull().default(0),
    failures: integer('failures').notNull().default(0),
    /** Sent again after nobody knew whether it had arrived. */
    repeat: boolean('repeat').notNull().default(false),
    heldBy: text('held_by'),
    heldUntil: instant('held_until'),
    /** The message's name on its platform. */
    ref: text('ref'),
    /** The platform's code of the last refusal; of what was not sent, why. */
    why: text('why'),
    at: instant('at').notNull().default(now),
    doneAt: instant('done_at'),
  },
  (t) => [
    unique('delivery_key').on(t.tenantId, t.key),
    index('delivery_open')
      .on(t.tenantId, t.notBefore)
      .where(sql`state in ('due', 'sending')`),
    index('delivery_done').on(t.tenantId, t.doneAt),
  ],
)
