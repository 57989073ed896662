import type { UsageReport } from '#ingest.ts'

export type Product = {
  readonly tool: 'claude' | 'claude-code' | 'anthropic-api'
  readonly feature: UsageReport['feature']
  /** Runs by itself: its use makes nobody active. */
  readonly automatic?: true
}

const CLAUDE: Product = { tool: 'claude', feature: null }
const API: Product = { tool: 'anthropic-api', feature: 'api' }

/** Claude in Slack; who used it is asked for by Slack user. */
export const CLAUDE_TAG = 'claude_tag'

const PRODUCTS: Readonly<Record<string, Product>> = {
  chat: { tool: 'claude', feature: 'chat' },
  chat_cowork_unified: { tool: 'claude', feature: 'chat' },
  cowork: { tool: 'claude', feature: 'agents' },
  office_agent: { tool: 'claude', feature: 'document_chat' },
  claude_in_chrome: { tool: 'claude', feature: 'tools' },
  claude_design: { tool: 'claude', feature: 'tools' },
  [CLAUDE_TAG]: { tool: 'claude', feature: 'team_ai' },
  claude_code: { tool: 'claude-code', feature: 'cli' },
  cc_security_autopatch: { tool: 'claude-code', feature: 'agents', automatic: true },
  claude_console: API,
  messages_api: API,
  message_batches_api: API,
  managed_agents_api: { tool: 'anthropic-api', feature: 'agents' },
}

/**
 * The tool a product surface belongs to. What has none is the API's where it ran in a workspace or by a
 * key, which Claude Enterprise use never does.
 */
export function productOf(name: string | null | undefined, onPlatform: boolean): Product {
  const unknown = name === null || name === undefined || name === 'other'
  return unknown ? (onPlatform ? API : CLAUDE) : (PRODUCTS[name] ?? CLAUDE)
}
