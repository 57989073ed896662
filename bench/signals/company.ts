import type {
  SignalCell,
  SignalId,
  SignalSum,
  UnitTraits,
  UsageLevel,
} from '#core/signals/panel.ts'
import { addDays, day } from '#core/time/day.ts'

import type { Random } from '../insight/random.ts'

const WEEKS = 26
/** Fourteen weeks are asked for; the twelve before them tell of the time before. */
const SINCE = 12
const FIRST = day('2026-01-05')
const mondays = Array.from({ length: WEEKS }, (_, week) => addDays(FIRST, 7 * week))
export const since = addDays(FIRST, 7 * SINCE)

export type Kind = 'effect' | 'none' | 'confounded'

/** Where the truth is written, for the bench to read: no question is asked of it. */
export const TRUTH = 'pr_size' satisfies SignalId

/** How one team's people differ in a week: persons for good, weeks of one person, as they leave 0.4 of themselves. */
const PERSONS = 0.6
const PERSON_WEEKS = 0.8
const LEFT = 0.4
/** How teams differ for good, and what befalls all of one in a week. */
const TEAMS = 0.5
const TEAM_WEEKS = 0.15
/** Effects are not the same in all teams. */
const UNEVEN = 0.3
/** Weeks until the level of who has begun says so: nine of twelve. */
const UNTIL_HABITUAL = 9

/** Of one team, those who began in the same week. */
type Group = { readonly people: number; readonly cohort: number | null }

type Team = { readonly name: string; readonly rollout: boolean; readonly groups: readonly Group[] }

export type Company = {
  readonly people: number
  readonly cells: readonly SignalCell[]
  readonly traits: readonly UnitTraits[]
}

export type Size = {
  readonly teams: number
  /** In standard deviations of people of one team in one week. */
  readonly effect: number
}

/** Three teams in ten begin at once, as many have few who do; in the others people begin one by one. */
function teamOf(at: number, { uniform, between, binomial }: Random): Team {
  const people = Math.round(between(6, 15))
  const kind = at % 10
  const week = (from: number, to: number) => Math.floor(between(from, to + 1))
  const starts = new Map<number, number>()
  const begin = (count: number, of: () => number) => {
    for (let n = 0; n < count; n++) {
      const cohort = of()
      starts.set(cohort, (starts.get(cohort) ?? 0) + 1)
    }
  }
  if (kind < 3) {
    const start = week(SINCE, 18)
    begin(binomial(people, 0.75), () => start)
  } else if (kind < 7) begin(binomial(people, 0.15), () => week(-20, WEEKS))
  // Every third week there is a training.
  else begin(binomial(people, 0.6), () => (uniform() < 0.3 ? -10 : 9 + 3 * week(0, 4)))
  const began = [...starts].filter(([cohort]) => cohort < WEEKS)
  const never = people - began.reduce((sum, [, count]) => sum + count, 0)
  const groups: readonly Group[] = [
    ...began.map(([cohort, count]) => ({ people: count, cohort })),
    { people: never, cohort: null },
  ]
  return { name: `Eng/T${at}`, rollout: kind < 3, groups: groups.filter((one) => one.people > 0) }
}

/** What one signal of a group would be without chance in a week, beside its team's. */
type Shift = (group: Group, week: number, team: Team, uneven: number) => number

/** Which signal is moved by what. A name is the truth; 'step' is what nothing measured can show. */
export const CAUSES: Record<
  Kind,
  Partial<Record<SignalId, 'effect' | 'selection' | 'drift' | 'team drift' | 'step'>>
> = {
  effect: { prs_merged: 'effect', focus_hours: 'effect' },
  none: {},
  confounded: {
    prs_merged: 'selection',
    focus_hours: 'drift',
    meeting_hours: 'team drift',
    review_hours: 'step',
  },
}

const began = ({ cohort }: Group, week: number) => cohort !== null && cohort <= week

const SHIFTS: Record<'effect' | 'selection' | 'drift' | 'team drift' | 'step', Shift> = {
  effect: (group, week, _, uneven) => (began(group, week) ? uneven : 0),
  // Who begins did more all along.
  selection: ({ cohort }) => (cohort === null ? 0 : 1),
  // Who begins was on the way: over the six weeks from before to after it looks like the effect.
  drift: ({ cohort }, week) => (cohort === null ? 0 : week / 6),
  // Teams that were on the way are given it first.
  'team drift': (_, week, { rollout }) => (rollout ? (0.75 * week) / 6 : 0),
  // Something else came in the same week.
  step: (group, week) => (began(group, week) ? 1 : 0),
}

