import { catalogue } from '#core/metric/catalogue.ts'
import type { MetricId, Value } from '#core/metric/metric.ts'
import { isSeats } from '#core/metric/seats-on.ts'
import { isWhole } from '#core/metric/unit.ts'

import { isAgents } from './agent-columns.ts'
import type { Cut } from './calendar.ts'
import type { Ground } from './measure-compose.ts'
import type { PeopleCount } from './measure-people.ts'
import type { Ranks } from './measure-ranks.ts'
import type { Summed } from './measure-sums.ts'
import { isMedian, medianOf, MEDIANS } from './medians.ts'
import { type Sums, total, valueOf } from './metric-columns.ts'
import { isOfPersons, personReading, type Tallies, type Tally } from './person-metrics.ts'
import { divided, isRatio, ratioParts, RATIOS } from './ratios.ts'
import { fullWeeks, toolsOf, type Weekly, weeklyReading, weeksIn } from './weeks.ts'

/** The sums that make up a cut; none where no row of use falls in it. */
export type SumsOf = (cut: Partial<Cut>) => readonly Sums[]

/** How many people were active in a cut. */
export type PeopleIn = (cut: Partial<Cut>) => number

/** How a cut's messages are spread over its people; undefined of too few. */
export type RanksIn = (cut: Partial<Cut>) => Ranks | undefined

/** What a metric comes to over a cut, given that it can be known there. */
export type Reading = (cut: Partial<Cut>) => Value

/** What it is made of over a cut, as its definition lists it. */
export type Parts = (cut: Partial<Cut>) => readonly Value[]

export type Gathered = {
  readonly sumsOf: SumsOf
  readonly peopleIn: PeopleIn
  readonly ranksIn: RanksIn
  readonly tallyIn: (cut: Partial<Cut>) => Tally | undefined
  readonly told: Tallies['told']
  readonly weekly?: Pick<Weekly, 'known' | 'paired'>
}

/** How a metric is read from what was gathered, and what it is made of. */
export function readings(
  metric: MetricId,
  { sumsOf, peopleIn, ranksIn, tallyIn, told, weekly }: Gathered,
  ground: Ground,
): { readonly read: Reading; readonly parts?: Parts } {
  if (metric === 'active_people') return { read: peopleIn }
  if (metric === 'concentration') {
    const parts: Parts = (cut) => {
      const { top = null, all = null, people = null } = ranksIn(cut) ?? {}
      return [top, all, people]
    }
    return { read: (cut) => divided(parts(cut).slice(0, 2), false), parts }
  }
  if (isOfPersons(metric)) return personReading(metric, tallyIn, told)
  const { question, calendar, groups, can } = ground
  const able = ground.tools.flatMap(({ id }) => (can(id, metric) ? [id] : []))
  const tools = toolsOf(able, groups)
  if (metric === 'weekly_active_people') {
    if (weekly === undefined) throw new RangeError('The weeks were not counted')
    const weeks = { ...weekly, tools, buckets: calendar.buckets }
    return {
      read: weeklyReading(question, weeks),
      parts: (cut) => [fullWeeks(question, cut, weeks).length],
    }
  }
  if (isMedian(metric)) {
    const { buckets, least, leftOut } = MEDIANS[metric]
    const counts = (cut: Partial<Cut>) => buckets.map((bucket) => total(sumsOf(cut), bucket))
    return {
      read: (cut) => medianOf(counts(cut), least),
      parts: (cut) => [
        counts(cut).reduce((sum, count) => sum + count, 0),
        ...leftOut.map((column) => total(sumsOf(cut), column)),
      ],
    }
  }
  if (isAgents(metric)) {
    const parts: Parts = (cut) =>
      (['good_agent_runs', 'agent_runs'] as const).map((column) => total(sumsOf(cut), column))
    if (metric !== 'agent_success') return { read: (cut) => total(sumsOf(cut), metric) }
    return { read: (cut) => divided(parts(cut), false), parts }
  }
  if (isSeats(metric) || metric === 'adoption' || metric === 'activation')
    throw new RangeError('It is not read off what was used')
  if (!isRatio(metric)) return { read: (cut) => valueOf(metric, sumsOf(cut)) }
  const gathered = { sumsOf, peopleIn, weeksIn: weeksIn(question, calendar, tools) }
  const parts: Parts = (cut) => ratioParts(RATIOS[metric], cut, gathered)
  const round = isWhole(catalogue[metric].unit)
  return { read: (cut) => divided(parts(cut), round), parts }
}

export function gatherPeople(counts: readonly PeopleCount[]): PeopleIn {
  const people = new Map(counts.map((count) => [nameOf(count), count.people]))
  return (cut) => people.get(nameOf(cut)) ?? 0
}

export function gatherRanks(ranked: readonly Ranks[]): RanksIn {
  const all = new Map(ranked.map((of) => [nameOf(of), of]))
  return (cut) => all.get(nameOf(cut))
}

export function gatherTallies({ found, told }: Tallies): Pick<Gathered, 'tallyIn' | 'told'> {
  const all = new Map(found.map((of) => [nameOf(of), of]))
  return { told, tallyIn: (cut) => all.get(nameOf(cut)) }
}

export function gatherSums(summed: readonly Summed[]): SumsOf {
  const gathered = new Map<string, Sums[]>()
  for (const { side, bucket, paired, key, also, sums } of summed) {
    const whole = [{ side }, { side, bucket }, ...(paired ? [{ side, paired }] : [])]
    for (const cut of key === null ? whole : [{ side, bucket, key, also }]) {
      const name = nameOf(cut)
      const found = gathered.get(name)
      if (found) found.push(sums)
      else gathered.set(name, [sums])
    }
  }
  return (cut) => gathered.get(nameOf(cut)) ?? []
}

function nameOf({ side, bucket, paired, key, also }: Partial<Cut>): string {
  return [side, bucket ?? '-', paired ?? '-', key ?? '-', also ?? '-'].join(' ')
}
