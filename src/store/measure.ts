import type { Measured, Measurement, MetricId } from '#core/metric/metric.ts'
import { isSeats } from '#core/metric/seats-on.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { Abilities, AbilitiesOf } from './abilities.ts'
import { isAgents, ofModels, runDays } from './agent-columns.ts'
import { type Calendar, calendar, knowledge } from './calendar.ts'
import { headcount, type Tool } from './coverage.ts'
import { type Footing, footing, isSame, likelyFooting } from './footing.ts'
import { activation } from './measure-activation.ts'
import { adoption, type Everyone, everyone } from './measure-adoption.ts'
import {
  type Ground,
  measurement,
  withBasis,
  withParts,
  withRowBasis,
  withTenths,
} from './measure-compose.ts'
import { groupsOf } from './measure-groups.ts'
import { moves } from './measure-moves.ts'
import { isOfPeople, measuresOf, type Part, partsOf } from './measure-parts.ts'
import { people, type PeopleCount } from './measure-people.ts'
import { FACTS, plan as bestPlan, type Plan } from './measure-plan.ts'
import { premiumStarts } from './measure-premium-starts.ts'
import { type Ranks, ranks } from './measure-ranks.ts'
import { scores } from './measure-score.ts'
import { seatMeasurements } from './measure-seats.ts'
import { type Summed, sums } from './measure-sums.ts'
import { needsFacts } from './metric-columns.ts'
import type { Tallies } from './person-metrics.ts'
import { isOfQuartiles, limitsInForce } from './quartiles.ts'
import {
  type Gathered,
  gatherPeople,
  gatherRanks,
  gatherSums,
  gatherTallies,
  readings,
} from './readings.ts'

export type MeasureOptions = {
  readonly holidays: ReadonlySet<Day>
  readonly abilities: AbilitiesOf
  /** On which days nothing is kept of one person; undefined: on none. */
  readonly unitDays?: ((day: Day) => boolean) | undefined
  /** Read these tables whatever the question: every plan gives the same numbers. */
  readonly plan?: Plan
}

type Read = Part & {
  readonly at: Calendar
  readonly summed: readonly Summed[]
  readonly counted: readonly PeopleCount[]
  readonly ranked: readonly Ranks[]
  readonly tallies: Tallies
  readonly all?: Everyone | undefined
  /** Of weeks: on known days, and on those known in both periods. */
  readonly weekly?: Readonly<Record<'known' | 'paired', Counted>>
}

type Counted = { readonly calendar: Calendar; readonly counts: readonly PeopleCount[] }

/**
 * Answers a question from what the store holds. What it stands on is read beside it: nearly always that is
 * what it was the last time, and else the question is asked once more on what it is now.
 */
export async function measure(
  db: Db,
  question: Question,
  options: MeasureOptions,
): Promise<Measured> {
  const measures = [...new Set(question.metrics.flatMap(measuresOf))]
  const likely = likelyFooting(db, question, measures)
  if (!likely) return measureOn(await footing(db, question, measures), db, { question, options })
  const [actual, [tried]] = await Promise.all([
    footing(db, question, measures),
    Promise.allSettled([measureOn(likely, db, { question, options })]),
  ])
  if (!isSame(actual, likely)) return measureOn(actual, db, { question, options })
  if (tried.status === 'rejected') throw tried.reason
  return tried.value
}

