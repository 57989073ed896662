import { hash } from 'node:crypto'

import type { Price, Pseudonymizer } from '#collect.ts'
import { picosFromDecimal } from '#core/money/money.ts'
import type { Day } from '#core/time/day.ts'
import type { UsageEvent } from '#ingest.ts'

import { count, said, text } from './facts.ts'
import type { Signal } from './read.ts'

/** What turning signals into usage needs. */
export type Making = {
  readonly pseudonyms: Pseudonymizer
  readonly price: Price
  /** The calendar day of epoch milliseconds, in the workspace's zone. */
  readonly dayOf: (millis: number) => Day
}

/** A signal as one line of use, before it is hashed and priced. */
export type Line = {
  readonly signal: Signal
  readonly source: string
  readonly tool: string
  readonly atMicros: bigint
  /** What tells it apart from every other of its source, however often it is sent. */
  readonly id: string
  readonly agent: boolean
  readonly error?: boolean
  readonly feature?: UsageEvent['feature']
  readonly promptCharacters?: number | null
  readonly inputTokens?: number | null
  readonly cacheReadTokens?: number | null
  readonly cacheWriteTokens?: number | null
  readonly outputTokens?: number | null
  /** A decimal; what the client reckons it costs. */
  readonly dollars?: string | null
  readonly agentName?: string | null
  readonly run?: string | null
}

/**
 * The person: their address, else an id under the name of the product that gave it, so that the same
 * number in two products is two people.
 */
function personOf(signal: Signal, tool: string): string | null {
  const email = text(signal, 'email')
  if (email !== null) return email
  const claude = text(signal, 'claudeAccount')
  if (claude !== null) return `anthropic:${claude}`
  const codex = text(signal, 'codexAccount')
  if (codex !== null) return `openai:${codex}`
  const user = text(signal, 'user')
  if (user === null) return null
  return user.includes('@') ? user : `${tool}:${user}`
}

type Cost = Pick<UsageEvent, 'costPicos' | 'costBasis'>

function costOf(line: Line, model: string | null, { price }: Making): Cost {
  const picos = line.dollars ? picosFromDecimal(line.dollars) : undefined
  if (picos !== undefined && picos >= 0n) return { costPicos: picos, costBasis: 'estimated' }
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = line
  const counted = inputTokens ?? cacheReadTokens ?? cacheWriteTokens ?? outputTokens
  const costPicos =
    model === null || counted === undefined || counted === null
      ? null
      : price({
          model,
          at: Number(line.atMicros / 1000n),
          inputTokens: inputTokens ?? 0,
          cacheReadTokens: cacheReadTokens ?? 0,
          cacheWriteTokens: cacheWriteTokens ?? 0,
          outputTokens: outputTokens ?? 0,
        })
  return costPicos === null ? { costPicos, costBasis: null } : { costPicos, costBasis: 'estimated' }
}

/** Dollars as clients write them: a number, or text; never in exponent form. */
export function dollarsOf(signal: Signal): string | null {
  const value = said(signal, 'dollars')
  if (typeof value === 'number') return Number.isFinite(value) ? plain(value) : null
  return typeof value === 'string' ? value.trim() : null
}

/** A float as a decimal, exact to twelve places: below that is no money. */
export const plain = (value: number): string =>
  String(value).includes('e') ? value.toFixed(12) : String(value)

const MODEL = /^[^\s@]{1,128}$/

export function usageEvent(line: Line, making: Making): UsageEvent {
  const { signal, tool, source } = line
  const { pseudonyms, dayOf } = making
  const named = text(signal, 'model')
  const model = named !== null && MODEL.test(named) ? named : null
  const person = personOf(signal, tool)
  const session = text(signal, 'session')
  const asset = line.agentName ?? null
  const event = {
    atMicros: line.atMicros,
    day: dayOf(Number(line.atMicros / 1000n)),
    account: person === null ? null : pseudonyms.person(person),
    tool,
    source,
    model,
    feature: line.feature ?? null,
    conversation: session === null ? null : pseudonyms.conversation(session),
    agent: line.agent,
    error: line.error ?? false,
    promptCharacters: line.promptCharacters ?? null,
    outputCharacters: null,
    inputTokens: line.inputTokens ?? null,
    cacheReadTokens: line.cacheReadTokens ?? null,
    cacheWriteTokens: line.cacheWriteTokens ?? null,
    outputTokens: line.outputTokens ?? null,
    ...costOf(line, model, making),
    assetKind: asset === null ? null : ('agent' as const),
    asset: asset === null ? null : pseudonyms.asset(asset),
    run: line.run ? pseudonyms.run(line.run) : null,
    id: pseudonyms.event(`${source}\n${line.id}`),
  }
  // Our own estimate may change while the signal does not.
  const { costPicos: _, ...facts } = event
  const digest = hash(
    'sha256',
    JSON.stringify({ ...facts, atMicros: String(facts.atMicros), dollars: line.dollars ?? null }),
  )
  return { ...event, digest }
}

/** Cached tokens taken out of an input count that includes them. */
export function withoutCached(
  signal: Signal,
): Pick<Line, 'inputTokens' | 'cacheReadTokens' | 'cacheWriteTokens'> {
  const all = count(signal, 'inputAndCached')
  const cacheReadTokens = count(signal, 'cacheRead')
  const cacheWriteTokens = count(signal, 'cacheWrite')
  if (all === null)
    return { inputTokens: count(signal, 'input'), cacheReadTokens, cacheWriteTokens }
  const inputTokens = Math.max(0, all - (cacheReadTokens ?? 0) - (cacheWriteTokens ?? 0))
  return { inputTokens, cacheReadTokens, cacheWriteTokens }
}
