import type { Ask } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { listed } from '#core/message/english.ts'
import { formatValue } from '#core/metric/format.ts'
import type { SpendBasis } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'

import { cutWords } from './cut.ts'
import type { DigestFacts, UnitWeeks } from './facts.ts'

/** What is drawn, and what the buttons ask for: 14 weeks, as far as they are known. */
const SHOWN_WEEKS = 14
const LONGEST_NAME = 34

/** `$412` */
export const dollars = (micros: number): string => formatValue('usd_micros', micros)

/** `estimated`, `billed`, `billed and estimated`: how a week's spend is known. */
export function basisWord(basis: SpendBasis | null): string {
  if (!basis) return 'billed or estimated'
  const said = [
    ...(basis.billed !== 0 ? ['billed'] : []),
    ...(basis.estimated !== 0 ? ['estimated'] : []),
    ...(basis.credits !== 0 ? ['credits'] : []),
  ]
  return said.length === 0 ? 'estimated' : listed(said)
}

/** `Data Platform`; `The company`. */
export const nameOf = ({ label }: Pick<UnitWeeks, 'label'>): string => cutWords(label, LONGEST_NAME)

/** The command for these weeks of a unit, last week included. */
export function asked(
  { weeks, week }: Pick<DigestFacts, 'weeks' | 'week'>,
  path: string | null,
  ask: Partial<Ask> & { readonly count?: number },
): string {
  const { count = SHOWN_WEEKS, ...rest } = ask
  const from = weeks.at(-Math.min(count, weeks.length)) ?? week.from
  const filters = path === null ? {} : { team: [path] }
  return format({
    kind: 'ask',
    period: { kind: 'range', from, to: week.to },
    ...rest,
    filters: { ...filters, ...rest.filters },
  })
}

/** The command that says what moved a unit's spend in the last weeks, against as many before. */
export function whyMoved(
  { weeks, week }: Pick<DigestFacts, 'weeks' | 'week'>,
  path: string | null,
  count: number,
): string {
  const from = weeks.at(-count) ?? week.from
  const filters = path === null ? {} : { team: [path] }
  return format({ kind: 'why', filters, period: { kind: 'range', from, to: week.to } })
}

/** The last weeks as points to draw. */
export function course(
  { weeks }: Pick<DigestFacts, 'weeks'>,
  values: readonly (number | null)[],
): readonly { readonly from: Day; readonly value: number | null }[] {
  return weeks.slice(-SHOWN_WEEKS).map((from, n, shown) => ({
    from,
    value: values[weeks.length - shown.length + n] ?? null,
  }))
}

/** `4.1 times usual`, `35% more than usual`, `where none is usual`. */
export function timesUsual(now: number, usual: number): string {
  if (usual <= 0) return 'where none is usual'
  const ratio = now / usual
  if (ratio >= 1.95) return `${ratio >= 9.95 ? Math.round(ratio) : ratio.toFixed(1)} times usual`
  const percent = Math.round(Math.abs(ratio - 1) * 100)
  return `${percent}% ${ratio > 1 ? 'more' : 'less'} than usual`
}
