import { sql } from 'drizzle-orm'

import type { PullFacts, Reach } from '#collection.ts'
import { dayAt } from '#core/time/day.ts'
import { MEASURE_GROUPS } from '#core/truth/measure-group.ts'
import type { Db } from '#db/db.ts'
import type { BatchFacts } from '#ingest.ts'

import { fixZone } from './apply.ts'
import { batchFor, type Span } from './collect-batch.ts'
import { compareBill } from './collect-bill.ts'
import { coverDays, findNewlyCovered, makeNewlyCovered } from './collect-coverage.ts'
import { storeGovernance } from './collect-governance.ts'
import { compareGroups } from './collect-groups.ts'
import type { Intake, Taken } from './collect-intake.ts'
import { comparePeriods } from './collect-periods.ts'
import { registerServices } from './collect-services.ts'
import { storeShared } from './collect-shared.ts'
import { snapshot } from './collect-snapshot.ts'
import { compareStage } from './collect-usage.ts'
import { knownThrough } from './collect-window.ts'
import { exclusive } from './exclusive.ts'
import { makeDailyMonths } from './months.ts'
import { addNames } from './names.ts'
import { requireKeys } from './pseudonym-key.ts'
import { rekeyMembers, rekeySeats } from './rekey-lists.ts'
import { storeSignals } from './signal-weeks.ts'
import { part } from './staging.ts'
import { joined, type Reached, reached, succeed } from './stream-state.ts'
import { endRun } from './sync-runs.ts'

export type Commit = {
  readonly facts: PullFacts
  readonly batch: BatchFacts
  readonly reach: Reach
  /** The batch that earlier commits of this pull went to. */
  readonly own: number | undefined
  readonly run: number
  /** Epoch milliseconds. */
  readonly now: number
}

export type Committed = {
  readonly rows: number
  readonly changedDays: number
  /** Undefined when the store said all of it already. */
  readonly batch: number | undefined
}

/** Writes what was taken in, and how far the stream reaches with it, or nothing of either. */
export async function commitPull(intake: Intake, commit: Commit): Promise<Committed> {
  const { db } = intake.connection
  const taken = await intake.take()
  await makeMonths(db, taken)
  return exclusive(db, 'store pull', async (tx) => {
    const { facts, now, reach, run } = commit
    const name = { connector: facts.connector, stream: facts.stream.id }
    const before = await reached(tx, name)
    const span = reachOf(commit, taken, before)
    const written = await write(tx, taken, { ...commit, span })
    await succeed(tx, name, { reach, pulled: joined(before, span), at: facts.at })
    await endRun(tx, run, { ...taken.seen, at: now })
    return { rows: taken.seen.rows, ...written }
  })
}

const NOWHERE = { from: null, through: null }

/** What is known of days follows from the window; what a log leaves unsaid, from where it ended. */
function reachOf({ facts, reach }: Commit, { window }: Taken, before: Reached): Reached {
  const { stream, at } = facts
  switch (stream.how) {
    case 'snapshot':
      return NOWHERE
    case 'days': {
      if (!window) return NOWHERE
      const through = knownThrough(window, stream, at)
      return through < window.from ? NOWHERE : { from: window.from, through }
    }
    case 'cursor': {
      const from = reach.from ?? before.through
      const through = reach.through ?? null
      return from === null || through === null ? NOWHERE : { from, through }
    }
  }
}

/** Rows of usage, and bills that are shared out over it, land in months that are there. */
async function makeMonths(db: Db, { events, reports, spool }: Taken): Promise<void> {
  for (const staging of [events, reports]) {
    if (staging && staging.lines > 0)
      await makeDailyMonths(db, sql`select day from ${part(staging, 'day')}`)
  }
  if (spool.count('bill') > 0)
    await makeDailyMonths(db, sql`select day from ${spool.read('bill', 'day date')} g`)
}

type Write = Commit & { readonly span: Reached }

