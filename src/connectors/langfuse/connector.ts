import type { Call, Checked, Connector, CursorStream, Pulled, ServiceAccount } from '#collect.ts'
import { dayByDay } from '#connectors/api/day-by-day.ts'
import { OWN_ADDRESS } from '#connectors/api/own-address.ts'
import { refusals } from '#connectors/api/refusals.ts'
import type { UsageEvent } from '#ingest.ts'

import { observations } from './client.ts'
import { LANGFUSE, readObservation } from './observation.ts'

const DAY_MS = 86_400_000
/** Observations appear up to a quarter of an hour late, and long ones when they end. */
const OVERLAP_MS = 2 * DAY_MS

const usage: CursorStream = {
  how: 'cursor',
  id: 'observations',
  says: 'What people did in applications, with the model, tokens and reckoned cost of each call.',
  source: LANGFUSE,
  tools: [LANGFUSE],
  historyDays: null,
  everyMinutes: 60,
  pull: (from, call) =>
    dayByDay(from, { now: call.now(), overlapMs: OVERLAP_MS }, (between) => rowsOf(between, call)),
}

async function* rowsOf(between: readonly [number, number], call: Call): AsyncGenerator<Pulled> {
  const refused = refusals()
  for await (const data of observations(call, between)) {
    const events: UsageEvent[] = []
    const services = new Map<string, ServiceAccount>()
    for (const value of data) {
      const read = readObservation(value, call)
      if (!read) continue
      if ('fault' in read) refused.add('observations', read.fault)
      else {
        events.push(read.event)
        if (read.service) services.set(read.service.account, read.service)
      }
    }
    yield { events, services: [...services.values()], refused: refused.take() }
  }
}

async function check(call: Call): Promise<readonly Checked[]> {
  const now = call.now()
  for await (const data of observations(call, [now - DAY_MS, now], 1))
    return data.length > 0
      ? [{ level: 'ok', says: 'Observations of the last 24 hours can be read.' }]
      : [
          {
            level: 'warning',
            says: 'There is no observation of the last 24 hours in this project.',
          },
        ]
  return []
}

export const langfuse: Connector = {
  id: 'langfuse',
  title: 'Langfuse',
  recipe: {
    steps: [
      'In the settings of the Langfuse project, under API Keys, make a pair of keys.',
      'Put them in LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY, and the address in LANGFUSE_URL (https://cloud.langfuse.com, https://us.cloud.langfuse.com or your own, of release 4 or later).',
      "Have the applications send the person's e-mail address as user id, and a session id.",
    ],
    keyCould:
      'Langfuse has no key that only reads: the pair can also write and delete traces of the project.',
    weOnly: 'We read observations, without what was written. Nothing is ever changed.',
    cannotSee: [
      'Other projects: each has its own keys.',
      'People, where an application sends no user id; whoever it names is taken as it says.',
      'Prompt length: what was written is not read.',
      'The bill: cost is what Langfuse reckons from its price list.',
    ],
    url: 'https://langfuse.com/docs/api-and-data-platform/features/observations-api',
  },
  settings: [
    {
      name: 'LANGFUSE_URL',
      says: 'The address of Langfuse.',
      secret: false,
      needed: true,
      form: {
        pattern: new RegExp(`^${OWN_ADDRESS}/?$`),
        says: 'Write an address like https://cloud.langfuse.com.',
      },
    },
    {
      name: 'LANGFUSE_PUBLIC_KEY',
      says: 'The public key of the project.',
      secret: false,
      needed: true,
      form: { pattern: /^pk-lf-\S+$/, says: 'It starts with pk-lf-.' },
    },
    {
      name: 'LANGFUSE_SECRET_KEY',
      says: 'The secret key of the project.',
      secret: true,
      needed: true,
      form: { pattern: /^sk-lf-\S+$/, says: 'It starts with sk-lf-.' },
    },
  ],
  egress: [{ host: '{LANGFUSE_URL}', method: 'GET', path: '/api/public/v2/observations' }],
  streams: [usage],
  check,
}
