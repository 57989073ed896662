import type { MetricId, Value } from '#core/metric/metric.ts'

import type { Cut } from './calendar.ts'
import type { PeopleCount } from './measure-people.ts'
import type { Summed } from './measure-sums.ts'
import { type Sums, valueOf } from './metric-columns.ts'

/** The sums that make up a cut; none where no row of use falls in it. */
export type SumsOf = (cut: Partial<Cut>) => readonly Sums[]

/** How many people were active in a cut. */
export type PeopleIn = (cut: Partial<Cut>) => number

/** What a metric comes to over a cut, given that it can be known there. */
export type Reading = (cut: Partial<Cut>) => Value

export function reading(metric: MetricId, sumsOf: SumsOf, peopleIn: PeopleIn): Reading {
  return metric === 'active_people' ? peopleIn : (cut) => valueOf(metric, sumsOf(cut))
}

export function gatherPeople(counts: readonly PeopleCount[]): PeopleIn {
  const people = new Map(counts.map((count) => [nameOf(count), count.people]))
  return (cut) => people.get(nameOf(cut)) ?? 0
}

export function gatherSums(summed: readonly Summed[]): SumsOf {
  const gathered = new Map<string, Sums[]>()
  for (const { side, bucket, paired, key, sums } of summed) {
    const whole = [{ side }, { side, bucket }, ...(paired ? [{ side, paired }] : [])]
    for (const cut of key === null ? whole : [{ side, bucket, key }]) {
      const name = nameOf(cut)
      const found = gathered.get(name)
      if (found) found.push(sums)
      else gathered.set(name, [sums])
    }
  }
  return (cut) => gathered.get(nameOf(cut)) ?? []
}

function nameOf({ side, bucket, paired, key }: Partial<Cut>): string {
  return [side, bucket ?? '-', paired ?? '-', key ?? '-'].join(' ')
}
