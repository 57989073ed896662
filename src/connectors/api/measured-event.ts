import { createHash } from 'node:crypto'

import type { Call } from '#collect.ts'
import { dayAt } from '#core/time/day.ts'
import type { UsageEvent } from '#ingest.ts'

import type { MeasuredRow } from './measured.ts'

type Told = {
  readonly source: string
  readonly tool: string
  /** Stands before ids, so that two vendors' never meet: `chatgpt`. */
  readonly vendor: string
  readonly call: Call
  /** Hash of a user's id → the address. */
  readonly people: ReadonlyMap<string, string>
}

/** One measured prompt as an event. Who is not among `people` is known by the hash of the id. */
export function measuredEvent(row: MeasuredRow, told: Told): UsageEvent {
  const { source, tool, vendor, call, people } = told
  const { pseudonyms, zone } = call
  return {
    atMicros: BigInt(row.at),
    day: dayAt(Math.floor(row.at / 1000), zone),
    account:
      row.person === null
        ? null
        : pseudonyms.person(people.get(row.person) ?? `${vendor}:${row.person}`),
    tool,
    source,
    model: row.model,
    feature: row.feature,
    conversation:
      row.conversation === null ? null : pseudonyms.conversation(`${vendor}:${row.conversation}`),
    agent: row.agent,
    error: false,
    promptCharacters: row.promptCharacters,
    outputCharacters: row.outputCharacters,
    inputTokens: row.inputTokens,
    cacheReadTokens: row.cacheReadTokens,
    cacheWriteTokens: row.cacheWriteTokens,
    outputTokens: row.outputTokens,
    // Seats and credits pay for these: a price per token would be invented.
    costPicos: null,
    costBasis: null,
    assetKind: null,
    asset: null,
    run: null,
    id: pseudonyms.event(`${vendor}:${row.id}`),
    digest: createHash('sha256').update(JSON.stringify(row)).digest('hex'),
  }
}
