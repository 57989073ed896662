import type { Call, Checked, Connector } from '#collect.ts'
import { lastWholeDay, startOf } from '#connectors/api/days.ts'
import { faultOf } from '#connectors/api/fault.ts'

import { claudeCodeStream } from './claude-code.ts'
import { type AnthropicDoor, anthropicClient } from './client.ts'
import { costStream } from './cost.ts'
import { usageStream } from './usage.ts'
import { usersStream } from './users.ts'

const HOST = 'api.anthropic.com'

const DOOR: AnthropicDoor = {
  title: 'Anthropic',
  setting: 'ANTHROPIC_ADMIN_KEY',
  names: true,
  keyFix:
    'Make an Admin key at platform.claude.com, Settings, Admin keys, and put it in ANTHROPIC_ADMIN_KEY.',
  rightFix: 'Use an Admin key (it starts with sk-ant-admin) of the organisation itself.',
}

const TOOLS = ['anthropic-api', 'claude-code'] as const

/**
 * The Claude API's organisation: usage, cost, Claude Code by key, and who its user ids are.
 * https://platform.claude.com/docs/en/api/administration-api
 */
export const anthropic: Connector = {
  id: 'anthropic',
  title: 'Anthropic API and Claude Code',
  recipe: {
    steps: [
      'Sign in at platform.claude.com as an admin of the organisation.',
      'Open Settings, Admin keys, and create a key named AI Usage.',
      'Put it in ANTHROPIC_ADMIN_KEY (or its file in ANTHROPIC_ADMIN_KEY_FILE).',
      'Give people their own keys or workspaces: use by a shared key belongs to nobody.',
    ],
    keyCould: 'An Admin key can invite and remove members and manage keys and workspaces.',
    weOnly:
      'This program reads usage, cost, Claude Code analytics, users, and the names of keys and workspaces.',
    cannotSee: [
      'Sessions and messages of the API: it counts requests and tokens.',
      'Prompt length: the API tells none.',
      'Claude Code through Bedrock, Vertex or Foundry: their bills are elsewhere.',
      'Anything before 2026-01-01 in usage and cost.',
    ],
    url: 'https://platform.claude.com/docs/en/api/administration-api',
  },
  settings: [
    {
      name: 'ANTHROPIC_ADMIN_KEY',
      says: 'An Admin key of the Claude API organisation.',
      secret: true,
      needed: true,
      form: { pattern: /^sk-ant-admin/, says: 'It starts with sk-ant-admin.' },
    },
  ],
  egress: [
    { host: HOST, method: 'GET', path: '/v1/organizations/analytics/usage' },
    { host: HOST, method: 'GET', path: '/v1/organizations/analytics/cost' },
    { host: HOST, method: 'GET', path: '/v1/organizations/usage_report/claude_code' },
    { host: HOST, method: 'GET', path: '/v1/organizations/users' },
    { host: HOST, method: 'GET', path: '/v1/organizations/api_keys' },
    { host: HOST, method: 'GET', path: '/v1/organizations/workspaces' },
  ],
  streams: [
    usageStream({ door: DOOR, source: 'anthropic-usage', tools: TOOLS }),
    costStream({ door: DOOR, source: 'anthropic-cost', tools: TOOLS }),
    claudeCodeStream(DOOR),
    usersStream(DOOR),
  ],
  check: async (call) => [
    ...(await checkAnalytics(call, DOOR)),
    ...(await checkUsers(call)),
    {
      level: 'warning',
      says: 'An Admin key can also change the organisation and never expires: keep it in a secret store, and replace it when people leave.',
    },
  ],
}

/** Asks usage and cost for one row of yesterday. */
export async function checkAnalytics(call: Call, door: AnthropicDoor): Promise<readonly Checked[]> {
  const client = await anthropicClient(call, door)
  const question = { starting_at: startOf(lastWholeDay(call.now())), limit: 1 }
  const { usage, cost } = client.beta.organization.analytics
  const asked = [
    ['usage', () => usage.list(question)],
    ['cost', () => cost.list(question)],
  ] as const
  for (const [name, ask] of asked)
    try {
      await ask()
    } catch (error) {
      const called = `GET /v1/organizations/analytics/${name}`
      throw faultOf(error, { door, call: called, now: call.now() })
    }
  return [{ level: 'ok', says: 'Usage and cost can be read.' }]
}

async function checkUsers(call: Call): Promise<readonly Checked[]> {
  const client = await anthropicClient(call, DOOR)
  try {
    await client.organization.users.list({ limit: 1 })
    const query = { starting_at: lastWholeDay(call.now()), limit: 1 }
    await client.get('/v1/organizations/usage_report/claude_code', { query })
  } catch (error) {
    throw faultOf(error, { door: DOOR, call: 'GET /v1/organizations/users', now: call.now() })
  }
  return [{ level: 'ok', says: 'Users and Claude Code analytics can be read.' }]
}
