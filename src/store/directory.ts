import { sql } from 'drizzle-orm'

import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'
import type { BatchFacts, DirectoryChange, Membership } from '#ingest.ts'

import { applyLinks } from './account-links.ts'
import { addAccounts } from './accounts.ts'
import { recordBatch } from './batches.ts'
import { joinAccounts } from './directory-aliases.ts'
import { setGroups } from './directory-groups.ts'
import { setLeave } from './directory-leave.ts'
import { moveMembers } from './directory-members.ts'
import type { Saying } from './directory-said.ts'
import { exclusive } from './exclusive.ts'
import { markDays } from './mark-days.ts'
import { isForgotten } from './nobody.ts'
import { rekeyMembers } from './rekey-lists.ts'
import { rows } from './rows.ts'
import { setTraits } from './unit-traits.ts'
import { addUnits } from './units.ts'

const STILL = '9999-12-31'

export type DirectoryOptions = {
  readonly batch: BatchFacts
  readonly merge: boolean
  readonly dryRun: boolean
}

/**
 * Makes the store's people and units what the rows say; with `merge`, only on the days they name.
 * Marks the days of usage that change hands; they are still to be rebuilt.
 */
export async function importDirectory(
  db: Db,
  members: readonly Membership[],
  { batch, merge, dryRun }: DirectoryOptions,
): Promise<DirectoryChange> {
  return dryRunnable(db, dryRun, async (tx) => {
    const change = await setDirectory(tx, members, { source: '', at: batch.at, merge })
    await recordBatch(tx, batch, { lines: members.length, firstDay: null, lastDay: null })
    return change
  })
}

/** A file names the logins of its people; those of a connector are links, stored before. */
export async function setDirectory(
  tx: Db,
  given: readonly Membership[],
  saying: Saying,
): Promise<DirectoryChange> {
  const members = await rekeyMembers(tx, given)
  refuseOverlaps(members)
  await giveRows(tx, members)
  await addAccounts(tx, sql`select account from given_member union select alias from given_alias`)
  await addUnits(tx, [...new Set(members.map(({ unit }) => unit))])
  await setTraits(tx, members, saying)
  if (saying.today === undefined) {
    await joinAccounts(tx, saying.merge)
    await markAccounts(tx)
    await applyLinks(tx)
  }
  const change = await moveMembers(tx, saying)
  await setGroups(tx, saying)
  await setLeave(tx, members, saying)
  await markPeople(tx)
  return change
}

/** A dry run does all the work and then lets go of it. */
export async function dryRunnable<Result>(
  db: Db,
  dryRun: boolean,
  work: (tx: Db) => Promise<Result>,
): Promise<Result> {
  let result: Result | undefined
  const rollBack = new Error('dry run')
  try {
    return await exclusive(db, 'import', async (tx) => {
      result = await work(tx)
      if (dryRun) throw rollBack
      return result
    })
  } catch (error) {
    if (error !== rollBack) throw error
    return result as Result
  }
}

/** One home a day keeps the sums right. */
function refuseOverlaps(members: readonly Membership[]): void {
  const sorted = members.toSorted((a, b) =>
    a.account === b.account ? compare(a.from, b.from) : compare(a.account, b.account),
  )
  for (const [n, row] of sorted.entries()) {
    const before = sorted[n - 1]
    if (before?.account !== row.account || row.from > (before.to ?? STILL)) continue
    throw new UserError(
      `One person has two teams on ${row.from}: '${before.unit}' and '${row.unit}'`,
      'Give each person one team a day: end one row before the next begins.',
    )
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))

/** The rows as temporary tables; documents rather than arrays, since rows hold lists. */
async function giveRows(tx: Db, members: readonly Membership[]): Promise<void> {
  const document = JSON.stringify(
    members.map((member) => ({
      account: member.account,
      unit: member.unit,
      valid_from: member.from,
      valid_to: member.to ?? STILL,
      cost_centre: member.costCentre,
      location: member.location,
      manager: member.manager,
      aliases: member.aliases,
      groups: member.groups,
    })),
  )
  await rows(
    tx,
    'given rows',
    sql`create temp table given_row on commit drop as
      select decode(account, 'hex') as account, unit, valid_from, valid_to, cost_centre, location,
        case when manager ~ '^[0-9a-f]{64}$' then
          case when not ${isForgotten(sql.raw("decode(manager, 'hex')"))} then manager end
        else manager end as manager, aliases, groups
      from jsonb_to_recordset(${document}::text::jsonb) as given(account text, unit text,
        valid_from date, valid_to date, cost_centre text, location text, manager text,
        aliases text[], groups text[])`,
  )
  await rows(
    tx,
    'given members',
    sql`create temp table given_member on commit drop as
      select account, unit, valid_from, valid_to, cost_centre, location, manager from given_row`,
  )
  await rows(
    tx,
    'given aliases',
    sql`create temp table given_alias on commit drop as
      select account, decode(alias, 'hex') as alias, valid_from, valid_to
      from given_row, unnest(aliases) as alias where decode(alias, 'hex') <> account`,
  )
}

/** Days on which someone's use now belongs to another person. */
const markAccounts = (tx: Db) =>
  markDays(
    tx,
    sql`join changed_account c on c.account_id = f.account_id and f.day <@ c.days
      where f.tenant_id = 1`,
  )

/** Days on which someone's use now belongs to another unit. */
export const markPeople = (tx: Db) =>
  markDays(
    tx,
    sql`join changed_person c on c.person_id = f.person_id and f.day <@ c.days
      where f.tenant_id = 1`,
  )
