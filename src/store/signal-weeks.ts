import { sql } from 'drizzle-orm'

import type { PersonWeek } from '#collect.ts'
import { hashesOf } from '#core/privacy/two-keys.ts'
import { addUp, type Member, type UseWeek, type Worked } from '#core/signals/add-up.ts'
import { decideAnswers } from '#core/signals/decide-answers.ts'
import { decideWeek } from '#core/signals/decide-week.ts'
import { answersFloor, weekFloor } from '#core/signals/floors.ts'
import { SIGNAL_IDS } from '#core/signals/words.ts'
import { addDays, type Day, monday } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import { wholeWeeks } from '#core/time/weeks.ts'
import type { Db } from '#db/db.ts'

import { ACTIONS } from './levels.ts'
import { packed, rows } from './rows.ts'
import { decidedOn, writeTold } from './signal-decided.ts'
import { promised } from './signal-promised.ts'
import { signalReader } from './signal-told.ts'

type Pulled = {
  readonly source: string
  readonly window: Period
  readonly today: Day
}

/** So long after a week ended it is decided on: work of its last days is known by then, and use. */
const SETTLED_DAYS = 7

/** Questions are answered about so many weeks, and about none of them again. */
const ANSWER_WEEKS = 14

/**
 * Adds people's weeks up and writes what may be told of those that have settled and were not told yet.
 * Nothing else is written: not of a person, and not of a few. No account is made: whom no directory
 * knows is left out.
 */
export async function storeSignals(
  tx: Db,
  given: readonly PersonWeek[],
  { source, window, today }: Pulled,
): Promise<void> {
  const settled = addDays(today, -1 - SETTLED_DAYS)
  const weeks = wholeWeeks(window).filter((week) => addDays(week, 6) <= settled)
  const [since, through] = [weeks.at(-ANSWER_WEEKS) ?? weeks[0], weeks.at(-1)]
  if (since === undefined || through === undefined) return
  const first = await firstKnown(tx)
  if (first === null) return
  const [members, use, people] = [
    await membersOn(tx, weeks),
    await useOf(tx),
    await peopleOf(tx, given),
  ]
  const worked = given.flatMap(({ account, week, signals }): readonly Worked[] => {
    const person = people.get(`${week} ${account}`)
    return person === undefined ? [] : [{ person, week, signals }]
  })
  const cells = addUp({ members, use, knownFrom: nextMonday(first), worked })
  const policies = await promised(tx)
  const floors = {
    week: (week: Day) => weekFloor(week, policies),
    answers: answersFloor(since, policies),
  }
  const decided = await decidedOn(tx, { source, through })
  const told = weeks.flatMap((week) => {
    const own = cells.filter((cell) => cell.week === week)
    const floor = floors.week(week)
    return SIGNAL_IDS.filter((signal) => decided.isOpen(signal, week)).flatMap((signal) =>
      decideWeek(own, { week, signal, floor }),
    )
  })
  const turn = new Set(
    SIGNAL_IDS.filter(
      (signal) =>
        decided.isTurn(signal, since) &&
        worked.some(({ signals }) => signals[signal] !== undefined),
    ),
  )
  const traits = turn.size === 0 ? [] : await signalReader(tx).traits()
  const floor = floors.answers
  const answers = decideAnswers({ cells, traits }, { signals: turn, since, through, floor })
  await writeTold(tx, { source, told, answers, floors })
}

const nextMonday = (day: Day): Day => monday(addDays(day, 6))

const list = (days: readonly Day[]) => sql`${sql.param([...days])}::text[]::date[]`

const membersOn = (tx: Db, weeks: readonly Day[]) =>
  packed<Member>(
    tx,
    'members of weeks',
    sql`select m.person_id as person, w.week::text as week, u.path as unit
      from unnest(${list(weeks)}) as w(week)
      join membership m on m.tenant_id = 1 and w.week between m.valid_from and m.valid_to
      join org_unit u on u.tenant_id = 1 and u.unit_id = m.unit_id`,
  )

/** Of each person the weeks with use; where a tool counts no messages, each active day is an action. */
async function useOf(tx: Db): Promise<ReadonlyMap<number, readonly UseWeek[]>> {
  const found = await packed<UseWeek & { readonly person: number }>(
    tx,
    'use by week',
    sql`select person_id as person, date_trunc('week', day)::date::text as week,
        sum(${ACTIONS})::int as actions
      from usage_daily where tenant_id = 1 and person_id <> 0
      group by 1, 2 having sum(${ACTIONS}) > 0`,
  )
  return Map.groupBy(found, ({ person }) => person)
}

async function firstKnown(tx: Db): Promise<Day | null> {
  const [found] = await rows<{ readonly day: Day | null }>(
    tx,
    'first known day',
    sql`select min(day)::text as day from covered_day where tenant_id = 1 and activity`,
  )
  return found?.day ?? null
}

/** Who the accounts were on the Mondays, by week and hash. */
async function peopleOf(
  tx: Db,
  given: readonly PersonWeek[],
): Promise<ReadonlyMap<string, number>> {
  const asked = given.flatMap(({ account, week }) =>
    hashesOf(account).map((hash) => ({ account, week, hash })),
  )
  const found = await packed<{ readonly key: string; readonly person: number }>(
    tx,
    'whose weeks',
    sql`select distinct g.week || ' ' || g.account as key,
        coalesce(p.person_id, a.account_id) as person
      from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb)
        as g(account text, week date, hash text)
      join account a on a.tenant_id = 1 and a.pseudonym = decode(g.hash, 'hex')
      left join account_person p on p.tenant_id = 1 and p.account_id = a.account_id
        and g.week between p.valid_from and p.valid_to`,
  )
  return new Map(found.map(({ key, person }) => [key, person]))
}
