import { sql } from 'drizzle-orm'

import type { PullFacts } from '#collection.ts'
import { UserError } from '#core/errors.ts'
import { type Moved, upheaval } from '#core/import/upheaval.ts'
import { type Day, dayAt } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Seat } from '#ingest.ts'

import type { Commit } from './collect-commit.ts'
import type { Taken } from './collect-intake.ts'
import { storeLogins } from './collect-logins.ts'
import { setDirectory } from './directory.ts'
import { rows } from './rows.ts'
import { setSeats } from './seats.ts'

/** Rows that are written before it is known which batch they belong to. */
const NONE_YET = 0

/** What a pull says is true now: seats, people and their logins. */
export type Snapshot = {
  readonly changed: boolean
  /** Names the batch of what was written. */
  write(batch: number): Promise<void>
}

export async function snapshot(
  tx: Db,
  { seats, people, spool }: Taken,
  { facts, batch }: Commit,
): Promise<Snapshot> {
  const { at } = facts
  const { tools, source, how } = facts.stream
  const whole = how === 'snapshot'
  const linked = await storeLogins(tx, spool, { source, at, whole, people })
  if (!whole) return { changed: linked, write: () => Promise.resolve() }
  refuseOthers(seats, tools)
  const before = await copies(tx)
  await rows(tx, 'mark state', sql`savepoint state`)
  const today = dayAt(at, batch.bucketZone)
  const given = await toolsGiven(tx, tools, source)
  if (seats.length + given.length > 0) {
    await setSeats(tx, seats, { batch: NONE_YET, taken: today, tools: given })
  }
  if (people.length > 0) {
    await setDirectory(tx, people, { source, at, merge: false, today })
    if (facts.approved !== true) await holdUpheaval(tx, facts, today)
  } else await refuseNobody(tx, source)
  const differs = await before.differ()
  if (!differs) await rows(tx, 'keep state', sql`rollback to savepoint state`)
  return {
    changed: linked || differs,
    async write(number) {
      for (const table of ['seat_assignment', 'seat_pool'])
        await rows(
          tx,
          'name batch of seats',
          sql`update ${sql.identifier(table)} set batch_id = ${number}::int
            where tenant_id = 1 and batch_id = ${NONE_YET}::int`,
        )
    },
  }
}

function refuseOthers(seats: readonly Seat[], tools: readonly string[]): void {
  const other = seats.find(({ tool }) => !tools.includes(tool))
  if (other) throw new Error(`a stream of ${tools.join(', ')} gives seats of ${other.tool}`)
}

/** Everyone leaving on one day is a fault of the directory, or of the rights to read it. */
async function refuseNobody(tx: Db, source: string): Promise<void> {
  const [found] = await rows<{ any: boolean }>(
    tx,
    'look for people of the directory',
    sql`select exists (select from directory_said
      where tenant_id = 1 and source = ${source} and valid_to = '9999-12-31') as any`,
  )
  if (!found?.any) return
  throw new UserError(
    `The directory '${source}' lists nobody, and it listed people before`,
    'Check that the key may still read its users.',
  )
}

/** As an import does: a directory that is half read, or cut to one office, empties the others. */
async function holdUpheaval(tx: Db, { connector, stream }: PullFacts, today: Day): Promise<void> {
  const [found] = await rows<Moved>(
    tx,
    'count whom the directory moves',
    sql`with before as (
        select person_id, unit_id from stored_member where days @> ${today}::date
      ), after as (
        select person_id, unit_id from wanted_member where days @> ${today}::date
      )
      select count(*)::int as before, (count(*) filter (where a.person_id is null))::int as left,
        (count(*) filter (where a.unit_id <> b.unit_id))::int as moved
      from before b left join after a using (person_id)`,
  )
  if (!found || !upheaval(found)) return
  const { before, left, moved } = found
  const said = [
    ...(left > 0 ? [`take ${left} of ${before} people out of their teams`] : []),
    ...(moved > 0 ? [`move ${left > 0 ? moved : `${moved} of ${before} people`} to another`] : []),
  ].join(' and ')
  throw new UserError(
    `The directory '${stream.source}' would ${said}${left > 0 ? '' : ' team'}: more than a fifth, so it is held`,
    `Nothing of it was changed. If it is right, apply it: ai-usage people apply-directory ${connector} --yes`,
  )
}

/** Tools whose seats the source gave before: when it lists none any more, they have ended. */
async function toolsGiven(tx: Db, tools: readonly string[], source: string): Promise<string[]> {
  const found = await rows<{ name: string }>(
    tx,
    'tools of the seats of the source',
    sql`select name from tool t
      where t.tenant_id = 1 and t.name = any(${sql.param(tools)}::text[]) and exists (
        select from seat_assignment s join import_batch b using (batch_id)
        where s.tenant_id = 1 and s.tool_id = t.id and b.kind = 'sync'
          and b.files = ${JSON.stringify([source])}::text::jsonb)`,
  )
  return found.map(({ name }) => name)
}

const STATE = [
  'seat_assignment',
  'seat_pool',
  'directory_said',
  'membership',
  'account_person',
  'group_member',
  'unit_trait',
  'leave',
  'leave_source',
]

/** The tables that a snapshot sets, as they are. */
async function copies(tx: Db): Promise<{ differ(): Promise<boolean> }> {
  const facts = (table: string) =>
    sql`select to_jsonb(t) - 'batch_id' as row from ${sql.identifier(table)} t`
  const copy = (table: string) => sql.identifier(`before_${table}`)
  for (const table of STATE)
    await rows(
      tx,
      'copy state',
      sql`create temp table ${copy(table)} on commit drop as ${facts(table)}`,
    )
  return {
    async differ() {
      for (const table of STATE) {
        const [found] = await rows<{ any: boolean }>(
          tx,
          'compare state',
          sql`select exists (table ${copy(table)} except all ${facts(table)})
            or exists (${facts(table)} except all table ${copy(table)}) as any`,
        )
        if (found?.any) return true
      }
      return false
    },
  }
}
