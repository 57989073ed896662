import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Viewer } from '#core/access/access.ts'
import { UserError } from '#core/errors.ts'
import type { MetricId } from '#core/metric/metric.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { SubscriptionBook } from '#deliveries.ts'
import { composeDigest } from '#jobs/compose-digest.ts'
import { digestTurn } from '#jobs/digest-turn.ts'
import type { Question } from '#ports.ts'
import { digestReads } from '#store/digest-reads.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { member, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { ASOF, COMPANY, FIRST, WEEKS, covered, uses } from './digest-company.ts'
import { found } from './reader-company.ts'
import { readerOf, typedIn } from './typed-digest.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
  await found(store, COMPANY)
})
afterAll(() => store[Symbol.asyncDispose]())

const reader = () => readerOf(store)
const ports = () => ({
  ...digestReads(store.db),
  usage: reader(),
  workspace: { zone: () => Promise.resolve('UTC') },
})

const asking = (from: Day, to: Day, metrics: readonly MetricId[]): Question => ({
  metrics,
  period: { from, to },
  previous: { from: addDays(from, -1), to: addDays(from, -1) },
  grain: 'week',
  scope: { ids: {}, labels: {} },
  by: 'team',
  today: ASOF,
  partial: false,
  rowSeries: true,
})

test('a team’s weeks, asked for at once, are what each week gives when asked for alone', async () => {
  const metrics = ['messages', 'weekly_active_people', 'messages_per_session', 'spend'] as const
  const { measurements } = await reader().measure(asking(FIRST, addDays(ASOF, -1), metrics))
  for (let week = 0; week < WEEKS; week += 7) {
    const from = addDays(FIRST, 7 * week)
    const alone = await reader().measure(asking(from, addDays(from, 6), metrics))
    for (const [n, { metric, by }] of measurements.entries())
      for (const { key, series } of by?.rows ?? []) {
        const row = alone.measurements[n]?.by?.rows.find((other) => other.key === key)
        expect([metric, key, week, series?.[week]]).toEqual([metric, key, week, row?.now ?? 0])
      }
  }
})

test('members of units are counted on the day, each unit by itself', async () => {
  const sizes = await digestReads(store.db).unitSizes([addDays(FIRST, -1), ASOF])
  expect(sizes.get('Sales/Team 3')).toEqual([0, 6])
  expect(sizes.has('Sales')).toBe(false)
})

test('from the store to the sentence: the team that used six times as much is found', async () => {
  const company = { scope: { kind: 'company' }, asOf: ASOF, view: 'exact' } as const
  const { message, keys } = await composeDigest(company, ports())
  expect(message.summary).toMatch(/^Team 4 (spent \$|sent )[\d,.]+ .*times usual\.$/u)
  expect(keys.every((key) => key.includes('Sales/Team 4'))).toBe(true)
})

const typed = (text: string, viewer?: Viewer) => typedIn(store, text, viewer)

test('an admin types digest, and it is answered and on the trail', async () => {
  const { house, answer } = await typed('digest')
  expect(answer.message.summary).toMatch(/^Team 4 /u)
  expect(house.rows).toMatchObject([
    {
      command: 'digest',
      outcome: 'answered',
      detail: { digest: 'all', from: '2026-11-16', to: '2026-11-22' },
    },
  ])
})

test('who may not read names gets the company, and no team', async () => {
  const { answer } = await typed('digest', member())
  expect(answer.outcome).toBe('answered')
  expect(JSON.stringify(answer.message)).not.toContain('Team ')
})

test('a lead gets the digest of their own team, and of no other', async () => {
  const lead = member({ leads: ['Sales/Team 4'] })
  expect((await typed('digest team:"Sales/Team 4"', lead)).answer.outcome).toBe('answered')
  expect((await typed('digest team:"Sales/Team 5"', lead)).answer.outcome).toBe('refused')
})

test.each([
  ['digest setas', 'digest seats'],
  ['digest team:"Team 44"', 'digest team:"Sales/Team 4"'],
  ['digest as-of:2027-01-04', 'digest'],
])('%s is not known, and %s is a press away', async (text, instead) => {
  const { message } = (await typed(text)).answer
  expect(JSON.stringify(message.parts)).toContain(JSON.stringify(instead).slice(1, -1))
})

test('one view comes with its numbers', async () => {
  const { answer } = await typed('digest spend')
  expect(answer.message.title).toBe('Tokens and spend · The company · week of 16 Nov 2026')
  expect(answer.message.parts.map(({ kind }) => kind)).toContain('chart')
})

test('who reads what is published is told when nothing is', async () => {
  const asked = { scope: { kind: 'company' }, asOf: ASOF, view: 'published' } as const
  await expect(composeDigest(asked, ports())).rejects.toThrow(UserError)
})

test('a tool whose Sunday is missing is left out and named, and is no fall', async () => {
  const early = covered.filter(({ tool, day }) => tool !== 'claude' || day < addDays(ASOF, -2))
  const calm = uses().filter(({ unit }) => unit !== 'Sales/Team 4')
  await found(store, { ...COMPANY, covered: early, uses: calm })
  const company = { scope: { kind: 'company' }, asOf: ASOF, view: 'exact' } as const
  const { message, keys } = await composeDigest(company, ports())
  expect(keys).toEqual([])
  expect(JSON.stringify(message.parts)).toContain('Left out, not complete: claude')
})

