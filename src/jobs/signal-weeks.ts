import type { SignalWeeks } from '#core/digest/signal-weeks.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { answeredWeeks, findingsOf } from '#core/signals/decide-answers.ts'
import { signalView } from '#core/signals/view.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { SignalReader } from '#ports.ts'

import type { DigestPorts } from './digest-ports.ts'

const WEEKS = 14

/** How work went in the weeks before a Monday; null where nothing was told of them. */
export async function signalWeeks(
  asOf: Day,
  signals: SignalReader,
  { policyInForce }: Pick<DigestPorts, 'policyInForce'>,
): Promise<SignalWeeks | null> {
  const floor = (await policyInForce?.())?.policy.floor ?? DEFAULT_POLICY.floor
  const period = { from: addDays(asOf, -7 * WEEKS), to: addDays(asOf, -1) }
  const answers = (await signals.answers()).filter(({ unit }) => unit === '')
  const findings = answers.length === 0 ? [] : findingsOf(answers)
  const about = findings.find(({ verdict }) => verdict.startsWith('associated'))?.question.signal
  const view = signalView(await signals.told(period), { unit: undefined, floor, about })
  if (view.kind !== 'view') return null
  const courses = answers.map(({ signal, course }) => ({ signal, weeks: course }))
  return { view, period, findings, courses, answered: answeredWeeks(answers) }
}
