import { describe, expect, test } from 'vitest'

import type { BillDay, BillFacts, ToolFacts } from '#core/reconcile/facts.ts'
import { reconcileMessage } from '#core/reconcile/message.ts'
import { reasonText } from '#core/reconcile/reason-words.ts'
import { billReasons, sourceReasons } from '#core/reconcile/reasons.ts'
import { day } from '#core/time/day.ts'

const TODAY = day('2026-11-21')

const days = (...pairs: readonly (readonly [number | null, number | null])[]): readonly BillDay[] =>
  pairs.map(([bill, estimate], n) => ({ day: day(`2026-11-0${n + 1}`), bill, estimate }))

const tool = (bill: Partial<BillFacts>, facts: Partial<ToolFacts> = {}): ToolFacts => ({
  tool: 'openai-api',
  measures: [],
  cache: [],
  bill: {
    sources: ['openai-costs'],
    days: days([900, 1000], [910, 1000], [700, 1000]),
    rows: 3,
    credited: 0,
    withoutEstimate: 0,
    unknownLines: 0,
    ...bill,
  },
  ...facts,
})

const kinds = (facts: ToolFacts) => billReasons(facts, TODAY).map(({ kind }) => kind)

describe('a bill differs from the estimate because', () => {
  test('nothing does: there is no reason where they are the same', () => {
    expect(kinds(tool({ days: days([1000, 1000]) }))).toEqual([])
    expect(kinds(tool({}))).toEqual([])
  })

  test('each row is rounded, where it is no more than a micro-dollar a row', () => {
    expect(kinds(tool({ days: days([1000, 1003]), rows: 3 }))).toEqual(['rounding'])
    expect(kinds(tool({ days: days([1000, 1004]), rows: 3 }))).toEqual([])
  })

  test('the last days are not final', () => {
    const late = [{ day: day('2026-11-18'), bill: 500, estimate: 1000 }]
    expect(kinds(tool({ days: late }))).toEqual(['not-final'])
    expect(kinds(tool({ days: [{ ...late[0]!, day: day('2026-11-17') }] }))).toEqual([])
  })

  test('a price was negotiated: the same share of list price every day', () => {
    const steady = tool({ days: days([800, 1000], [1602, 2000], [799, 1000]) })
    expect(billReasons(steady, TODAY)).toEqual([
      { kind: 'negotiated-price', share: expect.closeTo(0.8, 2) as number, days: 3 },
    ])
    expect(kinds(tool({ days: days([800, 1000], [800, 1000]) }))).toEqual([])
    expect(kinds(tool({ days: days([995, 1000], [995, 1000], [995, 1000]) }))).toEqual([])
  })

  test('the bill takes credits off', () => {
    expect(billReasons(tool({ credited: -5_000_000 }), TODAY)).toEqual([
      { kind: 'credits', micros: 5_000_000 },
    ])
  })

  test('keys and projects are billed that nothing was reckoned for', () => {
    expect(kinds(tool({ withoutEstimate: 7 }))).toEqual(['without-estimate'])
  })

  test('some days have one side alone', () => {
    const aside = tool({ days: days([900, 1000], [50, null], [null, 70]) })
    expect(billReasons(aside, TODAY)).toEqual([
      { kind: 'one-side-only', billOnly: 1, estimateOnly: 1 },
    ])
  })

  test('a currency has no rate', () => {
    expect(kinds(tool({ unknownLines: 2, days: days([1000, 1000]) }))).toEqual(['unknown-currency'])
  })

  test('cached tokens were priced in full by a source that cannot tell them', () => {
    const cache = [
      { source: 'otlp', cacheRead: 900, input: 100 },
      { source: 'litellm', cacheRead: null, input: 1000 },
    ]
    expect(billReasons(tool({}, { cache }), TODAY)).toEqual([
      { kind: 'cached-at-full-price', source: 'litellm', tokens: 900 },
    ])
    // Where the estimate is the smaller, that is no reason.
    const dearer = { days: days([1900, 1000], [910, 1000]) }
    expect(kinds(tool(dearer, { cache }))).toEqual([])
  })
})

describe('a source says something else because', () => {
  const said = { says: 80, counted: null, countedThen: 100, days: 10, rows: 10 }
  const whole = { days: 10, counted: 100 }

  test('a gateway knows only what is routed through it', () => {
    expect(sourceReasons({ source: 'litellm', ...said }, whole)).toEqual([
      { kind: 'gateway-partial', source: 'litellm', share: 0.8 },
    ])
    expect(sourceReasons({ source: 'otlp', ...said }, whole)).toEqual([])
  })

  test('it speaks of fewer days', () => {
    expect(sourceReasons({ source: 'otlp', ...said, days: 7 }, whole)).toEqual([
      { kind: 'fewer-days', source: 'otlp', days: 7, of: 10 },
    ])
  })
})

test('the message compares, explains, and says what it counts', () => {
  const facts = tool(
    {
      days: days([800_000_000, 1_000_000_000], [1_600_000_000, 2_000_000_000]),
      credited: -9_000_000,
    },
    {
      measures: [
        {
          measure: 'activity',
          counted: 100,
          days: 10,
          sources: [
            { source: 'litellm', says: 80, counted: null, countedThen: 100, days: 10, rows: 10 },
            { source: 'otlp', says: 100, counted: 100, countedThen: 100, days: 10, rows: 10 },
          ],
        },
      ],
    },
  )
  const message = reconcileMessage({
    facts: { tools: [facts] },
    period: { from: day('2026-10-22'), to: day('2026-11-20') },
    today: TODAY,
    command: 'by:tool spend 30d',
  })
  expect(message.summary).toBe(
    'The bills say $2,400 against an estimate of $3,000: $600 (20%) less.',
  )
  expect(message.parts.flatMap((part) => (part.kind === 'table' ? [part.rows] : []))).toEqual([
    [['openai-api', '$2,400', '$3,000', '−$600', '2']],
    [
      ['messages, litellm', '80', '0', '-20'],
      ['messages, otlp', '100', '100', '0'],
    ],
  ])
  expect(message.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))).toEqual([
    [
      '**openai-api**',
      'Credits: the bill takes off $9.00.',
      'litellm saw 80% of it: a gateway knows what is routed through it.',
    ].join('\n'),
  ])
})

test('where nothing can be compared, the answer says so', () => {
  const { summary } = reconcileMessage({
    facts: { tools: [] },
    period: { from: day('2026-10-22'), to: day('2026-11-20') },
    today: TODAY,
    command: 'by:tool spend 30d',
  })
  expect(summary).toBe(
    'There is nothing to compare: no day has both a bill and an estimate, and no tool has two sources.',
  )
})

test('a difference without a known reason is said', () => {
  const { parts } = reconcileMessage({
    facts: { tools: [tool({})] },
    period: { from: day('2026-10-22'), to: day('2026-11-20') },
    today: TODAY,
    command: 'by:tool spend 30d',
  })
  expect(parts.find((part) => part.kind === 'text')).toMatchObject({
    text: expect.stringContaining('No likely reason is known') as string,
  })
})

test('a reason is a sentence', () => {
  expect(reasonText({ kind: 'negotiated-price', share: 0.8, days: 3 })).toBe(
    'A negotiated price: the bill is 80% of list price on each of 3 days.',
  )
})
