/**
 * Ratios by hand: which rows and days count for each, and what is divided by what. It shares no code
 * with what it checks.
 */
import type { Use } from './reader-company.ts'

type Rows = readonly Use[]

/** What is known about the rows of one cut, besides the rows. */
export type Around = {
  /** Known days of the cut by the tools that can tell the ratio. */
  readonly days: number
  /** Whether the cut has seven days in a row from its first. */
  readonly isLong: boolean
  readonly spend: number | null
}

const has = (use: Use, ...columns: readonly (keyof Use)[]) =>
  columns.every((column) => use[column] !== undefined)
const of = (use: Use, column: keyof Use) => Number(use[column] ?? 0)

function add(rows: Rows, ...columns: readonly (keyof Use)[]): number {
  let all = 0
  for (const use of rows) for (const column of columns) all += of(use, column)
  return all
}

const TOKENS = ['input_tokens', 'cache_read_tokens', 'cache_write_tokens', 'output_tokens'] as const
const INPUT = ['input_tokens', 'cache_read_tokens', 'cache_write_tokens'] as const

const active = (rows: Rows) =>
  new Set(rows.filter((use) => use.active).flatMap((use) => use.person ?? [])).size
const weeks = ({ days, isLong }: Around) => (isLong ? days / 7 : null)

function prompts(rows: Rows, band: 'prompts_short' | 'prompts_middle' | 'prompts_long') {
  const both = rows.filter((use) => has(use, band, 'prompts_measured'))
  return [add(both, band), add(both, 'prompts_measured')]
}

function deep(rows: Rows, wanted: (bucket: number) => boolean) {
  const [some, all] = [[0], [0]]
  for (const { session_depth_histogram: counts = [] } of rows) {
    all.push(...counts)
    some.push(...counts.filter((_, bucket) => wanted(bucket)))
  }
  return [some, all].map((counts) => counts.reduce((a, b) => a + b, 0))
}

type Spread = 'prompt_histogram' | 'session_depth_histogram' | 'session_seconds_histogram'

/** Every single thing that was counted, by its bucket, the smallest first. */
function spread(rows: Rows, column: Spread): readonly { readonly bucket: number }[] {
  const single = rows.flatMap((use) =>
    (use[column] ?? []).flatMap((count, bucket) =>
      Array.from({ length: count }, () => ({ bucket })),
    ),
  )
  return single.toSorted((a, b) => a.bucket - b.bucket)
}

/** The one in the middle: as far into the values of its bucket as half of all is into the bucket. */
function middle(rows: Rows, column: Spread, least: number): number | null {
  const all = spread(rows, column)
  const half = all.length / 2
  const found = all[Math.ceil(half) - 1]
  if (found === undefined) return null
  const { bucket } = found
  if (bucket === 19) return 524_288
  const before = all.filter((other) => other.bucket < bucket).length
  const inside = all.filter((other) => other.bucket === bucket).length
  const from = bucket === 0 ? least : 2 ** bucket
  const to = 2 ** (bucket + 1) - 1
  return Math.round(from + ((to - from) * (half - before)) / inside)
}

export const MIDDLE: Readonly<Record<string, (rows: Rows) => number | null>> = {
  prompt_length: (rows) => middle(rows, 'prompt_histogram', 0),
  median_session_depth: (rows) => middle(rows, 'session_depth_histogram', 1),
  session_duration: (rows) => middle(rows, 'session_seconds_histogram', 0),
}

/** The numbers a ratio is made of, the first over the others. */
export const PARTS: Readonly<
  Record<string, (rows: Rows, around: Around) => readonly (number | null)[]>
> = {
  messages_per_session: (rows) => {
    const both = rows.filter((use) => has(use, 'messages', 'sessions'))
    return [add(both, 'messages'), add(both, 'sessions')]
  },
  sessions_per_person_week: (rows, at) => [add(rows, 'sessions'), active(rows), weeks(at)],
  tokens_per_person_week: (rows, at) => [add(rows, ...TOKENS), active(rows), weeks(at)],
  cost_per_person: (rows, at) => [at.spend, active(rows)],
  cost_per_session: (rows, at) => [at.spend, add(rows, 'sessions')],
  cost_per_message: (rows, at) => [at.spend, add(rows, 'messages')],
  output_input_ratio: (rows) => {
    const both = rows.filter((use) => has(use, 'input_tokens', 'output_tokens'))
    return [add(both, 'output_tokens'), add(both, ...INPUT)]
  },
  cache_hit_rate: (rows) => {
    const both = rows.filter((use) => has(use, 'input_tokens', 'cache_read_tokens'))
    return [add(both, 'cache_read_tokens'), add(both, ...INPUT)]
  },
  acceptance_rate: (rows) => {
    const both = rows.filter((use) => has(use, 'code_acceptances', 'code_generations'))
    return [add(both, 'code_acceptances'), add(both, 'code_generations')]
  },
  agent_share: (rows) => {
    const both = rows.filter((use) => has(use, 'agent_requests', 'requests'))
    return [add(both, 'agent_requests'), add(both, 'requests')]
  },
  error_rate: (rows) => {
    const both = rows.filter((use) => has(use, 'errors', 'requests'))
    return [add(both, 'errors'), add(both, 'requests')]
  },
  short_prompt_share: (rows) => prompts(rows, 'prompts_short'),
  middle_prompt_share: (rows) => prompts(rows, 'prompts_middle'),
  long_prompt_share: (rows) => prompts(rows, 'prompts_long'),
  one_message_share: (rows) => deep(rows, (bucket) => bucket === 0),
  // 16 messages are the fifth bucket: 1, 2, 4, 8, 16.
  long_session_share: (rows) => deep(rows, (bucket) => 2 ** bucket >= 16),
  // The best of their day in 2026; gpt-4o was until August 2025.
  premium_share: (rows) => {
    const known = rows.filter(({ model }) => model !== undefined)
    const best = known.filter(({ model = '' }) => /^(?:gpt-5|anthropic.*opus.*)$/.test(model))
    return [add(best, 'sessions'), add(known, 'sessions')]
  },
  prompt_length: (rows) => [spread(rows, 'prompt_histogram').length],
  median_session_depth: (rows) => [spread(rows, 'session_depth_histogram').length],
  session_duration: (rows) => [
    spread(rows, 'session_seconds_histogram').length,
    spread(rows, 'session_depth_histogram').filter(({ bucket }) => bucket === 0).length,
  ],
}

