import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { FilterKey } from '#core/command/command.ts'
import type { Dimension } from '#core/metric/metric.ts'
import { day as dayOf } from '#core/time/day.ts'
import type { Question } from '#ports.ts'
import { stores } from '#test/support/store.ts'

import { asking, measureBoth } from './reader-ask.ts'
import { company, DAYS, FEATURES, LEVELS, METRICS, MODELS, QUARTILES } from './reader-companies.ts'
import { found } from './reader-company.ts'
import { maybe, PEOPLE, TOOLS, UNITS } from './reader-names.ts'
import { type Asked, reference } from './reader-reference.ts'
import { names, questionTyped } from './typed-ask.ts'
import { typed } from './typed-questions.ts'

const some = <Value>(values: readonly Value[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 })

const filters: fc.Arbitrary<Asked['filters']> = fc.oneof(
  fc.constant({}),
  fc.record({ team: some([...UNITS, null]) }),
  fc.record({ tool: some(TOOLS) }),
  fc.record({ team: some(UNITS), tool: some(TOOLS) }),
  fc.record({ model: some([...MODELS, null]) }),
  fc.record({ user: some([...PEOPLE, null]), feature: some(FEATURES) }),
  fc.record({ group: some(['pilots', 'leads']) }),
  fc.record({ level: some([...LEVELS, null]) }),
  fc.record({ team: some(UNITS), level: some(LEVELS) }),
  fc.record({ quartile: some([...QUARTILES, null]) }),
  fc.record({ tool: some(TOOLS), quartile: some(QUARTILES) }),
)

/** A second split is of a first, and another. */
const sound = ({ also, ...asked }: Asked): Asked =>
  asked.by === undefined || also === asked.by ? asked : { ...asked, also }

const SPLITS: readonly Dimension[] = [
  'team',
  'department',
  'user',
  'model',
  'tool',
  'feature',
  'level',
  'quartile',
]

const asked: fc.Arbitrary<Asked> = fc
  .record<Asked>({
    period: fc
      .tuple(fc.integer({ min: 14, max: 20 }), fc.integer({ min: 1, max: 14 }))
      .chain(([start, days]) =>
        fc.constant([DAYS[start] ?? '', DAYS[Math.min(start + days - 1, 27)] ?? ''] as const),
      ),
    previous: fc
      .tuple(fc.nat(4), fc.integer({ min: 1, max: 10 }))
      .map(([start, days]) => [DAYS[start] ?? '', DAYS[start + days - 1] ?? ''] as const),
    today: fc.constantFrom(...DAYS.slice(14), '2026-12-01'),
    partial: fc.boolean(),
    grain: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
    metrics: fc.constant(METRICS),
    by: maybe(fc.constantFrom(...SPLITS)),
    also: maybe(fc.constantFrom(...SPLITS)),
    filters,
  })
  .map(sound)

const NAMES: Readonly<Record<string, readonly string[]>> = {
  team: UNITS,
  user: PEOPLE,
  tool: TOOLS,
  model: MODELS,
  feature: FEATURES,
  level: LEVELS,
  quartile: QUARTILES,
}

function idsOf(key: string, value: string | null): readonly number[] {
  if (value === null) return [0]
  return (NAMES[key] ?? []).flatMap((name, n) =>
    name === value || (key === 'team' && name.startsWith(`${value}/`)) ? [n + 1] : [],
  )
}

function questionOf({ period, previous, by, also, filters, today, ...rest }: Asked): Question {
  const scoped = Object.entries(filters) as [FilterKey, readonly (string | null)[]][]
  return asking(period, previous, {
    grain: rest.grain,
    partial: rest.partial,
    metrics: METRICS,
    today: dayOf(today),
    ...(by && { by: by as Dimension }),
    ...(also && { also: also as Dimension }),
    scope: {
      ids: Object.fromEntries(
        scoped
          .filter(([key]) => key !== 'group')
          .map(([key, values]) => [
            key,
            [...new Set(values.flatMap((value) => idsOf(key, value)))],
          ]),
      ),
      labels: Object.fromEntries(
        scoped.map(([key, values]) => [key, values.map((value) => value ?? 'none')]),
      ),
    },
  })
}

describe.each(stores())('$kind', ({ open }) => {
  test('whatever is asked of whatever company, rollups, facts and a count by hand agree', async () => {
    await using store = await open()
    await fc.assert(
      fc.asyncProperty(
        company,
        fc.array(asked, { minLength: 4, maxLength: 4 }),
        fc.array(typed, { minLength: 2, maxLength: 2 }),
        async (company, questions, texts) => {
          await found(store, company)
          for (const { text, asked } of texts.filter((of) => names(company, of.asked))) {
            const question = await questionTyped(store, text, asked.today)
            const said = { text, ...(await measureBoth(store, question)) }
            expect(said).toEqual({ text, ...reference(company, asked) })
          }
          for (const asked of questions) {
            expect(await measureBoth(store, questionOf(asked))).toEqual(reference(company, asked))
          }
        },
      ),
      { numRuns: 15 },
    )
  }, 180_000)
})
