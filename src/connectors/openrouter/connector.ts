import { z } from 'zod'

import type { Call, Connector } from '#collect.ts'
import { client, type Client } from '#connectors/api/client.ts'
import type { Door } from '#connectors/api/fault.ts'
import { UserError } from '#core/errors.ts'

import { activityStream } from './activity.ts'

const HOST = 'openrouter.ai'
const DOOR: Door = {
  title: 'OpenRouter',
  keyFix:
    'Make a management key at openrouter.ai/settings/management-keys and put it in OPENROUTER_MANAGEMENT_KEY.',
  rightFix: 'Use a management key: a key for inference may not read activity.',
}

function openRouter(call: Call): Client {
  const key = call.setting('OPENROUTER_MANAGEMENT_KEY')
  if (key === undefined)
    throw new UserError('OpenRouter has no key: OPENROUTER_MANAGEMENT_KEY is not set', DOOR.keyFix)
  return client(call, {
    door: DOOR,
    origin: `https://${HOST}/api/v1`,
    headers: { authorization: `Bearer ${key}` },
  })
}

const keyInfo = z.looseObject({
  data: z.looseObject({
    is_management_key: z.boolean().nullish(),
    is_provisioning_key: z.boolean().nullish(),
    expires_at: z.string().nullish(),
  }),
})

/**
 * OpenRouter: what members of an organisation used through it, per model and day.
 * https://openrouter.ai/docs/api/api-reference/analytics/get-user-activity
 */
export const openrouter: Connector = {
  id: 'openrouter',
  title: 'OpenRouter',
  recipe: {
    steps: [
      'Sign in at openrouter.ai as an admin of the organisation.',
      'Open openrouter.ai/settings/management-keys and create a key with an end date.',
      'Put it in OPENROUTER_MANAGEMENT_KEY (or its file in OPENROUTER_MANAGEMENT_KEY_FILE).',
    ],
    keyCould: 'A management key can create and delete inference keys.',
    weOnly: 'This program reads activity and the list of members.',
    cannotSee: [
      'Anything older than 30 finished UTC days: connect early.',
      'Sessions, messages and prompt length: it counts requests.',
      'How many prompt tokens came from a cache: they are all in the input tokens.',
      'Today: only finished days are told.',
    ],
    url: 'https://openrouter.ai/docs/api/api-reference/analytics/get-user-activity',
  },
  settings: [
    {
      name: 'OPENROUTER_MANAGEMENT_KEY',
      says: 'A management key of the organisation.',
      secret: true,
      needed: true,
      form: { pattern: /^sk-or-/, says: 'It starts with sk-or-.' },
    },
  ],
  egress: [
    { host: HOST, method: 'GET', path: '/api/v1/activity' },
    { host: HOST, method: 'GET', path: '/api/v1/organization/members' },
    { host: HOST, method: 'GET', path: '/api/v1/key' },
  ],
  streams: [activityStream(openRouter)],
  check: async (call) => {
    const { body } = await openRouter(call).ask({ call: 'GET /key' }, keyInfo)
    const { is_management_key, is_provisioning_key, expires_at } = body.data
    if (is_management_key === false && is_provisioning_key !== true)
      throw new UserError('OpenRouter: this key is for inference', DOOR.rightFix)
    return [
      { level: 'ok', says: 'Activity and members can be read.' },
      ...(expires_at
        ? []
        : [
            {
              level: 'warning',
              says: 'This key never expires: replace it by one that does.',
            } as const,
          ]),
    ]
  },
}
