import * as fc from 'fast-check'

import type { Ask, Command, FilterKey, Filters, PeriodSpec, Versus } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { DIMENSION_NAMES, FILTER_KEYS } from '#core/command/grammar.ts'
import { savedName } from '#core/command/saved.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { MetricId } from '#core/metric/metric.ts'
import { addDays, day, type Day } from '#core/time/day.ts'
import { GRAINS } from '#core/time/grain.ts'

const MARKS = '" \' “ ” „ ‘ ’ « » \\ \\" , : = / ; . ? -- [person] <@U1> 🙂 👩‍💻 é שלום'.split(' ')
const WORDS = 'team: by:model 7d help top 10 last user:'.split(' ')
const INVISIBLE = [' ', ', ', ' / ', '\n', '\t', '\u0000', '\u200F', '\u202E', '\uFEFF', '\uD800']
const SLIPS =
  'vs:ann vs: compare:sales compare:tem:x compare: per:team per:year chart:pie tem:eng team: by top: last 30dd 2026-02-31 user: this month spnd'.split(
    ' ',
  )

/** Text out of what a parser may trip over. */
const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...MARKS, ...WORDS, ...INVISIBLE, 'last month', "'; DROP TABLE x;"),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.string({ maxLength: 8 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''))

// What is typed twice is meant once.
const values = fc.uniqueArray(
  hostileText.filter((text) => text.trim() !== ''),
  { minLength: 1, maxLength: 3 },
)

const within = (one: readonly string[], other: readonly string[]): boolean =>
  one.every((value) => other.some((it) => it.toLowerCase() === value.toLowerCase()))
const isSame = (one: readonly string[], other: readonly string[] = []): boolean =>
  within(one, other) && within(other, one)

const filters: fc.Arbitrary<Filters> = fc.record(
  Object.fromEntries(FILTER_KEYS.map((key) => [key, values])) as Record<FilterKey, typeof values>,
  { requiredKeys: [] },
)

const anyDay: fc.Arbitrary<Day> = fc
  .integer({ min: 0, max: 60_000 })
  .map((days) => addDays(day('1990-01-01'), days))

const period: fc.Arbitrary<PeriodSpec> = fc.oneof(
  fc.record({ kind: fc.constant('days' as const), count: fc.integer({ min: 1, max: 730 }) }),
  fc.record({ kind: fc.constant('weeks' as const), count: fc.integer({ min: 1, max: 104 }) }),
  fc.record({ kind: fc.constant('range' as const), from: anyDay, to: anyDay }),
  fc.constant({ kind: 'last-month' as const }),
  fc.constant({ kind: 'today' as const }),
)

const versus: fc.Arbitrary<Versus> = fc.oneof(
  fc.constant({ kind: 'last-year' as const }),
  fc.constant({ kind: 'last-month' as const }),
  fc.record({ kind: fc.constant('range' as const), from: anyDay, to: anyDay }),
)

export const anyAsk: fc.Arbitrary<Ask> = fc
  .record(
    {
      kind: fc.constant('ask' as const),
      filters,
      period,
      by: fc.constantFrom(...DIMENSION_NAMES),
      also: fc.constantFrom(...DIMENSION_NAMES),
      top: fc.integer({ min: 1, max: 1000 }),
      vs: versus,
      compare: fc.record({ key: fc.constantFrom(...FILTER_KEYS), values }),
      per: fc.constantFrom(...GRAINS),
      chart: fc.constant('none' as const),
      metrics: fc.uniqueArray(fc.constantFrom(...(Object.keys(catalogue) as MetricId[])), {
        minLength: 1,
      }),
    },
    { requiredKeys: ['kind', 'filters', 'period'] },
  )
  // A second split is of a first, and another.
  .map(({ also, ...ask }): Ask =>
    also === undefined || ask.by === undefined || also === ask.by ? ask : { ...ask, also },
  )
  // Two are compared whole.
  .filter(({ by, compare }) => by === undefined || compare === undefined)
  // Nothing is set beside itself.
  .filter(
    ({ filters, compare }) =>
      compare === undefined || !isSame(compare.values, filters[compare.key]),
  )

const help = fc.record(
  {
    kind: fc.constant('help' as const),
    topic: hostileText.map((text) => text.trim()).filter((text) => text !== ''),
  },
  { requiredKeys: ['kind'] },
)

const explain = fc.record(
  { kind: fc.constant('explain' as const), ref: fc.stringMatching(/^[a-z0-9]{4,12}$/) },
  { requiredKeys: ['kind'] },
)

const name = hostileText
  .map(savedName)
  .filter((name) => name !== '' && name.length <= 60 && !name.includes('@'))
const saved = fc.oneof(
  fc.record(
    { kind: fc.constant('save' as const), name, what: anyAsk.map(format) },
    { requiredKeys: ['kind', 'name'] },
  ),
  fc.record({
    kind: fc.constant('saved' as const),
    act: fc.constantFrom('ask', 'remove', 'share', 'unshare'),
    name,
  }),
  fc.record({ kind: fc.constant('saved' as const), act: fc.constant('rename'), name, to: name }),
)

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 9, arbitrary: anyAsk },
  { weight: 1, arbitrary: help },
  { weight: 1, arbitrary: fc.constant({ kind: 'status' as const }) },
  { weight: 1, arbitrary: explain },
  { weight: 2, arbitrary: saved },
)

/** Text near the grammar, so that much of it is half understood. */
export const typedText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      hostileText,
      fc.string(),
      fc.constantFrom(...SLIPS),
      fc
        .tuple(fc.constantFrom(...FILTER_KEYS, 'by', 'tem', 'foo'), hostileText)
        .map(([key, value]) => `${key}:${value}`),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(' '))
