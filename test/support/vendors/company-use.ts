import { cost, line, message } from '#test/connectors/chatgpt/lines.ts'

import type { AnthropicUse, UserDay } from './anthropic.ts'
import type { CodexUse } from './chatgpt.ts'
import type { CursorDay, CursorEvent } from './cursor.ts'
import type { Observation } from './langfuse.ts'
import type { SpendRow } from './litellm.ts'
import type { OpenAiCost, OpenAiUse } from './openai.ts'
import type { OpenRouterUse } from './openrouter.ts'

/** One person of the made-up company, as the vendors know her. */
export type Worker = {
  readonly name: string
  readonly email: string
  /** Where she sits. */
  readonly unit: string
  /** What she does of everything on a day: so many times one. */
  readonly times: number
}

export const WORKERS: readonly Worker[] = [
  { name: 'ada', email: 'ada@corp.test', unit: 'Sales/EMEA', times: 3 },
  { name: 'bo', email: 'bo@corp.test', unit: 'Engineering/Platform', times: 2 },
  { name: 'cyd', email: 'cyd@corp.test', unit: 'Legal', times: 1 },
]

const unix = (day: string) => Date.parse(`${day}T09:00:00Z`) / 1000
const each = <Row>(make: (worker: Worker) => Row): readonly Row[] => WORKERS.map(make)

export const openAiUses = (day: string): readonly OpenAiUse[] =>
  each(({ name, times }) => ({
    kind: 'completions',
    at: unix(day),
    of: { user_id: `user-${name}`, project_id: 'proj_1', api_key_id: 'key_1', model: 'gpt-4o' },
    counts: {
      num_model_requests: times,
      input_tokens: 1000 * times,
      input_cached_tokens: 400 * times,
      output_tokens: 100 * times,
    },
  }))

export const openAiCosts = (day: string): readonly OpenAiCost[] =>
  each(({ name, times }) => ({
    at: unix(day),
    of: { line_item: 'gpt-4o, input', user_id: `user-${name}`, project_id: 'proj_1' },
    value: times * 0.0027,
  }))

/** What ChatGPT's log files of a day hold, by their type. */
export const chatGptLogs = (day: string): Readonly<Record<string, readonly object[]>> => {
  const at = `${day}T09:00:00Z`
  const event = (type: string, action: string) => [
    line(`${type}-${day}`, at, { action, action_result: 'SUCCESS', action_data: { id: 'o1' } }),
  ]
  return {
    CHATGPT_USER_ANALYTICS: each(({ name, email, times }) =>
      line(`analytics-${day}-${name}`, at, {
        payload: { day, user_id: `user-${name}`, email, messages: 10 * times, credits_used: times },
      }),
    ),
    COSTS: each(({ name, email, times }) =>
      cost(`cost-${day}-${name}`, day, {
        user: { id: `user-${name}`, email },
        product: name === 'cyd' ? 'CODEX' : 'CHATGPT',
        credits: times,
      }),
    ),
    CONVERSATION_MESSAGE: [message(`message-${day}`, at), message(`again-${day}`, at)],
    CODEX_LOG: [],
    AUDIT_LOG: event('AUDIT_LOG', 'USER_ADDED'),
    AUTH_LOG: event('AUTH_LOG', 'LOGIN'),
    APP_LOG: event('APP_LOG', 'APP_CALLED'),
    APP_AUTH_LOG: event('APP_AUTH_LOG', 'APP_CONNECTED'),
    CODEX_SECURITY_LOG: event('CODEX_SECURITY_LOG', 'POLICY_CHANGED'),
  }
}

export const codexUses = (day: string): readonly CodexUse[] =>
  each(({ name, email, times }) => ({
    day,
    user: { id: `user-${name}`, email },
    client: 'CODEX_CLI',
    model: 'gpt-5.6-codex',
    threads: times,
    turns: 4 * times,
    credits: times,
    uncached: 100 * times,
    cached: 900 * times,
    output: 40 * times,
  }))

