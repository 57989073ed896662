import { describe, expect, test } from 'vitest'

import type { Pulled } from '#collect.ts'
import { RetryLater } from '#connectors/api/fault.ts'
import { microsoftCalendar } from '#connectors/microsoft/schedule-connector.ts'
import { addDays, day } from '#core/time/day.ts'
import { connectorCall, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { SUBJECT } from '#test/support/vendors/microsoft-calendar.ts'
import { GRAPH, MANAGE, type Tenant } from '#test/support/vendors/microsoft-tenant.ts'

import { failure, house } from './house.ts'

const users = (...names: readonly string[]) =>
  names.map((name) => ({
    id: `id-${name}`,
    userPrincipalName: `${name}@corp.onmicrosoft.com`,
    mail: `${name}@corp.test`,
    accountEnabled: true,
    userType: 'Member',
  }))
const meeting = (start: string, end: string, status = 2) => ({
  start: `2026-11-${start}:00Z`,
  end: `2026-11-${end}:00Z`,
  status,
})

async function corp(over: Partial<Tenant>) {
  const of = await house(over, {
    connector: microsoftCalendar,
    settings: { MICROSOFT_CALENDAR_HOURS: '09:00-17:00' },
  })
  const pull = (from = '2026-11-02', to = '2026-11-15') =>
    pullAll(streamOf(microsoftCalendar, 'schedule'), of.call, { from, to })
  return { ...of, pull }
}
const signalsOf = (pages: readonly Pulled[]) => pages.flatMap(({ signals = [] }) => signals)

describe('hours of a week in meetings and of focus', () => {
  test('are of each person and week, by the address others know them by', async () => {
    await using of = await corp({
      users: users('ada', 'bob'),
      meetings: {
        'ada@corp.test': [
          meeting('02T10:00', '02T12:00'),
          meeting('03T13:00', '03T17:00', 1),
          meeting('10T09:00', '10T17:00', 3),
        ],
      },
    })
    const { person } = of.call.pseudonyms
    expect(signalsOf(await of.pull())).toEqual([
      {
        account: person('ada@corp.test'),
        week: '2026-11-02',
        signals: { meeting_hours: 2, focus_hours: 37 },
      },
      {
        account: person('ada@corp.test'),
        week: '2026-11-09',
        signals: { meeting_hours: 0, focus_hours: 32 },
      },
      ...['2026-11-02', '2026-11-09'].map((week) => ({
        account: person('bob@corp.test'),
        week,
        signals: { meeting_hours: 0, focus_hours: 40 },
      })),
    ])
  })

  test('no subject and no place comes in, though each answer holds them', async () => {
    await using of = await corp({
      users: users('ada'),
      meetings: { 'ada@corp.test': [meeting('02T10:00', '02T12:00')] },
    })
    const bodies: string[] = []
    const call = {
      ...of.call,
      fetch: async (...asked: Parameters<typeof fetch>) => {
        const answer = await of.call.fetch(...asked)
        bodies.push(await answer.clone().text())
        return answer
      },
    }
    const stream = streamOf(microsoftCalendar, 'schedule')
    const pages = await pullAll(stream, call, { from: '2026-11-02', to: '2026-11-08' })
    expect(bodies.join()).toContain(SUBJECT)
    expect(signalsOf(pages)).toHaveLength(1)
    expect(JSON.stringify(pages)).not.toContain('layoffs')
    // Nor when the answer is not what it should be: a fault says where, never what.
    const broken = {
      value: [{ scheduleId: 7, scheduleItems: [{ subject: SUBJECT }], [SUBJECT]: true }],
    }
    of.graph.faults.push({ path: /getSchedule/, times: 9, answer: { body: broken } })
    const fault = await failure(of.pull())
    expect(`${fault.message} ${fault.fix} ${String(fault.stack)}`).not.toContain('layoffs')
  })

  test('of more people than one call takes all are asked, twenty at a time', async () => {
    const names = Array.from({ length: 45 }, (_, n) => `p${n}`)
    await using of = await corp({ users: users(...names) })
    expect(signalsOf(await of.pull('2026-11-02', '2026-11-08'))).toHaveLength(45)
    const asked = of.graph.requests.filter(({ url }) => url.pathname.endsWith('getSchedule'))
    expect(asked).toHaveLength(3)
  })

  test('who has no mailbox cannot ask for the others: the next one does, and they are left out', async () => {
    const [root, ada] = users('root', 'ada')
    await using of = await corp({
      users: [{ ...root!, mail: null }, ada!],
      meetings: { 'ada@corp.test': [meeting('02T10:00', '02T12:00')] },
    })
    const pages = await of.pull('2026-11-02', '2026-11-08')
    expect(signalsOf(pages).map(({ account }) => account)).toEqual([
      of.call.pseudonyms.person('ada@corp.test'),
    ])
    expect(pages.flatMap(({ refused = [] }) => refused)).toHaveLength(1)
    const asked = of.graph.requests.filter(({ url }) => url.pathname.endsWith('getSchedule'))
    expect(asked.map(({ url }) => url.pathname.split('/')[3])).toEqual(['id-root', 'id-ada'])
    // Where nobody has one, nothing is known, and nothing fails.
    await using without = await corp({ users: [{ ...root!, mail: null }] })
    expect(signalsOf(await without.pull('2026-11-02', '2026-11-08'))).toEqual([])
  })

  const answering = async (responseCode: string) => {
    const of = await corp({ users: users('ada', 'bob') })
    const value = [
      { scheduleId: 'ada@corp.test', availabilityView: '0' },
      { scheduleId: 'bob@corp.test', error: { responseCode, message: 'bob' } },
    ]
    of.graph.faults.push({ path: /getSchedule/, times: 1, answer: { body: { value } } })
    return of
  }

  test.each(['ErrorServerBusy', 'ErrorTimeoutExpired', 'ErrorInternalServerTransientError'])(
    'where one calendar answers %s, the whole is asked for again later',
    async (code) => {
      await using of = await answering(code)
      expect(await failure(of.pull('2026-11-02', '2026-11-08'))).toBeInstanceOf(RetryLater)
    },
  )

  test.each(['ErrorNoFreeBusyAccess', '5009'])(
    'one calendar that answers %s is left out',
    async (code) => {
      await using of = await answering(code)
      const pages = await of.pull('2026-11-02', '2026-11-08')
      expect(pages.flatMap(({ refused = [] }) => refused)).toHaveLength(1)
    },
  )

  test('half a year is read four weeks at a time', async () => {
    await using of = await corp({ users: users('ada') })
    const pages = await of.pull('2026-05-18', '2026-11-15')
    expect(
      signalsOf(pages)
        .map(({ week }) => week)
        .toSorted(),
    ).toEqual(Array.from({ length: 26 }, (_, n) => addDays(day('2026-05-18'), 7 * n)))
  })

  test('guests and who may not sign in are not asked', async () => {
    const [ada, guest, gone] = users('ada', 'guest', 'gone')
    await using of = await corp({
      users: [ada!, { ...guest!, userType: 'Guest' }, { ...gone!, accountEnabled: false }],
    })
    expect(signalsOf(await of.pull('2026-11-02', '2026-11-08'))).toHaveLength(1)
  })

  test('hours are those of the workspace’s zone', async () => {
    await using of = await corp({
      users: users('ada'),
      // Eight in the evening in Berlin is after work there.
      meetings: {
        'ada@corp.test': [meeting('02T19:00', '02T20:00'), meeting('03T08:00', '03T09:00')],
      },
    })
    const call = { ...of.call, zone: 'Europe/Berlin' }
    const stream = streamOf(microsoftCalendar, 'schedule')
    const pages = await pullAll(stream, call, { from: '2026-11-02', to: '2026-11-08' })
    expect(signalsOf(pages)[0]?.signals).toEqual({ meeting_hours: 2, focus_hours: 39 })
  })

  test('a right that is missing is said with its fix', async () => {
    await using of = await corp({
      users: users('ada'),
      roles: { [GRAPH]: ['User.Read.All'], [MANAGE]: [] },
    })
    expect((await failure(of.pull())).fix).toContain('Calendars.ReadBasic')
  })

  test('a check says what can be read', async () => {
    await using of = await corp({ users: users('ada') })
    const call = connectorCall(microsoftCalendar, {
      settings: {
        MICROSOFT_TENANT_ID: of.settings.tenant,
        MICROSOFT_CLIENT_ID: of.settings.clientId,
        MICROSOFT_CLIENT_SECRET: of.settings.clientSecret,
        MICROSOFT_CALENDAR_HOURS: '09:00-17:00',
      },
      servers: of.servers,
    })
    expect((await microsoftCalendar.check(call)).map(({ level }) => level)).toEqual(['ok', 'ok'])
  })
})
