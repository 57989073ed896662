import type { Design, Question } from './findings.ts'
import { SIGNALS } from './words.ts'

/** Settled before any number is looked at: every answer counts against chance, shown or not. */
const ASKED = ['prs_merged', 'review_hours', 'meeting_hours', 'focus_hours'] as const

const ASKS: Record<Design, (noun: string) => string> = {
  level: (noun) =>
    `Do people who use AI most weeks have more or fewer ${noun} than colleagues of their team in the same week?`,
  adoption: (noun) =>
    `Do people have more or fewer ${noun} since they began to use AI, beside colleagues who had not?`,
  units: (noun) =>
    `Do teams that began together have more or fewer ${noun} since, beside teams like them?`,
}

const DESIGNS = ['level', 'adoption', 'units'] as const

export const QUESTIONS: readonly Question[] = DESIGNS.flatMap((design) =>
  ASKED.map((signal) => ({
    id: `${design}:${signal}` as const,
    design,
    signal,
    asks: ASKS[design](SIGNALS[signal].noun),
  })),
)
