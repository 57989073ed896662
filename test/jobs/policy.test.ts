import { describe, expect, test } from 'vitest'

import type { Message } from '#core/message/message.ts'
import { DEFAULT_POLICY, type Mode, policyText } from '#core/policy/policy.ts'
import { day } from '#core/time/day.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { approvals } from '#jobs/approvals.ts'
import { announcePolicy, applyPolicy, keptDays, namedSince, policyInForce } from '#jobs/policy.ts'
import { policyHouse } from '#main/policy.ts'
import { approvalBook } from '#store/approvals.ts'
import { audit } from '#store/audit.ts'
import { policyBook } from '#store/policy.ts'
import type { Store } from '#store/store.ts'
import { unitAccounts } from '#store/unit-accounts.ts'
import { all } from '#test/cli/house.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, memoryHouse } from '#test/support/house.ts'
import { stores } from '#test/support/store.ts'

const ANN = { by: 'operator', place: 'command line', command: 'ai-usage policy apply policy.yml' }
const BEN = { by: 'slack:T1/U2', place: 'slack:dm/D2' }
const LESS = { ...DEFAULT_POLICY, floor: 3 }
const MIXED = { ...LESS, retention: { ...DEFAULT_POLICY.retention, use: 200 } }

function desk(store: Store) {
  let now = Date.parse('2026-11-21T12:00:00Z')
  let reached = 1
  const told: Message[] = []
  const { log } = memoryHouse()
  const tell = async (message: Message) => {
    told.push(message)
    return reached
  }
  const ports = { audit: audit(store.db), clock: { now: () => now }, log }
  const agreed = approvals({ ...ports, book: approvalBook(store.db), tell })
  const house = policyHouse({
    ...ports,
    book: policyBook(store.db),
    anyPeople: () => unitAccounts(store.db).anyPeople(),
    approvals: agreed,
    tellAdmins: tell,
  })
  return {
    house,
    told,
    titles: () => told.map(({ title }) => title),
    apply: (policy: typeof DEFAULT_POLICY, by = ANN) =>
      applyPolicy({ policy, dryRun: false, ...by }, house),
    held: async () => (await policyInForce(house)).policy,
    approve: (id: number) => agreed.decide(id, 'approved', BEN),
    refuse: (id: number) => agreed.decide(id, 'refused', BEN),
    later: (ms: number) => (now += ms),
    reaching: (people: number) => (reached = people),
  }
}

describe.each(stores())('in $kind', ({ open }) => {
  test('what guards people more holds at once, and its hash is that of its text', async () => {
    await using store = await open()
    const it = desk(store)
    const strict = { ...DEFAULT_POLICY, floor: 8 }
    const { kind, hash } = await it.apply(strict)
    expect([kind, await it.held()]).toEqual(['applied', strict])
    expect(hash).toBe(it.house.sha256(policyText(strict)))
    expect((await it.apply(strict)).kind).toBe('same')
    expect(it.told).toEqual([])
    expect(await all(store, 'select action, viewer, outcome from audit')).toEqual([
      { action: 'policy', viewer: 'operator', outcome: 'done' },
    ])
  })

  test('a lower floor waits for another person; meanwhile the stricter of old and new holds', async () => {
    await using store = await open()
    const it = desk(store)
    expect(await it.apply(MIXED)).toMatchObject({ kind: 'waiting', pending: 1 })
    const strict = { ...MIXED, floor: 5 }
    expect(await it.held()).toEqual(strict)
    expect(await it.apply(MIXED)).toMatchObject({ kind: 'waiting', pending: 1 })
    await expect(
      approvals({
        ...it.house,
        audit: audit(store.db),
        book: approvalBook(store.db),
        tell: async () => 1,
      }).decide(1, 'approved', ANN),
    ).rejects.toThrow('yourself')
    await it.approve(1)
    expect(await it.held()).toEqual(strict)
    expect((await it.apply(MIXED)).kind).toBe('applied')
    expect(await it.held()).toEqual(MIXED)
    expect(it.titles().at(-1)).toBe('Critical: the privacy policy is weaker now')
    expect(plain(it.told.at(-1)!)).toContain('**floor**: from `5` to `3`')
    expect(await policyInForce(it.house)).toMatchObject({
      weakened: { weaker: [{ point: 'floor', from: '5', to: '3' }] },
    })
  })

  test('what was approved is that policy and no weaker one, once', async () => {
    await using store = await open()
    const it = desk(store)
    await it.apply({ ...DEFAULT_POLICY, floor: 4 })
    await it.approve(1)
    expect(await it.apply(LESS)).toMatchObject({ kind: 'waiting', pending: 2 })
    expect((await it.apply({ ...DEFAULT_POLICY, floor: 4 })).kind).toBe('applied')
    await it.apply(DEFAULT_POLICY)
    expect(await it.apply({ ...DEFAULT_POLICY, floor: 4 })).toMatchObject({ kind: 'waiting' })
  })

  test('a refused change leaves what is stricter', async () => {
    await using store = await open()
    const it = desk(store)
    await it.apply(MIXED)
    await it.refuse(1)
    expect(await it.held()).toEqual({ ...MIXED, floor: 5 })
  })

  test('a dry run says what would change and writes nothing', async () => {
    await using store = await open()
    const it = desk(store)
    const said = await applyPolicy({ policy: MIXED, ...ANN, dryRun: true }, it.house)
    expect(said).toMatchObject({
      kind: 'waiting',
      differences: [{ weaker: true }, { weaker: false }],
    })
    expect(await all(store, 'select version from policy_version')).toEqual([])
    expect(it.told).toEqual([])
  })

  test('a weaker policy is told until somebody was reached, and then no more', async () => {
    await using store = await open()
    const it = desk(store)
    await it.apply(LESS)
    await it.approve(1)
    it.reaching(0)
    await it.apply(LESS)
    await announcePolicy(it.house)
    it.reaching(2)
    await announcePolicy(it.house)
    await announcePolicy(it.house)
    const weaker = it.titles().filter((title) => title.includes('weaker'))
    expect(weaker).toHaveLength(3)
  })

  test('a weaker policy is told once by two replicas, and by the other when one dies over it', async () => {
    await using store = await open()
    const it = desk(store)
    await it.apply(LESS)
    await it.approve(1)
    it.reaching(0)
    await it.apply(LESS)
    const weaker = () => it.titles().filter((title) => title.includes('weaker')).length
    const before = weaker()
    // It takes it on, and is never heard of again.
    expect(await it.house.book.takeUntold(it.house.clock.now())).toHaveLength(1)
    it.reaching(2)
    await announcePolicy(it.house)
    expect(weaker()).toBe(before)
    it.later(2 * 60_000)
    await Promise.all([announcePolicy(it.house), announcePolicy(it.house)])
    expect(weaker()).toBe(before + 1)
  })

  test('of two who apply at the same time one is told to look again', async () => {
    await using store = await open()
    const it = desk(store)
    const both = await Promise.allSettled(
      [6, 7].map((floor) => it.apply({ ...DEFAULT_POLICY, floor })),
    )
    const held = await it.held()
    const failed = both.filter(({ status }) => status === 'rejected')
    // Where they came one after the other, the second may have been weaker, and waits.
    expect([6, 7]).toContain(held.floor)
    for (const it of failed)
      expect(String((it as PromiseRejectedResult).reason)).toContain('meanwhile')
    expect(await all(store, 'select count(*)::int as n from policy_version')).toEqual([
      { n: failed.length > 0 ? 1 : held.floor === 7 ? 2 : 1 },
    ])
  })
})

