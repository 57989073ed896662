import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import type { Message } from '#core/message/message.ts'
import { day } from '#core/time/day.ts'
import { alertSinks } from '#jobs/siem-alert.ts'
import { writeAlert } from '#store/alert-rows.ts'
import { auditTrail } from '#store/audit-trail.ts'
import { claims } from '#store/claims.ts'
import { memory } from '#store/memory.ts'
import { retention } from '#store/retention.ts'
import type { Store } from '#store/store.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { deskOn, sinkAt, START } from './desk.ts'
import { anOpenAlert, asked, happened, hoursOf, idsOf, range } from './happened.ts'
import { splunkReceiver, webhookReceiver } from './receivers.ts'

const SECRET = 'a secret of a webhook that is long enough'
const HOUR = 3_600_000

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())
beforeEach(async () => {
  await store.db.execute(
    sql`truncate governance_event, siem_sink, siem_cursor, chat_claim, workspace_memory restart identity`,
  )
})

const happen = (...hours: readonly number[]) => happened(store, hours)

describe('a webhook', () => {
  test('that dies in the middle loses nothing, gets all in order, and what comes twice has the same id', async () => {
    const desk = deskOn(store)
    await using hook = await webhookReceiver(SECRET, desk.now)
    const sink = sinkAt(1, `${hook.url}/in?format=json`, SECRET)
    await desk.set([sink])
    await happen(...range(0, 700))
    await asked(store, 'spend 7d')
    hook.trouble = 'die after'
    await desk.until([sink], async () => {
      const [status] = await desk.ports.book.status(START)
      const failed = status?.failed ?? 0
      hook.trouble =
        failed === 0 ? 'die after' : failed < 3 ? 'die in the middle' : failed < 5 ? 503 : 'none'
      return hook.trouble === 'none' && status?.waiting === 0
    })
    const ids = idsOf(hook.accepted)
    expect(ids.length).toBeGreaterThan(700)
    // A batch that is sent again begins where the one before it began: their first coming is in order.
    expect([...new Set(hoursOf(hook.accepted))]).toEqual(range(0, 700))
    expect(hook.accepted.some((it) => it['command'] === 'spend 7d')).toBe(true)
    const [status] = await desk.ports.book.status(START)
    expect(status).toMatchObject({ dropped: 0, waiting: 0, lag: null, failingSince: null })
    expect(status?.failed).toBeGreaterThanOrEqual(5)
  })

  test('refuses what is signed with another secret, and nothing counts as sent', async () => {
    const desk = deskOn(store)
    await using hook = await webhookReceiver(SECRET, desk.now)
    const sink = sinkAt(1, `${hook.url}/?format=json`, `${SECRET}, but another`)
    await desk.set([sink])
    await happen(1)
    await desk.until([sink], () => hook.answers.length > 2)
    expect(new Set(hook.answers)).toEqual(new Set([401]))
    expect(await desk.ports.book.status(START + 9 * HOUR)).toMatchObject([
      { sent: 0, waiting: 2, lastError: 'HTTP 401', failingSince: START },
    ])
  })
})

test('Splunk takes events by its token alone, each with its time', async () => {
  const desk = deskOn(store)
  await using hec = await splunkReceiver('b5c2-token')
  const right = sinkAt(1, `splunk+${hec.url}?format=ocsf&index=ai`, 'b5c2-token')
  const wrong = sinkAt(2, `splunk+${hec.url}?format=cef`, 'guessed')
  await desk.set([right, wrong])
  await happen(1)
  await desk.until([right, wrong], () => hec.accepted.length > 0 && hec.answers.includes(403))
  expect(hec.accepted.slice(0, 1)).toMatchObject([
    {
      time: Date.parse('2026-11-02T01:00:00Z') / 1000,
      index: 'ai',
      sourcetype: 'ai_usage:ocsf',
      event: { class_uid: 3004, entity: { user: { uid: expect.any(String) } } },
    },
  ])
})

test('an alert is sent when it opens, with who did it by alias, also to a sink from before there were any', async () => {
  const desk = deskOn(store)
  await using hook = await webhookReceiver(SECRET, desk.now)
  const sink = sinkAt(1, `${hook.url}/?format=json`, SECRET)
  await desk.set([sink])
  await store.db.execute(sql`delete from siem_cursor where feed = 'alerts'`)
  await desk.set([sink])
  await happen(1)
  const { id: sequence } = await writeAlert(store.db, anOpenAlert)
  await desk.until([sink], () => hook.accepted.some(({ kind }) => kind === 'alert'))
  expect(hook.accepted.filter(({ kind }) => kind === 'alert')).toEqual([
    {
      kind: 'alert',
      id: `alert-${sequence}`,
      sequence,
      at: '2026-12-01T12:00:00.000Z',
      firstAt: '2026-12-01T11:00:00.000Z',
      lastAt: '2026-12-01T11:30:00.000Z',
      rule: 'role-change',
      severity: 'critical',
      says: 'Role changed',
      tool: 'chatgpt',
      events: 2,
      actors: [
        {
          pseudonym: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
          alias: expect.stringMatching(/^p-/) as string,
          service: false,
        },
      ],
    },
  ])
})

test('a dead sink holds up no other', async () => {
  const desk = deskOn(store)
  await using hook = await webhookReceiver(SECRET, desk.now)
  const dead = sinkAt(1, 'syslog+tcp://127.0.0.1:1')
  const alive = sinkAt(2, `${hook.url}/?format=json`, SECRET)
  await desk.set([dead, alive])
  await happen(...range(0, 10))
  await desk.until(
    [dead, alive],
    () => hoursOf(hook.accepted).length >= 10 && hook.accepted.length === 12,
  )
  expect(hoursOf(hook.accepted)).toEqual(range(0, 10))
  expect(await desk.ports.book.status(START)).toMatchObject([
    { number: 1, sent: 0, waiting: 12, lastError: 'ECONNREFUSED' },
    { number: 2, sent: 12, waiting: 0, failed: 0 },
  ])
})

