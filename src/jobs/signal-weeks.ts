import type { SignalWeeks, TooFew } from '#core/digest/signal-weeks.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { answeredWeeks, findingsOf } from '#core/signals/decide-answers.ts'
import { ANSWER_WEEKS } from '#core/signals/timing.ts'
import { signalView } from '#core/signals/view.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { SignalReader } from '#ports.ts'

import type { DigestPorts } from './digest-ports.ts'

/** Of a unit, a path; undefined is the company. */
type Asked = { readonly asOf: Day; readonly team: string | undefined }

/** How work went in the weeks before a Monday; null where nothing was told of them of anybody. */
export async function signalWeeks(
  { asOf, team }: Asked,
  signals: SignalReader,
  { policyInForce }: Pick<DigestPorts, 'policyInForce'>,
): Promise<SignalWeeks | TooFew | null> {
  const floor = (await policyInForce?.())?.policy.floor ?? DEFAULT_POLICY.floor
  const period = { from: addDays(asOf, -7 * ANSWER_WEEKS), to: addDays(asOf, -1) }
  const answers = (await signals.answers()).filter(({ unit }) => unit === (team ?? ''))
  const findings = answers.length === 0 ? [] : findingsOf(answers)
  const about = findings.find(({ verdict }) => verdict.startsWith('associated'))?.question.signal
  const view = signalView(await signals.told(period), { unit: team, floor, about })
  if (view.kind === 'small') return { kind: 'too few', floor }
  if (view.kind === 'nothing') return null
  const courses = answers.map(({ signal, course }) => ({ signal, weeks: course }))
  return { kind: 'weeks', view, period, findings, courses, answered: answeredWeeks(answers) }
}
