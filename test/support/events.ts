import { createHash } from 'node:crypto'

import { day } from '#core/time/day.ts'
import type { BatchFacts, Membership, UsageEvent } from '#ingest.ts'

/** A pseudonym, as the door makes them: 64 hex digits that stand for `name`. */
export const pseudonym = (name: string): string => createHash('sha256').update(name).digest('hex')

const plain = {
  account: null,
  tool: 'chatgpt',
  source: 'export',
  model: null,
  feature: null,
  conversation: null,
  agent: false,
  error: false,
  promptCharacters: null,
  outputCharacters: null,
  inputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  outputTokens: null,
  costPicos: null,
  costBasis: null,
  assetKind: null,
  asset: null,
  run: null,
  id: null,
} satisfies Partial<UsageEvent>

/** One line. Names of people, conversations, assets, runs and ids are hashed here; days are in UTC. */
export function usageEvent(
  facts: { readonly at: string } & Partial<Omit<UsageEvent, 'atMicros' | 'day' | 'digest'>>,
): UsageEvent {
  const { at, ...rest } = facts
  const hashed = (name: string | null | undefined) => (name == null ? null : pseudonym(name))
  const event = {
    ...plain,
    ...rest,
    atMicros: BigInt(Date.parse(at)) * 1000n,
    day: day(new Date(at).toISOString().slice(0, 10)),
    account: hashed(rest.account),
    conversation: hashed(rest.conversation),
    asset: hashed(rest.asset),
    run: hashed(rest.run),
    id: hashed(rest.id),
  }
  const text = JSON.stringify(event, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  return { ...event, digest: pseudonym(text) }
}

export function member(
  person: string,
  unit: string,
  facts: Partial<Omit<Membership, 'account' | 'unit'>> = {},
): Membership {
  return {
    account: pseudonym(person),
    unit,
    from: day('2026-01-01'),
    to: null,
    costCentre: null,
    location: null,
    manager: null,
    groups: [],
    ...facts,
    aliases: (facts.aliases ?? []).map(pseudonym),
  }
}

export const batch = (facts: Partial<BatchFacts> = {}): BatchFacts => ({
  kind: 'usage',
  files: ['usage.ndjson'],
  by: 'operator',
  at: Date.parse('2026-12-01T12:00:00Z'),
  bucketZone: 'UTC',
  ...facts,
})
