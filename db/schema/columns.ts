import { sql } from 'drizzle-orm'
import { bigint, boolean, customType, integer, smallint, timestamp } from 'drizzle-orm/pg-core'

export const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/** Text of 0 and 1. Never selected raw: `bit_count`, `get_bit` and `bit_or` in SQL. */
export const varbit = customType<{ data: string }>({ dataType: () => 'bit varying' })

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

export const tenant = () => integer('tenant_id').notNull().default(1)

const count = (name: string) => bigint(name, { mode: 'number' })

/** Whole micro-dollars. */
const micros = (name: string) => bigint(name, { mode: 'bigint' })

/** log2 buckets: element n (from 1) counts values v with floor(log2(v)) = n - 1; 0 falls in the first, 2^19 and above in the twentieth. */
const histogram = (name: string) => integer(name).array()

/** The shapes of a person-day's prompts and sessions. */
export const histograms = () => ({
  promptHistogram: histogram('prompt_histogram'),
  sessionDepthHistogram: histogram('session_depth_histogram'),
  sessionSecondsHistogram: histogram('session_seconds_histogram'),
})

/**
 * Additive measures of one person-day. Null: the source cannot know it. 0: it knows there was none.
 * Non-additive numbers are sums with their own denominators.
 */
export const measures = () => ({
  active: boolean('active').notNull().default(false),
  passive: boolean('passive').notNull().default(false),
  messages: count('messages'),
  sessions: count('sessions'),
  vendorSessions: count('vendor_sessions'),
  requests: count('requests'),
  agentRequests: count('agent_requests'),
  errors: count('errors'),
  promptCharacters: count('prompt_characters'),
  promptsMeasured: count('prompts_measured'),
  promptsShort: count('prompts_short'),
  promptsMiddle: count('prompts_middle'),
  promptsLong: count('prompts_long'),
  outputCharacters: count('output_characters'),
  outputsMeasured: count('outputs_measured'),
  inputTokens: count('input_tokens'),
  cacheReadTokens: count('cache_read_tokens'),
  cacheWriteTokens: count('cache_write_tokens'),
  outputTokens: count('output_tokens'),
  unpricedTokens: count('unpriced_tokens'),
  lightRequests: count('light_requests'),
  codeGenerations: count('code_generations'),
  codeAcceptances: count('code_acceptances'),
  creditsMilli: count('credits_milli'),
  costBilledMicros: micros('cost_billed_micros'),
  costEstimatedMicros: micros('cost_estimated_micros'),
  costCreditsMicros: micros('cost_credits_micros'),
})

/** 0 stands for none (no person, no model, no feature, no unit) so that keys need no nulls. */
export const id = (name: string) => integer(name).notNull().default(0)
export const smallId = (name: string) => smallint(name).notNull().default(0)
export const now = sql`now()`
