import { z } from 'zod'

import type { Call, ServiceAccount } from '#collect.ts'
import { picosOfDollars } from '#connectors/api/amount.ts'
import { microsOf } from '#connectors/api/days.ts'
import { dayAt } from '#core/time/day.ts'
import type { UsageEvent } from '#ingest.ts'

import { tokensOf } from './usage.ts'

export const LANGFUSE = 'langfuse'

const text = z.string().nullish()
/** What we read of an observation; what was written is not among it. */
const observation = z.object({
  id: z.string().min(1),
  traceId: text,
  projectId: text,
  parentObservationId: text,
  type: text,
  startTime: z.string(),
  name: text,
  level: text,
  userId: text,
  sessionId: text,
  providedModelName: text,
  model: text,
  usageDetails: z.record(z.string(), z.int().min(0)).nullish(),
  costDetails: z.record(z.string(), z.number()).nullish(),
  totalCost: z.number().nullish(),
})

type Observation = z.output<typeof observation>

export type ReadObservation =
  | { readonly event: UsageEvent; readonly service?: ServiceAccount }
  | { readonly fault: string }

/**
 * The root of a trace is what a person did; below it, calls of a model count as use the application
 * made, with their tokens, and runs of agents as runs. Undefined for steps that say nothing of use.
 */
export function readObservation(value: unknown, call: Call): ReadObservation | undefined {
  const read = observation.safeParse(value)
  if (!read.success) {
    const field = read.error.issues[0]?.path[0] ?? 'observation'
    return { fault: `${String(field)} is missing or not as documented` }
  }
  const one = read.data
  const atMicros = microsOf(one.startTime)
  if (atMicros === undefined) return { fault: 'startTime is no time' }
  const root = !one.parentObservationId
  const counted = Object.keys(one.usageDetails ?? {}).length > 0
  if (!root && !counted && one.type !== 'AGENT') return undefined
  return eventOf(one, atMicros, call)
}

function eventOf(one: Observation, atMicros: bigint, { pseudonyms, zone }: Call): ReadObservation {
  const agent = one.type === 'AGENT'
  const costPicos = costOf(one)
  const { account, service } = ownerOf(one, pseudonyms)
  const event: UsageEvent = {
    atMicros,
    day: dayAt(Number(atMicros / 1000n), zone),
    account,
    tool: LANGFUSE,
    source: LANGFUSE,
    model: one.providedModelName || one.model || null,
    feature: agent ? 'agents' : 'api',
    conversation: one.sessionId ? pseudonyms.conversation(`${LANGFUSE}:${one.sessionId}`) : null,
    agent: !!one.parentObservationId,
    error: one.level === 'ERROR',
    promptCharacters: null,
    outputCharacters: null,
    ...tokensOf(one.usageDetails ?? {}),
    costPicos,
    costBasis: costPicos === null ? null : 'estimated',
    assetKind: agent ? 'agent' : null,
    asset: agent && one.name ? pseudonyms.asset(`${LANGFUSE}:agent:${one.name}`) : null,
    run: agent ? pseudonyms.run(`${LANGFUSE}:${one.id}`) : null,
    id: pseudonyms.event(`${LANGFUSE}:${one.id}`),
    digest: pseudonyms.event(JSON.stringify(one)),
  }
  return { event, ...(service && { service }) }
}

/** Who used it is whatever the application says; without a word it is the project's own. */
function ownerOf(
  { userId, projectId }: Observation,
  pseudonyms: Call['pseudonyms'],
): { readonly account: string | null; readonly service?: ServiceAccount } {
  if (userId)
    return {
      account: pseudonyms.person(userId.includes('@') ? userId : `${LANGFUSE}:${userId}`),
    }
  if (!projectId) return { account: null }
  const account = pseudonyms.service(`${LANGFUSE}:project:${projectId}`)
  return { account, service: { account, kind: 'project', label: `Langfuse ${projectId}` } }
}

/** Of what was priced: an observation without use has no cost, and one without a price has none yet. */
function costOf({ totalCost, costDetails, usageDetails }: Observation): bigint | null {
  const cost = costDetails?.['total'] ?? totalCost
  if (typeof cost !== 'number' || (cost === 0 && !usageDetails)) return null
  return picosOfDollars(cost) ?? null
}
