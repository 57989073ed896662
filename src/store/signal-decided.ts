import { sql } from 'drizzle-orm'

import type { DecidedAnswers } from '#core/signals/decide-answers.ts'
import type { SignalId } from '#core/signals/panel.ts'
import { SILENT_DAYS } from '#core/signals/timing.ts'
import type { ToldSum } from '#core/signals/told.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

type Decided = {
  /** Whether these sources may tell the signal of the week: nobody has, and no others tell it. */
  isOpen(signal: SignalId, week: Day): boolean
  /** Whether questions about it may be answered of weeks from this one on. */
  isTurn(signal: SignalId, since: Day): boolean
}

/** What was decided before, as sources find it whose last week this is. */
export async function decidedOn(
  tx: Db,
  { sources, through }: { readonly sources: readonly string[]; readonly through: Day },
): Promise<Decided> {
  const weeks = await rows<{ readonly signal: SignalId; readonly week: Day; readonly by: string }>(
    tx,
    'decided weeks',
    sql`select signal, week::text as week, source as by from signal_week where tenant_id = 1`,
  )
  const answered = await rows<{ readonly signal: SignalId; readonly through: Day }>(
    tx,
    'decided answers',
    sql`select signal, max(through)::text as through from signal_answer
      where tenant_id = 1 group by signal`,
  )
  const told = new Set(weeks.map(({ signal, week }) => `${signal} ${week}`))
  const isOurs = (by: string) => by.split(TOGETHER).some((one) => sources.includes(one))
  // Sources that told a signal are the ones heard of it until they are silent, or told by others with them.
  const heard = addDays(through, -SILENT_DAYS)
  const others = new Set(
    weeks.filter(({ by, week }) => !isOurs(by) && week > heard).map(({ signal }) => signal),
  )
  const last = new Map(answered.map((one) => [one.signal, one.through]))
  return {
    isOpen: (signal, week) => !others.has(signal) && !told.has(`${signal} ${week}`),
    isTurn: (signal, since) => !others.has(signal) && (last.get(signal) ?? '') < since,
  }
}

/** Between the sources that told a week together. */
const TOGETHER = '+'

type Telling = {
  readonly sources: readonly string[]
  readonly told: readonly ToldSum[]
  readonly answers: readonly DecidedAnswers[]
  /** By which it was decided. */
  readonly floors: { readonly week: (week: Day) => number; readonly answers: number }
}

export async function writeTold(
  tx: Db,
  { sources, told, answers, floors }: Telling,
): Promise<void> {
  const weeks = told.map(({ week, signal }) => ({ week, signal, floor: floors.week(week) }))
  await rows(
    tx,
    'mark decided weeks',
    sql`insert into signal_week (week, signal, source, floor)
      select distinct g.week, g.signal, ${sources.join(TOGETHER)}::text, g.floor
      from jsonb_to_recordset(${JSON.stringify(weeks)}::text::jsonb)
        as g(week date, signal text, floor int)`,
  )
  const sums = told.map(({ levels, ...sum }) => ({ ...sum, levels: levels.join() }))
  await rows(
    tx,
    'write what is told',
    sql`insert into signal_told (week, signal, unit_id, levels, people, sum)
      select g.week, g.signal, ${unitId}, g.levels, g.people, g.sum
      from jsonb_to_recordset(${JSON.stringify(sums)}::text::jsonb)
        as g(week date, signal text, unit text, levels text, people int, sum double precision)
      ${named}`,
  )
  await rows(
    tx,
    'write answers',
    sql`insert into signal_answer (signal, unit_id, since, through, answers, course, floor)
      select g.signal, ${unitId}, g.since, g.through, g.answers, g.course, ${floors.answers}::int
      from jsonb_to_recordset(${JSON.stringify(answers)}::text::jsonb)
        as g(signal text, unit text, since date, through date, answers jsonb, course jsonb)
      ${named}`,
  )
}

/** The company, and what has no unit any more: nothing is told of the latter. */
const unitId = sql.raw(`case when g.unit = '' then -1 else u.unit_id end`)
const named = sql.raw(`left join org_unit u on u.tenant_id = 1 and u.path = g.unit
      where g.unit = '' or u.unit_id is not null`)
