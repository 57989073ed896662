import { z } from 'zod'

import type { Connector } from '#collect.ts'
import { paced, type Turn } from '#connectors/api/pace.ts'

import { auditStream } from './audit.ts'
import { cursorClient, HOST } from './client.ts'
import { dailyStream } from './daily.ts'
import { eventsStream } from './events.ts'
import { membersStream } from './members.ts'

/**
 * Cursor's Admin API: members, usage events, daily activity, audit log of an Enterprise team.
 * https://cursor.com/docs/account/teams/admin-api
 */
export function cursorConnector(turn: Turn): Connector {
  return {
    id: 'cursor',
    title: 'Cursor',
    recipe: {
      steps: [
        'Sign in at cursor.com/dashboard as a team admin; the Admin API needs an Enterprise plan.',
        'Open Settings, Advanced, Admin API Keys, and create a key named AI Usage.',
        'Put it in CURSOR_ADMIN_KEY (or its file in CURSOR_ADMIN_KEY_FILE).',
      ],
      keyCould: 'An Admin API key can also set spending limits and change members.',
      weOnly: 'This program reads members, usage events, daily usage and the audit log.',
      cannotSee: [
        'Sessions: the vendor counts calls of models, not conversations.',
        'Prompt length: the vendor does not tell.',
        'Since when a member has a seat: members of today count as members throughout.',
        'What a plan includes: only chargeable events are spend; the plan itself is a contract.',
        'The on-demand spend of the current cycle: it has no days, and its events are counted.',
      ],
      url: 'https://cursor.com/docs/account/teams/admin-api',
    },
    settings: [
      {
        name: 'CURSOR_ADMIN_KEY',
        says: 'An Admin API key of the team.',
        secret: true,
        needed: true,
        form: { pattern: /^(key_|crsr_)/, says: 'It starts with key_ or crsr_.' },
      },
    ],
    egress: [
      { host: HOST, method: 'GET', path: '/teams/members' },
      { host: HOST, method: 'POST', path: '/teams/filtered-usage-events' },
      { host: HOST, method: 'POST', path: '/teams/daily-usage-data' },
      { host: HOST, method: 'GET', path: '/teams/audit-logs' },
    ],
    streams: [eventsStream(turn), dailyStream(turn), membersStream(turn), auditStream(turn)],
    check: async (call) => {
      const answer = z.looseObject({ teamMembers: z.array(z.unknown()) })
      const { body } = await cursorClient(call, turn).ask({ call: 'GET /teams/members' }, answer)
      return [
        { level: 'ok', says: `Members can be read: ${body.teamMembers.length}.` },
        {
          level: 'warning',
          says: 'An Admin API key can change the team and never expires: keep it in a secret store.',
        },
      ]
    },
  }
}

/** The vendor allows twenty calls a minute to a team. */
export const cursor: Connector = cursorConnector(paced(20))