export const anthropicUses = (day: string): readonly AnthropicUse[] =>
  each(({ name, email, times }) => ({
    at: `${day}T08:00:00Z`,
    group: {
      actor: {
        type: 'user_actor',
        user_id: `user_${name}`,
        email_address: email,
        name: null,
        deleted: false,
      },
      model: 'claude-opus-5-5',
      product: name === 'ada' ? 'claude_code' : name === 'bo' ? 'messages_api' : 'chat',
    },
    usage: {
      uncached_input_tokens: 100 * times,
      cache_read_input_tokens: 2000 * times,
      ephemeral_1h_input_tokens: 0,
      ephemeral_5m_input_tokens: 400 * times,
      output_tokens: 50 * times,
      requests: times,
    },
    cost: { amount: `${12.5 * times}`, list_amount: `${15 * times}` },
  }))

export const claudeCodeRows = (day: string): readonly object[] =>
  each(({ email, times }) => ({
    date: `${day}T00:00:00Z`,
    actor: { type: 'user_actor', email_address: email },
    customer_type: 'api',
    terminal_type: 'vscode',
    core_metrics: { num_sessions: times },
    tool_actions: { edit_tool: { accepted: 4 * times, rejected: times } },
    model_breakdown: [
      {
        model: 'claude-opus-5-5',
        tokens: { input: 100 * times, output: 50 * times, cache_read: 2000 * times },
        estimated_cost: { currency: 'USD', amount: 13 * times },
      },
    ],
  }))

export const enterpriseDays: readonly UserDay[] = each(({ name, email, times }) => ({
  user: { id: `user_${name}`, email_address: email },
  chat_metrics: { message_count: 6 * times, distinct_conversation_count: times },
  claude_code_metrics: { core_metrics: { distinct_session_count: times }, tool_actions: {} },
}))

export const cursorEvents = (day: string): readonly CursorEvent[] =>
  each(({ email, times }) => ({
    timestamp: String(Date.parse(`${day}T10:00:00Z`)),
    userEmail: email,
    model: 'claude-opus-5-5',
    kind: 'Usage-based',
    isChargeable: true,
    isHeadless: false,
    tokenUsage: { inputTokens: 100 * times, outputTokens: 40 * times },
    chargedCents: 2.5 * times,
  }))

export const cursorDays = (day: string): readonly CursorDay[] =>
  each(({ email, times }) => ({
    email,
    day,
    date: Date.parse(`${day}T00:00:00Z`),
    isActive: true,
    composerRequests: 3 * times,
    totalAccepts: times,
    totalRejects: 0,
  }))

export const spendRows = (day: string): readonly SpendRow[] =>
  each(({ name, email, times }) => ({
    request_id: `req-${day}-${name}`,
    startTime: `${day} 09:20:46.000000`,
    model: 'anthropic/claude-sonnet-4-6',
    spend: 0.002 * times,
    prompt_tokens: 700 * times,
    completion_tokens: 20 * times,
    status: 'success',
    metadata: { user_api_key_user_email: email, user_api_key_alias: 'laptops' },
  }))

/** The same use as the gateway sums it. */
export const dailyRows = (day: string) =>
  each(({ name, email, times }) => ({
    date: day,
    key: `key-${name}`,
    model: 'anthropic/claude-sonnet-4-6',
    metrics: {
      spend: 0.002 * times,
      prompt_tokens: 700 * times,
      completion_tokens: 20 * times,
      api_requests: 1,
    },
    metadata: { user_email: email },
  }))

export const observationsOf = (day: string): readonly Observation[] =>
  each(({ name, email, times }) => ({
    id: `obs-${day}-${name}`,
    traceId: `trace-${day}-${name}`,
    projectId: 'p1',
    parentObservationId: null,
    type: 'GENERATION',
    startTime: `${day}T09:00:00.250Z`,
    userId: email,
    sessionId: `s-${day}-${name}`,
    providedModelName: 'gpt-5',
    usageDetails: { input: 200 * times, output: 20 * times, total: 220 * times },
    costDetails: { total: 0.0002 * times },
    totalCost: 0.0002 * times,
  }))

export const openRouterUses = (day: string): readonly OpenRouterUse[] =>
  each(({ name, times }) => ({
    date: day,
    user_id: `user_${name}`,
    model: 'openai/gpt-5.6',
    endpoint_id: 'e1',
    provider_name: 'OpenAI',
    usage: 0.015 * times,
    byok_usage_inference: 0,
    requests: times,
    prompt_tokens: 50 * times,
    completion_tokens: 125 * times,
    reasoning_tokens: 0,
  }))
