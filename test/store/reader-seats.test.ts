import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Dimension, SeatMetric } from '#core/metric/metric.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import type { Question } from '#ports.ts'
import { activation } from '#store/measure-activation.ts'
import { seatMeasurements } from '#store/measure-seats.ts'
import { publishedReader } from '#store/published-reader.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { asking } from './reader-ask.ts'
import { DAYS, fill, FIRST, held, HOME, people, TOOLS, UNITS } from './seat-company.ts'
import { type Held, numbersOn, type Seat, startedIn } from './seat-reference.ts'

const METRICS: readonly SeatMetric[] = [
  'assigned_seats',
  'purchased_seats',
  'active_seats',
  'seat_utilisation',
  'idle_seats',
  'idle_seat_cost',
]

type Asked = {
  readonly by?: Dimension
  readonly also?: Dimension
  readonly team?: string
  readonly tool?: string
}
const ASKED: readonly Asked[] = [
  {},
  { by: 'tool' },
  { by: 'team' },
  { by: 'department', also: 'tool' },
  { by: 'user', tool: 'claude' },
  { team: 'Sales', by: 'tool' },
  { team: 'Data' },
]

const isIn = (team: string | undefined, { person }: Seat, { units }: Held) =>
  team === undefined || `${units[person] ?? ''}/`.startsWith(`${team}/`)

const keyOf = (seat: Seat, by: Dimension, { units }: Held): string | null => {
  if (by === 'tool') return seat.tool
  if (by === 'user') return seat.person
  const unit = units[seat.person] ?? null
  return by === 'team' ? unit : (unit?.split('/')[0] ?? null)
}

function questionOf({ by, also, team, tool }: Asked): Question {
  const ids = {
    ...(team && {
      team: UNITS.flatMap((unit, n) => (`${unit}/`.startsWith(`${team}/`) ? [n + 1] : [])),
    }),
    ...(tool && { tool: [TOOLS.indexOf(tool) + 1] }),
  }
  return asking(['2026-11-09', '2026-11-20'], ['2026-10-26', '2026-11-06'], {
    metrics: METRICS,
    scope: { ids, labels: { ...(team && { team: [team] }), ...(tool && { tool: [tool] }) } },
    ...(by && { by }),
    ...(also && { also }),
  })
}

/** The tools with seats or pools by a day. */
const toolsOn = (held: Held, { tool }: Asked) =>
  TOOLS.filter((name) => (tool ?? name) === name && held.pools.some((pool) => pool.tool === name))

function expected(held: Held, asked: Asked, on: string) {
  const tools = toolsOn(held, asked)
  const mine = (seat: Seat) => isIn(asked.team, seat, held)
  return numbersOn(held, on, { tools, mine, bought: asked.team === undefined })
}

const [NOW, BEFORE] = [
  ['2026-11-09', '2026-11-20'],
  ['2026-10-26', '2026-11-06'],
] as const

/** What became of new seats is what is counted by hand, of all and of each group. */
async function activated(store: Store, held: Held, asked: Asked): Promise<void> {
  const { by, also, team, tool } = asked
  const found = await activation(store.db, questionOf(asked), { buckets: { 0: [], 1: [] } })
  const hand = (period: readonly [string, string], mine: (seat: Seat) => boolean = () => true) =>
    startedIn(held, period, {
      today: '2026-11-21',
      mine: (seat) => isIn(team, seat, held) && (tool ?? seat.tool) === seat.tool && mine(seat),
    })
  const share = ([used, all]: readonly (number | null)[]) => (all ? (used ?? 0) / all : null)
  const { now, before, madeOf = [] } = found
  expect({ asked, now, before, made: madeOf.map((part) => part.now) }).toEqual({
    asked,
    now: share(hand(NOW)),
    before: share(hand(BEFORE)),
    made: hand(NOW),
  })
  for (const row of found.by?.rows ?? []) {
    const mine = (seat: Seat) =>
      keyOf(seat, by ?? 'tool', held) === row.key &&
      (also === undefined || keyOf(seat, also, held) === row.also?.key)
    expect([row.now, row.before]).toEqual([share(hand(NOW, mine)), share(hand(BEFORE, mine))])
  }
  const some = found.by?.rows.length ?? 0
  expect(some > 0).toBe(by !== undefined && (now !== null || before !== null))
}

const some = fc.shuffledSubarray([...ASKED], { minLength: 3, maxLength: 3 })

