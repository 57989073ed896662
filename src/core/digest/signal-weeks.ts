import { claimOf } from '#core/signals/claim.ts'
import type { Design, SignalFinding } from '#core/signals/findings.ts'
import type { SignalCourse } from '#core/signals/pictures.ts'
import type { SignalView } from '#core/signals/view.ts'
import { addDays, daysBetween } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

import type { DigestFacts } from './facts.ts'
import type { Finding } from './finding.ts'
import type { Looked } from './view.ts'

/** What was told of how work goes: weeks that have settled, and the settled questions. */
export type SignalWeeks = {
  readonly view: SignalView
  /** The weeks of the view. */
  readonly period: Period
  readonly findings: readonly SignalFinding[]
  readonly courses: readonly SignalCourse[]
  /** The weeks the questions were answered of; undefined: they are not answered yet. */
  readonly answered: Period | undefined
}

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
        'How work goes with AI is shown to analysts and admins, of the whole company, in private.',
    }
  if (signals === null)
    return {
      missing:
        'Nothing is known yet of how work goes. Signals come from pull requests and calendars (`status`), a week after each ends.',
    }
  const own = signals.findings.filter(({ question }) => designs.includes(question.design))
  const known = own.filter(({ estimate }) => estimate !== null)
  return {
    looked: known.length,
    findings: known.flatMap((finding) => said(finding, { facts, id })),
    ...show({ ...signals, findings: own }),
  }
}

function said(
  finding: SignalFinding,
  { facts, id }: { readonly facts: DigestFacts; readonly id: string },
): readonly Finding[] {
  const claim = claimOf(finding)
  if (claim === undefined) return []
  const { says, more, action, people } = claim
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
      novelty: noveltyOf(facts),
      action,
      expected: { kind: 'no-evidence' },
      command: 'signals 14w',
      button: 'AI use and work',
    },
  ]
}

/** Questions are answered once in 14 weeks: an answer is news on the Monday after, and then no more. */
function noveltyOf({ asOf, signals }: DigestFacts): number {
  const to = signals?.answered?.to
  return to === undefined ? 1 : 7 / Math.max(7, daysBetween(addDays(to, SETTLED_DAYS), asOf))
}

const SETTLED_DAYS = 8
