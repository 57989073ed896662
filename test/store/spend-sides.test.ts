import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { REST_KINDS, type Side, spendOf } from '#core/why/side.ts'
import { spendSides } from '#store/spend-sides.ts'
import type { Store } from '#store/store.ts'
import { stores } from '#test/support/store.ts'

import { ask, asking, COMPANY, covers, days, LAST, of, THIS } from './reader-ask.ts'
import type { Company, Use } from './reader-company.ts'

const few = fc.integer({ min: 0, max: 5_000 })

const anyUse: fc.Arbitrary<Use> = fc
  .record(
    {
      day: fc.constantFrom(...days(9, 20)),
      tool: fc.constantFrom('chatgpt', 'github-copilot'),
      person: fc.constantFrom('p-ada', 'p-bob', 'p-cyd'),
      unit: fc.constantFrom('Sales', 'Engineering'),
      model: fc.constantFrom('gpt-5', 'claude'),
      input_tokens: few,
      cache_read_tokens: few,
      output_tokens: few,
      unpriced_tokens: few,
      cost_billed_micros: few,
      cost_estimated_micros: few,
      cost_credits_micros: few,
    },
    { requiredKeys: ['day', 'tool'] },
  )
  .map((use) => ({ ...use, ...(use.cost_billed_micros === 0 && { cost_billed_micros: 1 }) }))

/** Some days are not covered, so that some are known in one period only. */
const anyCompany: fc.Arbitrary<Company> = fc.record({
  tools: fc.constant(COMPANY.tools ?? []),
  units: fc.constant(COMPANY.units ?? []),
  people: fc.constant(COMPANY.people ?? []),
  models: fc.constant(COMPANY.models ?? []),
  uses: fc.uniqueArray(anyUse, {
    minLength: 5,
    maxLength: 25,
    selector: (use) => [use.day, use.tool, use.person, use.model].join(),
  }),
  covered: fc
    .tuple(fc.subarray(days(9, 20), { minLength: 8 }), fc.subarray(days(9, 20), { minLength: 6 }))
    .map(([chat, code]) => [...covers('chatgpt', chat), ...covers('github-copilot', code)]),
})

const tokensOf = (use: Use) =>
  Math.max(
    0,
    (use.input_tokens ?? 0) +
      (use.cache_read_tokens ?? 0) +
      (use.output_tokens ?? 0) -
      (use.unpriced_tokens ?? 0),
  )

/** The same from the lines themselves, without SQL. */
function reference({ uses = [], covered = [] }: Company, which: 0 | 1, paired: boolean): Side {
  const [from, other] = which === 0 ? [16, 9] : [9, 16]
  const isCovered = (tool: string, day: string) =>
    covered.some((one) => one.tool === tool && one.day === day)
  const counts = ({ tool, day }: Use) => {
    const n = Number(day.slice(8)) - from
    const twin = `2026-11-${String(other + n).padStart(2, '0')}`
    return n >= 0 && n < 5 && isCovered(tool, day) && (!paired || isCovered(tool, twin))
  }
  const billed = new Set(
    uses.flatMap((use) => (use.cost_billed_micros === undefined ? [] : [`${use.tool} ${use.day}`])),
  )
  const cells = new Map<string, { tokens: number; spend: number }>()
  const people = new Set<string>()
  const rest: Partial<Record<(typeof REST_KINDS)[number], number>> = {}
  for (const use of uses.filter(counts)) {
    const bill = billed.has(`${use.tool} ${use.day}`)
    const { cost_estimated_micros: guess, cost_credits_micros: credits } = use
    const reckoned =
      guess === undefined && credits === undefined ? undefined : (guess ?? 0) + (credits ?? 0)
    const spend = bill ? use.cost_billed_micros : reckoned
    if (spend === undefined) continue
    const tokens = tokensOf(use)
    const lacks = use.model === undefined ? 'no-model' : tokens === 0 ? 'no-tokens' : undefined
    const kind = lacks
      ? bill
        ? 'bill'
        : lacks
      : use.person === undefined
        ? 'no-person'
        : undefined
    if (kind) rest[kind] = (rest[kind] ?? 0) + spend
    else {
      people.add(use.person ?? '')
      const key = `${use.tool} ${use.model}`
      const cell = cells.get(key) ?? { tokens: 0, spend: 0 }
      cells.set(key, { tokens: cell.tokens + tokens, spend: cell.spend + spend })
    }
  }
  const listed = [...cells]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, sums]) => {
      const [tool = '', model = ''] = key.split(' ')
      return { tool, model, ...sums }
    })
  return { people: people.size, cells: listed, rest }
}

describe.each(stores())('$kind', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store[Symbol.asyncDispose]())

  test('spend taken apart is what the lines say, and comes to what the answer says', async () => {
    let cells = 0
    const property = fc.asyncProperty(anyCompany, async (company) => {
      const question = asking(THIS, LAST)
      const spend = of(await ask(store, company, question), 'spend')
      for (const paired of [false, true]) {
        const { now, before } = await spendSides(store.db, question, { paired })
        expect({ now, before }).toEqual({
          now: reference(company, 0, paired),
          before: reference(company, 1, paired),
        })
        const said = paired ? spend.comparable : spend
        // What is not known is not told, whatever its lines come to.
        expect([said.now ?? spendOf(now), said.before ?? spendOf(before)]).toEqual([
          spendOf(now),
          spendOf(before),
        ])
        cells += now.cells.length + before.cells.length
      }
    })
    await fc.assert(property, { numRuns: 12 })
    expect(cells).toBeGreaterThan(12)
  })
})
