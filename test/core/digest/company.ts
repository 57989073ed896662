import type { DigestFacts, UnitWeeks } from '#core/digest/facts.ts'
import type { Value } from '#core/metric/metric.ts'
import { addDays, day } from '#core/time/day.ts'

const WEEKS = 18
const ASOF = day('2026-11-23')

/** The same wobble on every run: a week's part of a unit's number, between 0.9 and 1.1. */
const wobble = (unit: number, week: number): number =>
  1 + 0.1 * Math.sin(unit * 12.9898 + week * 78.233)

export type Told = {
  readonly units?: number
  readonly size?: number
  /** What a unit's week is beside its usual one, in all that is counted of it. */
  readonly times?: (unit: number, weeksBack: number) => number | null
  readonly members?: (unit: number, weeksBack: number) => number
  readonly workingDays?: readonly number[]
}

/** Teams of one size, 30 messages and two dollars a person and week. */
export function company(told: Told = {}, more: Partial<DigestFacts> = {}): DigestFacts {
  const { units: count = 20, size = 20, times = () => 1, members = () => size } = told
  const weeks = Array.from({ length: WEEKS }, (_, n) => addDays(ASOF, 7 * (n - WEEKS)))
  const back = (week: number) => WEEKS - 1 - week
  const workingDays = told.workingDays ?? weeks.map(() => 5)
  const course = (each: number, unit: number, extra = 0): readonly Value[] =>
    weeks.map((_, week) => {
      const factor = times(unit, back(week))
      if (factor === null) return null
      const heads = members(unit, back(week))
      const worked = extra === 0 ? (workingDays[week] ?? 5) / 5 : 1
      return Math.round(heads * each * factor * worked * wobble(unit + extra, week))
    })
  const units = Array.from({ length: count }, (_, unit): UnitWeeks => ({
    path: `Sales/Team ${unit}`,
    label: `Team ${unit}`,
    members: weeks.map((_, week) => members(unit, back(week))),
    values: {
      spend: course(2_000_000, unit),
      messages: course(30, unit),
      sessions: course(10, unit),
      weekly_active_people: course(0.7, unit, 50),
      messages_per_session: weeks.map((_, week) => 3 * wobble(unit + 99, week)),
    },
  }))
  const sum = (of: (unit: UnitWeeks) => readonly Value[]): readonly Value[] =>
    weeks.map((_, week) =>
      units.reduce<Value>((total, unit) => {
        const value = of(unit)[week] ?? null
        return total === null || value === null ? null : total + value
      }, 0),
    )
  return {
    asOf: ASOF,
    week: { from: addDays(ASOF, -7), to: addDays(ASOF, -1) },
    weeks,
    workingDays,
    view: 'exact',
    whole: {
      path: null,
      label: 'The company',
      members: sum(({ members }) => members),
      values: {
        spend: sum(({ values }) => values.spend),
        messages: sum(({ values }) => values.messages),
        sessions: sum(({ values }) => values.sessions),
        weekly_active_people: sum(({ values }) => values.weekly_active_people),
        messages_per_session: weeks.map((_, week) => 3 * wobble(7, week)),
      },
    },
    units,
    basis: { billed: 0, estimated: 1, credits: 0 },
    unpricedShare: 0,
    dataThrough: addDays(ASOF, -1),
    tools: ['chatgpt'],
    leftOut: [],
    models: [],
    prompts: null,
    departments: [],
    seats: null,
    contracts: null,
    commitments: null,
    streams: null,
    governance: null,
    assets: null,
    ...more,
  }
}
