import type { MetricId } from '#core/metric/metric.ts'

import { activePeople } from './active-people.ts'
import { cacheReadTokens } from './cache-read-tokens.ts'
import { cacheWriteTokens } from './cache-write-tokens.ts'
import type { MetricDefinition } from './definition.ts'
import { inputTokens } from './input-tokens.ts'
import { messages } from './messages.ts'
import { outputTokens } from './output-tokens.ts'
import { sessions } from './sessions.ts'
import { spend } from './spend.ts'

/** Every number the bot can be asked for, in the order answers show them. */
export const catalogue: Readonly<Record<MetricId, MetricDefinition>> = {
  spend,
  active_people: activePeople,
  messages,
  sessions,
  input_tokens: inputTokens,
  cache_read_tokens: cacheReadTokens,
  cache_write_tokens: cacheWriteTokens,
  output_tokens: outputTokens,
}
