import { describe, expect, test } from 'vitest'

import { judged, type Plan, planned, type Weeks } from '#core/action/outcome.ts'
import { addDays, type Day, day } from '#core/time/day.ts'

const FIRST = day('2026-01-05')
const week = (monday: Day, weeks: number) => addDays(monday, 7 * weeks)
const HISTORY = 14
const mondays = Array.from({ length: HISTORY + 6 }, (_, n) => week(FIRST, n))
const TRIGGER = mondays[HISTORY - 1] ?? FIRST

/** Evenly spread, the same in every run. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

/** About normal. */
const noise = (next: () => number) =>
  Array.from({ length: 12 }, next).reduce((sum, value) => sum + value, 0) - 6

type Company = { readonly teams: number; readonly seed: number; readonly spread?: number }

/** Teams whose weeks vary by chance alone; the one that lies lowest in the last week is found. */
function company({ teams, seed, spread = 0.15 }: Company) {
  const next = chance(seed)
  const units = Array.from({ length: teams }, (_, n) => ({
    unit: `team ${n}`,
    values: mondays.map(() => Math.exp(4 + spread * noise(next))),
  }))
  const found = units.reduce((lowest, unit) =>
    (unit.values[HISTORY - 1] ?? 0) < (lowest.values[HISTORY - 1] ?? 0) ? unit : lowest,
  )
  const known: Weeks = {
    mondays: mondays.slice(0, HISTORY),
    units: units.map(({ unit, values }) => ({ unit, values: values.slice(0, HISTORY) })),
  }
  return { units, found: found.unit, known }
}

const NOBODY: ReadonlySet<string> = new Set()

function plan(
  weeks: Weeks,
  unit: string,
  { acted = NOBODY, alsoFound = NOBODY }: { acted?: typeof NOBODY; alsoFound?: typeof NOBODY } = {},
): Plan {
  const settled = planned({ unit, weeks, found: [TRIGGER], acted, alsoFound, week })
  if ('why' in settled) throw new Error(settled.why)
  return settled
}

/** What is judged where the action changed the number by this fraction from the trigger on. */
function after(given: Company, effect: number) {
  const { units, found, known } = company(given)
  const settled = plan(known, found)
  const changed = units.map((one) => ({
    ...one,
    values: one.values.map((value, at) =>
      one.unit === found && at >= HISTORY ? value * (1 + effect) : value,
    ),
  }))
  return judged(settled, { mondays, units: changed })
}

describe('a plan', () => {
  const { known, found } = company({ teams: 30, seed: 1 })

  test('has no week in its baseline in which the finding was made', () => {
    const { before, after: later } = plan(known, found)
    expect(before).not.toContain(TRIGGER)
    expect(before.at(-1)).toBe(week(TRIGGER, -1))
    expect(later).toEqual([2, 3, 4, 5].map((n) => week(TRIGGER, n)))
  })

  test('compares with no team that acts too, is a part of it or holds it', () => {
    const units = [
      ...known.units,
      { unit: `${found}/part`, values: known.units[0]?.values ?? [] },
      { unit: 'far larger', values: known.mondays.map(() => 4_000) },
    ]
    const { comparison } = plan({ ...known, units }, found, { acted: new Set(['team 3']) })
    expect(comparison).toHaveLength(28)
    for (const unit of ['team 3', found, `${found}/part`, 'far larger'])
      expect(comparison).not.toContain(unit)
  })

  test('compares with those of which the same was found, where they are enough', () => {
    const names = known.units.map(({ unit }) => unit).filter((unit) => unit !== found)
    const same = new Set(names.slice(0, 20))
    expect(plan(known, found, { alsoFound: same }).comparison.toSorted()).toEqual(
      [...same].toSorted(),
    )
    const few = new Set(names.slice(0, 5))
    expect(plan(known, found, { alsoFound: few }).comparison).toHaveLength(29)
  })

  test('is not made from too few weeks, and says so', () => {
    const short = {
      mondays: known.mondays.slice(-4),
      units: known.units.map(({ unit, values }) => ({ unit, values: values.slice(-4) })),
    }
    const settled = { unit: found, weeks: short, found: [TRIGGER], week }
    expect(planned({ ...settled, acted: NOBODY, alsoFound: NOBODY })).toEqual({
      why: 'only 3 weeks before it are known, and 4 are needed',
    })
  })
})

describe('an action that changed nothing', () => {
  test('is seldom said to have worked, though it began in the worst week of the worst team', () => {
    const runs = Array.from({ length: 400 }, (_, seed) => after({ teams: 40, seed: seed + 1 }, 0))
    const rose = runs.filter(({ verdict }) => verdict === 'rose').length
    const none = runs.filter(({ verdict }) => verdict === 'no visible change').length
    expect(rose).toBeLessThanOrEqual(20)
    expect(none).toBeGreaterThanOrEqual(360)
  })
})

describe('an action that changed something', () => {
  test('is seen where the change is beyond what could be seen, within its interval', () => {
    const runs = Array.from({ length: 100 }, (_, seed) => after({ teams: 40, seed: seed + 1 }, 0.8))
    const visible = runs.every((run) => run.visible !== null && run.visible < 0.8)
    expect(visible).toBe(true)
    expect(runs.filter(({ verdict }) => verdict === 'rose').length).toBeGreaterThanOrEqual(90)
    const covered = runs.filter(
      ({ interval }) => interval && interval[0] <= 0.8 && interval[1] >= 0.8,
    )
    expect(covered.length).toBeGreaterThanOrEqual(90)
  })

  test('shows its number and claims nothing beside fewer than 19 teams', () => {
    const told = after({ teams: 19, seed: 7 }, 2)
    expect(told).toMatchObject({
      verdict: 'too few units',
      interval: null,
      units: 18,
      visible: null,
    })
    expect(told.effect).toBeGreaterThan(1)
  })
})

test('a week that is not known yet leaves the outcome open', () => {
  const { units, found, known } = company({ teams: 30, seed: 3 })
  const holed = units.map((one) => ({
    ...one,
    values: one.values.map((value, at) =>
      one.unit === found && at === HISTORY + 2 ? null : value,
    ),
  }))
  expect(judged(plan(known, found), { mondays, units: holed }).verdict).toBe('not known')
})
