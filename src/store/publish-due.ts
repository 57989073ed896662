import { sql } from 'drizzle-orm'

import {
  FINAL_AFTER_DAYS,
  lastOfMonth,
  nextMonth,
  piecesOf,
  restatedUntil,
} from '#core/privacy/pieces.ts'
import { addDays, type Day, firstOfMonth, monday } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { decidedPeriods } from './publish-cells.ts'
import { type Recounted, recounted } from './recounted.ts'
import { rows } from './rows.ts'

/** So long is waited for what a stream lacks, before what is there is told without it. */
const WAIT_DAYS = 14
/** A stream that fails is waited for no longer than this. */
const FAILING_DAYS = 2

/** What there is to publish of one month. */
export type Due = {
  readonly month: Day
  readonly whole: Period
  /** All of its pieces, in order. */
  readonly pieces: readonly Period[]
  /** Pieces that were told, and those that have closed since. */
  readonly known: readonly Period[]
  readonly fresh: readonly Period[]
  /** Weeks and months whose people are to be counted. */
  readonly counts: readonly Period[]
  /** Days that were told have been counted again, and may be told again. */
  readonly changed: boolean
  /** It may be told again later. */
  readonly restatable: boolean
  /** The first day there is anything of. */
  readonly first: Day
}

/** What has closed or changed since the last time; looked up without reading any use. */
export async function duePublishing(
  db: Db,
  today: Day,
): Promise<{ readonly months: readonly Due[]; readonly marks: readonly Recounted[] }> {
  const marks = await recounted(db)
  const streams = await streamsReach(db, today)
  // What is told once would lack them for good. What was counted again is looked at then.
  if (streams.awaited) return { months: [], marks: [] }
  const [reach] = await rows<{ readonly first: Day | null; readonly stale: readonly Day[] }>(
    db,
    'days to publish',
    sql`select
      (select min(day)::text from rollup_day where tenant_id = ${TENANT}) as first,
      array(select day::text from dirty_day where tenant_id = ${TENANT} order by 1) as stale`,
  )
  const months: Due[] = []
  const { first, stale = [] } = reach ?? {}
  if (!first) return { months, marks }
  // Days that wait to be counted again are not closed.
  const before =
    [addDays(today, -FINAL_AFTER_DAYS), stale[0] ?? today, streams.before ?? today].toSorted()[0] ??
    today
  const begin = firstOfMonth(first)
  const reached = { from: monday(begin), to: today }
  const [sums, counts] = [
    await decidedPeriods(db, 'sums', reached),
    await decidedPeriods(db, 'people', reached),
  ]
  const isIn = (all: readonly Period[], { from, to }: Period) =>
    all.some((period) => period.from === from && period.to === to)
  for (let month = begin; month <= today; month = nextMonth(month)) {
    const whole = { from: month, to: lastOfMonth(month) }
    const inside = ({ day }: { readonly day: Day }) => day >= whole.from && day <= whole.to
    const pieces = piecesOf(month, sums)
    const known = pieces.filter((piece) => isIn(sums, piece))
    const restatable = restatedUntil(month) >= today
    months.push({
      month,
      whole,
      pieces,
      known,
      fresh: pieces.filter((piece) => piece.to < before && !isIn(sums, piece)),
      counts: weeksOf(whole).filter(
        (period) => period.to < before && period.from >= first && !isIn(counts, period),
      ),
      changed:
        restatable &&
        known.length > 0 &&
        marks.some(inside) &&
        !stale.some((day) => inside({ day })),
      restatable,
      first,
    })
  }
  const due = months.filter(
    ({ fresh, counts, changed }) => fresh.length + counts.length > 0 || changed,
  )
  return { months: due, marks }
}

type StreamsReach = { readonly awaited: boolean; readonly before: Day | null }

/** Whether days are still being pulled, and the first day that a stream which runs has not reached. */
async function streamsReach(db: Db, today: Day): Promise<StreamsReach> {
  const since = (days: number) => sql`${addDays(today, -days)}::date`
  const [found] = await rows<StreamsReach>(
    db,
    'streams to wait for',
    sql`select
      coalesce(bool_or(awaited_since >= ${since(WAIT_DAYS)}
        and coalesce(failing_since >= ${since(FAILING_DAYS)}, true)), false) as awaited,
      (min(pulled_through) filter (where succeeded_at >= ${since(WAIT_DAYS)}) + 1)::text as before
    from stream_state where tenant_id = ${TENANT}`,
  )
  return found ?? { awaited: false, before: null }
}

/** The weeks that end in a month, and the month. */
function weeksOf(whole: Period): readonly Period[] {
  const weeks: Period[] = []
  for (let from = monday(whole.from); addDays(from, 6) <= whole.to; from = addDays(from, 7))
    weeks.push({ from, to: addDays(from, 6) })
  return [...weeks, whole]
}

/** What a month was told from: where it has changed since, what was decided is not told. */
export async function stampOf(db: Db, { whole }: Due): Promise<string> {
  const [found] = await rows<{ readonly stamp: string }>(
    db,
    'what is told',
    sql`
      select concat_ws(' | ',
        (select md5(string_agg(encode(tombstone, 'hex'), ',' order by tombstone)) from forgotten
          where tenant_id = ${TENANT}),
        (select string_agg(concat_ws(' ', kind, first_day, last_day), ','
          order by kind, first_day, last_day) from published_period
          where tenant_id = ${TENANT} and last_day between ${whole.from}::date and ${whole.to}::date),
        (select string_agg(concat_ws(' ', metric, version), ',' order by metric)
          from published_month where tenant_id = ${TENANT} and month = ${whole.from}::date),
        (select string_agg(day::text, ',' order by day) from dirty_day
          where tenant_id = ${TENANT} and day <= ${whole.to}::date),
        (select string_agg(concat_ws(' ', day, times), ',' order by day) from recounted_day
          where tenant_id = ${TENANT} and day <= ${whole.to}::date),
        (select max(version) from policy_version where tenant_id = ${TENANT})) as stamp`,
  )
  return found?.stamp ?? ''
}
