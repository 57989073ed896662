import { anthropic } from '#connectors/anthropic/connector.ts'
import { claudeEnterprise } from '#connectors/anthropic/enterprise-connector.ts'
import { chatgpt } from '#connectors/chatgpt/connector.ts'
import { codex } from '#connectors/codex/connector.ts'
import { cursorConnector } from '#connectors/cursor/connector.ts'
import { openai } from '#connectors/openai/connector.ts'
import { openrouter } from '#connectors/openrouter/connector.ts'
import type { Store } from '#store/store.ts'
import { cost } from '#test/connectors/chatgpt/lines.ts'
import { event, fast } from '#test/connectors/cursor/serving.ts'
import {
  ADMIN_KEY as ANTHROPIC_ADMIN_KEY,
  ANALYTICS_KEY,
  anthropicServer,
} from '#test/support/vendors/anthropic.ts'
import {
  chatGptServer,
  CODEX_KEY,
  COMPLIANCE_KEY,
  ORGANIZATION,
  WORKSPACE,
} from '#test/support/vendors/chatgpt.ts'
import { ADMIN_KEY as CURSOR_ADMIN_KEY, cursorServer } from '#test/support/vendors/cursor.ts'
import { OPENAI_ADMIN_KEY, openAiServer } from '#test/support/vendors/openai.ts'
import { MANAGEMENT_KEY, openrouterServer } from '#test/support/vendors/openrouter.ts'

import { collectingFrom } from './collecting.ts'

export const DAY = '2026-11-20'
const ADA = { id: 'user-ada', email: 'Ada@Corp.com' }
const noon = Date.parse(`${DAY}T12:00:00Z`) / 1000

/** A request to OpenAI's API of so many tokens; the vendor counts the cached ones within its input. */
export const openAiUse = (input: number, cached: number, output: number) => ({
  kind: 'completions' as const,
  at: noon,
  of: { user_id: ADA.id, project_id: 'proj_1', api_key_id: 'key_1', model: 'gpt-4o', batch: false },
  counts: {
    num_model_requests: 5,
    input_tokens: input,
    input_cached_tokens: cached,
    input_cache_write_tokens: 0,
    input_uncached_tokens: input - cached,
    output_tokens: output,
  },
})

const user = { type: 'user_actor', user_id: 'user_1', email_address: 'ada@corp.com', name: null }
const none = { message_count: 0, distinct_session_count: 0 }

/** Claude Code by three reports of one vendor: the tokens of a day, its bill, and its sessions. */
async function anthropicWorld() {
  const server = await anthropicServer()
  server.restate([
    {
      at: `${DAY}T08:00:00Z`,
      group: { actor: user, model: 'claude-opus-5-5', product: 'claude_code' },
      usage: {
        uncached_input_tokens: 100,
        cache_read_input_tokens: 2000,
        ephemeral_1h_input_tokens: 30,
        ephemeral_5m_input_tokens: 400,
        output_tokens: 50,
        requests: 3,
      },
      cost: { amount: '123.45', list_amount: '130' },
    },
  ])
  server.claudeCode(DAY, [
    {
      date: `${DAY}T00:00:00Z`,
      actor: user,
      customer_type: 'api',
      terminal_type: 'vscode',
      core_metrics: { num_sessions: 5 },
      tool_actions: { edit_tool: { accepted: 4, rejected: 1 } },
      model_breakdown: [
        {
          model: 'claude-opus-5-5',
          tokens: { input: 90, output: 40, cache_read: 1900, cache_creation: 400 },
          estimated_cost: { currency: 'USD', amount: 110 },
        },
      ],
    },
  ])
  server.enterprise(DAY, [
    {
      user: { id: 'user_1', email_address: 'ada@corp.com' },
      chat_metrics: { message_count: 12, distinct_conversation_count: 3 },
      cowork_metrics: none,
      office_metrics: { excel: none, word: none, outlook: none, powerpoint: none },
      claude_code_metrics: { core_metrics: { distinct_session_count: 0 }, tool_actions: {} },
      web_search_count: 0,
    },
  ])
  return server
}

async function chatGptWorld() {
  const server = await chatGptServer()
  server.people([ADA])
  server.publish('COSTS', `${DAY}T13:00:00Z`, [cost('e1', DAY, { tokens: [75, 880, 20] })])
  const codexUse = { client: 'CODEX_CLI', model: 'gpt-5.6-codex', threads: 3, turns: 14 }
  server.codex([
    { ...codexUse, day: DAY, user: ADA, credits: 2.5, uncached: 100, cached: 900, output: 40 },
  ])
  return server
}

/** Everything one company bought, each by its vendor's own connector from its vendor's local server. */
export async function manyVendors(open: () => Promise<Store>) {
  const openAi = await openAiServer()
  openAi.people([ADA])
  openAi.projects([{ id: 'proj_1', name: 'Bot' }])
  openAi.use([openAiUse(1000, 400, 500)])
  openAi.bill([
    {
      at: noon,
      of: { line_item: 'gpt-4o, input', user_id: ADA.id, api_key_id: 'key_1' },
      value: 0.1,
    },
    {
      at: noon,
      of: { line_item: 'gpt-4o, output', user_id: ADA.id, api_key_id: 'key_1' },
      value: 0.2,
    },
  ])
  const claude = await anthropicWorld()
  const chat = await chatGptWorld()
  const cursor = await cursorServer({ perMinute: 10_000 })
  cursor.members([{ id: 7, email: 'ada@corp.com' }])
  cursor.restate([event({ userEmail: 'ada@corp.com', chargedCents: 20 })])
  const router = await openrouterServer()
  router.members([{ id: 'user_ada', email: 'ada@corp.com' }])
  router.restate([
    {
      date: DAY,
      user_id: 'user_ada',
      model: 'openai/gpt-5.6',
      endpoint_id: 'e1',
      provider_name: 'OpenAI',
      usage: 0.015,
      byok_usage_inference: 0,
      requests: 5,
      prompt_tokens: 50,
      completion_tokens: 125,
      reasoning_tokens: 25,
    },
  ])
  const house = await collectingFrom([openAi, claude, ...chat.servers, cursor, router], {
    open,
    connectors: [
      openai,
      chatgpt,
      codex,
      anthropic,
      claudeEnterprise,
      cursorConnector(fast),
      openrouter,
    ],
    settings: {
      OPENAI_ADMIN_KEY,
      CHATGPT_COMPLIANCE_KEY: COMPLIANCE_KEY,
      CHATGPT_WORKSPACE_ID: WORKSPACE,
      CHATGPT_ORGANIZATION_ID: ORGANIZATION,
      CODEX_ANALYTICS_KEY: CODEX_KEY,
      ANTHROPIC_ADMIN_KEY,
      CLAUDE_ANALYTICS_KEY: ANALYTICS_KEY,
      CURSOR_ADMIN_KEY,
      OPENROUTER_MANAGEMENT_KEY: MANAGEMENT_KEY,
    },
  })
  return { ...house, openAi, claude }
}
