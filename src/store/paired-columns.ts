/** All input, cached or not: what a vendor does not tell apart is in the first. */
const INPUT =
  'f.input_tokens + coalesce(f.cache_read_tokens, 0) + coalesce(f.cache_write_tokens, 0)'

/** A value of rows that tell all of these. */
const told = (value: string, ...columns: readonly string[]) =>
  `case when num_nulls(${columns.map((column) => `f.${column}`).join(', ')}) = 0 then ${value} end`

/** Stands for the condition that a row is of a model that was premium on its day. */
export const PREMIUM = '{premium}'

const DEPTH = 'session_depth_histogram'
/** The bucket that begins at 16 messages. */
const LONG_FROM = 5

/** Both numbers of a ratio, of the rows of `usage_daily` that tell both: from one source, of one use. */
export const PAIRED = {
  session_messages: told('f.messages', 'messages', 'sessions'),
  message_sessions: told('f.sessions', 'messages', 'sessions'),
  answered_output: told('f.output_tokens', 'input_tokens', 'output_tokens'),
  answered_input: told(INPUT, 'input_tokens', 'output_tokens'),
  cached_input: told('f.cache_read_tokens', 'cache_read_tokens', 'input_tokens'),
  cacheable_input: told(INPUT, 'cache_read_tokens', 'input_tokens'),
  accepted: told('f.code_acceptances', 'code_acceptances', 'code_generations'),
  suggested: told('f.code_generations', 'code_acceptances', 'code_generations'),
  by_agents: told('f.agent_requests', 'agent_requests', 'requests'),
  by_anyone: told('f.requests', 'agent_requests', 'requests'),
  failed: told('f.errors', 'errors', 'requests'),
  tried: told('f.requests', 'errors', 'requests'),
  short_prompts: told('f.prompts_short', 'prompts_short', 'prompts_measured'),
  of_short_prompts: told('f.prompts_measured', 'prompts_short', 'prompts_measured'),
  middle_prompts: told('f.prompts_middle', 'prompts_middle', 'prompts_measured'),
  of_middle_prompts: told('f.prompts_measured', 'prompts_middle', 'prompts_measured'),
  long_prompts: told('f.prompts_long', 'prompts_long', 'prompts_measured'),
  of_long_prompts: told('f.prompts_measured', 'prompts_long', 'prompts_measured'),
  one_message_sessions: told(`f.${DEPTH}[1]`, DEPTH),
  long_sessions: told(`(select sum(n) from unnest(f.${DEPTH}[${LONG_FROM}:]) n)`, DEPTH),
  sessions_of_known_depth: told(`(select sum(n) from unnest(f.${DEPTH}) n)`, DEPTH),
  premium_sessions: `case when f.model_id <> 0 then case when ${PREMIUM} then f.sessions else f.sessions * 0 end end`,
  sessions_of_known_model: 'case when f.model_id <> 0 then f.sessions end',
} as const satisfies Readonly<Record<string, string>>

export type PairedColumn = keyof typeof PAIRED