const ANY_COST = ['cost_billed_micros', 'cost_estimated_micros', 'cost_credits_micros'] as const

/** What a tool must ever have told for it to count; each entry is any of its columns. */
export const TOLD: Readonly<Record<string, readonly (readonly (keyof Use)[])[]>> = {
  messages_per_session: [['messages'], ['sessions']],
  sessions_per_person_week: [['sessions']],
  tokens_per_person_week: [TOKENS],
  cost_per_person: [ANY_COST],
  cost_per_session: [ANY_COST, ['sessions']],
  cost_per_message: [ANY_COST, ['messages']],
  output_input_ratio: [['output_tokens'], ['input_tokens']],
  cache_hit_rate: [['cache_read_tokens'], ['input_tokens']],
  acceptance_rate: [['code_acceptances'], ['code_generations']],
  agent_share: [['agent_requests'], ['requests']],
  error_rate: [['errors'], ['requests']],
  short_prompt_share: [['prompts_short'], ['prompts_measured']],
  middle_prompt_share: [['prompts_middle'], ['prompts_measured']],
  long_prompt_share: [['prompts_long'], ['prompts_measured']],
  one_message_share: [['sessions']],
  long_session_share: [['sessions']],
  premium_share: [['sessions']],
  prompt_length: [['prompts_measured']],
  session_duration: [['sessions']],
  median_session_depth: [['sessions']],
}

export const RATIO_UNITS: Readonly<Record<string, string>> = {
  messages_per_session: 'ratio',
  sessions_per_person_week: 'ratio',
  tokens_per_person_week: 'ratio',
  cost_per_person: 'usd_micros_each',
  cost_per_session: 'usd_micros_each',
  cost_per_message: 'usd_micros_each',
  output_input_ratio: 'ratio',
  cache_hit_rate: 'share',
  acceptance_rate: 'share',
  agent_share: 'share',
  error_rate: 'share',
  short_prompt_share: 'share',
  middle_prompt_share: 'share',
  long_prompt_share: 'share',
  one_message_share: 'share',
  long_session_share: 'share',
  premium_share: 'share',
  prompt_length: 'ratio',
  session_duration: 'seconds',
  median_session_depth: 'ratio',
}

/** What is said of each number a ratio or an average is made of. */
export const MADE_OF: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  premium_share: [
    ['sessions on premium models', 'count'],
    ['sessions of known models', 'count'],
  ],
  weekly_active_people: [['full weeks', 'count']],
  messages_per_session: [
    ['messages', 'count'],
    ['sessions', 'count'],
  ],
  sessions_per_person_week: [
    ['sessions', 'count'],
    ['active people', 'people'],
    ['weeks', 'ratio'],
  ],
  tokens_per_person_week: [
    ['tokens', 'tokens'],
    ['active people', 'people'],
    ['weeks', 'ratio'],
  ],
  cost_per_person: [
    ['spend', 'usd_micros'],
    ['active people', 'people'],
  ],
  cost_per_session: [
    ['spend', 'usd_micros'],
    ['sessions', 'count'],
  ],
  cost_per_message: [
    ['spend', 'usd_micros'],
    ['messages', 'count'],
  ],
  output_input_ratio: [
    ['output tokens', 'tokens'],
    ['input tokens, cached ones included', 'tokens'],
  ],
  cache_hit_rate: [
    ['cache read tokens', 'tokens'],
    ['input tokens, cached ones included', 'tokens'],
  ],
  acceptance_rate: [
    ['accepted', 'count'],
    ['suggested', 'count'],
  ],
  agent_share: [
    ['requests of agents', 'count'],
    ['requests', 'count'],
  ],
  error_rate: [
    ['failed', 'count'],
    ['requests', 'count'],
  ],
  short_prompt_share: [
    ['short prompts', 'count'],
    ['prompts measured', 'count'],
  ],
  middle_prompt_share: [
    ['middle prompts', 'count'],
    ['prompts measured', 'count'],
  ],
  long_prompt_share: [
    ['long prompts', 'count'],
    ['prompts measured', 'count'],
  ],
  one_message_share: [
    ['one-message sessions', 'count'],
    ['sessions', 'count'],
  ],
  prompt_length: [['prompts measured', 'count']],
  session_duration: [
    ['sessions of several messages', 'count'],
    ['one-message sessions left out', 'count'],
  ],
  median_session_depth: [['sessions', 'count']],
  long_session_share: [
    ['long sessions', 'count'],
    ['sessions', 'count'],
  ],
}

/** Money to the micro-dollar, half to even. */
export function quotient(metric: string, parts: readonly (number | null)[]): number | null {
  const [over, ...unders] = parts
  let under = 1
  for (const part of unders) {
    if (part === null) return null
    under *= part
  }
  if (over === undefined || over === null || under === 0) return null
  const exact = over / under
  if (RATIO_UNITS[metric] !== 'usd_micros_each') return exact
  const low = Math.floor(exact)
  if (exact - low === 0.5) return low % 2 === 0 ? low : low + 1
  return Math.round(exact)
}
