import * as fc from 'fast-check'

import type { Membership, UsageEvent } from '#ingest.ts'
import { ingest } from '#store/ingest.ts'
import type { Store } from '#store/store.ts'
import { batch, member, usageEvent } from '#test/support/events.ts'
import { dailyRows } from '#test/support/reference.ts'

import { expectedDerived } from './derived.ts'
import { canonical, storedDaily, storedDerived } from './imports.ts'

const MIDNIGHT = Date.parse('2026-10-31T00:00:00Z')
const people = ['ann', 'ann-gh', 'bob', 'cara', 'cara-old', null]
const tokens = fc.option(fc.integer({ min: 0, max: 900 }), { nil: null, freq: 3 })

/** Clustered around two midnights, in steps that make ties and gaps of exactly half an hour. */
const instant = fc
  .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: -18, max: 18 }), fc.boolean())
  .map(([day, step, late]) =>
    new Date(MIDNIGHT + day * 86_400_000 + step * 600_000 + (late ? 1 : 0)).toISOString(),
  )

const cost = fc.option(
  fc.record({
    costPicos: fc.integer({ min: 0, max: 9 }).map((halves) => BigInt(halves) * 500_000n),
    costBasis: fc.constantFrom('billed' as const, 'estimated' as const, 'credits' as const),
  }),
  { nil: { costPicos: null, costBasis: null }, freq: 3 },
)

const agentRun = fc.option(
  fc.record({
    assetKind: fc.constantFrom('agent' as const, 'prompt' as const),
    asset: fc.constantFrom('scout', 'digest'),
    run: fc.option(fc.constantFrom('r1', 'r2'), { nil: null }),
  }),
  { nil: { assetKind: null, asset: null, run: null }, freq: 2 },
)

const line = fc
  .record({
    at: instant,
    account: fc.constantFrom(...people),
    tool: fc.constantFrom('chatgpt', 'claude'),
    source: fc.constantFrom('export', 'gateway'),
    model: fc.constantFrom('gpt-5', 'opus', null),
    feature: fc.constantFrom('chat' as const, null),
    conversation: fc.constantFrom('c1', null, null),
    agent: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    error: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    promptCharacters: fc.option(fc.constantFrom(0, 1, 49, 50, 200, 201, 4096), { nil: null }),
    outputCharacters: tokens,
    inputTokens: tokens,
    cacheReadTokens: tokens,
    cacheWriteTokens: tokens,
    outputTokens: tokens,
  })
  .chain((facts) => fc.tuple(fc.constant(facts), cost, agentRun))
  .map((parts) => Object.assign({}, ...parts) as Parameters<typeof usageEvent>[0])

export const anonymous = fc.array(line, { maxLength: 30 }).map((lines) => lines.map(usageEvent))
export const known = fc
  .array(line, { maxLength: 40 })
  .map((lines) => lines.map((facts, n) => usageEvent({ ...facts, id: `line ${n}` })))

export const members: readonly Membership[] = [
  member('ann', 'Eng/Core', { aliases: ['ann-gh'], to: '2026-10-31' as Membership['to'] }),
  member('ann', 'Sales', { aliases: ['ann-gh'], from: '2026-11-01' as Membership['from'] }),
  member('cara', 'Sales/EMEA', { aliases: ['cara-old'] }),
]

export const directory = (store: Store, given: readonly Membership[]) =>
  ingest(store).directory(given, batch({ kind: 'directory' }), { merge: false, dryRun: false })

export const stored = async (store: Store) => ({
  daily: await storedDaily(store),
  derived: await storedDerived(store),
})

/** What the reference makes of the lines. */
export const expected = (events: readonly UsageEvent[], given = members) => ({
  daily: canonical([...dailyRows(events, given)]),
  derived: expectedDerived(events, given),
})
