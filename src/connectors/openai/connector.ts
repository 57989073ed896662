import type { Call, Checked, Connector } from '#collect.ts'
import { lastWholeDay, unixOf } from '#connectors/api/days.ts'

import { auditStream } from './audit.ts'
import { answered, OPENAI_KEY, openaiClient } from './client.ts'
import { costsStream } from './costs.ts'
import { usageStream } from './usage.ts'
import { usersStream } from './users.ts'

const get = (path: string) => ({ host: 'api.openai.com', method: 'GET', path }) as const

async function check(call: Call): Promise<readonly Checked[]> {
  const { organization } = (await openaiClient(call)).admin
  const yesterday = { start_time: unixOf(lastWholeDay(call.now())), limit: 1 }
  await answered(call, 'GET /organization/users', organization.users.list({ limit: 1 }))
  await answered(
    call,
    'GET /organization/usage/completions',
    organization.usage.completions(yesterday),
  )
  await answered(call, 'GET /organization/costs', organization.usage.costs(yesterday))
  const log = await answered(
    call,
    'GET /organization/audit_logs',
    organization.auditLogs.list({ limit: 1 }),
  )
  return [
    { level: 'ok', says: 'Usage, costs, users and the audit log can be read.' },
    ...(log.data.length > 0
      ? []
      : [
          {
            level: 'warning' as const,
            says: 'The audit log is empty: switch it on under Settings, Organization, Data controls. Nothing before that is kept.',
          },
        ]),
    {
      level: 'warning',
      says: 'An Admin key is not read-only and does not expire: replace it on your own schedule.',
    },
  ]
}

/** OpenAI's API platform: what an organization's keys and people ask of its models. */
export const openai: Connector = {
  id: 'openai',
  title: 'OpenAI API',
  recipe: {
    steps: [
      'As an organization owner, open platform.openai.com/settings/organization/admin-keys.',
      'Make an Admin key with read rights on usage, audit logs and management; a project key is refused.',
      'Switch the audit log on under Settings, Organization, Data controls: nothing before that is logged.',
      `Put the key in ${OPENAI_KEY}.`,
    ],
    keyCould:
      'An Admin key with all rights can invite and remove people, make and delete keys and projects, and change limits.',
    weOnly: 'We read usage, costs, the audit log, users, projects and the names of keys.',
    cannotSee: [
      'Sessions and messages: the API counts requests only.',
      'Prompt length: no text is reported.',
      "Whose hand it was behind a shared key: its requests are its owner's, or its project's.",
      'Calls of hosted tools (web search, file search, code interpreter) as use: only in the bill.',
      'Seats: the platform has none.',
    ],
    url: 'https://platform.openai.com/docs/api-reference/usage',
  },
  settings: [
    {
      name: OPENAI_KEY,
      says: 'Admin key of the OpenAI organization.',
      secret: true,
      needed: true,
      form: { pattern: /^sk-admin-\S+$/, says: 'It starts with sk-admin-.' },
    },
  ],
  egress: [
    get('/v1/organization/usage/{kind}'),
    get('/v1/organization/costs'),
    get('/v1/organization/audit_logs'),
    get('/v1/organization/users'),
    get('/v1/organization/projects'),
    get('/v1/organization/projects/{project}/api_keys'),
  ],
  streams: [usageStream, costsStream, auditStream, usersStream],
  check,
}