describe('seats', () => {
  test('whoever holds whatever, each number of seats is the one counted by hand', async () => {
    await using store = await openMemoryStore()
    await people(store)
    await fc.assert(
      fc.asyncProperty(held, some, async (held, questions) => {
        await fill(store, held)
        for (const asked of questions) {
          await activated(store, held, asked)
          const measured = await seatMeasurements(store.db, questionOf(asked), {
            metrics: METRICS,
            buckets: { 0: [], 1: [] },
            used: [],
          })
          const now = expected(held, asked, '2026-11-20')
          const before = expected(held, asked, '2026-11-06')
          const idle = measured.find(({ metric }) => metric === 'idle_seats')
          expect({ asked, away: idle?.madeOf?.at(-1)?.now }).toEqual({
            asked,
            away: now['on_leave'],
          })
          for (const metric of METRICS) {
            const found = measured.find((one) => one.metric === metric)
            if (!found) throw new Error(`${metric} was not measured`)
            expect({ asked, metric, now: found.now, before: found.before }).toEqual({
              asked,
              metric,
              now: now[metric],
              before: before[metric],
            })
            for (const row of found.by?.rows ?? []) {
              const { by = 'tool', also } = asked
              const mine = (seat: Seat) =>
                isIn(asked.team, seat, held) &&
                keyOf(seat, by, held) === row.key &&
                (also === undefined || keyOf(seat, also, held) === row.also?.key)
              const alone = by === 'tool' && also === undefined
              const ever = held.seats.filter(
                (seat) =>
                  mine(seat) &&
                  ['2026-11-20', '2026-11-06'].some((on) => seat.from <= on && on <= seat.to),
              )
              const tools = toolsOn(held, asked).filter((tool) =>
                alone ? tool === row.key : ever.some((seat) => seat.tool === tool),
              )
              const bought = alone && asked.team === undefined
              const hand = numbersOn(held, '2026-11-20', { tools, mine, bought })
              expect({ asked, metric, row: row.key, now: row.now }).toEqual({
                asked,
                metric,
                row: row.key,
                now: hand[metric],
              })
            }
            // Parts are the whole.
            const sum = found.by?.rows.reduce((all, { now }) => all + (now ?? 0), 0)
            const whole = metric === 'assigned_seats' && sum !== undefined ? sum : found.now
            expect(whole ?? 0).toBe(found.now ?? 0)
          }
        }
      }),
      { numRuns: 8 },
    )
  }, 180_000)

  test('an admin asks for seats: which are used, which idle, what those cost', async () => {
    await using store = await openMemoryStore()
    await people(store)
    const seat = { tool: 'chatgpt', plan: 'team', from: FIRST, to: '9999-12-31' }
    const company: Held = {
      seats: [
        { ...seat, person: 'p-ada' },
        { ...seat, person: 'p-bob' },
        { ...seat, person: 'p-cyd', from: '2026-11-10' },
      ],
      pools: [{ ...seat, purchased: 10, micros: 30_000_000, currency: 'USD' }],
      agreed: [{ tool: 'chatgpt', plan: '', micros: 25_000_000, currency: 'USD' }],
      uses: [{ tool: 'chatgpt', person: 'p-ada', day: '2026-11-18' }],
      covered: DAYS.map((day) => ({ tool: 'chatgpt', day })),
      units: HOME,
    }
    await fill(store, company)
    const house = { ...memoryHouse(), usage: usageReader(store.db, { pseudonym: () => '' }) }
    const words = plain((await answerCommand(house)(asks('seats'))).message)
    for (const said of [
      'The company held 3 seats',
      'Assigned seats: 3 was 2',
      'Seat utilisation: 10% was 0% (1 in use, 10 paid for)',
      'Idle seats: 1 was 2 (1 never used, 1 in their first 30 days)',
      'Cost of idle seats: $25.00 ▼ 50% (1 idle with a price, 0 without one)',
      'Seats as they were on 20 Nov 2026; idle after 30 days.',
    ])
      expect(words).toContain(said)
    expect(words).toContain('idle after 30 days. Who is on leave is not known.')
    const begun = await answerCommand(house)(asks('activation 2026-10-12..2026-10-25'))
    expect(plain(begun.message)).toContain(
      '(0 used within 30 days, 2 new seats, 59 days to first use at the median, 1 not used to this day)',
    )
    expect(plain(begun.message)).toContain(
      'The company had 0% of its new seats used within 30 days',
    )
    const alone = (await answerCommand(house)(asks('seat_utilisation'))).message
    const chart = alone.parts.find((part) => part.kind === 'chart')?.chart
    expect(chart).toMatchObject({
      kind: 'gauge',
      title: 'The company: 10% of paid seats in use',
      used: 1,
      whole: 10,
    })
    await fill(store, {
      ...company,
      leaves: [{ person: 'p-bob', from: '2026-11-16', to: '9999-12-31' }],
    })
    const away = plain((await answerCommand(house)(asks('seats'))).message)
    for (const said of [
      'Seat utilisation: 10% was 0% (1 in use, 10 paid for)',
      'Idle seats: 0 was 2 (0 never used, 1 in their first 30 days, 1 on leave or just back, not counted)',
      'Cost of idle seats: $0 was $50.00 (0 idle with a price, 0 without one, 1 on leave or just back, not counted)',
      'Days of leave are not counted.',
    ])
      expect(away).toContain(said)
    // Of somebody named it is not told.
    const named = await seatMeasurements(
      store.db,
      { ...questionOf({}), scope: { ids: { user: [2] }, labels: { user: ['p-bob'] } } },
      { metrics: ['idle_seats'], buckets: { 0: [], 1: [] }, used: [] },
    )
    expect(named.map(({ now, madeOf }) => [now, madeOf?.at(-1)?.now])).toEqual([[0, null]])
  })

  test('nothing of seats is published: it says that, and not that they are few', async () => {
    await using store = await openMemoryStore()
    const reader = publishedReader(store.db, { pseudonym: () => '' })
    const told = (await reader.measure(questionOf({}))).measurements
    for (const { now, withheld } of told)
      expect({ now, withheld }).toEqual({ now: null, withheld: { reason: 'detail' } })
  })
})
