import { hash } from 'node:crypto'

import type { Price, Pseudonymizer } from '#collect.ts'
import type { RowBatch } from '#core/import/outcome.ts'
import type { Day } from '#core/time/day.ts'
import { zone } from '#core/time/local.ts'
import type { UsageEvent } from '#ingest.ts'

import { slotsOf } from './cells.ts'
import { columns, type Mapping } from './columns.ts'
import { rowBatches } from './row-batches.ts'
import { sourceName } from './source-name.ts'
import { daysIn, offsetsOf } from './time.ts'
import { readUsageLine } from './usage-line.ts'
import { USAGE_FIELDS, type UsageLine } from './usage-schema.ts'

export type UsageFileOptions = {
  readonly mapping: Mapping
  /** Names the source of every line; without it, a line's source is its tool. */
  readonly source?: string
  /** The workspace's zone: a line belongs to its calendar day there. */
  readonly zone: string
  /** The zone of times written without an offset; without it they are refused. */
  readonly timeZone?: string
  readonly pseudonyms: Pseudonymizer
  readonly price: Price
}

type Reader = UsageFileOptions & { readonly dayOf: (millis: number) => Day }

const SLOTS = slotsOf(USAGE_FIELDS)

/**
 * Reads usage files, one after the other, into events; nothing is held but the batch at hand.
 * @throws UserError when a file, a column or an option cannot be used at all
 */
export async function* usageBatches(
  paths: readonly string[],
  options: UsageFileOptions,
): AsyncGenerator<RowBatch<UsageEvent>> {
  const { source, timeZone } = options
  const offsetAt = timeZone === undefined ? undefined : offsetsOf(zone(timeZone))
  const reader = {
    ...options,
    ...(source !== undefined && { source: sourceName(source) }),
    dayOf: daysIn(options.zone),
  }
  yield* rowBatches(paths, {
    columns: columns(USAGE_FIELDS, options.mapping),
    slots: SLOTS,
    read(cells) {
      const line = readUsageLine(cells, offsetAt)
      return 'fault' in line ? line : toEvent(line, reader)
    },
  })
}

type Cost = Pick<UsageEvent, 'costPicos' | 'costBasis'>

const UNPRICED: Cost = { costPicos: null, costBasis: null }

/** The bill where the line has one, else an estimate; credits without a rate have no price. */
function costOf(line: UsageLine, price: Price): Cost {
  const basis = line.cost_basis
  if (line.cost_usd !== null) return { costPicos: line.cost_usd, costBasis: basis ?? 'billed' }
  const { input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, model } = line
  const counted = input_tokens ?? cache_read_tokens ?? cache_write_tokens ?? output_tokens
  if (model === null || counted === null || basis === 'credits') return UNPRICED
  const costPicos = price({
    model,
    at: line.time / 1000,
    inputTokens: input_tokens ?? 0,
    cacheReadTokens: cache_read_tokens ?? 0,
    cacheWriteTokens: cache_write_tokens ?? 0,
    outputTokens: output_tokens ?? 0,
  })
  return costPicos === null ? UNPRICED : { costPicos, costBasis: 'estimated' }
}

function toEvent(line: UsageLine, { pseudonyms, price, dayOf, source }: Reader): UsageEvent {
  const { costPicos, costBasis } = costOf(line, price)
  const event = {
    atMicros: BigInt(line.time),
    day: dayOf(line.time / 1000),
    account: line.person === null ? null : pseudonyms.person(line.person),
    tool: line.tool,
    source: source ?? line.tool,
    model: line.model,
    feature: line.feature,
    conversation: line.session === null ? null : pseudonyms.conversation(line.session),
    agent: line.initiated_by === 'agent',
    error: line.outcome === 'error',
    promptCharacters: line.prompt_characters,
    outputCharacters: line.output_characters,
    inputTokens: line.input_tokens,
    cacheReadTokens: line.cache_read_tokens,
    cacheWriteTokens: line.cache_write_tokens,
    outputTokens: line.output_tokens,
    costPicos,
    costBasis,
    assetKind: line.asset_kind,
    asset: line.asset === null ? null : pseudonyms.asset(line.asset),
    run: line.run === null ? null : pseudonyms.run(line.run),
    id: line.id === null ? null : pseudonyms.event(line.id),
  }
  return { ...event, digest: digestOf(event, line) }
}

/**
 * Of what the line says, not of its bytes: the same use read from CSV or through --map is the same.
 * Over pseudonyms, so that nobody can test an address against it; without our own price estimate,
 * which may change while the line does not.
 */
function digestOf(event: Omit<UsageEvent, 'digest'>, line: UsageLine): string {
  const who = `${short(event.account)} ${short(event.conversation)} ${short(event.run)}`
  const what = `${event.tool}\n${event.model}\n${event.feature}\n${event.assetKind} ${short(event.asset)}`
  const how = `${event.agent} ${event.error} ${line.cost_usd} ${line.cost_basis} ${short(event.id)}`
  const tokens = `${event.inputTokens} ${event.cacheReadTokens} ${event.cacheWriteTokens} ${event.outputTokens}`
  const length = `${event.promptCharacters} ${event.outputCharacters}`
  return hash('sha256', `${line.time} ${who} ${what} ${how} ${tokens} ${length}`)
}

/** 64 bits of a pseudonym tell lines apart well enough, and hash faster. */
const short = (pseudonym: string | null) => pseudonym?.slice(0, 16)
