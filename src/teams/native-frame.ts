import type { ChartColor } from '@microsoft/teams.cards'

import type { Chart, Role } from '#core/chart/chart.ts'
import type { Unit, Value } from '#core/metric/metric.ts'

export const UNITS: Record<Unit, { readonly label: string; readonly scale: number }> = {
  count: { label: 'Count', scale: 1 },
  people: { label: 'People', scale: 1 },
  tokens: { label: 'Tokens', scale: 1 },
  characters: { label: 'Characters', scale: 1 },
  usd_micros: { label: 'US dollars', scale: 1_000_000 },
  usd_micros_each: { label: 'US dollars', scale: 1_000_000 },
  usd_micros_month: { label: 'US dollars a month', scale: 1_000_000 },
  seats: { label: 'Seats', scale: 1 },
  ratio: { label: 'Ratio', scale: 1 },
  seconds: { label: 'Minutes', scale: 60 },
  share: { label: 'Percent', scale: 0.01 },
}

const COLOURS: readonly ChartColor[] = [
  'categoricalBlue',
  'categoricalMarigold',
  'categoricalTeal',
  'categoricalPurple',
  'categoricalGreen',
]

export const colour = (at: number, role?: Role): ChartColor =>
  role === undefined ? (COLOURS[at % COLOURS.length] ?? 'categoricalBlue') : 'neutral'

export const known = (values: readonly Value[]): values is readonly number[] =>
  values.every((value) => value !== null)

export const distinct = (names: readonly string[]) =>
  new Set(names).size === names.length && names.every((name) => name !== '')

export const titled = ({ title, subtitle }: Chart) => {
  const text = title === '' ? subtitle : title
  return text === '' ? {} : { title: text, showTitle: true }
}

export const percent = (share: number): number => Math.round(share * 1_000) / 10