test('names stand beside use from the day after two people wanted that, until somebody wants it no more', () => {
  const version = (at: string, mode: Mode, weaker: boolean) => ({
    hash: '',
    by: 'operator',
    version: 1,
    at: Date.parse(at),
    policy: { ...DEFAULT_POLICY, mode },
    weaker: weaker ? [{ point: 'mode', from: '', to: '', weaker: true }] : [],
  })
  const first = version('2026-03-10T09:00:00Z', 'named', true)
  const back = version('2026-04-10T09:00:00Z', 'pseudonymous', false)
  const again = version('2026-05-10T09:00:00Z', 'named', true)
  expect(namedSince([], 'UTC')).toBeUndefined()
  expect(namedSince([first], 'UTC')).toBe('2026-03-11')
  expect(namedSince([first, back], 'UTC')).toBeUndefined()
  expect(namedSince([first, back, again], 'UTC')).toBe('2026-05-11')
})

test('a longer time that was approved keeps nothing that was used before', async () => {
  const version = { hash: '', by: 'operator', version: 1 }
  const policy = (use: number) => ({
    ...DEFAULT_POLICY,
    retention: { ...DEFAULT_POLICY.retention, use },
  })
  const history = [
    { ...version, at: Date.parse('2026-01-01T09:00:00Z'), policy: policy(60), weaker: [] },
    {
      ...version,
      at: Date.parse('2026-11-21T09:00:00Z'),
      policy: policy(400),
      weaker: [{ point: 'retention.use', from: '60 days', to: '400 days', weaker: true }],
    },
  ]
  const kept = (today: string, setting?: number) =>
    keptDays(history, { today: day(today), zone: 'UTC', setting })
  expect(kept('2026-11-22')).toBe(60)
  // The 21st was used under the old one too; from the 22nd on it is 400 days.
  expect(kept('2027-01-20')).toBe(60)
  expect(kept('2027-01-21')).toBe(60)
  expect(kept('2027-02-21')).toBe(91)
  expect(kept('2027-02-21', 35)).toBe(35)
  expect(
    keptDays([], { today: day('2026-11-22'), zone: 'UTC', setting: undefined }),
  ).toBeUndefined()
})

test('whoever asks reads what is promised, and its hash, and nothing is asked of the numbers', async () => {
  const house = memoryHouse()
  const policy = { version: 0, policy: DEFAULT_POLICY, hash: 'c0ffee' }
  const answer = answerCommand({ ...house, policyInForce: async () => policy })
  for (const text of ['privacy', 'Privacy policy?']) {
    const { outcome, message } = await answer(asks(text))
    expect(outcome).toBe('answered')
    expect(plain(message)).toMatch(/5 people or more[^]*SHA-256 `c0ffee`/)
  }
  expect(house.rows.at(-1)).toMatchObject({ command: 'privacy', detail: { policy: 'c0ffee' } })
})
