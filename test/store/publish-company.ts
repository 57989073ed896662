import { day as dayOf } from '#core/time/day.ts'
import { eachDay } from '#core/time/period.ts'
import { publishClosed } from '#store/publish.ts'
import type { Store } from '#store/store.ts'

import { found } from './reader-company.ts'

export const TODAY = dayOf('2026-11-21')
export const rule = () => Promise.resolve({ floor: 5, known: 3 })
export const DAYS = eachDay({ from: dayOf('2026-11-01'), to: dayOf('2026-11-15') })
const UNITS = ['Sales', 'Sales/EMEA', 'Sales/Desk', 'Sales/APAC']
/** Units 2 and 4 have ten people who are active, unit 3 has two; two of each do nothing. */
const PEOPLE = Array.from({ length: 28 }, (_, n) => `p-${n}`)
const unitOf = (n: number) => (n < 12 ? 'Sales/EMEA' : n < 16 ? 'Sales/Desk' : 'Sales/APAC')
const idle = (n: number) => [10, 11, 14, 15, 26, 27].includes(n)

/** Everyone who is not idle uses one tool every day, about as much as the others. */
export async function company(
  store: Store,
  { publish = true, days = DAYS }: { publish?: boolean; days?: readonly string[] } = {},
): Promise<void> {
  await found(store, {
    units: UNITS,
    people: PEOPLE,
    tools: ['chatgpt'],
    covered: days.map((day) => ({ tool: 'chatgpt', day })),
    members: PEOPLE.map((person, n) => ({
      person,
      unit: unitOf(n),
      from: '2026-01-01',
      to: '9999-12-31',
    })),
    uses: days.flatMap((day) =>
      PEOPLE.flatMap((person, n) =>
        idle(n)
          ? []
          : [
              {
                day,
                tool: 'chatgpt',
                person,
                unit: unitOf(n),
                active: true,
                messages: 5 + (n % 4),
              },
            ],
      ),
    ),
  })
  if (publish) await publishClosed(store.db, { today: TODAY, rule })
}
