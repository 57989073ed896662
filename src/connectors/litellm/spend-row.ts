import { z } from 'zod'

import type { Call, GovernanceEvent, ServiceAccount } from '#collect.ts'
import { picosOfDollars } from '#connectors/api/amount.ts'
import { readTime } from '#connectors/time.ts'
import { dayAt } from '#core/time/day.ts'
import type { UsageEvent } from '#ingest.ts'

import { accountOf, agentOf, LITELLM, toolOf } from './caller.ts'
import { keyUse } from './key-use.ts'
import { disjoint } from './tokens.ts'

/** Columns of JSON come parsed or as its text, depending on the database. */
function json(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return undefined
  }
}

const count = z.int().min(0).nullish()
const text = z.string().nullish()
const details = z.object({ cached_tokens: count, cache_creation_tokens: count }).nullish()
const usage = z
  .object({
    cache_read_input_tokens: count,
    cache_creation_input_tokens: count,
    prompt_tokens_details: details,
  })
  .nullish()
const metadata = z.object({
  usage_object: usage,
  additional_usage_values: usage,
  user_agent: text,
  user_api_key_alias: text,
  user_api_key_user_id: text,
  user_api_key_user_email: text,
})

/** What we read of a row. What people wrote (`messages`, `response`) is not among it. */
const row = z.object({
  request_id: z.string().min(1),
  call_type: text,
  api_key: text,
  spend: z.number().nullish(),
  prompt_tokens: count,
  completion_tokens: count,
  startTime: z.string(),
  model: text,
  model_group: text,
  custom_llm_provider: text,
  user: text,
  session_id: text,
  agent_id: text,
  mcp_namespaced_tool_name: text,
  requester_ip_address: text,
  api_base: text,
  status: text,
  request_tags: z.preprocess(json, z.array(z.unknown()).nullish().catch(null)),
  metadata: z.preprocess((value) => json(value) ?? undefined, metadata.optional()),
})

type Row = z.output<typeof row>
type UsageObject = NonNullable<z.output<typeof usage>>

export type ReadRow = {
  readonly event?: UsageEvent
  readonly service?: ServiceAccount
  readonly used?: GovernanceEvent
  readonly faults: readonly string[]
}

export function readSpendRow(value: unknown, call: Call): ReadRow {
  const read = row.safeParse(value)
  if (!read.success) {
    const field = read.error.issues[0]?.path.join('.') ?? ''
    return { faults: [`${field === '' ? 'row' : field} is missing or not as documented`] }
  }
  // Times have no zone: the proxy writes UTC.
  const micros = readTime(read.data.startTime, () => 0)
  if (typeof micros !== 'number') return { faults: ['startTime is no time'] }
  return eventOf(read.data, micros, call)
}

function eventOf(one: Row, micros: number, call: Call): ReadRow {
  const { pseudonyms } = call
  const said = one.metadata
  const tags = one.request_tags?.filter((tag) => typeof tag === 'string') ?? []
  const tool = toolOf([said?.user_agent, tags.join(' '), said?.user_api_key_alias])
  const { account, service } = accountOf(
    {
      email: said?.user_api_key_user_email,
      user: said?.user_api_key_user_id || one.user,
      alias: said?.user_api_key_alias,
      key: one.api_key,
    },
    pseudonyms,
  )
  const tokens = tokensOf(one)
  const costPicos = typeof one.spend === 'number' ? (picosOfDollars(one.spend) ?? null) : null
  const agent = !!one.agent_id || !!one.mcp_namespaced_tool_name
  const event: UsageEvent = {
    atMicros: BigInt(micros),
    day: dayAt(Math.floor(micros / 1000), call.zone),
    account,
    tool,
    source: LITELLM,
    model: modelOf(one),
    feature: one.agent_id ? 'agents' : one.mcp_namespaced_tool_name ? 'tools' : featureOf(tool),
    conversation: one.session_id ? pseudonyms.conversation(`${LITELLM}:${one.session_id}`) : null,
    agent,
    error: one.status === 'failure',
    promptCharacters: null,
    outputCharacters: null,
    ...(tokens ?? { ...UNKNOWN, outputTokens: one.completion_tokens ?? null }),
    costPicos,
    costBasis: costPicos === null ? null : 'estimated',
    assetKind: one.agent_id ? 'agent' : null,
    asset: one.agent_id ? agentOf(one.agent_id, pseudonyms) : null,
    run: null,
    id: pseudonyms.event(`${LITELLM}:${one.request_id}`),
    // Where it came from and went changes nothing of what it was.
    digest: pseudonyms.event(
      JSON.stringify({ ...one, requester_ip_address: undefined, api_base: undefined }),
    ),
  }
  const who = said?.user_api_key_user_email ?? said?.user_api_key_user_id ?? one.user
  const used = keyUse(event, { ...one, who, alias: said?.user_api_key_alias }, call)
  return {
    event,
    ...(service && { service }),
    ...(used && { used }),
    faults: [
      ...(tokens ? [] : ['has more cached than prompt tokens: its input is left out']),
      ...(said ? [] : ['has no readable metadata: its cached tokens are not told apart']),
    ],
  }
}

const UNKNOWN = { inputTokens: null, cacheReadTokens: null, cacheWriteTokens: null } as const

/** `anthropic/claude-sonnet-4-6` of the provider anthropic is `claude-sonnet-4-6`. */
function modelOf({ model, model_group, custom_llm_provider }: Row): string | null {
  const name = model || model_group || null
  const prefix = `${custom_llm_provider}/`
  return name?.startsWith(prefix) ? name.slice(prefix.length) : name
}

const featureOf = (tool: string) => (tool === 'claude-code' || tool === 'codex' ? 'cli' : 'api')

function tokensOf({ prompt_tokens, completion_tokens, metadata }: Row) {
  const seen = [metadata?.usage_object, metadata?.additional_usage_values]
  const first = (read: (one: UsageObject) => number | null | undefined) =>
    seen.map((one) => (one ? read(one) : undefined)).find((value) => typeof value === 'number')
  return disjoint({
    prompt: prompt_tokens,
    cacheRead: first(
      (one) => one.cache_read_input_tokens ?? one.prompt_tokens_details?.cached_tokens,
    ),
    cacheWrite: first(
      (one) => one.cache_creation_input_tokens ?? one.prompt_tokens_details?.cache_creation_tokens,
    ),
    output: completion_tokens,
  })
}
