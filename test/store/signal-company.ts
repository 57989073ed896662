import type { PersonWeek } from '#collect.ts'
import { addDays, day } from '#core/time/day.ts'
import { signalReader } from '#store/signal-told.ts'
import type { Store } from '#store/store.ts'
import { member, pseudonym } from '#test/support/events.ts'

import { byDays, pullDays, pullNow, report } from './collects.ts'

const FIRST = day('2026-09-07')
const WEEK = day('2026-10-05')
export const EVERYONE = ['ann', 'bob', 'cat', 'dan', 'eli', 'fay']

export const work = byDays({
  id: 'prs',
  source: 'github-pulls',
  tools: [],
  measures: [],
  weekly: true,
})

export const did = (who: string, merged: number, week = WEEK): PersonWeek => ({
  account: pseudonym(who),
  week,
  signals: { prs_merged: merged },
})

/** The week has settled on this day: another has passed. */
const SETTLED = '2026-10-19'

export const pull = (
  store: Store,
  signals: readonly PersonWeek[],
  today = SETTLED,
  stream = work,
) =>
  pullDays(store, ['2026-10-05', addDays(day(today), -1)], [{ signals }], {
    stream,
    at: Date.parse(`${today}T06:00:00Z`),
  })

/** What is told of each week, as `Eng prs_merged 6 21`: people and sum. */
export const toldOf = async (store: Store) =>
  (await signalReader(store.db).told({ from: FIRST, to: day('2026-11-30') })).map(
    ({ signal, unit, people, sum }) => `${unit || 'all'} ${signal} ${people} ${sum}`,
  )

/** Six people, five of whom use AI in each of five weeks, and one alone in another team. */
export async function makeCompany(store: Store) {
  const days = [0, 7, 14, 21, 28].map((n) => addDays(FIRST, n))
  const reports = days.flatMap((date) =>
    EVERYONE.slice(0, 5).map((who) => report(date, who, { messages: 20 })),
  )
  await pullDays(store, ['2026-09-07', '2026-11-01'], [{ reports }])
  await pullNow(store, [
    { people: [...EVERYONE.map((who) => member(who, 'Eng')), member('gus', 'Legal')] },
  ])
}
