import { sql } from 'drizzle-orm'

import type { DeliveryState } from '#core/delivery/delivery.ts'
import type { Db } from '#db/db.ts'
import type { DeliveryHealth } from '#deliveries.ts'

import { rows } from './rows.ts'

const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 24 * HOUR_MS
const MOST = 100

/** How sending fares: what ought to be out and is not, and what became of the last week's. */
export async function deliveryHealth(db: Db, now: number): Promise<DeliveryHealth> {
  const hourAgo = new Date(now - HOUR_MS).toISOString()
  const weekAgo = new Date(now - WEEK_MS).toISOString()
  // A subscription whose turn nobody has planned is as late as a delivery that nobody has sent.
  const overdue = await rows<{
    readonly key: string
    readonly state: DeliveryState
    readonly slot: string
  }>(
    db,
    'find overdue deliveries',
    sql`select key, state, (extract(epoch from slot) * 1000)::bigint::text as slot from delivery
        where tenant_id = 1 and state in ('due', 'sending') and slot < ${hourAgo}::timestamptz
      union all
      select 'subscription:' || subscription_id, 'due',
        (extract(epoch from next_at) * 1000)::bigint::text from subscription
        where tenant_id = 1 and next_at < ${hourAgo}::timestamptz
      order by slot limit ${MOST}`,
  )
  const [counts] = await rows<{
    readonly waiting: number
    readonly sent: number
    readonly unknown: number
    readonly dead: number
  }>(
    db,
    'count deliveries',
    sql`select (select count(*) from delivery where tenant_id = 1 and state in ('due', 'sending'))::int as waiting,
        count(*) filter (where state = 'sent')::int as sent,
        count(*) filter (where state = 'unknown')::int as unknown,
        count(*) filter (where state = 'dead')::int as dead
      from delivery where tenant_id = 1 and done_at >= ${weekAgo}::timestamptz`,
  )
  return {
    overdue: overdue.map(({ slot, ...rest }) => ({ ...rest, slot: Number(slot) })),
    waiting: counts?.waiting ?? 0,
    sent: counts?.sent ?? 0,
    unknown: counts?.unknown ?? 0,
    dead: counts?.dead ?? 0,
  }
}