export const ASKED = ['prs_merged', 'review_hours', 'meeting_hours', 'focus_hours'] as const

export function company(kind: Kind, { teams, effect }: Size, random: Random): Company {
  const cells: SignalCell[] = []
  const traits: UnitTraits[] = []
  let people = 0
  for (let at = 0; at < teams; at++) {
    const team = teamOf(at, random)
    traits.push({
      unit: team.name,
      function: ['engineering', 'data', 'product'][Math.floor(random.uniform() * 3)] ?? null,
      location: 'Berlin',
      band: null,
      tenure: '1 to 3 years',
    })
    const weeks = ASKED.map((signal) => ({ signal, of: signalOf(signal, random) }))
    const uneven = 1 + UNEVEN * random.normal()
    for (const group of team.groups) {
      people += group.people
      const drawn = weeks.map(({ signal, of }) => {
        const cause = CAUSES[kind][signal]
        const shift = cause === undefined ? null : SHIFTS[cause]
        return {
          signal,
          sums: of(group, (week) =>
            shift === null ? 0 : effect * shift(group, week, team, uneven),
          ),
        }
      })
      for (let week = 0; week < WEEKS; week++) {
        const signals: Partial<Record<SignalId, SignalSum>> = {}
        if (kind === 'effect') {
          const sum = began(group, week) ? group.people * effect : 0
          signals[TRUTH] = { people: group.people, sum, squares: 0 }
        }
        for (const { signal, sums } of drawn) {
          const sum = sums[week]
          if (sum !== undefined && sum.people > 0) signals[signal] = sum
        }
        cells.push({
          unit: team.name,
          level: levelIn(group, week),
          cohort: group.cohort === null ? null : mondayOf(group.cohort),
          week: mondays[week] ?? FIRST,
          people: group.people,
          signals,
        })
      }
    }
  }
  return { people, cells, traits }
}

/** Also of those who began before the first week. */
const STARTS = new Map(
  Array.from({ length: WEEKS + 30 }, (_, n) => [n - 30, addDays(FIRST, 7 * (n - 30))]),
)
const mondayOf = (cohort: number) => STARTS.get(cohort) ?? FIRST

function levelIn({ cohort }: Group, week: number): UsageLevel {
  if (cohort === null || week < cohort) return 'none'
  return week < cohort + UNTIL_HABITUAL ? 'novice' : 'habitual'
}

/** All measures are drawn with people of one team one standard deviation apart. */
function signalOf(signal: (typeof ASKED)[number], random: Random) {
  const { normal, poisson, gamma, binomial } = random
  const level = 4 + TEAMS * normal()
  const shocks = Array.from({ length: WEEKS }, () => TEAM_WEEKS * normal())
  return ({ people }: Group, shift: (week: number) => number): readonly SignalSum[] => {
    const theirs = (PERSONS * normal()) / Math.sqrt(people)
    let away = normal()
    return shocks.map((shock, week) => {
      away = LEFT * away + Math.sqrt(1 - LEFT ** 2) * normal()
      // Only who had a pull request reviewed has hours.
      const known = signal === 'review_hours' ? binomial(people, 0.7) : people
      if (known === 0) return { people: 0, sum: 0, squares: 0 }
      const mean = level + shock + theirs + shift(week)
      const noise = PERSON_WEEKS / Math.sqrt(known)
      const sum =
        signal === 'review_hours'
          ? known * (mean - PERSON_WEEKS) + PERSON_WEEKS * gamma(known)
          : signal === 'prs_merged'
            ? COUNTED * poisson((known * Math.max(mean + 0.5 * noise * away, 0.1)) / COUNTED)
            : known * (mean + noise * away)
      return {
        people: known,
        sum,
        squares: sum ** 2 / known + (known - 1) * (PERSONS ** 2 + PERSON_WEEKS ** 2),
      }
    })
  }
}

/** Counts whose chance is about that of the other measures: 4 on average, each worth 0.12 of it. */
const COUNTED = 0.12
