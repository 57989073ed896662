import type { DayStream } from '#collect.ts'
import { addDays, type Day, monday } from '#core/time/day.ts'
import { company } from '#db/seeds/company.ts'
import { workedWeeks } from '#db/seeds/signals.ts'

import type { OpenHouse } from './open-house.ts'

const WEEKS = 26

const STREAM: DayStream = {
  how: 'days',
  id: 'work',
  says: 'How the made-up company’s work went.',
  source: 'demo-work',
  tools: [],
  measures: [],
  weekly: true,
  bucketZone: 'UTC',
  historyDays: 7 * WEEKS,
  lateDays: 7 * WEEKS - 1,
  windowDays: 7 * WEEKS,
  everyMinutes: 7 * 1440,
  async *pull() {},
}

/** The company's last half-year of meetings and pull requests, through the door of a connector. */
export async function settleSignals(
  { collect, pseudonyms, clock }: OpenHouse,
  { anchor, yesterday }: { readonly anchor: Day; readonly yesterday: Day },
): Promise<void> {
  const last = addDays(monday(addDays(yesterday, 1)), -7)
  const weeks = Array.from({ length: WEEKS }, (_, back) => addDays(last, 7 * (back + 1 - WEEKS)))
  const window = { from: addDays(last, 7 * (1 - WEEKS)), to: addDays(last, 6) }
  await using pull = await collect.collection.open({
    connector: 'demo',
    stream: STREAM,
    window,
    at: clock.now(),
  })
  const signals = workedWeeks(company(anchor), weeks).map(({ email, week, signals }) => ({
    account: pseudonyms.person(email),
    week,
    signals,
  }))
  await pull.add({ signals })
  await pull.commit({ from: window.from, through: window.to })
}
