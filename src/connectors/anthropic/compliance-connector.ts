import type { Connector } from '#collect.ts'
import { faultOf } from '#connectors/api/fault.ts'
import { OUR_NETWORKS } from '#connectors/api/our-places.ts'

import { activitiesStream } from './activities.ts'
import { type AnthropicDoor, anthropicClient } from './client.ts'

const DOOR: AnthropicDoor = {
  title: 'Claude Compliance',
  setting: 'CLAUDE_COMPLIANCE_KEY',
  keyFix:
    'Make a Compliance Access key in the organisation settings and put it in CLAUDE_COMPLIANCE_KEY.',
  rightFix: 'Give the key the scope read:compliance_activities, and no scope for user data.',
}

/**
 * Anthropic's activity feed: governance events of Claude and the Claude API.
 * https://platform.claude.com/docs/en/api/compliance
 */
export const claudeCompliance: Connector = {
  id: 'claude-compliance',
  title: 'Claude compliance activities',
  recipe: {
    steps: [
      'Switch the Compliance API on in the organisation settings: nothing before that is kept.',
      'Create a Compliance Access key with the scope read:compliance_activities only.',
      'Put it in CLAUDE_COMPLIANCE_KEY (or its file in CLAUDE_COMPLIANCE_KEY_FILE).',
    ],
    keyCould:
      'With the scope read:compliance_user_data a key can read every chat; leave that scope out.',
    weOnly:
      'This program reads the activity feed, and of an entry its type, time and hashed ids. Of the address a key was used from, whether it is in your networks, and a hash of its network.',
    cannotSee: [
      'Anything before the Compliance API was switched on.',
      'Tokens, messages and cost: the feed says who did what.',
    ],
    url: 'https://platform.claude.com/docs/en/api/compliance',
  },
  settings: [
    {
      name: 'CLAUDE_COMPLIANCE_KEY',
      says: 'A Compliance Access key, or an Admin key.',
      secret: true,
      needed: true,
      form: { pattern: /^sk-ant-/, says: 'It starts with sk-ant-.' },
    },
    OUR_NETWORKS,
  ],
  egress: [{ host: 'api.anthropic.com', method: 'GET', path: '/v1/compliance/activities' }],
  streams: [activitiesStream(DOOR)],
  check: async (call) => {
    const path = '/v1/compliance/activities'
    try {
      const client = await anthropicClient(call, DOOR)
      await client.get(path, { query: { limit: 1 } })
    } catch (error) {
      throw faultOf(error, { door: DOOR, call: `GET ${path}`, now: call.now() })
    }
    return [{ level: 'ok', says: 'The activity feed can be read.' }]
  },
}
