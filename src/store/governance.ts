import { type SQL, sql } from 'drizzle-orm'

import type { GovernanceLine, GovernanceSearch } from '#core/governance/search.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Governance } from '#ports.ts'

import { ids, TENANT } from './measure-sql.ts'
import { packed, rows } from './rows.ts'
import { toldPlace } from './told-place.ts'

/** Entries of audit logs, with the team that who did it had on the day. */
export function governance(db: Db): Governance {
  return {
    async search(asked, most) {
      const found = await db.transaction(async (tx) => {
        const counts = await packed<Count>(tx, 'count governance events', countsOf(asked))
        const latest = await packed<Line>(tx, 'list governance events', latestOf(asked, { most }))
        const [facts] = await rows<Facts>(tx, 'governance facts', factsOf(asked))
        return { counts, latest, facts }
      })
      const { counts, latest, facts } = found
      return {
        counts,
        latest: latest.map(lineOf),
        lag:
          facts?.median == null || facts.most === null
            ? null
            : { median: Number(facts.median), most: Number(facts.most) },
        since: (facts?.since ?? null) as Day | null,
      }
    },
    async *pages(asked) {
      const most = LINES_OF_A_PAGE
      for (let after: Place | undefined; ;) {
        const asking = latestOf(asked, { most, after })
        const page = await packed<Line>(db, 'read governance events', asking)
        if (page.length > 0) yield page.map(lineOf)
        if (page.length < most) return
        after = page.at(-1)?.after
      }
    },
  }
}

const LINES_OF_A_PAGE = 5_000

/** Where an entry stands among all: they go by time, newest first, and then by these. */
type Place = {
  /** Microseconds, as text: a digit more than a number in JSON is sure to hold. */
  readonly micros: string
  readonly source: number
  /** Hex. */
  readonly event: string
}

type Count = { readonly day: Day; readonly key: string | null; readonly count: number }
type Facts = {
  readonly median: string | null
  readonly most: string | null
  readonly since: string | null
}
type Line = Omit<GovernanceLine, 'outcome'> & {
  readonly outcome: number | null
  readonly after: Place
}

const OUTCOME = ['ok', 'denied'] as const

function lineOf(row: Line): GovernanceLine {
  const { outcome, after: _, ...line } = row
  return { ...line, outcome: outcome === null ? null : (OUTCOME[outcome] ?? null) }
}

const midnight = (day: Day, zone: string): SQL =>
  sql`(${day}::date::timestamp at time zone ${zone})`

/** The events `g` asked about, with `day`, who did it (`p`) and their team (`m`, 0 for none). */
function events(
  { zone, types, tools, teams }: GovernanceSearch,
  { from, to, after }: { readonly from: Day; readonly to: Day; readonly after?: Place | undefined },
): SQL {
  return sql`
    from (
      select *, (at at time zone ${zone})::date as day from governance_event
      where tenant_id = ${TENANT} and at >= ${midnight(from, zone)}
        and at < ${midnight(addDays(to, 1), zone)}
        ${after ? isAfter(after) : sql``}
        ${types ? sql`and type = any(${sql.param([...types])}::text[])` : sql``}
        ${tools ? sql`and tool_id = any(${ids(tools)})` : sql``}
    ) g
    left join account_person ap on ap.tenant_id = ${TENANT} and ap.account_id = g.actor_id
      and g.day between ap.valid_from and ap.valid_to
    left join membership m on m.tenant_id = ${TENANT} and m.person_id = ap.person_id
      and g.day between m.valid_from and m.valid_to
    ${teams ? sql`where coalesce(m.unit_id, 0) = any(${ids(teams)})` : sql``}`
}

function isAfter({ micros, source, event }: Place): SQL {
  const at = sql`('epoch'::timestamptz + ${micros}::bigint * interval '1 microsecond')`
  return sql`and at <= ${at} and (at < ${at}
    or (source_id, event_id) > (${source}::smallint, decode(${event}::text, 'hex')))`
}

const KEY: Readonly<Record<GovernanceSearch['by'], SQL>> = {
  type: sql`g.type`,
  tool: sql`(select name from tool t where t.tenant_id = 1 and t.id = g.tool_id)`,
  team: sql`(select path from org_unit u where u.tenant_id = 1 and u.unit_id = m.unit_id)`,
}

function countsOf(asked: GovernanceSearch): SQL {
  const { period, previous, by } = asked
  return sql`select g.day::text as day, ${KEY[by]} as key, count(*)::int as count
    ${events(asked, { from: previous.from, to: period.to })} group by 1, 2 order by 1, 2`
}

function latestOf(
  asked: GovernanceSearch,
  { most, after }: { readonly most: number; readonly after?: Place | undefined },
): SQL {
  const { period } = asked
  return sql`
    select (extract(epoch from g.at) * 1000)::bigint as at,
      (extract(epoch from g.collected_at) * 1000)::bigint as told,
      s.name as source, t.name as tool, g.type, g.action, coalesce(p.alias, sa.label) as actor, whom.alias as target,
      g.object_kind as "objectKind", encode(g.object, 'hex') as object, g.outcome,
      used.label as key, ${toldPlace('g')} as place, encode(g.event_id, 'hex') as event,
      g.reference, (extract(epoch from g.published_at) * 1000)::bigint as published,
      json_build_object('micros', (extract(epoch from g.at) * 1000000)::bigint::text,
        'source', g.source_id, 'event', encode(g.event_id, 'hex')) as after
    from (select g.*, ap.person_id ${events(asked, { ...period, after })}
      order by g.at desc, g.source_id, g.event_id limit ${most}) g
    left join source s on s.tenant_id = ${TENANT} and s.id = g.source_id
    left join tool t on t.tenant_id = ${TENANT} and t.id = g.tool_id
    left join person p on p.tenant_id = ${TENANT} and p.person_id = g.person_id
    left join service_account used on used.tenant_id = ${TENANT} and used.account_id = g.key_id
    left join service_account sa on sa.tenant_id = ${TENANT} and sa.account_id = g.actor_id
    left join account_person tp on tp.tenant_id = ${TENANT} and tp.account_id = g.target_id
      and g.day between tp.valid_from and tp.valid_to
    left join person whom on whom.tenant_id = ${TENANT} and whom.person_id = tp.person_id
    order by g.at desc, g.source_id, g.event_id`
}

function factsOf(asked: GovernanceSearch): SQL {
  const { period, zone } = asked
  return sql`
    select max(lag)::bigint::text as most,
      percentile_disc(0.5) within group (order by lag)::bigint::text as median,
      (select min(at at time zone ${zone})::date::text from governance_event
        where tenant_id = ${TENANT}) as since
    from (
      select greatest(extract(epoch from g.collected_at - g.at) * 1000, 0) as lag
      ${events(asked, period)}
    ) lags`
}
