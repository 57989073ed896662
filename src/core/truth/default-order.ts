import type { MeasureGroup } from './measure-group.ts'

/**
 * Which source is believed where nobody set another order. A name that ends in `*` stands for every
 * source that starts with it, but never for the one named like the tool itself: that is what lines of a
 * file without --source are called.
 */
type Order = Readonly<Record<MeasureGroup, readonly string[]>>

/** Vendors' own telemetry, sent by what runs on people's machines: exact where it is switched on. */
const TELEMETRY = ['otlp', 'otlp-*'] as const

/** They see what is routed through them, count retries, and reckon costs from price lists. */
export const GATEWAYS = ['litellm*', 'langfuse*', 'openrouter*', 'gateway*'] as const

/** A vendor's server has seen every request; telemetry those of machines set up; a gateway its own. */
const vendor = (...names: readonly string[]): Order => {
  const order = [...names, ...TELEMETRY, ...GATEWAYS]
  return { activity: order, tokens: order, cost: order }
}

/**
 * Of a command-line tool its vendor reports days: tokens and cost of everybody, but neither prompts nor
 * how long they were. Telemetry has those, so it is believed first for what people did, and wherever a
 * person has none the vendor's day stands.
 */
const commandLine = (...names: readonly string[]): Order => ({
  ...vendor(...names),
  activity: [...TELEMETRY, ...names, ...GATEWAYS],
})

type First = Readonly<Partial<Record<MeasureGroup, readonly string[]>>>

/** Sources that know one thing best go before the rest of that order: lists, counts and bills differ. */
const first = (best: First, rest: Order): Order => ({
  activity: [...(best.activity ?? []), ...rest.activity],
  tokens: [...(best.tokens ?? []), ...rest.tokens],
  cost: [...(best.cost ?? []), ...rest.cost],
})

const ORDERS: Readonly<Record<string, Order>> = {
  'openai-api': vendor('openai-usage', 'openai-*'),
  // The log has every message; the daily analytics were seen 15 to 25 % below the portal.
  chatgpt: first(
    { tokens: ['chatgpt-costs'], cost: ['chatgpt-costs'] },
    vendor('chatgpt-messages', 'chatgpt-log*', 'chatgpt-compliance*', 'chatgpt-*'),
  ),
  codex: first({ cost: ['chatgpt-costs'] }, commandLine('codex-analytics', 'codex-*', 'chatgpt-*')),
  'anthropic-api': first({ cost: ['anthropic-cost'] }, vendor('anthropic-usage', 'anthropic-*')),
  // What is sold over the platform and in seats is told by two doors; the daily report has both.
  'claude-code': first(
    {
      tokens: ['anthropic-usage', 'claude-enterprise-usage'],
      cost: ['anthropic-cost', 'claude-enterprise-cost'],
    },
    commandLine(
      'claude-code-*',
      'claude-enterprise',
      'claude-enterprise-usage',
      'claude-*',
      'anthropic-*',
    ),
  ),
  claude: first(
    { tokens: ['claude-enterprise-usage'], cost: ['claude-enterprise-cost'] },
    vendor('claude-enterprise', 'claude-enterprise-usage', 'claude-*', 'anthropic-*'),
  ),
  // The reports lack tokens, which its telemetry has: nothing of the two is counted twice.
  'github-copilot': vendor('github-copilot', 'github-*', 'copilot-*'),
  // Purview has every interaction of every app. Of whom the history is read, it knows the same prompts
  // and how long they are.
  'm365-copilot': vendor('m365-copilot-history', 'm365-copilot-purview', 'm365-*', 'microsoft-*'),
  'gemini-workspace': vendor('google-*', 'gemini-*'),
  // Single requests with what was charged for them; the daily report counts what people did.
  cursor: first(
    { activity: ['cursor-daily'] },
    vendor('cursor-events', 'cursor-usage*', 'cursor-*'),
  ),
  // Here the gateway is the vendor: it sends the bill.
  openrouter: vendor('openrouter', 'openrouter-*'),
  // What goes through a gateway and is no tool of its own has no other vendor.
  litellm: vendor('litellm', 'litellm-*'),
  langfuse: vendor('langfuse', 'langfuse-*'),
}

const OTHERS: Order = vendor()

export function defaultOrder(tool: string, group: MeasureGroup): readonly string[] {
  return (ORDERS[tool] ?? OTHERS)[group]
}

/** The tools that have an order of their own. */
export const ORDERED_TOOLS = Object.keys(ORDERS)

export function matches(pattern: string, source: string, tool: string): boolean {
  if (!pattern.endsWith('*')) return pattern === source
  return source !== tool && source.startsWith(pattern.slice(0, -1))
}

/** All of `sources`, the best first: as `order` lists them, then those it does not know by name. */
export function ranked(
  order: readonly string[],
  sources: readonly string[],
  tool: string,
): readonly string[] {
  const place = (source: string) => {
    const found = order.findIndex((pattern) => matches(pattern, source, tool))
    return found === -1 ? order.length : found
  }
  return sources.toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : Number(a > b)))
}
