import { expect, test } from 'vitest'

import { decide, type Job, type Telling, type Told } from '#store/publish-decide.ts'
import { type Basis, SUMMED } from '#store/publish-uses.ts'

import { company, pieces, rule, tree, whole } from '../privacy/rounded-company.ts'

const nothing = Object.fromEntries(SUMMED.map((metric) => [metric, null])) as Pick<
  Basis,
  (typeof SUMMED)[number]
>
const basis = company('a').map(({ amount, ...use }): Basis => ({
  ...nothing,
  ...use,
  messages: amount,
}))
const month = { pieces, tree, units: 'all', whole, rule }

const told = (tellings: readonly Telling[] | null) =>
  tellings?.find(({ metric }) => metric === 'messages')
const isRounded = ({ most }: Telling['cells'][number]) => most !== undefined

const first = (): Telling | undefined => {
  const job: Job = {
    ...month,
    kind: 'pieces',
    told: new Map(),
    known: [],
    fresh: pieces,
    before: undefined,
    basis,
    stand: new Map(),
  }
  return told(decide(job))
}

test('what is rounded is written as the least and the most it can be, beside what is exact', () => {
  const cells = first()?.cells ?? []
  const rounded = cells.filter(isRounded)
  expect(rounded.map(({ unit }) => unit)).toContain(21)
  for (const { unit, first: from, last, value, most = 0, split } of rounded) {
    const truth = basis.reduce((sum, use) => {
      const inside = use.day >= from && use.day <= last
      const of = unit === use.unit || unit === Math.floor(use.unit / 10)
      return inside && of ? sum + (use.messages ?? 0) : sum
    }, 0)
    expect(split).toBe('none')
    expect(truth >= value && truth <= most).toBe(true)
  }
  expect(cells.filter((cell) => !isRounded(cell)).length).toBeGreaterThan(rounded.length)
})

test('a month that is told again is told without anything rounded: two of one sum would be narrower', () => {
  const before = first()
  if (!before) throw new Error('messages are told')
  const detail: Told['detail'] = before.detail
  const again = told(
    decide({
      ...month,
      kind: 'again',
      told: new Map([['messages', { version: 1, detail }]]),
      known: pieces,
      kept: new Map([[1, basis]]),
      now: basis.map((use) => ({ ...use, messages: 2 * (use.messages ?? 0) })),
    }),
  )
  expect(before.cells.some(isRounded)).toBe(true)
  expect(again?.cells.length).toBe(before.cells.filter((cell) => !isRounded(cell)).length)
  expect(again?.cells.some(isRounded)).toBe(false)
})