describe('a sink starts', () => {
  test.each([
    ['now: with what comes, also when it happened long before', undefined, [3, 1]],
    [
      'at a day: also with what happened since and was here before',
      '2026-11-02T04:00:00Z',
      [5, 8, 3, 1],
    ],
  ] as const)('%s', async (_, from, expected) => {
    const desk = deskOn(store)
    await using hook = await webhookReceiver(SECRET, desk.now)
    const sink = sinkAt(1, `${hook.url}/?format=json`, SECRET)
    await happen(0, 5)
    await happen(2, 8)
    await desk.set([sink], from)
    await happen(3)
    // Set again, as at each start: nothing begins anew.
    await desk.set([sink], '2026-11-01T00:00:00Z')
    await happen(1)
    await desk.until([sink], () => hoursOf(hook.accepted).length >= expected.length)
    expect(hoursOf(hook.accepted)).toEqual(expected)
  })

  test('where it was, after it was taken out and put back at another address', async () => {
    const desk = deskOn(store)
    await using hook = await webhookReceiver(SECRET, desk.now)
    const before = sinkAt(1, 'syslog+tcp://127.0.0.1:1')
    const after = sinkAt(1, `${hook.url}/?format=json`, SECRET)
    await desk.set([before])
    await happen(1)
    await desk.set([])
    expect(await desk.ports.book.status(START)).toEqual([])
    await happen(2)
    await desk.set([after])
    await desk.until([after], () => hoursOf(hook.accepted).length >= 2)
    expect(hoursOf(hook.accepted)).toEqual([1, 2])
  })
})

test('of two replicas one leads a sink; the other takes over when it is gone, and who was too slow moves nothing', async () => {
  const [one, two] = [deskOn(store, 'one'), deskOn(store, 'two')]
  await using hook = await webhookReceiver(SECRET, one.now)
  const sink = sinkAt(1, `${hook.url}/?format=json`, SECRET)
  await one.set([sink])
  const { book } = one.ports
  expect(await book.lease(1, 'one', { now: START, forMs: 90_000 })).toBe(true)
  expect(await book.lease(1, 'two', { now: START, forMs: 90_000 })).toBe(false)
  await happen(1)
  const batch = await book.next(1, 'events', 10)
  two.pass(90_000)
  await two.until([sink], () => hook.accepted.length > 1)
  expect(await book.lease(1, 'two', { now: START + 90_000, forMs: 90_000 })).toBe(true)
  expect(await book.sent(1, batch, { by: 'one', at: START, well: true })).toBe(false)
  expect(await book.status(START)).toMatchObject([{ sent: 2, waiting: 0 }])
})

test('what is deleted before it was sent counts as dropped, and admins are told once', async () => {
  const desk = deskOn(store)
  await desk.set([sinkAt(1, 'syslog+tcp://127.0.0.1:1')])
  await happen(1, 2, 3)
  const said: Message[] = []
  const ports = {
    ...desk.ports,
    claims: claims(store.db),
    memory: memory(store.db),
    tell: async (message: Message) => said.push(message),
  }
  await alertSinks(desk.ports.book, ports)
  await retention(store.db).prune({ today: day('2026-12-30'), factDays: 35, dryRun: false })
  const { head } = await auditTrail(store.db).verify({ anchors: [], isSigned: () => true })
  const at = '2026-12-01T12:00:00Z'
  await auditTrail(store.db).prune({ ...head, kind: 'checkpoint', at, keyId: '', signature: '' })
  await alertSinks(desk.ports.book, ports)
  await alertSinks(desk.ports.book, ports)
  expect(said.map(({ title }) => title)).toEqual(['4 records not sent to SIEM 1'])
  expect(await desk.ports.book.status(START)).toMatchObject([{ dropped: 4, waiting: 0, sent: 0 }])
})

test('admins are told of a sink that has failed for a quarter of an hour, once, and once when it is well', async () => {
  const desk = deskOn(store)
  const { book } = desk.ports
  await desk.set([sinkAt(1, 'syslog+tls://siem.corp.example')])
  await book.lease(1, 'a replica', { now: START, forMs: HOUR })
  const said: string[] = []
  const tick = async (minutes: number) => {
    desk.pass(minutes * 60_000)
    await alertSinks(book, {
      ...desk.ports,
      claims: claims(store.db),
      memory: memory(store.db),
      tell: async ({ title, parts: [part] }) =>
        said.push(part?.kind === 'text' ? `${title}. ${part.text}` : title),
    })
  }
  await book.failed(1, 'ECONNREFUSED', START)
  await tick(14)
  expect(said).toEqual([])
  await tick(1)
  await tick(1)
  await book.failed(1, 'ECONNREFUSED', desk.now())
  await tick(1)
  expect(said).toEqual([
    '1 SIEM not reached. **SIEM 1 / syslog+tls://siem.corp.example**: nobody listens there (ECONNREFUSED). Check its address, that it runs, and that a firewall lets this machine reach it.',
  ])
  await happen(1)
  await book.sent(1, await book.next(1, 'events', 5), {
    by: 'a replica',
    at: desk.now(),
    well: true,
  })
  await tick(1)
  await tick(1)
  expect(said.slice(1)).toEqual([
    '1 SIEM reached again. **SIEM 1 / syslog+tls://siem.corp.example** takes what it is sent again; what waited is on its way.',
  ])
})