async function measureOn(
  { days: known, tools: every, asOf, wholeDepartments }: Footing,
  db: Db,
  { question, options }: { readonly question: Question; readonly options: MeasureOptions },
): Promise<Measured> {
  const { scope, metrics, period } = question
  const { holidays, abilities, plan, unitDays } = options
  const days = unitDays
    ? known.map((at) => (unitDays(at.day) ? { ...at, ofUnits: true as const } : at))
    : known
  const told = await abilities(asOf, metrics)
  const apart = ofModels(question)
  const ran = runDays(question)
  const can: Abilities = (tool, metric) => (isAgents(metric) ? !apart : !ran) && told(tool, metric)
  const tables = plan ?? bestPlan(question, wholeDepartments)
  const weeksOf = async (at: Calendar): Promise<Counted> => {
    const counting = { tables: tables.people, placed: at.placed, eachBucket: true }
    return { calendar: at, counts: await people(db, question, counting) }
  }
  const readOf = async (part: Part, index: number): Promise<Read> => {
    // Of runs alone it is known whose they are: nothing else is read of prompts, tools and agents.
    const isNone = ran !== undefined && part.apart === undefined
    const { columns, people: of } = isNone ? NOTHING : part
    const at = calendar(question, days.map(part.day), holidays)
    const facts = columns.some(needsFacts) ? FACTS.sums : tables.sums
    const table = ran ?? part.apart ?? facts
    const [summed, counted, ranked, tallies, all] = await Promise.all([
      // What was used is read off the first.
      columns.length > 0 || index === 0
        ? sums(db, question, { table, placed: at.placed, columns })
        : [],
      of === 'whole' ? people(db, question, { tables: tables.people, placed: at.placed }) : [],
      of === 'ranked' ? ranks(db, question, at.placed) : [],
      tallied(db, question, { of, at, unitDays }),
      of === 'everyone'
        ? everyone(db, question, { tables: tables.people, placed: at.placed })
        : undefined,
    ])
    const read = { ...part, at, summed, counted, ranked, tallies, all }
    if (part.people !== 'weekly') return read
    const weeks = calendar({ ...question, grain: 'week' }, days.map(part.day), holidays)
    if (isNone) {
      const none = { calendar: weeks, counts: [] }
      return { ...read, weekly: { known: none, paired: none } }
    }
    const both = weeks.placed.map((day) => ({ ...day, known: day.paired }))
    const [known, paired] = await Promise.all([weeksOf(weeks), weeksOf({ ...weeks, placed: both })])
    return { ...read, weekly: { known, paired } }
  }
  // Nearly always it is these tools that the answer turns out to be of: one round to the server less.
  const present = new Set(known.flatMap((of) => (of.present ? [of.tool] : [])))
  const likely = lastDay(reaches(every.filter(({ id }) => present.has(id))), period)
  const [parts, likelyMembers] = await Promise.all([
    Promise.all(partsOf(metrics, days, can).map(readOf)),
    headcount(db, scope, likely),
  ])

  // Rows are of whatever was used, known or not: each part meets the same tools and groups.
  const summed = parts[0]?.summed ?? []
  const used = new Set(summed.map(({ tool }) => tool))
  const empty = summed.length === 0
  // Where nobody in scope used anything, it is the tools that were watched that say 0.
  const placed = parts.flatMap(({ at }) => at.placed)
  const watched = new Set(placed.filter(({ known }) => known).map(({ tool }) => tool))
  const tools = every
    .filter(({ id }) => (empty ? watched.has(id) : used.has(id)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const dataThrough = reaches(tools)
  const day = lastDay(dataThrough, period)
  const members = day === likely ? likelyMembers : await headcount(db, scope, day)
  const groups = groupsOf(question, summed)
  const measurements = parts.flatMap(
    ({ metrics, at, summed, counted, ranked, tallies, weekly, all }) => {
      const ground = { question, calendar: at, knows: knowledge(at.placed), tools, can, groups }
      const gathered = {
        sumsOf: gatherSums(summed),
        peopleIn: gatherPeople(counted),
        ranksIn: gatherRanks(ranked),
        ...gatherTallies(tallies),
        ...(weekly && { weekly: { known: weeks(weekly.known), paired: weeks(weekly.paired) } }),
      }
      return metrics.map((metric) => {
        const made =
          metric === 'adoption'
            ? adoption(all, {
                question,
                calendar: at,
                tools: every,
                hasDirectory: members !== null,
              })
            : composed(metric, gathered, ground)
        const spread = metric === 'concentration' ? withTenths(made, gathered) : made
        const uncounted =
          made.now === null && isOfPeople(metric) && at.placed.some(({ ofUnits }) => ofUnits)
        return {
          ...withBasis(withRowBasis(spread, gathered.sumsOf, ground), gathered.sumsOf({ side: 0 })),
          ...(uncounted && { withheld: { reason: 'uncounted' } as const }),
        }
      })
    },
  )
  const seats = await seatMeasurements(db, question, {
    metrics: metrics.filter(isSeats),
    buckets: calendar(question, [], holidays).buckets,
    used: tools.map(({ name }) => name),
    unitDays,
  })
  const began = metrics.includes('activation')
    ? [
        await activation(db, question, {
          buckets: calendar(question, [], holidays).buckets,
          unitDays,
        }),
      ]
    : []
  const all = [...measurements, ...seats, ...began]
  return {
    measurements: metrics.flatMap((id) => all.find(({ metric }) => metric === id) ?? []),
    dataThrough,
    tools: tools.map(({ name, dataThrough, bucketZone }) => ({
      tool: name,
      dataThrough,
      bucketZone,
    })),
    headcount: members,
    ...(isOfQuartiles(question) && {
      limits: await limitsInForce(
        db,
        tools.map(({ name }) => name),
      ),
    }),
    // Of seats and of everyone there is, what was not used is told too.
    empty:
      empty &&
      all.every(({ metric, now }) => now === null || !(isSeats(metric) || isOfEveryone(metric))),
  }
}

/** The day that all of these tools' data reaches. */
const reaches = (tools: readonly Tool[]): Day | null =>
  tools.flatMap(({ dataThrough }) => dataThrough ?? []).toSorted()[0] ?? null

const lastDay = (dataThrough: Day | null, { to }: Question['period']): Day =>
  dataThrough && dataThrough < to ? dataThrough : to

function composed(metric: MetricId, gathered: Gathered, ground: Ground): Measurement {
  const { read, parts } = readings(metric, gathered, ground)
  const measured = measurement(metric, read, ground)
  return parts ? withParts(measured, parts, ground) : measured
}

const isOfEveryone = (metric: MetricId): boolean => metric === 'adoption' || metric === 'activation'

const NOTHING = { columns: [], people: 'none' } as const

const NONE: Tallies = { found: [], told: [false, false] }

function tallied(
  db: Db,
  question: Question,
  { of, at, unitDays }: Pick<MeasureOptions, 'unitDays'> & { of: Part['people']; at: Calendar },
): Promise<Tallies> | Tallies {
  if (of === 'score') return scores(db, question, at)
  if (of === 'moves') return moves(db, question, unitDays)
  if (of === 'premium') return premiumStarts(db, question, { placed: at.placed, unitDays })
  return NONE
}

const weeks = ({ calendar, counts }: Counted) => ({ calendar, peopleIn: gatherPeople(counts) })
