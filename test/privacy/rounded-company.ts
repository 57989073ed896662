import { lastOfMonth, piecesOf } from '#core/privacy/pieces.ts'
import { unitTree } from '#core/privacy/units.ts'
import type { Use } from '#core/privacy/uses.ts'
import { day } from '#core/time/day.ts'
import { eachDay } from '#core/time/period.ts'
import { randomFor } from '#db/seeds/random.ts'

export const rule = { floor: 5, known: 3 }
/** A month that begins on a Sunday, which goes with the week after it. */
export const MONTH = day('2026-11-01')
export const whole = { from: MONTH, to: lastOfMonth(MONTH) }
export const pieces = piecesOf(MONTH)

/** Three departments; the second's other team is led by one who uses nearly everything of it. */
const SIZES: Readonly<Record<number, number>> = { 11: 30, 12: 24, 21: 20, 22: 7, 31: 26 }
const LEADS = 2200
export const tree = unitTree(
  [1, 2, 3].flatMap((department) => [
    { id: department, parent: null },
    ...Object.keys(SIZES).flatMap((unit) =>
      unit.startsWith(`${department}`) ? [{ id: Number(unit), parent: department }] : [],
    ),
  ]),
  new Set(Object.keys(SIZES).map(Number)),
)

/** On Sundays and Saturdays one in a unit works, but in the first, where many do. */
export function company(seed: string): readonly Use[] {
  const random = randomFor('rounded', seed)
  const people = Object.entries(SIZES).flatMap(([unit, size]) =>
    Array.from({ length: size }, (_, n) => ({
      person: Number(unit) * 100 + n,
      unit: Number(unit),
    })),
  )
  return people.flatMap(({ person, unit }) =>
    eachDay(whole).flatMap((date): readonly Use[] => {
      const weekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
      if (weekend && unit !== 11 && person % 100 !== 3) return []
      if (random() > (weekend ? 0.5 : 0.9)) return []
      const most = weekend ? 9 : 60
      const few = unit === 22 && person !== LEADS
      const amount = few ? (date.endsWith('2') ? 1 : 0) : Math.ceil(random() * most)
      const tool = random() < 0.7 ? 1 : 2
      return amount > 0 ? [{ unit, person, day: date, tool, model: 0, feature: 0, amount }] : []
    }),
  )
}
