import type { Design, Question } from './findings.ts'
import type { SignalId } from './panel.ts'

/** Settled before any number is looked at: every answer counts against chance, shown or not. */
const ASKED = ['prs_merged', 'review_hours', 'meeting_hours', 'focus_hours'] as const

const NOUN: Record<(typeof ASKED)[number], string> = {
  prs_merged: 'merged pull requests',
  review_hours: 'hours until the first review',
  meeting_hours: 'hours in meetings',
  focus_hours: 'hours of focus time',
} satisfies Partial<Record<SignalId, string>>

const ASKS: Record<Design, (noun: string) => string> = {
  level: (noun) => `Do people who use AI most weeks have more or fewer ${noun} than colleagues?`,
  adoption: (noun) => `Do people have more or fewer ${noun} once they have begun to use AI?`,
  units: (noun) =>
    `Do teams in which half have begun have more or fewer ${noun} than teams like them?`,
}

const DESIGNS = ['level', 'adoption', 'units'] as const

export const QUESTIONS: readonly Question[] = DESIGNS.flatMap((design) =>
  ASKED.map((signal) => ({
    id: `${design}:${signal}` as const,
    design,
    signal,
    asks: ASKS[design](NOUN[signal]),
  })),
)
