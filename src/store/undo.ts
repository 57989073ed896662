import { type SQL, sql } from 'drizzle-orm'

import { UserError } from '#core/errors.ts'
import { PERIOD_KINDS } from '#core/import/outcome.ts'
import type { Db } from '#db/db.ts'

import { exclusive } from './exclusive.ts'
import { rows } from './rows.ts'
import { reportStage } from './stage-reports.ts'
import { usageStage } from './stage-usage.ts'

/** Puts the days of an import back as they were before it. The stale days are still to be rebuilt. */
export function undoBatch(db: Db, batch: number): Promise<void> {
  return exclusive(db, 'undo import', async (tx) => {
    await checkUndoable(tx, batch)
    await rows(
      tx,
      'days of the import',
      sql`create temp table undone_day on commit drop as ${sql.join(
        [usageStage, reportStage].map(({ table, replaced }) =>
          touchedDays({ table, replaced }, batch),
        ),
        sql` union `,
      )} union select source_id, day, 0 from bill_line
        where tenant_id = 1 and batch_id = ${batch}::int
      union select source_id, day, 0 from covered_day c
        where tenant_id = 1 and batch_id = ${batch}::int and exists (select from bill_line b
          where b.tenant_id = 1 and b.source_id = c.source_id and b.day = c.day)
      union select source_id, day, 1 as kind from covered_day
        where tenant_id = 1 and batch_id = ${batch}::int`,
    )
    await refuseIfNewer(tx, batch)
    for (const { table, replaced, columns } of [usageStage, reportStage]) {
      const names = sql.raw(columns.join(', '))
      await rows(
        tx,
        'remove rows of the import',
        sql`delete from ${sql.identifier(table)} where tenant_id = 1 and batch_id = ${batch}::int
          and day in (select day from undone_day)`,
      )
      await rows(
        tx,
        'bring back replaced rows',
        sql`with back as (
            delete from ${sql.identifier(replaced)}
            where tenant_id = 1 and replaced_by = ${batch}::int returning *
          )
          insert into ${sql.identifier(table)} (${names}) select ${names} from back`,
      )
    }
    // What a bill or a vendor's period said before is not kept: the next pull says it again.
    for (const table of ['bill_line', 'period_use', 'governance_event']) {
      await rows(
        tx,
        'remove what the pull said',
        sql`delete from ${sql.identifier(table)} where tenant_id = 1 and batch_id = ${batch}::int`,
      )
    }
    await rows(
      tx,
      'mark days',
      sql`insert into dirty_day (day) select distinct day from undone_day where kind = 0
        on conflict do nothing`,
    )
    await rows(
      tx,
      'uncover days',
      sql`delete from covered_day where tenant_id = 1 and batch_id = ${batch}::int`,
    )
    await rows(
      tx,
      'mark import undone',
      sql`update import_batch set state = 'undone' where tenant_id = 1 and batch_id = ${batch}::int`,
    )
  })
}

type Tables = { readonly table: string; readonly replaced: string }

/** (source, day)s whose rows the import wrote or replaced. */
const touchedDays = ({ table, replaced }: Tables, batch: number): SQL => sql`
  select source_id, day, 0 as kind from ${sql.identifier(table)} e
    join import_batch b on b.batch_id = ${batch}::int
    where e.tenant_id = 1 and e.batch_id = b.batch_id and e.day between b.first_day and b.last_day
  union
  select source_id, day, 0 from ${sql.identifier(replaced)}
    where tenant_id = 1 and (replaced_by = ${batch}::int or batch_id = ${batch}::int)`

async function checkUndoable(tx: Db, batch: number): Promise<void> {
  const [found] = await rows<{ kind: string; state: string; days: boolean }>(
    tx,
    'find import',
    sql`select kind, state, first_day is not null as days from import_batch where tenant_id = 1 and batch_id = ${batch}::int`,
  )
  if (found === undefined) {
    throw new UserError(
      `There is no import ${batch}`,
      'See the imports with: ai-usage imports list',
    )
  }
  if (found.state === 'undone') {
    throw new UserError(
      `Import ${batch} is undone already`,
      'Import its files again to bring it back.',
    )
  }
  if (found.state === 'settled') {
    throw new UserError(
      `Import ${batch} is settled: what it replaced is no longer kept`,
      'Import the files of its days again, with --replace where their lines have ids.',
    )
  }
  if (['directory', 'seats', ...PERIOD_KINDS].includes(found.kind)) {
    throw new UserError(
      `Import ${batch} is a ${found.kind} file, which states what is true now`,
      `Import the ${found.kind} file that was right: it takes this one's place.`,
    )
  }
  if (found.kind === 'sync' && !found.days) {
    throw new UserError(
      `Import ${batch} is a pull of what is true now`,
      'Put it right at its source: the next pull takes its place.',
    )
  }
}

/** What came later was compared with this import's rows, so it must go first. */
async function refuseIfNewer(tx: Db, batch: number): Promise<void> {
  const newer = ({ table, replaced }: Tables): SQL => sql`
    select e.batch_id as batch from ${sql.identifier(table)} e
      join undone_day u on u.source_id = e.source_id and u.day = e.day
      where e.tenant_id = 1 and e.batch_id > ${batch}::int
    union
    select e.replaced_by from ${sql.identifier(replaced)} e
      join undone_day u on u.source_id = e.source_id and u.day = e.day
      where e.tenant_id = 1 and e.replaced_by > ${batch}::int`
  const [last] = await rows<{ batch: number | null }>(
    tx,
    'look for newer imports',
    sql`select max(batch)::int as batch from (${newer(usageStage)} union ${newer(reportStage)}
      union select c.batch_id from covered_day c
        join undone_day u on u.source_id = c.source_id and u.day = c.day
        where c.tenant_id = 1 and c.batch_id > ${batch}::int) newer`,
  )
  if (typeof last?.batch !== 'number') return
  throw new UserError(
    `Import ${last.batch} came after import ${batch} and covers the same days`,
    `Undo import ${last.batch} first: ai-usage imports undo ${last.batch}`,
  )
}
