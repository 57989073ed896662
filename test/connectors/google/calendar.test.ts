import { describe, expect, test } from 'vitest'

import type { Pulled } from '#collect.ts'
import { RetryLater } from '#connectors/api/fault.ts'
import { googleCalendar } from '#connectors/google/calendar-connector.ts'
import { addDays, day } from '#core/time/day.ts'
import type { Workspace } from '#test/support/vendors/google-workspace.ts'

import { failure, house } from './house.ts'

const people = (...names: readonly string[]) =>
  names.map((name) => ({
    id: `1${name}`,
    primaryEmail: `${name}@corp.test`,
    orgUnitPath: '/Sales',
  }))
const block = (start: string, end: string) => ({
  start: `2026-11-${start}:00Z`,
  end: `2026-11-${end}:00Z`,
})

async function corp(over: Partial<Workspace>) {
  const settings = { GOOGLE_CALENDAR_HOURS: '09:00-17:00' }
  const of = await house(over, { connector: googleCalendar, settings })
  return { ...of, pull: (from = '2026-11-02', to = '2026-11-15') => of.pull('busy', from, to) }
}
const signalsOf = (pages: readonly Pulled[]) => pages.flatMap(({ signals = [] }) => signals)

describe('hours of a week in meetings and of focus, from Google', () => {
  test('are of each person and week; a block of a whole day is a day away, and meetings that touch are not', async () => {
    await using of = await corp({
      people: people('ada', 'bob'),
      busy: {
        'ada@corp.test': [
          block('02T10:00', '02T12:00'),
          // Google joins what touches.
          block('03T09:00', '03T17:00'),
          block('10T00:00', '11T00:00'),
          // A day of who lives in another zone.
          block('12T05:00', '13T05:00'),
        ],
        'bob@corp.test': [],
      },
    })
    const { person } = of.call.pseudonyms
    expect(signalsOf(await of.pull())).toEqual([
      {
        account: person('ada@corp.test'),
        week: '2026-11-02',
        signals: { meeting_hours: 10, focus_hours: 29 },
      },
      {
        account: person('ada@corp.test'),
        week: '2026-11-09',
        signals: { meeting_hours: 0, focus_hours: 24 },
      },
      ...['2026-11-02', '2026-11-09'].map((week) => ({
        account: person('bob@corp.test'),
        week,
        signals: { meeting_hours: 0, focus_hours: 40 },
      })),
    ])
  })

  test('a calendar that is not shared, and who is suspended, are left out', async () => {
    const [ada, bob, sue] = people('ada', 'bob', 'sue')
    await using of = await corp({
      people: [ada!, bob!, { ...sue!, suspended: true }],
      busy: { 'ada@corp.test': [], 'sue@corp.test': [] },
    })
    const pages = await of.pull('2026-11-02', '2026-11-08')
    expect(signalsOf(pages)).toHaveLength(1)
    expect(pages.flatMap(({ refused = [] }) => refused)).toHaveLength(1)
  })

  test('where one calendar cannot be read for now, the whole is asked for again later', async () => {
    await using of = await corp({ people: people('ada', 'bob') })
    const calendars = {
      'ada@corp.test': { busy: [] },
      'bob@corp.test': { errors: [{ domain: 'global', reason: 'internalError' }], busy: [] },
    }
    of.apis.faults.push({ path: /freeBusy/, times: 1, answer: { body: { calendars } } })
    const fault = await failure(of.pull())
    expect(fault).toBeInstanceOf(RetryLater)
    expect(fault.message).toContain('internalError')
    expect(fault.message).not.toContain('bob')
  })

  test('half a year of more people than one call takes is asked for piece by piece', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `p${n}`)
    await using of = await corp({
      people: people(...names),
      busy: Object.fromEntries(names.map((name) => [`${name}@corp.test`, []])),
    })
    const weeks = signalsOf(await of.pull('2026-05-18', '2026-11-15')).map(({ week }) => week)
    expect(weeks).toHaveLength(60 * 26)
    expect([...new Set(weeks)].toSorted()).toEqual(
      Array.from({ length: 26 }, (_, n) => addDays(day('2026-05-18'), 7 * n)),
    )
    expect(of.apis.requests).toHaveLength(2 * 7)
  })

  test('a scope that is missing is said with its fix', async () => {
    await using of = await corp({ people: people('ada') })
    of.workspace.delegated = of.workspace.delegated.filter((scope) => !scope.includes('calendar'))
    expect((await failure(of.pull())).fix).toContain(
      'https://www.googleapis.com/auth/calendar.freebusy',
    )
  })

  test('a check says what can be read', async () => {
    await using of = await corp({ people: people('ada'), busy: { 'ada@corp.test': [] } })
    expect((await googleCalendar.check(of.call)).map(({ level }) => level)).toEqual(['ok', 'ok'])
    of.workspace.busy = {}
    expect((await googleCalendar.check(of.call)).map(({ level }) => level)).toEqual([
      'ok',
      'warning',
    ])
  })
})
