import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { addAccounts } from './accounts.ts'
import { servicesAreNobody } from './collect-services.ts'
import { isForgotten } from './nobody.ts'
import { rows } from './rows.ts'
import type { Spool } from './spool.ts'

/** Of an entry of `given`: no key, network or place of theirs is kept. */
const BY_FORGOTTEN = isForgotten(sql.raw("decode(g.actor, 'hex')"))

/** An entry that says, in its vendor's log, what they did or what was done to them is not led to. */
const OF_FORGOTTEN = sql`(${BY_FORGOTTEN} or ${isForgotten(sql.raw("decode(g.target, 'hex')"))})`

type Coming = {
  /** When they came here, epoch milliseconds. */
  readonly at: number
  /** Of the files they came in; null of a pull. */
  readonly batch: number | null
}

/**
 * Stores entries of audit logs, numbered in the order of their times; one that is stored already is the same
 * one. Returns how many are new.
 */
export async function storeGovernance(
  tx: Db,
  spool: Spool,
  { at, batch }: Coming,
): Promise<number> {
  if (spool.count('governance') === 0) return 0
  const given = spool.read(
    'governance',
    `id text, "atMicros" bigint, source text, tool text, type text, action text, actor text,
     target text, "objectKind" text, object text, outcome text, key jsonb,
     reference text, "publishedMicros" bigint`,
  )
  await addAccounts(
    tx,
    sql`select decode(actor, 'hex') from ${given} g union select decode(target, 'hex') from ${given} g
      union select decode(key->>'account', 'hex') from ${given} g where not ${BY_FORGOTTEN}`,
  )
  await addKeys(tx, given)
  await spool.analyse(tx)
  const [stored] = await rows<{ added: number }>(
    tx,
    'store governance events',
    sql`with stored as (insert into governance_event (source_id, event_id, at, collected_at, tool_id, type, action,
        actor_id, target_id, object_kind, object, outcome, key_id, network, place, reference, published_at, batch_id)
      select * from (select distinct on (s.id, substring(decode(g.id, 'hex') for 16)) s.id,
        substring(decode(g.id, 'hex') for 16),
        'epoch'::timestamptz + g."atMicros" * interval '1 microsecond' as at,
        ${new Date(at).toISOString()}::timestamptz, t.id, g.type, g.action,
        coalesce(actor.account_id, 0) as actor, coalesce(target.account_id, 0) as target,
        g."objectKind", decode(g.object, 'hex') as object, case g.outcome when 'ok' then 0 when 'denied' then 1 end,
        coalesce(used.account_id, 0) as key, decode(k.key->>'network', 'hex'), k.key->>'place',
        case when not ${OF_FORGOTTEN} then g.reference end,
        'epoch'::timestamptz + g."publishedMicros" * interval '1 microsecond', ${batch}::int
      from ${given} g
      cross join lateral (select case when not ${BY_FORGOTTEN} then g.key end as key) k
      join source s on s.tenant_id = 1 and s.name = g.source
      join tool t on t.tenant_id = 1 and t.name = g.tool
      left join account actor on actor.tenant_id = 1 and actor.key_version = 1
        and actor.pseudonym = decode(g.actor, 'hex')
      left join account target on target.tenant_id = 1 and target.key_version = 1
        and target.pseudonym = decode(g.target, 'hex')
      left join account used on used.tenant_id = 1 and used.key_version = 1
        and used.pseudonym = decode(k.key->>'account', 'hex')
      order by 1, 2, g.n desc) come order by at
      on conflict on constraint governance_event_pk do update set at = excluded.at,
        tool_id = excluded.tool_id, type = excluded.type, action = excluded.action,
        actor_id = excluded.actor_id, target_id = excluded.target_id,
        object_kind = excluded.object_kind, object = excluded.object, outcome = excluded.outcome,
        key_id = excluded.key_id, network = excluded.network, place = excluded.place,
        reference = excluded.reference,
        published_at = least(governance_event.published_at, excluded.published_at)
      returning xmax = 0 as is_new)
      select count(*) filter (where is_new)::int as added from stored`,
  )
  return stored?.added ?? 0
}

/** Keys that nobody has named better are called what their log calls them. */
async function addKeys(tx: Db, given: SQL): Promise<void> {
  const added = await rows(
    tx,
    'name keys',
    sql`insert into service_account (account_id, source, kind, label)
      select distinct on (a.account_id) a.account_id, g.source, 'key', g.key->>'label'
      from (select * from ${given} every where every.key->>'account' is not null offset 0) g
      join account a on a.tenant_id = 1 and a.key_version = 1
        and a.pseudonym = decode(g.key->>'account', 'hex')
      where not ${BY_FORGOTTEN}
      order by a.account_id, g.n desc
      on conflict on constraint service_account_pk do nothing returning 1 as one`,
  )
  if (added.length > 0) await servicesAreNobody(tx)
}
