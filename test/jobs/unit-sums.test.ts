import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Stream } from '#collect.ts'
import type { Collection } from '#collection.ts'
import { day } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'
import { newRoster } from '#jobs/roster.ts'
import { unitCollection } from '#jobs/unit-collection.ts'
import { inMicros, inPicos, newUnitSums } from '#jobs/unit-sums.ts'
import { member, pseudonym, usageEvent } from '#test/support/events.ts'
import { ACME } from '#test/support/example-connector.ts'
import { memoryCollection } from '#test/support/memory-collection.ts'

const DAY = day('2026-11-10')
const report = (more: Partial<UsageReport>): UsageReport => ({
  ...UNREPORTED,
  day: DAY,
  account: 'a',
  tool: 'chatgpt',
  source: 'vendor',
  model: null,
  feature: null,
  active: false,
  passive: true,
  ...more,
})

test('sums by unit add up to what was given, whoever it was of; unknown of all stays unknown', () => {
  const given = fc.array(
    fc.record({
      account: fc.constantFrom('a', 'b', 'c'),
      model: fc.constantFrom('gpt-5', null),
      messages: fc.option(fc.nat(9), { nil: null }),
      costBilledMicros: fc.option(fc.bigInt(0n, 9n), { nil: null }),
      active: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(given, (rows) => {
      const sums = newUnitSums(({ account }) => (account === 'c' ? null : 'unit'))
      for (const row of rows) sums.add(report(row))
      const taken = sums.take()
      const of = (all: readonly Partial<UsageReport>[]) => [
        all.reduce((sum, { messages }) => sum + (messages ?? 0), 0),
        all.reduce((sum, { costBilledMicros }) => sum + (costBilledMicros ?? 0n), 0n),
        all.some(({ messages }) => messages !== null && messages !== undefined),
        all.some(({ active }) => active),
      ]
      expect(of(taken)).toEqual(of(rows))
      expect(taken.length).toBeLessThanOrEqual(4)
      expect(taken.every(({ account }) => account === 'unit' || account === null)).toBe(true)
      expect(sums.take()).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('requests become the sums of their day, their cost rounded once', () => {
  const sums = newUnitSums(() => 'unit')
  const at = '2026-11-10T09:00:00Z'
  const priced = { costPicos: 400_000n, costBasis: 'estimated', inputTokens: 7 } as const
  for (const promptCharacters of [10, 100])
    sums.add(inPicos(usageEvent({ at, promptCharacters, ...priced })))
  sums.add(inPicos(usageEvent({ at, agent: true, error: true, outputTokens: 3 })))
  const [sum, ...others] = sums.take().map(inMicros)
  expect(others).toEqual([])
  expect(sum).toMatchObject({
    account: 'unit',
    active: true,
    passive: false,
    messages: 2,
    requests: 3,
    agentRequests: 1,
    errors: 1,
    promptCharacters: 110,
    promptsMeasured: 2,
    promptsShort: 1,
    promptsMiddle: 1,
    promptsLong: 0,
    inputTokens: 14,
    unpricedTokens: 3,
    costEstimatedMicros: 1n,
    costBilledMicros: null,
    vendorSessions: null,
  })
})

test('people are found by any login that is surely theirs; directories by name, rules last', () => {
  const roster = newRoster()
  const on = roster.countedIn(1)
  expect(on(pseudonym('ann'), DAY)).toBeNull()
  roster.rule([
    { account: pseudonym('ann'), unit: 'Rules' },
    { account: pseudonym('bob'), unit: 'Rules' },
  ])
  roster.set('google', { people: [member('ann', 'Eng', { aliases: ['ann-gh'] })] }, 0)
  const login = (alias: string, sure: 'verified' | 'doubtful') => ({
    account: pseudonym('ann-gh'),
    alias: pseudonym(alias),
    sure,
  })
  roster.set('saml', { logins: [login('ann-sso', 'verified'), login('ann-maybe', 'doubtful')] }, 0)
  roster.join([login('ann-api', 'verified')])
  roster.set('workday', { people: [member('ann', 'Sales')] }, 0)
  const units = ['ann', 'ann-gh', 'ann-sso', 'ann-api', 'ann-maybe', 'bob'].map((who) =>
    roster.countedIn(1)(pseudonym(who), DAY),
  )
  expect(units).toEqual(['Eng', 'Eng', 'Eng', 'Eng', null, 'Rules'])
})

describe('a process that has not read who sits where', () => {
  const people = {
    connector: 'google',
    id: 'people',
    source: 'google',
    how: 'snapshot',
    tools: [],
    everyMinutes: 60,
  } as const
  const [usage] = ACME.streams
  const door = () => {
    const roster = newRoster()
    const clock = { now: 1000 }
    const inner = memoryCollection()
    const collection: Collection = unitCollection(inner.collection, {
      kept: () => Promise.resolve({ version: 1, ofUnits: () => true, today: true, floor: 5 }),
      accounts: {
        keep: () => Promise.resolve(),
        nobody: () => Promise.resolve(new Set()),
        sums: () => Promise.resolve([]),
        anyPeople: () => Promise.resolve(false),
      },
      roster,
      service: pseudonym,
      ruled: () => [],
      now: () => clock.now,
      streams: () => [people],
    })
    return { roster, collection, inner, clock }
  }

  test('takes no use yet, and says when to try again', async () => {
    const { roster, collection } = door()
    if (!usage) throw new Error('Acme has no stream')
    const open = () => collection.open({ connector: 'acme', stream: usage, at: 0 })
    await expect(open()).rejects.toMatchObject({ retryAt: 16_000 })
    roster.set(people.source, {}, 0)
    await using byDays = await open()
    const events = [usageEvent({ at: '2026-11-10T09:00:00Z', source: usage.source })]
    await byDays.add({ events })
    const log: Stream = { ...usage, how: 'cursor', async *pull() {} }
    await using collecting = await collection.open({ connector: 'acme', stream: log, at: 0 })
    await expect(collecting.add({ events })).rejects.toThrow('single requests')
  })

  test('reads it as often as it is to be read, though another process has just read it', async () => {
    const { roster, collection, inner, clock } = door()
    const began = async () => (await collection.states()).map(({ startedAt }) => startedAt)
    const fault = { kind: 'vendor', what: 'It is down', fix: 'Wait' } as const
    await inner.collection.failed({ connector: 'google', stream: 'people' }, fault, 900)
    expect(await began()).toEqual([null])
    roster.set(people.source, {}, clock.now)
    expect(await began()).toEqual([900])
    clock.now += 59 * 60_000
    expect(await began()).toEqual([900])
    clock.now += 60_000
    expect(await began()).toEqual([null])
    // It failed then: it is not asked again at each turn, but as late as any stream that failed.
    await inner.collection.failed({ connector: 'google', stream: 'people' }, fault, clock.now)
    expect(await began()).toEqual([clock.now])
  })
})
