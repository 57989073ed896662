import type { Call, Connector, Pulled, Stream } from '#collect.ts'
import { day } from '#core/time/day.ts'
import { UNREPORTED, type UsageEvent } from '#ingest.ts'

export const EMEA = ['ada', 'bea', 'cem', 'dan', 'eva']
/** Too few to be told from their department. */
export const APAC = ['fay', 'gus']
/** Enough, with those, that the department has numbers beside its team's. */
const HEADS = ['hal', 'ivy', 'joe']
export const STRANGER = 'zoe'
export const PEOPLE = [...EMEA, ...APAC, ...HEADS, STRANGER]
/** Everyone but the stranger, with their units. */
export const PLACED = [
  ...EMEA.map((name) => [name, 'Sales/EMEA'] as const),
  ...APAC.map((name) => [name, 'Sales/APAC'] as const),
  ...HEADS.map((name) => [name, 'Sales'] as const),
]
const DAY = day('2026-11-10')

const facts = { historyDays: 5, everyMinutes: 60, says: '' }
const report = (call: Call, name: string, messages: number) => ({
  ...UNREPORTED,
  day: DAY,
  account: call.pseudonyms.person(name),
  tool: 'acme',
  source: 'acme-usage',
  model: null,
  feature: null,
  active: true,
  passive: false,
  messages,
  costBilledMicros: 1_000_000n,
})

/** What someone asked, one by one. */
const request = (call: Call, name: string, id: string): UsageEvent => ({
  atMicros: BigInt(Date.parse('2026-11-10T23:30:00Z')) * 1000n,
  day: DAY,
  account: call.pseudonyms.person(name),
  tool: 'gemini',
  source: 'acme-requests',
  model: null,
  feature: 'chat',
  conversation: call.pseudonyms.conversation(name),
  agent: false,
  error: false,
  promptCharacters: 70,
  outputCharacters: null,
  inputTokens: 5,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  outputTokens: null,
  costPicos: 2_000_000n,
  costBasis: 'billed',
  assetKind: null,
  asset: null,
  run: null,
  id: call.pseudonyms.event(id),
  digest: call.pseudonyms.event(`digest of ${id}`),
})

/** Everything that a vendor may say of people, in one connector. */
const give: Readonly<Record<string, (call: Call) => Pulled>> = {
  usage: (call) => ({
    reports: [
      ...PEOPLE.map((name, n) => report(call, name, n + 1)),
      { ...report(call, 'robot', 100), account: call.pseudonyms.service('robot') },
    ],
    services: [{ account: call.pseudonyms.service('robot'), kind: 'key', label: 'robot' }],
    bill: [
      {
        day: DAY,
        tool: 'acme',
        source: 'acme-usage',
        item: 'all',
        model: null,
        account: call.pseudonyms.person('ada'),
        costPicos: 5_000_000_000_000n,
        amount: '5',
        currency: 'USD',
        basis: 'billed',
      },
    ],
  }),
  events: (call) => ({
    governance: [
      {
        atMicros: BigInt(Date.parse('2026-11-10T09:00:00Z')) * 1000n,
        source: 'acme-log',
        tool: 'acme',
        type: 'key_created',
        action: 'key.created',
        actor: call.pseudonyms.person('ada'),
        objectKind: 'key',
        object: call.pseudonyms.asset('ada-key'),
        target: call.pseudonyms.person('bea'),
        outcome: 'ok',
        id: call.pseudonyms.event('e1'),
        reference: 'entry-of-ada',
      },
    ],
  }),
  requests: (call) => ({
    events: [...PEOPLE, ...EMEA].map((name, n) => request(call, name, `request ${n}`)),
  }),
  seats: (call) => ({
    seats: PEOPLE.map((name) => ({
      tool: 'acme',
      plan: 'pro',
      account: call.pseudonyms.person(name),
      from: DAY,
      to: null,
      monthlyMicros: null,
      currency: 'USD',
      purchased: 9,
      lastActivity: DAY,
    })),
    periods: PEOPLE.map((name) => ({
      source: 'acme-seats',
      tool: 'acme',
      account: call.pseudonyms.person(name),
      from: DAY,
      to: DAY,
      lastActivity: DAY,
      activeDays: 1,
      messages: 1,
      enabled: true,
    })),
  }),
  people: (call) => ({
    people: PLACED.map(([name, unit]) => ({
      account: call.pseudonyms.person(`${name}@corp.test`),
      aliases: [call.pseudonyms.person(name)],
      unit,
      from: day('2026-01-01'),
      to: null,
      costCentre: null,
      location: null,
      manager: call.pseudonyms.person('boss@corp.test'),
      groups: ['Runners'],
    })),
    logins: [
      {
        account: call.pseudonyms.person('ada@corp.test'),
        alias: call.pseudonyms.person('ada-gh'),
        sure: 'verified',
      },
    ],
  }),
}

const streams: readonly Stream[] = [
  {
    ...facts,
    id: 'usage',
    source: 'acme-usage',
    tools: ['acme'],
    how: 'days',
    bucketZone: 'UTC',
    lateDays: 1,
    windowDays: 9,
    async *pull({ from, to }, call) {
      if (from <= DAY && DAY <= to) yield give['usage']?.(call) ?? {}
    },
  },
  {
    ...facts,
    id: 'requests',
    source: 'acme-requests',
    tools: ['gemini'],
    how: 'days',
    bucketZone: 'UTC',
    lateDays: 1,
    windowDays: 9,
    async *pull({ from, to }, call) {
      if (from > DAY || DAY > to) return
      yield give['requests']?.(call) ?? {}
      // A page that begins with the end of the last one.
      yield { events: [request(call, 'ada', 'request 0')] }
    },
  },
  {
    ...facts,
    id: 'events',
    source: 'acme-log',
    tools: [],
    how: 'cursor',
    async *pull(_, call) {
      yield { ...give['events']?.(call), cursor: '1' }
    },
  },
  ...(['seats', 'people'] as const).map((id): Stream => ({
    ...facts,
    id,
    source: `acme-${id}`,
    tools: id === 'seats' ? ['acme'] : [],
    how: 'snapshot',
    async *pull(call) {
      yield give[id]?.(call) ?? {}
    },
  })),
]
/** A vendor that tells everything there is to tell of people. */
export const ACME: Connector = {
  id: 'acme',
  title: 'Acme',
  recipe: { steps: [], keyCould: '', weOnly: '', cannotSee: [], url: '' },
  settings: [],
  egress: [],
  streams,
  check: () => Promise.resolve([]),
}