async function write(tx: Db, given: Taken, commit: Write): Promise<Omit<Committed, 'rows'>> {
  const { facts, now } = commit
  const { source } = facts.stream
  const { spool, events, reports } = given
  nameStages(given, facts)
  await addNames(tx, given.names)
  await requireKeys(tx, given.keys)
  const taken = await rekey(tx, given)
  // Before any other account is met, so that no service is taken for a person.
  const services = await registerServices(tx, spool, source)
  await storeGovernance(tx, spool, { at: now, batch: null })
  if (facts.stream.how === 'snapshot')
    await storeShared(tx, taken.shared, { source, today: dayAt(facts.at, 'UTC') })
  const { window } = taken
  if (window && facts.stream.how === 'days' && facts.stream.weekly)
    await storeSignals(tx, taken.signals, {
      source,
      window,
      today: dayAt(facts.at, 'UTC'),
      beside: facts.beside ?? [],
    })
  const compared = [
    ...(events ? [await compareStage(tx, events)] : []),
    ...(reports ? [await compareStage(tx, reports)] : []),
  ]
  const bill = window && (await compareBill(tx, spool, { source, window }))
  const groups = window && (await compareGroups(tx, spool, { source, window }))
  const periods = await comparePeriods(tx, spool, facts.stream.how !== 'cursor')
  const state = await snapshot(tx, taken, commit)
  const covered = await cover(tx, taken, commit)
  const usageDays = compared.reduce((sum, { plan }) => sum + plan.changedDays, 0)
  const changedDays = usageDays + (bill?.changedDays ?? 0)
  const same = !services && !state.changed && !groups?.changed
  if (changedDays + periods.changed + covered === 0 && same)
    return { changedDays, batch: undefined }
  if (events && events.lines > 0 && facts.zone !== undefined) await fixZone(tx, facts.zone)
  const batch = await batchFor(tx, commit, spanOf(commit, compared), taken.seen.rows)
  for (const stage of compared) await stage.write(batch)
  await bill?.write(batch.number)
  await periods.write(batch.number)
  await groups?.write()
  await state.write(batch.number)
  await coverDays(tx, batch.number)
  return { changedDays, batch: batch.number }
}

/** What came under two keys, under the present one: before a snapshot is compared with the store. */
async function rekey(tx: Db, taken: Taken): Promise<Taken> {
  if (taken.keys?.previous === undefined) return taken
  await taken.spool.rekey(tx)
  const seats = await rekeySeats(tx, taken.seats)
  return { ...taken, seats, people: await rekeyMembers(tx, taken.people) }
}

/** The store and the stages know the stream by name, also when it gives no row. */
function nameStages({ names, events, reports }: Taken, { stream }: PullFacts): void {
  for (const known of [names, events?.names, reports?.names]) {
    known?.number('source', stream.source)
    if (stream.how !== 'snapshot') for (const tool of stream.tools) known?.number('tool', tool)
  }
}

async function cover(
  tx: Db,
  { window, events }: Taken,
  { facts, batch, span }: Write,
): Promise<number> {
  await makeNewlyCovered(tx)
  const { stream, at } = facts
  const from = window?.from ?? span.from
  const through = window?.to ?? span.through
  if (stream.how === 'snapshot' || from === null || through === null) return 0
  const { tools, source, measures = MEASURE_GROUPS } = stream
  const except = (window?.except ?? []).map((day) => day.from)
  const usage = stream.how === 'days' || (events?.lines ?? 0) > 0
  const zone = batch.bucketZone
  return findNewlyCovered(tx, { tools, source, from, through, except, at, zone, usage, measures })
}

function spanOf({ batch, span }: Write, compared: readonly { readonly plan: Span }[]): Span {
  const days = compared.flatMap(({ plan }) => [plan.firstDay, plan.lastDay])
  const all = [
    ...days,
    batch.window?.from ?? null,
    batch.window?.to ?? null,
    span.from,
    span.through,
  ]
    .filter((day) => day !== null)
    .toSorted()
  return { firstDay: all[0] ?? null, lastDay: all.at(-1) ?? null }
}
