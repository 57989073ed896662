/** What there is around use: who sits where, limits of quartile levels, and seats. */
import * as fc from 'fast-check'

import type { Company } from './reader-company.ts'
import { maybe, PEOPLE, TOOLS, UNITS } from './reader-names.ts'

/** Where each sits: nowhere, in one unit from some day on, or in another from a later one; or nobody says. */
export const members = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        ...PEOPLE.map((person) =>
          fc.record({
            person: fc.constant(person),
            units: fc.array(fc.constantFrom(...UNITS), { minLength: 0, maxLength: 2 }),
            days: fc.constantFrom(
              ['2026-01-01', '2026-11-12'] as const,
              ['2026-11-04', '2026-11-18'] as const,
            ),
            gap: fc.constantFrom(1, 1, 3),
          }),
        ),
      )
      .map((all) =>
        all.flatMap(({ person, units: [unit, next], days: [from, moved], gap }) => {
          if (unit === undefined) return []
          const left = new Date(Date.parse(moved) - gap * 86_400_000).toISOString().slice(0, 10)
          const first = { person, unit, from, to: next ? left : '9999-12-31' }
          return next ? [first, { person, unit: next, from: moved, to: '2026-11-20' }] : [first]
        }),
      ),
  },
)

/** A tool may have none; those taken first are not in force where there are others. */
export const limits = fc.array(
  fc
    .tuple(
      fc.constantFrom(...TOOLS),
      fc.constantFrom([1, 2, 3], [2, 7, 300], [50, 150, 400], [100, 300, 1000]),
    )
    .map(([tool, [light = 0, moderate = 0, heavy = 0]]) => ({ tool, light, moderate, heavy })),
  { minLength: 1, maxLength: 5 },
)

/** Given on days whose first month is over in the four weeks, before them, or on no known day. */
export const seats = fc
  .array(
    fc.record({
      tool: fc.constantFrom(...TOOLS),
      person: maybe(fc.constantFrom(...PEOPLE)),
      since: fc.constantFrom('2020-01-01', '2020-01-01', '2020-01-01', '2026-11-10'),
      from: fc.oneof(
        {
          weight: 8,
          arbitrary: fc
            .nat(30)
            .map((n) => new Date(Date.UTC(2026, 8, 26 + n)).toISOString().slice(0, 10)),
        },
        { weight: 1, arbitrary: fc.constantFrom('1970-01-01', '2026-05-04', '2025-10-15') },
      ),
    }),
    { minLength: 0, maxLength: 16, size: 'max' },
  )
  .map((all) => all.map((seat, n) => ({ ...seat, account: 1000 + n })))

/** Those of no known person are of accounts whose one use there is: at once, on the last day in time, or late. */
export const ofAccounts = ({ seats = [], uses = [] }: Company): NonNullable<Company['seats']> =>
  seats.map((seat, n) => {
    const use = uses[n]
    if (seat.person !== undefined || use === undefined) return seat
    const days = [3, 29, 30][n % 3] ?? 0
    const from = new Date(Date.parse(use.day) - days * 86_400_000).toISOString().slice(0, 10)
    return { ...seat, account: n, tool: use.tool, from }
  })
