import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { addDays } from '#core/time/day.ts'
import { judgeActions } from '#jobs/actions.ts'
import { rows } from '#store/rows.ts'
import { openMemoryStore, stores } from '#test/support/store.ts'

import { depth, desk, FOUND, MONDAY, SEED, sha256 } from './action-desk.ts'

describe.each(stores())('in $kind', ({ open }) => {
  test('an action goes from finding to outcome, by a plan settled when it was taken on', async () => {
    await using store = await open()
    const it = desk(store)
    expect(await it.says('actions')).toContain('No digest has recommended anything yet')
    const [{ id } = { id: 0 }] = await it.propose(depth)
    expect(
      (await it.propose({ ...depth, says: 'Team 4 still asks once' })).map((one) => one.id),
    ).toEqual([id])
    expect(await it.says('actions')).toContain('1 waits for somebody')
    const taken = await it.says(`actions take ${id} due 2026-12-14`)
    expect(taken).toContain('Taken on by operator, due 14 Dec 2026')
    expect(taken).toContain('beside 29 teams like it')
    const planned = (await it.house.actions.find(id))?.outcome
    expect(planned).toMatchObject({
      kind: 'planned',
      plan: { after: ['2026-11-30', '2026-12-07', '2026-12-14', '2026-12-21'] },
    })
    expect(JSON.stringify(planned)).not.toContain(FOUND)

    it.until('2026-12-30')
    expect(await judgeActions(it.house)).toBe(0)
    it.until('2026-12-31')
    expect(await judgeActions(it.house)).toBe(1)
    expect(await judgeActions(it.house)).toBe(0)
    expect(await it.says(`actions ${id}`)).toMatch(
      / 51 % more than in 29 teams like it .*beyond chance/,
    )
    expect(await it.says('actions')).toMatch(/Worked\s+1/)
    const audited = await rows(store.db, 'audit', sql`select action, command from audit`)
    expect(audited).toEqual([{ action: 'action', command: `actions take ${id} due 2026-12-14` }])
  })
})

test('an action that changed nothing is told as no visible change', async () => {
  await using store = await openMemoryStore()
  const it = desk(store, 1)
  const [{ id } = { id: 0 }] = await it.propose(depth)
  await it.says(`actions take ${id}`)
  it.until('2027-01-04')
  await judgeActions(it.house)
  expect(await it.says(`actions ${id}`)).toContain('No visible change')
  expect(await it.says('actions')).toMatch(/No visible change\s+1/)
})

test('what was dismissed stays so when it is found again; what is done is an action anew', async () => {
  await using store = await openMemoryStore()
  const it = desk(store)
  const [{ id } = { id: 0 }] = await it.propose(depth)
  expect(await it.says(`actions dismiss ${id} on leave`)).toContain('Dismissed: on leave')
  expect(await it.propose(depth)).toMatchObject([{ id, state: { kind: 'dismissed' } }])
  await it.says(`actions reopen ${id}`)
  await it.says(`actions take ${id}`)
  await it.says(`actions done ${id}`)
  expect(await it.says(`actions take ${id}`)).toContain('It is done')
  const [again] = await it.propose({ ...depth, week: MONDAY })
  expect(again).toMatchObject({ state: { kind: 'open' }, found: [MONDAY] })
  expect(again?.id).not.toBe(id)
  expect(await it.says('actions 99')).toContain('There is no action 99')
})

test('who starts first is drawn by a seed that was promised before, and the others are kept waiting', async () => {
  await using store = await openMemoryStore()
  const it = desk(store)
  const teams = Array.from({ length: 3 }, (_, n) => ({
    ...depth,
    key: `depth:team ${n}`,
    unit: `team ${n}`,
  }))
  const [one, two, three] = await it.propose(...teams)
  const draw = `actions draw ${one?.id} ${two?.id} ${three?.id}`
  expect(await it.says('actions')).toContain(
    '3 teams qualify for the same: team 0, team 1 and team 2',
  )
  expect(await it.says(`actions draw ${one?.id} 99`)).toContain('There is no action 99')
  const said = await it.says(draw)
  expect(said).toContain(`SHA-256 of the seed, ${sha256(SEED)}`)
  const order = teams
    .map(({ unit }) => ({ unit, place: sha256(`${SEED}:${unit}`) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ unit }) => unit)
  const all = await it.house.actions.list()
  const of = (unit: string | undefined) => all.find((action) => action.unit === unit)
  expect(order.map((unit) => of(unit)?.state.kind)).toEqual(['taken', 'taken', 'snoozed'])
  expect(await it.says(draw)).toContain('does not wait for anybody')
  const trail = await rows<{ detail: string }>(
    store.db,
    'audit',
    sql`select detail::text as detail from audit order by seq`,
  )
  expect(trail[0]?.detail).toContain(sha256(SEED))
  expect(trail[0]?.detail).not.toContain(SEED)
  expect(trail).toHaveLength(4)
  expect(trail.slice(1).every(({ detail }) => detail.includes(SEED))).toBe(true)

  const waits = of(order[2])?.id
  it.until('2026-12-20')
  expect(await it.says(`actions take ${waits}`)).toContain('It was drawn that action')
  it.until('2026-12-31')
  expect(await judgeActions(it.house)).toBe(2)
  expect(await it.says(`actions ${of(order[0])?.id}`)).toMatch(
    /Too few teams to tell: .* in the 2 teams drawn to start first than in the 1 that waited\. 20 are needed/,
  )
  expect(await it.says(`actions take ${waits}`)).toContain('Taken on by operator')
})

