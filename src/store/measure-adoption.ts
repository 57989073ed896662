import { sql } from 'drizzle-orm'

import { catalogue } from '#core/metric/catalogue.ts'
import type { Dimension, Measurement, Row, Value } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import { type Calendar, comparedDays, type Cut, knowledge, type Side } from './calendar.ts'
import type { Tool } from './coverage.ts'
import { byRank, groupLabel } from './measure-groups.ts'
import { people, type PeopleCount, type PeopleTables } from './measure-people.ts'
import { TENANT } from './measure-sql.ts'
import { countOn, isOfUnits, type Members, members } from './members.ts'
import { divided } from './ratios.ts'
import { gatherPeople } from './readings.ts'
import { rows } from './rows.ts'
import { type SeatNames, seatNames } from './seat-counts.ts'

/** Who there was, and who of them was active: those without a home unit are on neither side. */
export type Everyone = {
  readonly members: readonly Members[]
  readonly counted: readonly PeopleCount[]
  readonly names: readonly SeatNames[]
}

type Counting = { readonly tables: PeopleTables; readonly placed: Calendar['placed'] }

/** What adoption is told by: neither a person nor a level of use has a share of people. */
const TOLD_BY: ReadonlySet<Dimension> = new Set(['team', 'department', 'tool', 'model', 'feature'])

const isTold = ({ scope, by, also }: Question): boolean =>
  !scope.ids.user &&
  !scope.ids.level &&
  !scope.ids.quartile &&
  !scope.ids.asset &&
  [by, also].every((of) => of === undefined || TOLD_BY.has(of))

export async function everyone(
  db: Db,
  question: Question,
  counting: Counting,
): Promise<Everyone | undefined> {
  if (!isTold(question)) return undefined
  const { scope, by, also } = question
  const units = await rows<{ readonly id: number }>(
    db,
    'units',
    sql`select unit_id as id from org_unit where tenant_id = ${TENANT}`,
  )
  const team = (scope.ids.team ?? units.map(({ id }) => id)).filter((id) => id !== 0)
  const seated = { ...question, scope: { ...scope, ids: { ...scope.ids, team } } }
  const [all, counted, ...names] = await Promise.all([
    members(db, seated),
    people(db, seated, { ...counting, tables: ofUnits(counting.tables) }),
    ...[by, also].flatMap((of) => (of ? [seatNames(db, of)] : [])),
  ])
  return { members: all, counted, names }
}

/** The company's own bitmaps hold those without a unit as well: they are counted by department. */
function ofUnits({ whole, groups }: PeopleTables): PeopleTables {
  const instead = (table: PeopleTables['whole']) => (table === 'active_day' ? 'active_bits' : table)
  return { whole: instead(whole), groups: instead(groups) }
}

type Ground = {
  readonly question: Question
  readonly calendar: Calendar
  /** Every tool there is. */
  readonly tools: readonly Tool[]
  readonly hasDirectory: boolean
}

type Of = {
  readonly cut: Partial<Cut> & { readonly side: Side }
  readonly tool?: number | undefined
  readonly members: readonly Members[]
}

