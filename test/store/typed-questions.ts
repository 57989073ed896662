/**
 * Questions as they are typed, and what they ask by hand: days, names and steps without a line of the
 * product.
 */
import * as fc from 'fast-check'

import {
  DAYS,
  FEATURES,
  LEVELS,
  METRICS,
  MODELS,
  OF_EVERYONE,
  OF_SEATS,
  OF_PERSONS,
  QUARTILES,
} from './reader-companies.ts'
import { PEOPLE, TOOLS, UNITS } from './reader-names.ts'
import type { Asked } from './reader-reference.ts'

export type Typed = {
  readonly text: string
  readonly asked: Asked
  /** What of the grammar it is made of. */
  readonly productions: readonly string[]
}

/** Measured for every answer, whatever it shows. */
const ALWAYS = [
  'spend',
  'active_people',
  'messages',
  'sessions',
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
]

const DAY = 86_400_000
const shifted = (day: string, days: number) =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)
const weekdayOf = (day: string) => new Date(day).getUTCDay() || 7

type Span = readonly [string, string]
type Period = { readonly typed: string; readonly kind: string; readonly days: Span }

const before = ([from, to]: Span): Span => {
  const length = (Date.parse(to) - Date.parse(from)) / DAY + 1
  return [shifted(from, -length), shifted(from, -1)]
}

/** Days to ask about on a day, in each way there is to say so. */
const periodOn = (today: string): fc.Arbitrary<Period> => {
  const monday = shifted(today, 1 - weekdayOf(today))
  return fc.oneof(
    fc.integer({ min: 1, max: 14 }).map((count) => ({
      typed: `${count}d`,
      kind: 'Nd',
      days: [shifted(today, -count), shifted(today, -1)] as const,
    })),
    fc.integer({ min: 1, max: 2 }).map((count) => ({
      typed: `${count}w`,
      kind: 'Nw',
      days: [shifted(monday, -7 * count), shifted(monday, -1)] as const,
    })),
    fc.tuple(fc.nat(9), fc.nat(6)).map(([back, longer]) => {
      const from = shifted(today, -back - longer)
      const to = shifted(today, -back)
      return { typed: `${from}..${to}`, kind: 'from..to', days: [from, to] as const }
    }),
    fc.constant({ typed: 'today', kind: 'today', days: [today, today] as const }),
    fc.constant({
      typed: 'yesterday',
      kind: 'yesterday',
      days: [shifted(today, -1), shifted(today, -1)] as const,
    }),
  )
}

type Versus = { readonly typed: string; readonly kind: string; readonly days: Span } | undefined

/** The days to compare with: of one month, so that a month earlier is the same date. */
const versusOf = ({ days, kind }: Period): fc.Arbitrary<Versus> => {
  const [from, to] = days
  const inNovember = from.startsWith('2026-11') && to.startsWith('2026-11') && to < '2026-11-30'
  const moved = (year: string): Span => [from.replace('2026-11', year), to.replace('2026-11', year)]
  const ends = shifted(from, -1)
  const chosen = fc.nat(9).map((longer) => {
    const begins = shifted(ends, -longer)
    return { typed: `vs:${begins}..${ends}`, kind: 'vs:from..to', days: [begins, ends] as const }
  })
  const usual = fc.constant(undefined)
  if (!inNovember) return fc.oneof(usual, chosen)
  // Weeks stay weeks from Monday to Sunday.
  const yearBefore: Span =
    kind === 'Nw' ? [shifted(from, -364), shifted(to, -364)] : moved('2025-11')
  const lastYear = { typed: 'vs:last year', kind: 'vs:last year', days: yearBefore }
  const lastMonth = { typed: 'vs:last month', kind: 'vs:last month', days: moved('2026-10') }
  return fc.oneof(
    { weight: 3, arbitrary: usual },
    { weight: 2, arbitrary: chosen },
    { weight: 1, arbitrary: fc.constant(lastMonth) },
    { weight: 1, arbitrary: fc.constant(lastYear) },
  )
}

