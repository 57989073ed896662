import type { Call, Checked, Connector } from '#collect.ts'
import { lastWholeDay } from '#connectors/api/days.ts'
import { faultOf } from '#connectors/api/fault.ts'
import { addDays } from '#core/time/day.ts'

import { type AnthropicDoor, anthropicClient } from './client.ts'
import { checkAnalytics } from './connector.ts'
import { costStream } from './cost.ts'
import { seatsStream } from './enterprise-seats.ts'
import { enterpriseStream } from './enterprise-users.ts'
import { usageStream } from './usage.ts'

const HOST = 'api.anthropic.com'

const DOOR: AnthropicDoor = {
  title: 'Claude Enterprise',
  setting: 'CLAUDE_ANALYTICS_KEY',
  keyFix:
    'Ask the Primary Owner for a key from claude.ai/analytics/api-keys and put it in CLAUDE_ANALYTICS_KEY.',
  rightFix:
    'Make the key with the scope read:analytics, as the Primary Owner of a Claude Enterprise plan.',
}

const TOOLS = ['claude', 'claude-code'] as const

/**
 * Claude Enterprise: what its members do in chat, Cowork, Office, Slack and Claude Code.
 * https://support.claude.com, "Claude Enterprise Analytics API"
 */
export const claudeEnterprise: Connector = {
  id: 'claude-enterprise',
  title: 'Claude Enterprise',
  recipe: {
    steps: [
      'Sign in at claude.ai as the Primary Owner of the Enterprise plan.',
      'Open claude.ai/analytics/api-keys and create a key with the scope read:analytics.',
      'Put it in CLAUDE_ANALYTICS_KEY (or its file in CLAUDE_ANALYTICS_KEY_FILE).',
    ],
    keyCould: 'A read:analytics key can read all analytics of the organisation, names included.',
    weOnly: 'This program reads activity per member and day, usage, cost and the number of seats.',
    cannotSee: [
      'Tokens inside what a seat includes: only metered use beyond it is counted and billed.',
      'Prompt length: only the compliance export of chats has text, and this program leaves it.',
      'Models per message: activity is told by product.',
      'Who holds a seat and how many were bought: only how many are given out.',
      'Slack members without a linked Claude account: their tokens are known, their messages not.',
    ],
    url: 'https://platform.claude.com/docs/en/api/analytics-api',
  },
  settings: [
    {
      name: 'CLAUDE_ANALYTICS_KEY',
      says: 'A key with the scope read:analytics.',
      secret: true,
      needed: true,
      form: { pattern: /^sk-ant-/, says: 'It starts with sk-ant-.' },
    },
  ],
  egress: [
    { host: HOST, method: 'GET', path: '/v1/organizations/analytics/users' },
    { host: HOST, method: 'GET', path: '/v1/organizations/analytics/summaries' },
    { host: HOST, method: 'GET', path: '/v1/organizations/analytics/usage' },
    { host: HOST, method: 'GET', path: '/v1/organizations/analytics/cost' },
  ],
  streams: [
    enterpriseStream(DOOR),
    usageStream({ door: DOOR, source: 'claude-enterprise-usage', tools: TOOLS }),
    costStream({ door: DOOR, source: 'claude-enterprise-cost', tools: TOOLS }),
    seatsStream(DOOR),
  ],
  check: async (call) => [...(await checkSummaries(call)), ...(await checkAnalytics(call, DOOR))],
}

async function checkSummaries(call: Call): Promise<readonly Checked[]> {
  const starting_date = addDays(lastWholeDay(call.now()), -3)
  try {
    const { summaries } = (await anthropicClient(call, DOOR)).organization.analytics
    await summaries.list({ starting_date })
  } catch (error) {
    const called = 'GET /v1/organizations/analytics/summaries'
    throw faultOf(error, { door: DOOR, call: called, now: call.now() })
  }
  return [{ level: 'ok', says: 'Activity and seats can be read.' }]
}
