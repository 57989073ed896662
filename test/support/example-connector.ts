import { z } from 'zod'

import type { Call, Connector, CursorStream, DayStream, SnapshotStream } from '#collect.ts'
import { client } from '#connectors/api/client.ts'
import type { Door } from '#connectors/api/fault.ts'
import { day } from '#core/time/day.ts'
import { UNREPORTED } from '#ingest.ts'

const DOOR: Door = {
  title: 'Acme AI',
  keyFix: 'Make a key under Settings → Keys and put it in ACME_KEY.',
  rightFix: 'Give the key the right usage:read.',
}

const rows = z.object({
  data: z.array(z.looseObject({ day: z.string(), user: z.string(), requests: z.number() })),
})
const entries = z.object({
  data: z.array(z.looseObject({ id: z.string(), at: z.string(), action: z.string() })),
  next: z.string().nullable(),
})
const members = z.object({ data: z.array(z.looseObject({ user: z.string() })) })

const api = (call: Call) =>
  client(call, {
    door: DOOR,
    origin: 'https://api.acme.test',
    headers: { authorization: `Bearer ${call.setting('ACME_KEY') ?? ''}` },
  })

const usage: DayStream = {
  id: 'usage',
  how: 'days',
  says: 'Requests by person and day.',
  source: 'acme-usage',
  tools: ['acme'],
  historyDays: 10,
  retentionDays: 30,
  everyMinutes: 60,
  bucketZone: 'UTC',
  lateDays: 2,
  windowDays: 4,
  async *pull({ from, to }, call) {
    const question = { call: 'GET /v1/usage', query: { from, to } } as const
    const { body } = await api(call).ask(question, rows)
    yield {
      reports: body.data.map((row) => ({
        ...UNREPORTED,
        day: day(row.day),
        account: call.pseudonyms.person(row.user),
        tool: 'acme',
        source: 'acme-usage',
        model: null,
        feature: null,
        active: row.requests > 0,
        passive: false,
        messages: row.requests,
      })),
      publishedAt: call.now() - 3_600_000,
    }
  },
}

const audit: CursorStream = {
  id: 'audit',
  how: 'cursor',
  says: 'Who changed what.',
  source: 'acme-audit',
  // It says nothing of how much was used: no day of it is 0 for that.
  tools: [],
  historyDays: 30,
  everyMinutes: 15,
  async *pull({ cursor, since }, call) {
    let after = cursor
    for (;;) {
      const query = after === undefined ? { since } : { after }
      const { body } = await api(call).ask({ call: 'GET /v1/audit', query }, entries)
      if (body.next === null && body.data.length === 0) return
      after = body.next ?? after ?? 'end'
      yield {
        cursor: after,
        governance: body.data.map(({ id, at, action }) => ({
          atMicros: BigInt(Date.parse(at)) * 1000n,
          source: 'acme-audit',
          tool: 'acme',
          type: 'other' as const,
          action,
          actor: null,
          objectKind: null,
          object: null,
          target: null,
          outcome: null,
          id: call.pseudonyms.event(id),
          reference: id,
        })),
      }
      if (body.next === null) return
    }
  },
}

const seats: SnapshotStream = {
  id: 'seats',
  how: 'snapshot',
  says: 'Who holds a seat.',
  source: 'acme-seats',
  tools: ['acme'],
  historyDays: 0,
  everyMinutes: 1440,
  async *pull(call) {
    const { body } = await api(call).ask({ call: 'GET /v1/members' }, members)
    yield {
      seats: body.data.map(({ user }) => ({
        tool: 'acme',
        plan: 'team',
        account: call.pseudonyms.person(user),
        from: day('2026-11-01'),
        to: null,
        monthlyMicros: null,
        currency: 'USD',
        purchased: null,
        lastActivity: null,
      })),
    }
  },
}

/** Reads text, so it is off until an admin consents. */
const prompts: DayStream = {
  ...usage,
  id: 'prompts',
  says: 'How long prompts are.',
  source: 'acme-prompts',
  content: true,
  async *pull(window, call) {
    for await (const { reports = [] } of usage.pull(window, call))
      yield {
        reports: reports.map(({ day, account, messages }) => ({
          ...UNREPORTED,
          day,
          account,
          tool: 'acme',
          source: 'acme-prompts',
          model: null,
          feature: null,
          active: false,
          passive: true,
          promptCharacters: (messages ?? 0) * 100,
          promptsMeasured: messages,
        })),
      }
  },
}

/** A connector of a vendor that is not: one stream of each kind, and one that reads text. */
export const ACME: Connector = {
  id: 'acme',
  title: 'Acme AI',
  recipe: {
    steps: ['Open Settings → Keys.', 'Make a key with usage:read and put it in ACME_KEY.'],
    keyCould: 'Read usage and members.',
    weOnly: 'Reads usage, the audit log and members.',
    cannotSee: ['Sessions: the API counts requests only.'],
    url: 'https://acme.test/docs',
  },
  settings: [
    {
      name: 'ACME_KEY',
      says: 'The key of the organisation',
      secret: true,
      needed: true,
      form: { pattern: /^ak-/, says: 'It starts with ak-.' },
    },
    {
      name: 'ACME_REGION',
      says: 'eu or us',
      secret: false,
      needed: false,
      form: { pattern: /^(eu|us)$/, says: 'Write eu or us.' },
    },
  ],
  egress: [
    { host: 'api.acme.test', method: 'GET', path: '/v1/usage' },
    { host: 'api.acme.test', method: 'GET', path: '/v1/audit' },
    { host: 'api.acme.test', method: 'GET', path: '/v1/members' },
    { host: 'api.acme.test', method: 'GET', path: '/v1/key' },
  ],
  streams: [usage, audit, seats, prompts],
  async check(call) {
    const shape = z.looseObject({ expires: z.string().nullable() })
    const { body } = await api(call).ask({ call: 'GET /v1/key' }, shape)
    return [
      { level: 'ok', says: 'The key reads usage.' },
      ...(body.expires === null
        ? [{ level: 'warning' as const, says: 'The key never expires: make one that does.' }]
        : []),
    ]
  },
}
