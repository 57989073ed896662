import { sql } from 'drizzle-orm'

import { catalogue } from '#core/metric/catalogue.ts'
import type { Measured, Measurement, MetricId } from '#core/metric/metric.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { bucketStart } from '#core/time/grain.ts'
import { eachDay, length, type Period, workingDays } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'
import type { Question, Scope, UsageReader } from '#ports.ts'

import { tools } from './coverage.ts'
import { namesOf, TENANT } from './measure-sql.ts'
import { aboutsOf } from './published-about.ts'
import { cellsIn } from './published-cells.ts'
import type { Ground } from './published-groups.ts'
import { PUBLISHED_MODELS } from './published-models.ts'
import { ratioParts, withRatios } from './published-ratios.ts'
import { nodesOf, unitsNamed } from './published-scope.ts'
import { split, valueOf } from './published-split.ts'
import { ledger, type Of } from './published-sums.ts'
import { whyWithheld } from './published-why.ts'
import type { Pseudonym } from './resolve-user.ts'
import { resolve } from './resolve.ts'
import { rows } from './rows.ts'

const NO_HOLIDAYS: ReadonlySet<Day> = new Set()

/** Answers from published cells alone: whoever asks, the same, and nothing that was not decided safe. */
export function publishedReader(
  db: Db,
  options: { readonly pseudonym: Pseudonym; readonly holidays?: ReadonlySet<Day> },
): UsageReader {
  const { pseudonym, holidays = NO_HOLIDAYS } = options
  return {
    async resolve(filters) {
      const { user, asset, ...others } = filters
      const found = await resolve(db, others, {
        person: pseudonym,
        asset: pseudonym,
        models: PUBLISHED_MODELS,
      })
      if ('unresolved' in found)
        return {
          unresolved: found.unresolved.map((one) =>
            one.key === 'model' && one.why === 'unknown' ? { ...one, why: 'untold' } : one,
          ),
        }
      const { ids, labels } = found.scope
      // Whether a person, a prompt or an agent is known at all is not told here.
      return {
        scope: {
          ids: { ...ids, ...(user && { user: [] }), ...(asset && { asset: [] }) },
          labels: {
            ...labels,
            ...(user && { user: ['one person'] }),
            ...(asset && { asset: ['some of its prompts, tools and agents'] }),
          },
        },
      }
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

async function measurePublished(
  db: Db,
  question: Question,
  holidays: ReadonlySet<Day>,
): Promise<Measured> {
  const { period, previous, metrics, scope, by, also } = question
  const [first = period.from] = [previous.from, period.from].toSorted()
  const [last = period.to] = [previous.to, period.to].toSorted().toReversed()
  const reach = { from: addDays(first, -31), to: addDays(last, 31) }
  const named = (['tool', 'model', 'feature'] as const).filter((of) => of === by || of === also)
  const [units, { sums, rounded, people }, names, { tools: every }, through] = await Promise.all([
    unitsNamed(db),
    cellsIn(db, reach),
    Promise.all(
      named.map(async (of) => {
        const found = await rows<{ id: number; name: string }>(db, 'names', namesOf(of))
        return [of, new Map(found.map(({ id, name }) => [id, name]))] as const
      }),
    ),
    tools(db, { today: question.today, measures: ['activity'] }),
    rows<{ readonly day: Day | null }>(
      db,
      'published through',
      sql`select max(last_day)::text as day from published_period
        where tenant_id = ${TENANT} and kind = 'sums'`,
    ),
  ])
  const dataThrough = through[0]?.day ?? null
  const ends = dataThrough !== null && dataThrough >= period.from && dataThrough < period.to
  const ground: Ground = {
    question,
    period: ends ? { from: period.from, to: dataThrough } : period,
    units,
    names: Object.fromEntries(names),
    told: withRatios(ledger(sums, people)),
    about: aboutsOf(sums, rounded),
    nodes: nodesOf(scope, units),
    of: narrowed(scope),
    holidays,
  }
  return {
    measurements: metrics.map((metric) => published(metric, ground)),
    dataThrough,
    tools: every.flatMap(({ id, name, dataThrough: known, bucketZone }) => {
      if (known === null || known < period.from || !(scope.ids.tool?.includes(id) ?? true))
        return []
      const ends = dataThrough !== null && dataThrough < known ? dataThrough : known
      return [{ tool: name, dataThrough: ends, bucketZone }]
    }),
    // As it is today it would show who was forgotten, and when; it is no cell.
    headcount: null,
    empty: false,
  }
}

/** One filter at most, and of models and features only over the whole company. */
function narrowed({ ids, labels }: Scope): Of | undefined | 'none' {
  if (ids.user || ids.level || ids.quartile || ids.asset || labels.group) return 'none'
  const asked = (['tool', 'model', 'feature'] as const).filter((key) => ids[key])
  const [split, ...others] = asked
  if (!split) return undefined
  if (others.length > 0 || (split !== 'tool' && ids.team)) return 'none'
  return { split, keys: ids[split] ?? [] }
}

function published(metric: MetricId, ground: Ground): Measurement {
  const { question, holidays } = ground
  const { previous, grain } = question
  const { period } = ground
  const now = valueOf(metric, period, ground)
  const before = valueOf(metric, previous, ground)
  // Of what is not published to its end yet, as much as is known: of the period before, as many days.
  const known =
    length(period) < Math.min(length(question.period), length(previous))
      ? { from: previous.from, to: addDays(previous.from, length(period) - 1) }
      : previous
  const compared = known === previous ? before : valueOf(metric, known, ground)
  const both = now !== null && compared !== null
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
      before: both ? compared : null,
      days: both ? Math.min(length(period), length(known)) : 0,
      workingDaysNow: both ? workingDays(period, holidays) : 0,
      workingDaysBefore: both ? workingDays(known, holidays) : 0,
    },
    coverage: { tools: [], cannot: [] },
    series: points(question.period),
    seriesBefore: points(previous),
    ...madeOf(metric, ground),
    ...(now === null && { withheld: whyWithheld(metric, ground) }),
  }
  const { by, also } = question
  return by
    ? { ...measurement, by: split(metric, { dimension: by, ...(also && { also }) }, ground) }
    : measurement
}

/** Both sides of a ratio, which are published themselves. */
function madeOf(metric: MetricId, ground: Ground): Pick<Measurement, 'madeOf'> {
  const { told, nodes, of, period, question } = ground
  if (of === 'none') return {}
  const [now, before] = [period, question.previous].map((side) =>
    ratioParts(metric, told, { nodes, period: side, of }),
  )
  if (!now?.length) return {}
  const { madeOf = [] } = catalogue[metric]
  return {
    madeOf: madeOf.map((part, n) =>
      Object.assign({ now: now[n] ?? null, before: before?.[n] ?? null }, part),
    ),
  }
}

function buckets(period: Period, grain: Question['grain']): readonly Period[] {
  const each = Map.groupBy(eachDay(period), (day) => bucketStart(day, grain))
  return [...each.values()].flatMap((days) => {
    const [from, to] = [days[0], days.at(-1)]
    return from && to ? [{ from, to }] : []
  })
}
