import { catalogue } from '#core/metric/catalogue.ts'
import type { Measurement, MetricId, Unit } from '#core/metric/metric.ts'

import { type AlertSpan, SPANS, type ThresholdSpec } from './number-rule.ts'

/** The shortest span a number is measured over, and why a shorter one has none. */
const SHORTEST: Partial<
  Readonly<Record<MetricId, { readonly per: AlertSpan; readonly why: string }>>
> = {
  weekly_active_people: { per: 'week', why: 'it is of whole weeks; of a day, take active_people' },
  sessions_per_person_week: {
    per: 'week',
    why: 'it is of whole weeks; of a day, take messages_per_session',
  },
  tokens_per_person_week: {
    per: 'week',
    why: 'it is of whole weeks; of a day, take output_tokens',
  },
  proficiency: { per: 'week', why: 'it takes three working days; of a day, take adoption' },
  habit_rate: { per: 'week', why: 'it takes three working days; of a day, take adoption' },
  level_rises: { per: 'week', why: 'levels are of whole weeks; of a day, take active_people' },
  level_falls: { per: 'week', why: 'levels are of whole weeks; of a day, take active_people' },
}

/** Why a number has no such span; undefined where it has. */
export function tooShort(
  metric: MetricId,
  per: AlertSpan,
): { readonly per: AlertSpan; readonly why: string } | undefined {
  const shortest = SHORTEST[metric]
  const isShort = shortest && SPANS.indexOf(per) < SPANS.indexOf(shortest.per)
  return isShort ? shortest : undefined
}

const ofPeople = (unit: Unit | undefined): boolean => unit === 'people' || unit === 'seats'

/** Whether it counts people, or what is theirs: what it brackets is people itself. */
const countsPeople = ({ metric }: ThresholdSpec): boolean => ofPeople(catalogue[metric].unit)

/** A share of people, or of their seats, by what it is made of: what was counted and of how many. */
const isShareOfPeople = ({ metric }: ThresholdSpec): boolean => {
  const { unit, madeOf = [] } = catalogue[metric]
  return unit === 'share' && ofPeople(madeOf[0]?.unit) && ofPeople(madeOf[1]?.unit)
}

/** The fewest people an amount may be about; undefined where it is about none. */
export const fewestOf = (spec: ThresholdSpec, floor: number): number | undefined =>
  countsPeople(spec) && spec.amount < floor ? floor : undefined

/**
 * Whether an alert of it tells of no few people. It brackets the number: on either side of a share there
 * must be as many as on any number that is told, and so behind every other number.
 */
export function isOfEnough(
  spec: ThresholdSpec,
  { measured, people }: { readonly measured: Measurement | undefined; readonly people: number },
  floor: number,
): boolean {
  if (countsPeople(spec)) return spec.amount >= floor
  const all = measured?.madeOf?.findLast(({ unit }) => ofPeople(unit))
  const of = all?.now ?? 0
  if (all && of < floor) return false
  if (!isShareOfPeople(spec)) return people >= floor
  const below = spec.amount * of
  return below >= floor && of - below >= floor
}
