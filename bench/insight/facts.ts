import type { DigestFacts, UnitWeeks } from '#core/digest/facts.ts'
import type { Value } from '#core/metric/metric.ts'
import { addDays, day } from '#core/time/day.ts'

import type { Company, Team } from './company.ts'

/** As many weeks as a digest reads. */
export const WINDOW = 18
const START = day('2024-01-01')

/** The facts of a digest whose last week is this one. */
export function factsAt({ teams, workingDays }: Company, week: number): DigestFacts {
  const from = week - WINDOW + 1
  const cut = <T>(values: readonly T[]) => values.slice(from, week + 1)
  const asOf = addDays(START, 7 * (week + 1))
  const units = teams.map((team, n): UnitWeeks => ({
    path: `Team ${n}`,
    label: `Team ${n}`,
    members: cut(team.members),
    values: {
      spend: cut(team.spend),
      messages: cut(team.messages),
      sessions: cut(team.sessions),
      weekly_active_people: cut(team.people),
      messages_per_session: cut(team.depth),
    },
  }))
  const sum = (of: (team: Team) => readonly Value[]): readonly Value[] =>
    Array.from({ length: WINDOW }, (_, n) =>
      teams.reduce<Value>((total, team) => {
        const value = of(team)[from + n] ?? null
        return total === null || value === null ? null : total + value
      }, 0),
    )
  const messages = sum((team) => team.messages)
  const sessions = sum((team) => team.sessions)
  return {
    asOf,
    week: { from: addDays(asOf, -7), to: addDays(asOf, -1) },
    weeks: Array.from({ length: WINDOW }, (_, n) => addDays(asOf, 7 * (n - WINDOW))),
    workingDays: cut(workingDays),
    view: 'exact',
    whole: {
      path: null,
      label: 'The company',
      members: sum((team) => team.members),
      values: {
        spend: sum((team) => team.spend),
        messages,
        sessions,
        weekly_active_people: sum((team) => team.people),
        messages_per_session: messages.map((value, n) => {
          const of = sessions[n] ?? null
          return value === null || of === null || of === 0 ? null : value / of
        }),
      },
    },
    units,
    basis: null,
    unpricedShare: null,
    dataThrough: addDays(asOf, -1),
    tools: [],
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
  }
}
