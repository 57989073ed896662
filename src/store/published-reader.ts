import { sql } from 'drizzle-orm'

import { catalogue } from '#core/metric/catalogue.ts'
import type { Dimension, Measured, Measurement, MetricId, Row, Value } from '#core/metric/metric.ts'
import type { Withheld } from '#core/metric/withheld.ts'
import { addDays, addMonths, type Day, firstOfMonth, monday } from '#core/time/day.ts'
import { eachDay, length, type Period, workingDays } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'
import type { Question, Scope, UsageReader } from '#ports.ts'

import { headcount } from './coverage.ts'
import { namesOf, TENANT } from './measure-sql.ts'
import { cellsIn, COMPANY_NODE } from './published-cells.ts'
import { departmentNodes, nodesOf, ownNodes, type Unit, unitsNamed } from './published-scope.ts'
import { type Ledger, ledger, type Of } from './published-sums.ts'
import type { Pseudonym } from './resolve-user.ts'
import { resolve } from './resolve.ts'
import { rows } from './rows.ts'

/** So few people in a unit are not even counted. */
const FEWEST = 5
const NO_HOLIDAYS: ReadonlySet<Day> = new Set()

/** Answers from published cells alone: whoever asks, the same, and nothing that was not decided safe. */
export function publishedReader(
  db: Db,
  options: { readonly pseudonym: Pseudonym; readonly holidays?: ReadonlySet<Day> },
): UsageReader {
  const { pseudonym, holidays = NO_HOLIDAYS } = options
  return {
    async resolve(filters) {
      const { user, ...others } = filters
      const found = await resolve(db, others, pseudonym)
      // Whether a person is known at all is not told here.
      if (user === undefined || 'unresolved' in found) return found
      const { ids, labels } = found.scope
      return { scope: { ids: { ...ids, user: [] }, labels: { ...labels, user: ['one person'] } } }
    },
    measure: (question) => measurePublished(db, question, holidays),
    async hasUsage() {
      const [found] = await rows<{ readonly some: boolean }>(
        db,
        'has published',
        sql`select exists (select from published_cell where tenant_id = ${TENANT}) as some`,
      )
      return found?.some === true
    },
  }
}

type Ground = {
  readonly question: Question
  readonly units: readonly Unit[]
  readonly names: ReadonlyMap<number, string>
  readonly told: Ledger
  readonly nodes: readonly string[]
  /** What the filters narrow to; 'none' where the lattice has no such narrowing. */
  readonly of: Of | undefined | 'none'
  readonly holidays: ReadonlySet<Day>
}

async function measurePublished(
  db: Db,
  question: Question,
  holidays: ReadonlySet<Day>,
): Promise<Measured> {
  const { period, previous, metrics, scope, by } = question
  const reach = { from: addDays(previous.from, -31), to: addDays(period.to, 31) }
  const split = by === 'tool' || by === 'model' || by === 'feature' ? by : undefined
  const [units, { sums, people }, named, last] = await Promise.all([
    unitsNamed(db),
    cellsIn(db, reach),
    split ? rows<{ id: number; name: string }>(db, 'names', namesOf(split)) : [],
    rows<{ readonly day: string | null }>(
      db,
      'published through',
      sql`select max(last_day)::text as day from published_period
        where tenant_id = ${TENANT} and kind = 'sums'`,
    ),
  ])
  const ground: Ground = {
    question,
    units,
    names: new Map(named.map(({ id, name }) => [id, name])),
    told: ledger(sums, people),
    nodes: nodesOf(scope, units),
    of: narrowed(scope),
    holidays,
  }
  const dataThrough = last[0]?.day ?? null
  const size = await headcount(db, scope, period.to)
  return {
    measurements: metrics.map((metric) => published(metric, ground)),
    dataThrough,
    tools: [],
    headcount:
      size !== null && size >= FEWEST && !scope.labels.group && !scope.ids.user ? size : null,
    empty: false,
  }
}

/** One filter at most, and of models and features only over the whole company. */
function narrowed({ ids, labels }: Scope): Of | undefined | 'none' {
  if (ids.user || labels.group) return 'none'
  const asked = (['tool', 'model', 'feature'] as const).filter((key) => ids[key])
  const [split, ...others] = asked
  if (!split) return undefined
  if (others.length > 0 || (split !== 'tool' && ids.team)) return 'none'
  return { split, keys: ids[split] ?? [] }
}

function published(metric: MetricId, ground: Ground): Measurement {
  const { question, holidays } = ground
  const { period, previous, grain } = question
  const now = valueOf(metric, period, ground)
  const before = valueOf(metric, previous, ground)
  const both = now !== null && before !== null
  const points = (side: Period) =>
    buckets(side, grain).map((bucket) => ({
      from: bucket.from,
      value: valueOf(metric, bucket, ground),
    }))
  const measurement: Measurement = {
    metric,
    unit: catalogue[metric].unit,
    now,
    before,
    comparable: {
      now: both ? now : null,
      before: both ? before : null,
      days: both ? Math.min(length(period), length(previous)) : 0,
      workingDaysNow: both ? workingDays(period, holidays) : 0,
      workingDaysBefore: both ? workingDays(previous, holidays) : 0,
    },
    coverage: { tools: [], cannot: [] },
    series: points(period),
    seriesBefore: points(previous),
    ...(now === null && { withheld: whyWithheld(metric, ground) }),
  }
  const { by } = question
  return by
    ? { ...measurement, by: { dimension: by, rows: split(metric, by, ground) } }
    : measurement
}

