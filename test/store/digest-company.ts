import { addDays, day } from '#core/time/day.ts'

import type { Company, Use } from './reader-company.ts'

export const ASOF = day('2026-11-23')
export const NEVER = '9999-12-31'
export const WEEKS = 12
export const UNITS = Array.from({ length: 10 }, (_, n) => `Sales/Team ${n}`)
export const PEOPLE = UNITS.flatMap((_, unit) =>
  Array.from({ length: 6 }, (_, n) => `p-${unit}x${n}`),
)
export const FIRST = addDays(ASOF, -7 * WEEKS)
export const unitOf = (person: number) => UNITS[Math.floor(person / 6)] ?? ''

/** Everyone asks three times a day from Monday to Friday, more or less; Team 4 six-fold last week. */
export function uses(): readonly Use[] {
  const all: Use[] = []
  for (let week = 0; week < WEEKS; week++)
    for (let weekday = 0; weekday < 5; weekday += 2)
      for (const [n, person] of PEOPLE.entries()) {
        const idle = (n * 7 + week * 5 + weekday) % 11 === 0
        if (idle || n % 6 === 5) continue
        const more = unitOf(n) === 'Sales/Team 4' && week === WEEKS - 1 ? 6 : 1
        const messages = more * (3 + ((n + week * 3 + weekday) % 3))
        all.push({
          day: addDays(FIRST, 7 * week + weekday),
          tool: n % 2 === 0 ? 'chatgpt' : 'claude',
          person,
          unit: unitOf(n),
          active: true,
          messages,
          sessions: 1 + (n % 2),
          session_depth_histogram: [],
          cost_estimated_micros: messages * 400_000,
          input_tokens: messages * 10,
        })
      }
  return all
}

export const covered = ['chatgpt', 'claude'].flatMap((tool) =>
  Array.from({ length: 7 * WEEKS }, (_, n) => ({ tool, day: addDays(FIRST, n) })),
)

export const COMPANY: Company = {
  tools: ['chatgpt', 'claude'],
  units: ['Sales', ...UNITS],
  people: PEOPLE,
  members: PEOPLE.map((person, n) => ({ person, unit: unitOf(n), from: FIRST, to: '9999-12-31' })),
  covered,
  uses: uses(),
}
