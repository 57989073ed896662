import { format } from '#core/command/format.ts'
import { claimOf } from '#core/signals/claim.ts'
import type { Design, SignalFinding } from '#core/signals/findings.ts'
import type { SignalCourse } from '#core/signals/pictures.ts'
import { ANSWER_WEEKS, decidedFrom } from '#core/signals/timing.ts'
import type { SignalView } from '#core/signals/view.ts'
import { type Day, daysBetween } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

import type { DigestFacts } from './facts.ts'
import type { Finding } from './finding.ts'
import type { Looked } from './view.ts'

/** What was told of how work goes: weeks that have settled, and the settled questions. */
export type SignalWeeks = {
  readonly kind: 'weeks'
  readonly view: SignalView
  /** The weeks of the view. */
  readonly period: Period
  readonly findings: readonly SignalFinding[]
  readonly courses: readonly SignalCourse[]
  /** The weeks the questions were answered of; undefined: they are not answered yet. */
  readonly answered: Period | undefined
}

/** Nothing is told of a unit of so few, or whose rest would be. */
export type TooFew = { readonly kind: 'too few'; readonly floor: number }

type Shown = Omit<Looked, 'looked' | 'findings'>

/** What a view of signals says: what is claimed by some designs, or why nothing is known. */
export function lookAtSignals(
  { facts, id }: { readonly facts: DigestFacts; readonly id: string },
  designs: readonly Design[],
  show: (weeks: SignalWeeks) => Shown,
): Looked | { readonly missing: string } {
  const { signals } = facts
  if (signals === undefined)
    return {
      missing:
        'How work goes with AI is shown to analysts and admins, and to leads of their units; of the whole company in private.',
    }
  if (signals === null)
    return {
      missing:
        'Nothing is known yet of how work goes. Signals come from pull requests and calendars (`status`), a week after each ends.',
    }
  if (signals.kind === 'too few')
    return {
      missing: `Fewer than ${signals.floor} people would stand behind a number, here or among those beside them: of so few nothing is told of how work goes.`,
    }
  const own = signals.findings.filter(({ question }) => designs.includes(question.design))
  const known = own.filter(({ estimate }) => estimate !== null)
  return {
    looked: known.length,
    findings: known.flatMap((finding) => said(finding, { signals, facts, id })),
    ...show({ ...signals, findings: own }),
  }
}

function said(
  finding: SignalFinding,
  {
    signals,
    facts: { asOf },
    id,
  }: { readonly signals: SignalWeeks; readonly facts: DigestFacts; readonly id: string },
): readonly Finding[] {
  const claim = claimOf(finding)
  if (claim === undefined) return []
  const { says, more, action, people } = claim
  const { unit } = signals.view
  return [
    {
      view: id,
      key: `${id}|${finding.question.id}|${finding.verdict}`,
      unit: null,
      says,
      more,
      effect: { people, micros: 0 },
      // Settled beforehand, and told from chance with all twelve in mind.
      confidence: 0.8,
      novelty: noveltyOf(signals, asOf),
      action,
      expected: { kind: 'no-evidence' },
      command: format({
        kind: 'signals',
        ...(unit !== undefined && { team: unit }),
        period: { kind: 'weeks', count: ANSWER_WEEKS },
      }),
      button: 'AI use and work',
    },
  ]
}

/** Questions are answered once in `ANSWER_WEEKS`: an answer is news on the Monday after, and then no more. */
function noveltyOf({ answered }: SignalWeeks, asOf: Day): number {
  const to = answered?.to
  return to === undefined ? 1 : 7 / Math.max(7, daysBetween(decidedFrom(to), asOf))
}