function valueOf(metric: MetricId, period: Period, { told, nodes, of }: Ground): Value {
  return of === 'none' ? null : told.value(metric, nodes, { period, of })
}

function buckets(period: Period, grain: Question['grain']): readonly Period[] {
  const days = eachDay(period)
  if (grain === 'day') return days.map((day) => ({ from: day, to: day }))
  return [...Map.groupBy(days, monday).values()].flatMap((week) => {
    const [from, to] = [week[0], week.at(-1)]
    return from && to ? [{ from, to }] : []
  })
}

/** Who is told apart, and what is left of the whole: the others together. */
function split(metric: MetricId, by: Dimension, ground: Ground): readonly Row[] {
  const { told, question } = ground
  const { period, previous } = question
  const groups = groupsBy(metric, by, ground)
  const each = groups.flatMap(({ key, label, nodes, of }): readonly Row[] => {
    const now = told.value(metric, nodes, { period, of })
    return now === null
      ? []
      : [{ key, label, now, before: told.value(metric, nodes, { period: previous, of }) }]
  })
  const whole = valueOf(metric, period, ground)
  const rest = whole === null ? null : whole - each.reduce((sum, { now }) => sum + (now ?? 0), 0)
  const others = { key: 'others', label: `Others, too few to tell apart`, before: null }
  const last: readonly Row[] =
    metric === 'active_people' || rest === 0
      ? []
      : [{ ...others, now: rest, ...(rest === null && { withheld: whyWithheld(metric, ground) }) }]
  return [...each.toSorted((a, b) => (b.now ?? 0) - (a.now ?? 0)), ...last]
}

type Group = {
  readonly key: string | null
  readonly label: string
  readonly nodes: readonly string[]
  readonly of: Of | undefined
}

function groupsBy(metric: MetricId, by: Dimension, ground: Ground): readonly Group[] {
  const { question, units, nodes, of, names, told } = ground
  const { scope, period } = question
  if (of === 'none' || by === 'user') return []
  if (by === 'team' || by === 'department') {
    const found = by === 'team' ? ownNodes(scope, units) : departmentNodes(scope, units)
    const nobodys: Group = { key: null, label: 'unattributed', nodes: ['0'], of }
    const told = found.map(({ path, name, node }) => ({
      key: path,
      label: name,
      nodes: [node],
      of,
    }))
    return scope.ids.team ? told : [...told, nobodys]
  }
  if (of || (by !== 'tool' && scope.ids.team)) return []
  return told.keys(metric, nodes, { period, split: by }).map((key) => ({
    key: names.get(key) ?? null,
    label: names.get(key) ?? `no ${by}`,
    nodes,
    of: { split: by, keys: [key] },
  }))
}

/** Why a number is not told, and the nearest larger question that is. */
function whyWithheld(metric: MetricId, ground: Ground): Withheld {
  const { question, told, nodes, of, units } = ground
  const { period, today } = question
  const open = period.to >= addDays(today, -3)
  if (of === 'none') return { reason: 'detail', nearest: { kind: 'without', what: 'filter' } }
  const wider = widened(period).find((period) => told.value(metric, nodes, { period, of }) !== null)
  if (wider) return { reason: open ? 'open' : 'few', nearest: { kind: 'period', ...wider } }
  if (of && told.value(metric, nodes, { period }) !== null)
    return { reason: 'few', nearest: { kind: 'without', what: 'filter' } }
  for (const { path, node } of aboveAll(nodes, units)) {
    if (told.value(metric, [node], { period, of }) !== null)
      return { reason: 'few', nearest: { kind: 'unit', path } }
  }
  return { reason: open ? 'open' : 'few' }
}

/** The units above, nearest first, and the company last. */
function aboveAll([node, ...others]: readonly string[], units: readonly Unit[]) {
  const found: { readonly path: string | null; readonly node: string }[] = []
  let unit = others.length > 0 ? undefined : units.find(({ id }) => `${id}` === node?.split(' ')[0])
  if (node?.endsWith(' own') && unit) found.push({ path: unit.path, node: `${unit.id}` })
  while (unit?.parent != null) {
    const { parent } = unit
    unit = units.find(({ id }) => id === parent)
    if (unit) found.push({ path: unit.path, node: `${unit.id}` })
  }
  return [...found, { path: null, node: COMPANY_NODE }]
}

/** Whole weeks, then whole months around a period. */
function widened({ from, to }: Period): readonly Period[] {
  const lastOf = (day: Day) => addDays(addMonths(firstOfMonth(day), 1), -1)
  return [
    { from: monday(from), to: addDays(monday(to), 6) },
    { from: firstOfMonth(from), to: lastOf(to) },
  ]
}
