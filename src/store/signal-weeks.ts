import { sql } from 'drizzle-orm'

import type { PersonWeek } from '#collect.ts'
import { addingUp } from '#core/signals/add-up.ts'
import { decideAnswers } from '#core/signals/decide-answers.ts'
import { decideWeek } from '#core/signals/decide-week.ts'
import { answersFloor, weekFloor } from '#core/signals/floors.ts'
import { type CoveredWeek, gapsOf } from '#core/signals/gaps.ts'
import { levelWeeks } from '#core/signals/segment.ts'
import { ANSWER_WEEKS, decidedFrom } from '#core/signals/timing.ts'
import { SIGNAL_IDS } from '#core/signals/words.ts'
import { addDays, type Day, monday } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import { wholeWeeks } from '#core/time/weeks.ts'
import type { Db } from '#db/db.ts'

import { packed, rows } from './rows.ts'
import { decidedOn, writeTold } from './signal-decided.ts'
import { everyone, workOf } from './signal-people.ts'
import { promised } from './signal-promised.ts'
import { signalReader } from './signal-told.ts'

type Pulled = {
  readonly source: string
  /** Other sources whose weeks are among them. */
  readonly beside?: readonly string[]
  readonly window: Period
  readonly today: Day
  /** How many people are in memory at a time. */
  readonly atOnce?: number
}

/**
 * Adds people's weeks up and writes what may be told of those that have settled and were not told yet,
 * but for those that look at a week of which use may still become known. Where there are none, nobody's
 * use is read.
 * Nothing else is written: not of a person, and not of a few. No account is made: whom no directory
 * knows is left out.
 */
export async function storeSignals(
  tx: Db,
  given: readonly PersonWeek[],
  { source, beside = [], window, today, atOnce }: Pulled,
): Promise<void> {
  const weeks = wholeWeeks(window).filter((week) => decidedFrom(addDays(week, 6)) <= today)
  const [since, through] = [weeks.at(-ANSWER_WEEKS) ?? weeks[0], weeks.at(-1)]
  if (since === undefined || through === undefined) return
  const sources = [source, ...beside].toSorted()
  const first = await firstKnown(tx)
  if (first === null) return
  const decided = await decidedOn(tx, { sources, through })
  const gaps = gapsOf(await coveredWeeks(tx), { through, today })
  const came = SIGNAL_IDS.filter((one) => given.some(({ signals }) => signals[one] !== undefined))
  const turn = new Set(
    came.filter((signal) => gaps.awaited.size === 0 && decided.isTurn(signal, since)),
  )
  const open = weeks.filter(
    (week) =>
      !levelWeeks(week).some((each) => gaps.awaited.has(each)) &&
      came.some((signal) => decided.isOpen(signal, week)),
  )
  // Who began when is asked of the whole panel, and of all use there is; levels are not.
  const [panel, use] =
    turn.size > 0
      ? [weeks, { from: first, to: today }]
      : [open, { from: levelWeeks(open[0] ?? since).at(-1) ?? since, to: addDays(through, 6) }]
  if (panel.length === 0) return
  const worked = await workOf(tx, within(given, panel), atOnce)
  const panelFrom = turn.size > 0 ? (weeks[0] ?? since) : null
  const sums = addingUp({ knownFrom: nextMonday(first), lost: gaps.lost, panelFrom })
  for await (const some of everyone(tx, { weeks: panel, use, worked, atOnce })) sums.add(some)
  const cells = sums.cells()
  const policies = await promised(tx)
  const floors = {
    week: (week: Day) => weekFloor(week, policies),
    answers: answersFloor(since, policies),
  }
  const byWeek = Map.groupBy(cells, ({ week }) => week)
  const told = open.flatMap((week) =>
    came
      .filter((signal) => decided.isOpen(signal, week))
      .flatMap((signal) =>
        decideWeek(byWeek.get(week) ?? [], { week, signal, floor: floors.week(week) }),
      ),
  )
  const traits = turn.size === 0 ? [] : await signalReader(tx).traits()
  const floor = floors.answers
  const answers = decideAnswers({ cells, traits }, { signals: turn, since, through, floor })
  await writeTold(tx, { sources, told, answers, floors })
}

const nextMonday = (day: Day): Day => monday(addDays(day, 6))

function within(given: readonly PersonWeek[], weeks: readonly Day[]): readonly PersonWeek[] {
  const asked = new Set(weeks)
  return given.filter(({ week }) => asked.has(week))
}

async function firstKnown(tx: Db): Promise<Day | null> {
  const [found] = await rows<{ readonly day: Day | null }>(
    tx,
    'first known day',
    sql`select min(day)::text as day from covered_day where tenant_id = 1 and activity`,
  )
  return found?.day ?? null
}

const coveredWeeks = (tx: Db) =>
  packed<CoveredWeek>(
    tx,
    'covered weeks',
    sql`select tool_id as tool, date_trunc('week', day)::date::text as week,
        count(distinct day)::int as days
      from covered_day where tenant_id = 1 and activity group by 1, 2`,
  )
