import { describe, expect, test } from 'vitest'

import { LASTS_MS } from '#core/approval/approval.ts'
import type { Message } from '#core/message/message.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { approvals } from '#jobs/approvals.ts'
import { approvalBook } from '#store/approvals.ts'
import { auditTrail } from '#store/audit-trail.ts'
import { audit } from '#store/audit.ts'
import type { Store } from '#store/store.ts'
import { all } from '#test/cli/house.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore, stores } from '#test/support/store.ts'

const ANN = { by: 'slack:T1/U1', place: 'slack:dm/D1' }
const BEN = { by: 'slack:T1/U2', place: 'slack:dm/D2' }
const floor = {
  kind: 'floor',
  subject: 'smallest group shown',
  from: 5,
  to: 3,
  command: 'policy apply',
} as const

function desk(store: Store) {
  let now = Date.parse('2026-11-21T12:00:00Z')
  const told: Message[] = []
  const { log, logged } = memoryHouse()
  const ports = {
    book: approvalBook(store.db),
    audit: audit(store.db),
    clock: { now: () => now },
    log,
    tell: async (message: Message) => told.push(message),
  }
  return { ...approvals(ports), ports, told, logged, later: (ms: number) => (now += ms) }
}

describe.each(stores())('in $kind', ({ open }) => {
  test('a change is made once, after another person approved it', async () => {
    await using store = await open()
    const { require, decide, made, told } = desk(store)
    expect(await require(floor, ANN)).toEqual({ pending: 1 })
    expect(await require(floor, ANN)).toEqual({ pending: 1 })
    await expect(decide(1, 'approved', ANN)).rejects.toThrow('yourself')
    expect(await require(floor, BEN)).toEqual({ pending: 1 })
    expect(await decide(1, 'approved', BEN)).toMatchObject({ decidedBy: BEN.by })
    expect(await require({ ...floor, to: 4 }, ANN)).toEqual({ pending: 2 })
    const agreed = await require(floor, ANN)
    if (!('approved' in agreed)) throw new Error('it was approved')
    expect(told).toHaveLength(3)
    await made(agreed.approved, ANN.by)
    expect(await require(floor, ANN)).toEqual({ pending: 3 })
    expect(told).toHaveLength(5)
    expect(told.every(({ title }) => title.startsWith('Critical'))).toBe(true)
    expect(await all(store, `select viewer, command, outcome from audit order by seq`)).toEqual([
      { viewer: ANN.by, command: 'propose 1', outcome: 'done' },
      { viewer: ANN.by, command: 'approve 1', outcome: 'refused' },
      { viewer: BEN.by, command: 'approve 1', outcome: 'done' },
      { viewer: ANN.by, command: 'propose 2', outcome: 'done' },
      { viewer: ANN.by, command: 'use 1', outcome: 'done' },
      { viewer: ANN.by, command: 'propose 3', outcome: 'done' },
    ])
  })

  test('an approval is used by one of two replicas, and given by one of two people', async () => {
    await using store = await open()
    const [one, two] = [desk(store), desk(store)]
    const asked = await Promise.all([one.require(floor, ANN), two.require(floor, ANN)])
    expect(asked).toEqual([{ pending: 1 }, { pending: 1 }])
    const given = await Promise.allSettled([
      one.decide(1, 'approved', BEN),
      two.decide(1, 'refused', { ...BEN, by: 'slack:T1/U3' }),
    ])
    expect(given.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const other = { ...floor, to: 4 }
    await one.require(other, ANN)
    await one.decide(2, 'approved', BEN)
    const used = await Promise.all([one.require(other, ANN), two.require(other, ANN)])
    expect(used.filter((it) => 'approved' in it)).toHaveLength(1)
  })
})

test('after 7 days a change must be asked for again, approved or not', async () => {
  await using store = await openMemoryStore()
  const { require, decide, waiting, later } = desk(store)
  await require(floor, ANN)
  later(LASTS_MS)
  expect(await waiting()).toEqual([])
  await expect(decide(1, 'approved', BEN)).rejects.toThrow('more than 7 days')
  expect(await require(floor, ANN)).toEqual({ pending: 2 })
  await decide(2, 'approved', BEN)
  later(LASTS_MS)
  expect(await require(floor, ANN)).toEqual({ pending: 3 })
})

test('a refused change is not made, and may be asked for again', async () => {
  await using store = await openMemoryStore()
  const { require, decide, told } = desk(store)
  await require(floor, ANN)
  await decide(1, 'refused', BEN)
  expect(plain(told[1] ?? told[0]!)).toContain('refused')
  expect(await require(floor, ANN)).toEqual({ pending: 2 })
  await expect(decide(9, 'approved', BEN)).rejects.toThrow('no change 9')
})

test('a change that could not be audited is not made', async () => {
  await using store = await openMemoryStore()
  const { require, decide } = desk(store)
  await require(floor, ANN)
  await decide(1, 'approved', BEN)
  await all(store, 'delete from audit_head')
  await expect(require(floor, ANN)).rejects.toThrow('audit chain')
  const other = { ...floor, to: 4 }
  await expect(require(other, ANN)).rejects.toThrow('audit chain')
  // Neither was the approval used up, nor is there a proposal that nobody heard of.
  expect(await all(store, 'select used_at from approval')).toEqual([{ used_at: null }])
})

test('admins who can not be told do not stop a change; the log says so', async () => {
  await using store = await openMemoryStore()
  const { ports, logged } = desk(store)
  const { require } = approvals({ ...ports, tell: () => Promise.reject(new Error('no Slack')) })
  expect(await require(floor, ANN)).toEqual({ pending: 1 })
  expect(logged).toMatchObject([{ level: 'error' }])
})

describe('in chat', () => {
  async function chat() {
    const store = await openMemoryStore()
    const given = desk(store)
    const house = {
      ...memoryHouse(),
      ...given.ports,
      approvals: given,
      trail: auditTrail(store.db),
    }
    const answer = answerCommand(house)
    const ask = (text: string, id: string, admin = true) =>
      answer(asks(text, member({ id, admin })))
    return { store, ask, ...given, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
  }

  test('a second admin sees what waits and approves it with a button', async () => {
    await using given = await chat()
    const { ask, require } = given
    await require(floor, ANN)
    const own = await ask('approvals', 'U1')
    expect(plain(own.message)).not.toContain('Approve 1')
    const seen = await ask('approvals', 'U2')
    expect(plain(seen.message)).toContain('`smallest group shown`: from `5` to `3`')
    expect(JSON.stringify(seen.message)).toContain('"command":"approvals approve 1"')
    expect(await ask('approvals approve 1', 'U1')).toMatchObject({ outcome: 'refused' })
    expect(await ask('approvals approve 1', 'U3', false)).toMatchObject({ outcome: 'refused' })
    expect(await ask('approvals approve 1', 'U2')).toMatchObject({ outcome: 'answered' })
    expect(await require(floor, ANN)).toHaveProperty('approved')
    expect(plain((await ask('approvals', 'U2')).message)).toContain('No change waits.')
  })

  test('the audit trail is shown to admins, and the look is a row of its own', async () => {
    await using given = await chat()
    const { ask, store } = given
    for (let n = 0; n < 24; n++) await ask('help', 'U2')
    await ask('30d', 'U4', false)
    const { outcome, message, report } = await ask('audit today', 'U1')
    expect(outcome).toBe('answered')
    expect(message.summary).toBe('2 people left 25 rows in 21 Nov 2026, 1 of them refused.')
    expect(plain(message)).toContain('25 | 2026-11-21 12:00 | U4 | 30d | refused')
    expect(plain(message)).toContain('The newest 20; 5 more')
    expect(report).toMatchObject({ command: 'audit today', count: 25 })
    expect(await all(store, 'select action, command, outcome from audit where seq = 26')).toEqual([
      { action: 'audit', command: 'audit today', outcome: 'answered' },
    ])
    expect(await ask('audit 30d', 'U4', false)).toMatchObject({ outcome: 'refused' })
    const before = await ask('audit yesterday', 'U1')
    expect(before.message.parts.map(({ kind }) => kind)).toEqual(['note', 'buttons'])
  })
})
