import { describe, expect, test } from 'vitest'

import { calendarWeek, type Moment, slotsOf, workingHours } from '#connectors/api/calendar-week.ts'
import { day } from '#core/time/day.ts'

const WEEK = day('2026-11-02')

/** `from..to` in hours of a day, local to UTC; nothing else is in the calendar. */
const week = (
  ...spans: readonly (readonly [on: string, from: number, to: number, of?: Moment])[]
) =>
  calendarWeek(
    (instant) => {
      const found = spans.find(([on, from, to]) => {
        const midnight = Date.parse(`${on}T00:00:00Z`)
        return instant >= midnight + from * 3_600_000 && instant < midnight + to * 3_600_000
      })
      return found ? (found[3] ?? 'busy') : 'free'
    },
    { slots: slotsOf(WEEK, 'UTC'), hours: { from: 18, to: 34 } },
  )

describe('a week of a calendar', () => {
  test('without a meeting is forty hours of focus', () => {
    expect(week()).toEqual({ meeting_hours: 0, focus_hours: 40 })
  })

  test('a meeting in the middle leaves what is two hours or longer', () => {
    // 9 to 10:30 is too short to think; 11 to 17 is not.
    expect(week(['2026-11-02', 10.5, 11])).toEqual({ meeting_hours: 0.5, focus_hours: 38 })
    expect(week(['2026-11-02', 11, 15.5])).toEqual({ meeting_hours: 4.5, focus_hours: 34 })
  })

  test('evenings and Saturdays are meetings, and no time for focus', () => {
    expect(week(['2026-11-03', 18, 20], ['2026-11-07', 10, 11])).toEqual({
      meeting_hours: 3,
      focus_hours: 40,
    })
  })

  test('a day out of office is none to focus; a week of them is not told', () => {
    expect(week(['2026-11-02', 0, 24, 'away'])).toEqual({ meeting_hours: 0, focus_hours: 32 })
    const away = ['2026-11-02', '2026-11-03', '2026-11-04'].map(
      (on) => [on, 0, 24, 'away'] as const,
    )
    expect(week(...away)).toBeUndefined()
  })

  test('hours are those of the workspace, also when clocks change in that week', () => {
    const [first = [], , , , , saturday = []] = slotsOf(day('2026-10-19'), 'Europe/Berlin')
    expect(new Date(first[18] ?? 0).toISOString()).toBe('2026-10-19T07:00:00.000Z')
    expect(new Date(saturday[18] ?? 0).toISOString()).toBe('2026-10-24T07:00:00.000Z')
    const after = slotsOf(day('2026-10-26'), 'Europe/Berlin')[0]?.[18] ?? 0
    expect(new Date(after).toISOString()).toBe('2026-10-26T08:00:00.000Z')
  })
})

test.each([
  ['09:00-17:00', { from: 18, to: 34 }],
  ['08:30-16:30', { from: 17, to: 33 }],
  ['17:00-09:00', undefined],
  ['09:15-17:00', undefined],
  ['9-5', undefined],
])('working hours %s', (written, hours) => {
  expect(workingHours(written)).toEqual(hours)
})
