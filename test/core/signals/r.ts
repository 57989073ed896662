import { readFileSync } from 'node:fs'

import type { SignalCell, UnitTraits, UsageLevel } from '#core/signals/panel.ts'
import { addDays, type Day, day } from '#core/time/day.ts'

/** What R said of the people of test/fixtures/signals/make.R. */
type Said = {
  readonly difference: number
  readonly error: number
  readonly degrees: number
  readonly p: number
  readonly interval: readonly [number, number]
}

type FromR = {
  readonly level: { readonly all: Said; readonly before: Said }
  readonly spread: number
  readonly adoption: { readonly all: Said; readonly before: Said; readonly beyond: Said }
  readonly units: { readonly all: Said; readonly before: Said; readonly beyond: Said }
  readonly holm: { readonly p: readonly number[]; readonly adjusted: readonly number[] }
  readonly tails: readonly { readonly t: number; readonly degrees: number; readonly p: number }[]
  readonly quantiles: readonly {
    readonly both: number
    readonly degrees: number
    readonly t: number
  }[]
}

const read = (name: string) =>
  readFileSync(new URL(`../../fixtures/signals/${name}`, import.meta.url), 'utf8')

export const fromR = JSON.parse(read('r.json')) as FromR

export const monday = (week: number): Day => addDays(day('2026-01-05'), 7 * week)

/** Differences are counted from here on. */
export const since = monday(12)

/** The same people, as a connector would have added them up. */
export const cells: readonly SignalCell[] = read('cells.csv')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [unit = '', level = '', cohort = '', ...numbers] = line.split(',')
    const [week = 0, people = 0, known = 0, sum = 0, squares = 0] = numbers.map(Number)
    return {
      unit: `Eng/${unit}`,
      level: level as UsageLevel,
      cohort: cohort === '' ? null : monday(Number(cohort)),
      week: monday(week),
      people,
      signals: known === 0 ? {} : { prs_merged: { people: known, sum, squares } },
    }
  })

/** Each of the units 1 to 11 is like the one eleven further, and like no other. */
export const traits: readonly UnitTraits[] = Array.from({ length: 22 }, (_, at) => ({
  unit: `Eng/${at + 1}`,
  function: `trade ${at % 11}`,
  location: null,
  band: null,
  tenure: null,
}))
