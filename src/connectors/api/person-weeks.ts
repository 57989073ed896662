import type { Window } from '#collect.ts'
import type { SignalId } from '#core/signals/panel.ts'
import { addDays, type Day, monday } from '#core/time/day.ts'

type Known = Readonly<Partial<Record<SignalId, number>>>

/** What a vendor says of people, added up to weeks in memory. */
export type PersonWeeks = {
  /** Someone the vendor knows: what is not counted of them in a week of the window is 0. */
  readonly know: (who: string, counts: readonly SignalId[]) => void
  readonly count: (who: string, on: Day, signal: SignalId) => void
  /** A number whose mean over the week is told. */
  readonly measure: (who: string, on: Day, values: Known) => void
  readonly all: () => readonly {
    readonly who: string
    readonly week: Day
    readonly signals: Known
  }[]
}

type Mean = { sum: number; of: number }

/** Of the weeks of the window alone: what is of other days is left out. */
export function personWeeks({ from, to }: Window): PersonWeeks {
  const people = new Map<
    string,
    {
      readonly who: string
      readonly week: Day
      counts: Map<SignalId, number>
      means: Map<SignalId, Mean>
    }
  >()
  const of = (who: string, week: Day) => {
    const key = `${week} ${who.toLowerCase()}`
    const known = people.get(key) ?? { who, week, counts: new Map(), means: new Map() }
    people.set(key, known)
    return known
  }
  const on = (who: string, day: Day) =>
    day >= from && day <= to ? of(who, monday(day)) : undefined
  return {
    know(who, counts) {
      for (let week = monday(from); week <= to; week = addDays(week, 7)) {
        const known = of(who, week)
        for (const signal of counts) known.counts.set(signal, known.counts.get(signal) ?? 0)
      }
    },
    count(who, day, signal) {
      const counts = on(who, day)?.counts
      counts?.set(signal, (counts.get(signal) ?? 0) + 1)
    },
    measure(who, day, values) {
      const means = on(who, day)?.means
      for (const [signal, value] of Object.entries(values) as [SignalId, number][]) {
        const { sum, of: n } = means?.get(signal) ?? { sum: 0, of: 0 }
        means?.set(signal, { sum: sum + value, of: n + 1 })
      }
    },
    all: () =>
      Array.from(people.values(), ({ who, week, counts, means }) => ({
        who,
        week,
        signals: {
          ...Object.fromEntries(counts),
          ...Object.fromEntries(Array.from(means, ([signal, { sum, of: n }]) => [signal, sum / n])),
        },
      })),
  }
}