const VALUES = {
  team: [...UNITS, null],
  user: [...PEOPLE, null],
  tool: TOOLS,
  model: [...MODELS, null],
  feature: FEATURES,
  group: ['pilots', 'leads'],
  level: [...LEVELS, null],
  quartile: [...QUARTILES, null],
} as const
type Key = keyof typeof VALUES
const KEYS = Object.keys(VALUES) as readonly Key[]

const valuesOf = (key: Key) =>
  fc.uniqueArray(fc.constantFrom<string | null>(...VALUES[key]), { minLength: 1, maxLength: 2 })

const filters = fc
  .oneof(
    { weight: 5, arbitrary: fc.constant<readonly Key[]>([]) },
    { weight: 6, arbitrary: fc.constantFrom(...KEYS).map((key): readonly Key[] => [key]) },
    { weight: 2, arbitrary: fc.constant<readonly Key[]>(['team', 'tool']) },
  )
  .chain((keys) => fc.tuple(...keys.map((key) => valuesOf(key).map((values) => [key, values]))))
  .map((pairs) => Object.fromEntries(pairs) as Asked['filters'])

const quoted = (value: string | null) =>
  value === null ? 'none' : value.includes('/') ? `"${value}"` : value

const DIMENSIONS = [
  'team',
  'department',
  'user',
  'model',
  'tool',
  'feature',
  'level',
  'quartile',
] as const

const rest = fc.record({
  filters,
  split: fc.option(
    fc
      .uniqueArray(fc.constantFrom(...DIMENSIONS), { minLength: 1, maxLength: 2 })
      .map(([by, also]) => ({ by, also })),
    { nil: { by: undefined, also: undefined }, freq: 3 },
  ),
  per: fc.option(fc.constantFrom('day' as const, 'week' as const, 'month' as const), {
    nil: undefined,
    freq: 1,
  }),
  metrics: fc.uniqueArray(fc.constantFrom(...METRICS, ...OF_PERSONS, ...OF_EVERYONE, ...OF_SEATS), {
    minLength: 1,
    maxLength: 3,
  }),
  top: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined, freq: 1 }),
  chart: fc.boolean(),
})

export const typed: fc.Arbitrary<Typed> = fc
  .constantFrom(...DAYS.slice(14), '2026-11-30')
  .chain((today) => fc.tuple(fc.constant(today), periodOn(today), rest))
  .chain(([today, period, rest]) =>
    fc.tuple(fc.constant({ today, period, rest }), versusOf(period)),
  )
  .map(([{ today, period, rest }, versus]) => {
    const { filters, split, per, metrics, top, chart } = rest
    const { by, also } = split
    const keys = Object.entries(filters)
    const words = [
      ...keys.map(([key, values]) => `${key}:${values.map(quoted).join(',')}`),
      ...(by ? [`by:${[by, ...(also ? [also] : [])].join(',')}`] : []),
      ...(top ? [`top:${top}`] : []),
      ...metrics,
      period.typed,
      ...(versus ? [versus.typed] : []),
      ...(per ? [`per:${per}`] : []),
      ...(chart ? [] : ['chart:none']),
    ]
    return {
      text: words.join(' '),
      asked: {
        period: period.days,
        previous: versus?.days ?? before(period.days),
        today,
        partial: period.days[1] >= today,
        grain: per ?? (period.kind === 'Nw' ? 'week' : 'day'),
        metrics: [...new Set([...ALWAYS, ...metrics])],
        by,
        also,
        filters,
      },
      productions: [
        ...keys.map(([key]) => `${key}:`),
        ...(keys.length > 1 ? ['two filters'] : []),
        ...(keys.some(([, values]) => values.length > 1) ? ['two values'] : []),
        ...(by ? [`by:${by}`] : []),
        ...(also ? ['by: two', `by:…,${also}`] : []),
        ...(top ? ['top:'] : []),
        ...metrics,
        period.kind,
        ...(versus ? [versus.kind] : []),
        ...(per ? [`per:${per}`] : []),
        ...(chart ? [] : ['chart:none']),
      ],
    }
  })