/** The share of people who were active, also of teams and tools where nobody was. */
export function adoption(of: Everyone | undefined, ground: Ground): Measurement {
  const { question, calendar, tools, hasDirectory } = ground
  const { placed, buckets } = calendar
  const { members: all, counted } = of ?? { members: [], counted: [] }
  const watched = [...new Set(placed.map(({ tool }) => tool))]
  const knows = knowledge(placed)
  const active = gatherPeople(counted)
  const parts = ({ cut, tool, members }: Of): readonly Value[] => {
    const days = daysOf(calendar, cut, tool)
    return of && days.length > 0 ? [active(cut), countOn(members, days)] : [null, null]
  }
  const value = (asked: Of): Value => divided(parts(asked), false)
  const whole = all.filter((one) => one.whole)
  const points = (side: Side) =>
    buckets[side].map((from, bucket) => ({
      from,
      value: value({ cut: { side, bucket }, members: whole }),
    }))
  const compared = comparedDays(calendar, watched)
  const paired = (side: Side) =>
    compared.days > 0 ? value({ cut: { side, paired: true }, members: whole }) : null
  const [now, before] = ([0, 1] as const).map((side) =>
    knows(watched, side) ? parts({ cut: { side }, members: whole }) : [],
  )
  const { unit, madeOf = [] } = catalogue.adoption
  const names = tools.flatMap(({ id, name }) => (watched.includes(id) ? [name] : [])).toSorted()
  return {
    metric: 'adoption',
    unit,
    now: divided(now ?? [], false),
    before: divided(before ?? [], false),
    comparable: { now: paired(0), before: paired(1), ...compared },
    // Without a directory no tool can tell of how many people it is.
    coverage: hasDirectory ? { tools: names, cannot: [] } : { tools: [], cannot: names },
    series: points(0),
    seriesBefore: points(1),
    ...(question.by && {
      by: {
        dimension: question.by,
        ...(question.also && { also: question.also }),
        rows: of ? rowsOf(of, { question, watched, value }) : [],
      },
    }),
    madeOf: madeOf.map((part, n) =>
      Object.assign({ now: now?.[n] ?? null, before: before?.[n] ?? null }, part),
    ),
  }
}

/** The days of a cut on which any tool is known, or one. */
function daysOf({ placed }: Calendar, cut: Of['cut'], tool?: number): readonly Day[] {
  const found = placed.filter(
    (at) =>
      at.known &&
      at.side === cut.side &&
      (typeof cut.bucket !== 'number' || at.bucket === cut.bucket) &&
      (cut.paired !== true || at.paired) &&
      (tool === undefined || at.tool === tool),
  )
  return [...new Set(found.map(({ day }) => day))]
}

type Group = { readonly key: number; readonly also: number | null }

function rowsOf(
  { members: all, counted, names }: Everyone,
  {
    question: { by = 'tool', also },
    watched,
    value,
  }: {
    readonly question: Question
    readonly watched: readonly number[]
    readonly value: (of: Of) => Value
  },
): readonly Row[] {
  const used = counted.flatMap(({ key, also }) => (key === null ? [] : [{ key, also }]))
  /** Where people sit and what was watched, in every combination: what is used there or not. */
  const there = (of: Dimension, n: 'key' | 'also'): readonly number[] =>
    isOfUnits(of) ? all.flatMap((one) => one[n] ?? []) : of === 'tool' ? watched : []
  const pairs = isOfUnits(by) && isOfUnits(also)
  const combined: readonly Group[] = pairs
    ? all.flatMap(({ key, also }) => (key === null ? [] : [{ key, also }]))
    : there(by, 'key').flatMap((key): readonly Group[] =>
        also ? there(also, 'also').map((second) => ({ key, also: second })) : [{ key, also: null }],
      )
  const each = Map.groupBy([...used, ...combined], ({ key, also }) => `${key} ${also}`)
  const groups = [...each.values()].flatMap(([group]) => group ?? [])
  const label = (n: 0 | 1, of: Dimension, key: number) =>
    groupLabel(of, {
      key,
      names: names[n] ?? new Map(),
      shown: groups.map((group) => (n === 0 ? group.key : (group.also ?? 0))),
    })
  return groups
    .map((group): Row => {
      const tool =
        by === 'tool' ? group.key : also === 'tool' ? (group.also ?? undefined) : undefined
      const own = all.filter(
        (one) =>
          one.whole === !(isOfUnits(by) || isOfUnits(also)) &&
          (!isOfUnits(by) || one.key === group.key) &&
          (!isOfUnits(also) || one.also === group.also),
      )
      const of = (side: Side) => value({ cut: { side, ...group }, tool, members: own })
      return {
        ...label(0, by, group.key),
        ...(also && { also: label(1, also, group.also ?? 0) }),
        now: of(0),
        before: of(1),
      }
    })
    .toSorted(byRank)
}
