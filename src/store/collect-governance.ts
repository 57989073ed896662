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

/** `differing`: with the id of another entry, of which they say otherwise. */
type Stored = { readonly added: number; readonly differing: number }

type Coming = {
  /** When they came here, epoch milliseconds. */
  readonly at: number
  /** Of the files they came in; null of a pull. */
  readonly batch: number | null
}

/**
 * Stores entries of audit logs, numbered in the order of their times; one that is stored already is the same
 * one. What a pull says of it holds from now on; a file does not write over evidence.
 */
export async function storeGovernance(
  tx: Db,
  spool: Spool,
  { at, batch }: Coming,
): Promise<Stored> {
  if (spool.count('governance') === 0) return { added: 0, differing: 0 }
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
  const isPull = batch === null
  const [stored] = await rows<Stored>(
    tx,
    'store governance events',
    sql`with come as materialized (
        select g.n, s.id as source_id, substring(decode(g.id, 'hex') for 16) as event_id,
          'epoch'::timestamptz + g."atMicros" * interval '1 microsecond' as at, t.id as tool_id, g.type,
          g.action, coalesce(actor.account_id, 0) as actor_id, coalesce(target.account_id, 0) as target_id,
          g."objectKind" as object_kind, decode(g.object, 'hex') as object,
          case g.outcome when 'ok' then 0 when 'denied' then 1 end as outcome,
          coalesce(used.account_id, 0) as key_id, decode(k.key->>'network', 'hex') as network,
          k.key->>'place' as place, case when not ${OF_FORGOTTEN} then g.reference end as reference,
          'epoch'::timestamptz + g."publishedMicros" * interval '1 microsecond' as published_at
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
      ), one as (
        select distinct on (source_id, event_id) * from come
        order by source_id, event_id, n ${isPull ? sql`desc` : sql`asc`}
      ), stored as (
        insert into governance_event (source_id, event_id, at, collected_at, tool_id, type, action,
          actor_id, target_id, object_kind, object, outcome, key_id, network, place, reference,
          published_at, batch_id)
        select source_id, event_id, at, ${new Date(at).toISOString()}::timestamptz, tool_id, type, action,
          actor_id, target_id, object_kind, object, outcome, key_id, network, place, reference,
          published_at, ${batch}::int
        from one order by at
        on conflict on constraint governance_event_pk ${isPull ? RESTATED : sql`do nothing`}
        returning xmax = 0 as is_new
      )
      select (select count(*) filter (where is_new) from stored)::int as added,
        ${isPull ? sql`0` : DIFFERING} as differing`,
  )
  return stored ?? { added: 0, differing: 0 }
}

/** What a vendor says of an entry now is what holds; with a file that had it, it does not go. */
const RESTATED = sql`do update set batch_id = null, at = excluded.at,
  tool_id = excluded.tool_id, type = excluded.type, action = excluded.action,
  actor_id = excluded.actor_id, target_id = excluded.target_id,
  object_kind = excluded.object_kind, object = excluded.object, outcome = excluded.outcome,
  key_id = excluded.key_id, network = excluded.network, place = excluded.place,
  reference = excluded.reference,
  published_at = least(governance_event.published_at, excluded.published_at)`

/** What an entry says; not its object, whose hash is another while the key is being changed. */
const said = (of: string) =>
  sql.raw(
    ['at', 'tool_id', 'type', 'action', 'actor_id', 'target_id', 'object_kind', 'outcome']
      .map((column) => `${of}.${column}`)
      .join(', '),
  )

const DIFFERING = sql`(
  select count(*) from come join one using (source_id, event_id)
    left join governance_event known on known.tenant_id = 1 and known.source_id = come.source_id
      and known.event_id = come.event_id
  where case when known.event_id is null then (${said('come')}) is distinct from (${said('one')})
    else (${said('come')}) is distinct from (${said('known')}) end)::int`

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
