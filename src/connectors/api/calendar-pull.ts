import type { Call, DayStream, PersonWeek, Pulled } from '#collect.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import { wholeWeeks } from '#core/time/weeks.ts'

import { hoursOf } from './calendar-hours.ts'
import { calendarWeek, type Moment, slotsOf } from './calendar-week.ts'
import { refusals } from './refusals.ts'
import { runs } from './runs.ts'

/** Months are asked for piece by piece. */
const MOST_WEEKS = 4

type Vendor<Person> = {
  /** The setting that has the working hours. */
  readonly hours: string
  /** Of how many people one call tells. */
  readonly mostPeople: number
  /**
   * How many days before the first and after the last are asked for. Weeks are the workspace's: some of
   * their hours are of the days beside them.
   */
  readonly beside: { readonly before: number; readonly after: number }
  readonly open: (call: Call) => Promise<Calendars<Person>>
}

type Calendars<Person> = {
  readonly people: readonly Person[]
  /** What some of them are doing; undefined where a calendar can't be read. */
  readonly of: (some: readonly Person[], span: Span) => Promise<readonly Calendar[]>
}

type Span = { readonly from: Day; readonly to: Day }

type Calendar = {
  readonly address: string
  readonly at: ((instant: number) => Moment) | undefined
}

/** People's hours in meetings and of focus time, of whole weeks; what can't be read is counted at the end. */
export const calendarPull = <Person>(vendor: Vendor<Person>): DayStream['pull'] =>
  async function* pull(window: Period, call: Call): AsyncGenerator<Pulled> {
    const { beside, mostPeople } = vendor
    const hours = hoursOf(call, vendor.hours)
    const refused = refusals()
    const calendars = await vendor.open(call)
    for (const mondays of runs(wholeWeeks(window), MOST_WEEKS)) {
      const [first, last] = [mondays[0], mondays.at(-1)]
      if (first === undefined || last === undefined) continue
      const span = { from: addDays(first, -beside.before), to: addDays(last, 7 + beside.after) }
      const weeks = mondays.map((week) => ({ week, slots: slotsOf(week, call.zone) }))
      for (const some of runs(calendars.people, mostPeople)) {
        const signals: PersonWeek[] = []
        for (const { address, at } of await calendars.of(some, span)) {
          if (at === undefined) refused.add('calendars', 'cannot be read')
          else {
            const account = call.pseudonyms.person(address)
            for (const { week, slots } of weeks) {
              const known = calendarWeek(at, { slots, hours })
              if (known) signals.push({ account, week, signals: known })
            }
          }
        }
        yield { signals }
      }
    }
    yield { refused: refused.take() }
  }