test('two who take it on at once end in one owner, and the other is told', async () => {
  await using store = await openMemoryStore()
  const it = desk(store)
  const [action] = await it.propose(depth)
  if (!action) throw new Error('nothing was proposed')
  const to = {
    state: { kind: 'snoozed', until: MONDAY, by: 'x' },
    outcome: action.outcome,
  } as const
  expect(await it.house.actions.change(action, to, undefined)).toBe(true)
  expect(await it.house.actions.change(action, to, undefined)).toBe(false)
})

test('the whole company has nobody beside it, and no number is watched for some', async () => {
  await using store = await openMemoryStore()
  const it = desk(store)
  const [whole, seats] = await it.propose(
    { ...depth, key: 'depth', unit: null },
    { ...depth, key: 'seats', view: 'seats', unit: null, watched: null },
  )
  expect(await it.says(`actions take ${whole?.id}`)).toContain('nobody to be compared with')
  expect(await it.says(`actions take ${seats?.id}`)).toContain('No number is watched')
})

test('seats that were given back are priced at the contract of the day, as their finding was', async () => {
  await using store = await openMemoryStore()
  const pool = {
    tool: 'chatgpt',
    plan: 'business',
    idle: 30,
    gone: 20,
    monthlyMicros: 30_000_000,
    currency: 'USD',
    priced: 'seats',
  } as const
  const agreed = {
    tool: 'chatgpt',
    plan: '',
    from: addDays(MONDAY, -100),
    to: null,
    seats: null,
    monthlyMicros: 20_000_000n,
    currency: 'USD',
    noticeBy: null,
    committedMicros: null,
    creditPicos: null,
  }
  const it = desk(store, 1, {
    reclaimed: () => Promise.resolve([pool]),
    contracts: { list: () => Promise.resolve({ contracts: [agreed], missing: [] }) },
  })
  const [{ id } = { id: 0 }] = await it.propose({ ...depth, view: 'seats', unit: null })
  expect(await it.says(`actions take ${id}`)).toContain('$400 a month (seats, contract price)')
  expect(await it.says('actions')).toMatch(/Removed a month\s+\$400/u)
})

test('seats that were told to be given back stay so, whatever is said of them later', async () => {
  await using store = await openMemoryStore()
  const pool = { tool: 'chatgpt', plan: '', monthlyMicros: null, currency: 'USD', priced: null }
  let counts = { idle: 30, gone: 0 }
  let reads = 0
  const it = desk(store, 1, {
    reclaimed: () => {
      reads += 1
      return Promise.resolve([{ ...pool, ...counts }])
    },
  })
  const seats = { ...depth, view: 'seats', unit: null }
  const [first, second] = await it.propose(seats, { ...seats, key: 'seats too' })
  await it.says(`actions take ${first?.id}`)
  await it.says(`actions take ${second?.id}`)
  counts = { idle: 30, gone: 20 }
  const given = 'Of 30 seats that were idle when it was taken on, 20 are given back'
  expect(await it.says(`actions ${first?.id}`)).toContain(given)
  // Their vendor says by now that twelve of them had been used, so they were not idle.
  counts = { idle: 18, gone: 8 }
  expect(await it.says(`actions ${first?.id}`)).toContain(given)
  reads = 0
  expect(await it.says('actions')).toMatch(/Seats given back\s+20 of 30/u)
  expect(reads).toBe(1)
  counts = { idle: 18, gone: 25 }
  expect(await it.says(`actions ${first?.id}`)).toContain('25 are given back')
})

test('a week that is missing is waited for, and then it is said that nobody knows', async () => {
  await using store = await openMemoryStore()
  const it = desk(store)
  const [{ id } = { id: 0 }] = await it.propose(depth)
  await it.says(`actions take ${id}`)
  const holed = {
    ...it.house,
    unitWeeks: async (metric: string, until: string) => {
      const weeks = await it.house.unitWeeks(metric, until)
      const hole = weeks.mondays.indexOf(addDays(MONDAY, 14))
      const without = (values: readonly (number | null)[]) =>
        values.map((value, n) => (n === hole ? null : value))
      return {
        ...weeks,
        units: weeks.units.map((one) => ({ ...one, values: without(one.values) })),
      }
    },
  }
  it.until('2026-12-31')
  expect(await judgeActions(holed)).toBe(0)
  it.until('2027-01-28')
  expect(await judgeActions(holed)).toBe(1)
  expect(await it.says(`actions ${id}`)).toContain('Not known: weeks of it are missing')
})
