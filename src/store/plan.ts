import { type SQL, sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { ImportPlan, WholeDays } from '#ingest.ts'

import { findIds, type Ids, idOf } from './names.ts'
import { rows } from './rows.ts'
import { refuseSealed } from './sealed-days.ts'
import type { StageKind } from './stage-kind.ts'
import { part, type Staging } from './staging.ts'

/** Below this many lines a lookup by index beats reading the table. */
const FEW_LINES = 20_000

export type Planned = {
  readonly plan: ImportPlan
  /** Whether any stored row may be touched; without it the stage is inserted as it is. */
  readonly touches: boolean
}

/**
 * Compares the stage with what is stored. Where a (source, day) has a line without an id, or `replace`
 * is set, the staged lines are the whole of it; elsewhere lines replace stored lines of the same id.
 * Leaves `_gone`, the stored rows that go, and `_same`, the staged rows that are there already.
 */
export async function planStage<Row>(
  db: Db,
  staging: Staging<Row>,
  replace: boolean,
): Promise<Planned> {
  if (staging.kind.usesIds && !replace && !staging.batch.window) await refuseSealed(db, staging)
  const ids = await findIds(db, staging.names)
  const touches = await findOld(db, staging, { ids, replace })
  if (touches) await compare(db, staging, ids)
  return { plan: await summarize(db, staging, touches), touches }
}

type Known = { readonly ids: Ids; readonly replace: boolean }

const fresh = (staging: { readonly table: string }, touches: boolean): SQL =>
  touches
    ? sql`where not exists (select from ${part(staging, 'same')} same where same.seq = s.seq)`
    : sql``

/** The staged rows that are not stored yet, as a FROM clause with the alias `s`. */
export const freshRows = (staging: { readonly table: string }, touches: boolean): SQL =>
  sql`from ${part(staging)} s ${fresh(staging, touches)}`

/** How many they are by source and day, as a FROM clause with the alias `f`. */
export const freshDays = (staging: { readonly table: string }, touches: boolean): SQL =>
  touches
    ? sql`from (select s.source, s.day, count(*)::int as n ${freshRows(staging, touches)} group by 1, 2) f`
    : sql`from (select source, day, n from ${part(staging, 'day')} where n > 0) f`

/** Stored rows that a staged day or id speaks of. */
async function findOld<Row>(db: Db, staging: Staging<Row>, known: Known): Promise<boolean> {
  const { kind } = staging
  for (const name of ['old', 'gone', 'same'] as const) {
    await rows(db, 'forget plan', sql`drop table if exists ${part(staging, name)}`)
  }
  const stored = sql.identifier(kind.table)
  const source = idOf(known.ids.source, 's.source')
  const [met] = await rows<{ any: boolean }>(
    db,
    'look for stored rows of the sources',
    sql`select exists (select from ${stored} where tenant_id = 1
      and source_id = any(${sql.param(known.ids.source)}::int[])) as any`,
  )
  if (!met?.any) return false
  await planMode(db, staging.lines)
  const key = sql.raw(kind.key.map((column) => `e.${column}`).join(', '))
  const facts = sql`${key}, e.source_id as old_source, e.day as old_day, e.digest as old_digest,
    ${kind.usesIds ? sql`e.event_id` : sql`null::bytea`} as old_event`
  const { window } = staging.batch
  const byDay = window
    ? sql`select ${facts} from ${stored} e where ${inWindow(window, kind)}
        and e.source_id = any(${sql.param(known.ids.source)}::int[])`
    : sql`select ${facts} from ${stored} e join ${part(staging, 'day')} s
        on e.day = s.day and e.source_id = ${source}
        where e.tenant_id = 1 and (s.whole or ${known.replace})`
  const byId = sql`union select ${facts} from ${stored} e join ${part(staging)} s
    on e.event_id = s.event_id and e.source_id = ${source}
    where e.tenant_id = 1 and s.event_id is not null`
  await rows(
    db,
    'stored rows',
    sql`create temp table ${part(staging, 'old')} as ${byDay} ${kind.usesIds ? byId : sql``}`,
  )
  await rows(db, 'analyse stored rows', sql`analyze ${part(staging, 'old')}`)
  return true
}

/** Events carry days of the workspace's zone, so those of a vendor's day are told by their instants. */
const inWindow = <Row>(window: WholeDays, kind: StageKind<Row>): SQL => {
  const within = ({ from, to, since, until }: WholeDays) =>
    kind.usesIds
      ? sql`e.day between ${from}::date - 1 and ${to}::date + 1
          and e.at >= ${new Date(since).toISOString()}::timestamptz
          and e.at < ${new Date(until).toISOString()}::timestamptz`
      : sql`e.day between ${from}::date and ${to}::date`
  const unknown = (window.except ?? []).map((span) => sql` and not (${within(span)})`)
  return sql`e.tenant_id = 1 and ${within(window)} ${sql.join(unknown)}`
}

/** With fresh statistics the planner may loop over a million rows a million times. */
const planMode = (tx: Db, lines: number) =>
  rows(
    tx,
    'plan for many rows',
    sql`select set_config('enable_nestloop', ${lines > FEW_LINES ? 'off' : 'on'}, true)`,
  )

/** Rows pair off by source, day, id and content; equal lines without ids count as often as they occur. */
async function compare<Row>(db: Db, staging: Staging<Row>, ids: Ids): Promise<void> {
  const old = part(staging, 'old')
  const oldRows = sql`select *, row_number() over (
      partition by old_source, old_day, old_event, old_digest) as n from ${old}`
  const newRows = sql`select seq as new_seq, ${idOf(ids.source, 'source')} as new_source, day as new_day,
      event_id as new_event, digest::bigint as new_digest,
      row_number() over (partition by source, day, event_id, digest) as n
    from ${part(staging)}`
  const pairs = sql`o.old_source = s.new_source and o.old_day = s.new_day
    and coalesce(o.old_event, '') = coalesce(s.new_event, '') and o.old_digest = s.new_digest
    and o.n = s.n`
  await rows(
    db,
    'staged rows already stored',
    sql`create temp table ${part(staging, 'same')} as
      select s.new_seq as seq from (${newRows}) s join (${oldRows}) o on ${pairs}`,
  )
  await rows(
    db,
    'stored rows that go',
    sql`create temp table ${part(staging, 'gone')} as
      select o.* from (${oldRows}) o
      where not exists (select from (${newRows}) s where ${pairs})`,
  )
  await rows(db, 'analyse what is there', sql`analyze ${part(staging, 'same')}`)
  await rows(db, 'analyse what goes', sql`analyze ${part(staging, 'gone')}`)
}

type DayCount = { readonly source: string; readonly day: Day; readonly n: number }
type Gone = DayCount & { readonly before: number }
type DayChange = {
  readonly source: string
  readonly day: Day
  readonly added: number
  readonly gone: number
  readonly before: number
}

async function summarize<Row>(
  db: Db,
  staging: Staging<Row>,
  touches: boolean,
): Promise<ImportPlan> {
  const names = sql`unnest(${sql.param(staging.names.all('source'))}::text[])
    with ordinality as named(source, number)`
  const days = await rows<DayCount>(
    db,
    'days of stage',
    sql`select named.source, d.day::text as day, 0 as n
      from ${part(staging, 'day')} d join ${names} on named.number = d.source order by 2, 1`,
  )
  const added = await rows<DayCount>(
    db,
    'count new rows',
    sql`select named.source, f.day::text as day, f.n
      ${freshDays(staging, touches)}
      join ${names} on named.number = f.source`,
  )
  const gone = touches ? await countGone(db, staging) : []
  const changes = merge(added, gone)
  const changed = new Set(changes.map(({ source, day }) => `${day} ${source}`))
  const sum = (of: (change: DayChange) => number) =>
    changes.reduce((total, change) => total + of(change), 0)
  return {
    lines: staging.lines,
    firstDay: days[0]?.day ?? null,
    lastDay: days.at(-1)?.day ?? null,
    changedDays: changed.size,
    unchangedDays: days.filter(({ source, day }) => !changed.has(`${day} ${source}`)).length,
    added: sum(({ added, gone }) => Math.max(0, added - gone)),
    replaced: sum(({ added, gone }) => Math.min(added, gone)),
    removed: sum(({ added, gone }) => Math.max(0, gone - added)),
    shrinks: shrinks(changes),
  }
}

const countGone = <Row>(db: Db, staging: Staging<Row>): Promise<Gone[]> =>
  rows<Gone>(
    db,
    'count rows that go',
    sql`select known.name as source, g.day::text as day, g.n, (
        select count(*)::int from ${sql.identifier(staging.kind.table)} e
        where e.tenant_id = 1 and e.source_id = g.source_id and e.day = g.day) as before
      from (select old_source as source_id, old_day as day, count(*)::int as n
        from ${part(staging, 'gone')} group by 1, 2) g
      join source known on known.tenant_id = 1 and known.id = g.source_id`,
  )

function merge(added: readonly DayCount[], gone: readonly Gone[]): DayChange[] {
  const changes = new Map<string, DayChange>()
  for (const { source, day, n } of added) {
    changes.set(`${day} ${source}`, { source, day, added: n, gone: 0, before: 0 })
  }
  for (const { source, day, n, before } of gone) {
    const key = `${day} ${source}`
    changes.set(key, { source, day, added: changes.get(key)?.added ?? 0, gone: n, before })
  }
  return [...changes.keys()].toSorted().flatMap((key) => changes.get(key) ?? [])
}

const SHRINK = 0.2

function shrinks(changes: readonly DayChange[]): ImportPlan['shrinks'] {
  return changes.flatMap(({ source, day, added, gone, before }) => {
    const after = before + added - gone
    return gone > 0 && after < before * (1 - SHRINK) ? [{ source, day, before, after }] : []
  })
}