test('seats that nobody used for a month are idle, by tool and department; new ones are not', async () => {
  const tool = 1
  const held = (person: number, from: string) => ({ person, from })
  const seats = [held(1, FIRST), held(6, FIRST), held(12, addDays(ASOF, -10))]
  await rows(
    store.db,
    'seats of a test',
    sql`
      insert into seat_pool (tenant_id, tool_id, plan, valid_from, valid_to, purchased, monthly_micros, currency, batch_id)
      values (1, ${tool}, 'business', ${FIRST}, '9999-12-31', 10, 30000000, 'USD', 1)`,
  )
  for (const { person, from } of seats) {
    await rows(
      store.db,
      'a seat of a test',
      sql`
        with link as (
          insert into account_person (tenant_id, account_id, valid_from, valid_to, person_id)
          values (1, ${90_000 + person}, ${FIRST}, '9999-12-31', ${person})
        )
        insert into seat_assignment (tenant_id, tool_id, account_id, valid_from, valid_to, plan, batch_id)
        values (1, ${tool}, ${90_000 + person}, ${from}, '9999-12-31', 'business', 1)`,
    )
  }
  // Person 1 asks every week; 6 and 12 are the sixth of their teams, who never do.
  expect(await digestReads(store.db).seatUse(addDays(ASOF, -1))).toEqual([
    {
      tool: 'chatgpt',
      plan: 'business',
      purchased: 10,
      assigned: 3,
      known: true,
      idle: 1,
      never: 1,
      grace: 1,
      away: 0,
      monthlyMicros: 30_000_000,
      currency: 'USD',
      priced: 'seats',
      idleBy: [{ department: 'Sales', idle: 1 }],
    },
  ])
  // A vendor may have seen a holder after the day that is asked about.
  await store.db.execute(
    sql`update seat_assignment set vendor_last_activity = ${addDays(ASOF, 1)} where account_id = 90001`,
  )
  expect(await digestReads(store.db).seatUse(addDays(ASOF, -1))).toMatchObject([{ idle: 1 }])
  // Of days on which nothing is kept of one person nobody knows who used a seat.
  const ofUnits = (on: Day) => on === addDays(ASOF, -3)
  const reads = digestReads(store.db, () => Promise.resolve(ofUnits))
  expect(await reads.seatUse(addDays(ASOF, -1))).toMatchObject([
    { assigned: 3, known: false, uncounted: true, idle: 0, never: 0, idleBy: [] },
  ])
  // Its holder gives it back; one of the others does too, which was not idle.
  const idle = {
    tool: 'chatgpt',
    plan: 'business',
    idle: 1,
    monthlyMicros: 30_000_000,
    currency: 'USD',
    priced: 'seats',
  }
  const on = addDays(ASOF, -1)
  expect(await digestReads(store.db).reclaimed(on, ASOF)).toEqual([{ ...idle, gone: 0 }])
  await store.db.execute(sql`update seat_assignment set valid_to = ${on} where account_id <> 90001`)
  expect(await digestReads(store.db).reclaimed(on, ASOF)).toEqual([{ ...idle, gone: 1 }])
  const unknown = [{ ...idle, idle: null, gone: null }]
  expect(await reads.reclaimed(on, ASOF)).toEqual(unknown)
  // Its days are past their time.
  await store.db.execute(sql`delete from covered_day where day < ${addDays(ASOF, -20)}`)
  expect(await digestReads(store.db).reclaimed(on, ASOF)).toEqual(unknown)
})

/** A turn of a subscription to what is notable, after so many that were quiet. */
async function turnAfter(quiet: number) {
  const memory = memoryHouse({ now: '2026-11-23T09:00:00Z' })
  const subscriptions: Pick<SubscriptionBook, 'before'> = {
    before: () => Promise.resolve({ first: false, told: [], quiet }),
  }
  const house = { ...memory, usage: reader(), digests: digestReads(store.db), subscriptions }
  const slot = Date.parse('2026-11-23T08:00:00Z')
  const asked = {
    digest: { kind: 'digest' },
    signals: false,
    what: 'digest',
    view: 'exact',
    turn: { subscription: 1, no: 1, slot, missed: 0 },
    notable: true,
    request: { viewer: { kind: 'operator' }, place: 'terminal' },
  } as const
  return { said: await digestTurn(asked, house), rows: memory.rows, stored: memory.stored }
}

test('a week in which nothing stood out is not sent to who wants what is notable; the fourth says so', async () => {
  await store.db.execute('truncate seat_pool, seat_assignment')
  const calm = uses().filter(({ unit }) => unit !== 'Sales/Team 4')
  await found(store, { ...COMPANY, uses: calm })
  const { said, rows } = await turnAfter(2)
  expect(said).toBe('not notable')
  expect(rows).toMatchObject([{ command: 'digest', detail: { subscription: 1 } }])
  expect(await turnAfter(3)).toMatchObject({
    said: { message: { summary: expect.stringContaining('Nothing stood out in the last 4') } },
  })
})

test('a week with something in it is, and so is one that is not known', async () => {
  await found(store, COMPANY)
  const turn = await turnAfter(0)
  // Its readers ask it back by its id; it is nobody's last answer.
  expect(turn.stored).toMatchObject([
    { viewer: 'subscription 1', made: { findings: [{ view: 'spend', key: expect.any(String) }] } },
  ])
  expect(JSON.stringify(turn.said)).toContain('explain b222')
  expect(turn).toMatchObject({
    said: { message: { summary: expect.stringMatching(/^Team 4 /u) }, told: [expect.any(String)] },
  })
  await found(store, { ...COMPANY, covered: covered.filter(({ day }) => day < addDays(ASOF, -7)) })
  expect(typeof (await turnAfter(0)).said).toBe('object')
})
