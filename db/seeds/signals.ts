import type { SignalId } from '#core/signals/panel.ts'
import { addDays, type Day } from '#core/time/day.ts'

import type { Persona } from './company.ts'
import { around, randomFor } from './random.ts'

/** What made-up use goes with, a week: modest, so that an answer has something true to find. */
const EFFECT = { prs_merged: 0.6, focus_hours: 1.8 } as const
const REGULAR: ReadonlySet<Persona['habit']> = new Set(['champion', 'steady'])

/** One person's week, as calendars and Git would count it. */
export type WorkedWeek = {
  readonly email: string
  readonly week: Day
  readonly signals: Readonly<Partial<Record<SignalId, number>>>
}

/** Everyone's weeks, by their Mondays: meetings and focus time of all, pull requests of engineers. */
export function workedWeeks(
  people: readonly Persona[],
  weeks: readonly Day[],
): readonly WorkedWeek[] {
  return weeks.flatMap((week) =>
    people.flatMap(({ email, unit, habit, joined, left }) => {
      if (joined > week || (left !== null && left < addDays(week, 6))) return []
      const random = randomFor('work', email, week)
      const own = randomFor('work', email)
      const regular = REGULAR.has(habit)
      const meetings = spread(own, unit.startsWith('Engineering') ? 9 : 14)
      const meeting_hours = Math.max(0, spread(random, meetings))
      const focus_hours = Math.max(
        0,
        28 - 0.9 * meeting_hours + (random() - 0.5) * 6 + (regular ? EFFECT.focus_hours : 0),
      )
      const signals = { meeting_hours, focus_hours }
      return [
        {
          email,
          week,
          signals: unit.startsWith('Engineering')
            ? { ...signals, ...pulls(own, random, regular) }
            : signals,
        },
      ]
    }),
  )
}

type Random = ReturnType<typeof randomFor>

/** Within two fifths of the mean, either way. */
const spread = (random: Random, mean: number): number => mean * (0.6 + 0.8 * random())

function pulls(own: Random, random: Random, regular: boolean) {
  const usual = spread(own, 2.2) + (regular ? EFFECT.prs_merged : 0)
  const prs_merged = Math.floor(usual + random() * 2 - 0.5)
  return {
    prs_merged,
    prs_opened: prs_merged + (random() < 0.4 ? 1 : 0),
    review_hours: around(random, 9, 1),
    ...(prs_merged > 0 && { pr_size: around(random, 140, 5) }),
  }
}
