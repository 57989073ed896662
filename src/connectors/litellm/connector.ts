import { z } from 'zod'

import type { Call, Checked, Connector } from '#collect.ts'
import { lastWholeDay } from '#connectors/api/days.ts'
import { OUR_ENDPOINTS, OUR_NETWORKS } from '#connectors/api/our-places.ts'
import { OWN_ADDRESS } from '#connectors/api/own-address.ts'

import { agents } from './agents.ts'
import { proxyOf } from './client.ts'
import { daily } from './daily.ts'
import { logs, pageOf } from './logs.ts'

const HOUR_MS = 3_600_000
const anything = z.looseObject({})

async function check(call: Call): Promise<readonly Checked[]> {
  const now = call.now()
  const { data } = await pageOf(call, [now - 24 * HOUR_MS, now])
  const day = lastWholeDay(now)
  const query = { start_date: day, end_date: day, page_size: 1 }
  await proxyOf(call).ask({ call: 'GET /user/daily/activity', query }, anything)
  return [
    data.length > 0
      ? { level: 'ok', says: 'Requests of the last 24 hours are logged.' }
      : {
          level: 'warning',
          says: 'No request of the last 24 hours is logged: see that disable_spend_logs is not set.',
        },
    { level: 'ok', says: 'The daily activity can be read.' },
  ]
}

export const litellm: Connector = {
  id: 'litellm',
  title: 'LiteLLM',
  recipe: {
    steps: [
      'In the proxy, make an internal user with the role proxy_admin_viewer ("Admin Viewer").',
      'Make a virtual key for that user that may call no models and expires, and put it in LITELLM_KEY.',
      'Put the address of the proxy in LITELLM_URL.',
      'Give keys to people, or an alias to keys of services, so that use has an owner. Leave disable_spend_logs off.',
    ],
    keyCould:
      'A key of an admin viewer can read all keys, teams, budgets and logs; a full admin key can change them.',
    weOnly:
      'We read the spend logs and the daily activity. Of the address a key was used from, whether it is in your networks, and a hash of its network. Of agents, the names of those that are public on the AI Hub. Nothing is ever changed.',
    cannotSee: [
      'Use that does not go through the proxy.',
      'Messages: it counts requests, and a coding agent makes many of one prompt.',
      'People behind a shared key: their use belongs to the key.',
      'The bill: cost is what the proxy reckons from its price list.',
      'Prompts and their length: what people wrote is not read, also where the proxy keeps it.',
    ],
    url: 'https://docs.litellm.ai/docs/proxy/cost_tracking',
  },
  settings: [
    {
      name: 'LITELLM_URL',
      says: 'The address of the proxy.',
      secret: false,
      needed: true,
      form: {
        pattern: new RegExp(`^${OWN_ADDRESS}(/[^?#\\s]*)?$`),
        says: 'Write an address like https://litellm.corp.com.',
      },
    },
    {
      name: 'LITELLM_KEY',
      says: 'A key of a proxy admin viewer.',
      secret: true,
      needed: true,
      form: { pattern: /^sk-\S+$/, says: 'It starts with sk-.' },
    },
    OUR_NETWORKS,
    OUR_ENDPOINTS,
  ],
  // The proxy may be served below a path.
  egress: ['', '/{base*}'].flatMap((base) => [
    { host: '{LITELLM_URL}', method: 'GET', path: `${base}/spend/logs/v2` },
    { host: '{LITELLM_URL}', method: 'GET', path: `${base}/user/daily/activity` },
    { host: '{LITELLM_URL}', method: 'GET', path: `${base}/v1/agents` },
  ]),
  streams: [logs, daily, agents],
  check,
}
