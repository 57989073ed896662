import type { Decision } from '#core/access/access.ts'
import { notTheirs } from '#core/access/own-units.ts'
import type { SignalsCommand } from '#core/command/command.ts'
import { fileName } from '#core/command/file-name.ts'
import { format } from '#core/command/format.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { UserError } from '#core/errors.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { SIGNAL_COLUMNS, signalRows } from '#core/signals/csv.ts'
import { answeredWeeks, findingsOf } from '#core/signals/decide-answers.ts'
import { noSignalsMessage, signalMessage, smallMessage } from '#core/signals/message.ts'
import { signalView } from '#core/signals/view.ts'
import { addDays } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { ResolvedPeriod } from '#core/time/resolve.ts'
import { wholeWeeks } from '#core/time/weeks.ts'
import type { SignalReader } from '#ports.ts'

import { absent, type Ended, ended, type Reads, refused } from './outcome.ts'

type Asked = {
  readonly span: ResolvedPeriod
  readonly command: string
  readonly decision: Extract<Decision, { readonly allowed: true }>
}

/** How work goes with AI: what was told of it, the same for all who may ask. */
export async function askSignals(
  typed: SignalsCommand,
  { span, command, decision }: Asked,
  house: Reads,
): Promise<Ended> {
  const { signals } = house
  if (!signals) return absent(command)
  const weeks = wholeWeeks(span.period)
  const [first, last] = [weeks[0], weeks.at(-1)]
  if (first === undefined || last === undefined) {
    const error = new UserError(
      'There is no whole week in these days',
      'Ask for weeks, Monday to Sunday, like 14w.',
    )
    const trace = { command, detail: { reason: 'period' } }
    return ended('misread', trace, mistakeMessage(error, 'signals 14w'))
  }
  const period = { from: first, to: addDays(last, 6) }
  const found = await unitOf(typed, house)
  if ('unresolved' in found) return { ...found.unresolved, command }
  const { unit } = found
  const { within } = decision
  const why = within && notTheirs({ units: unit === undefined ? [] : [unit] }, within)
  if (why) return refused(command, why)
  const asked: SignalsCommand = { ...typed, ...(unit !== undefined && { team: unit }) }
  return told({ asked, unit, period, within }, signals, house)
}

type Telling = {
  readonly asked: SignalsCommand
  readonly unit: string | undefined
  readonly period: Period
  readonly within: readonly string[] | undefined
}

async function told(
  { asked, unit, period, within }: Telling,
  signals: SignalReader,
  house: Reads,
): Promise<Ended> {
  const command = format(asked)
  const floor = (await house.policyInForce?.())?.policy.floor ?? DEFAULT_POLICY.floor
  const sums = await signals.told(period)
  const answers = (await signals.answers()).filter((each) => each.unit === (unit ?? ''))
  const findings = answers.length === 0 ? [] : findingsOf(answers)
  const about = findings.find(({ verdict }) => verdict.startsWith('associated'))?.question.signal
  const view = signalView(sums, { unit, floor, about })
  const days = { from: period.from, to: period.to }
  const trace = (detail: Ended['detail']) => ({ command, detail })
  switch (view.kind) {
    case 'nothing':
      return ended('answered', trace(days), noSignalsMessage(period))
    case 'small': {
      const { instead } = view
      const theirs = within === undefined || notTheirs({ units: [instead] }, within) === undefined
      const message = smallMessage(asked, { instead: theirs ? instead : undefined, floor })
      return ended('refused', trace({ ...days, reason: 'small' }), message)
    }
    case 'view': {
      const of = answeredWeeks(answers)
      const mayAskAll = within === undefined
      const leaveKnown = await signals.leaveKnown?.()
      const says = { asked, view, findings, of, floor, mayAskAll, period, leaveKnown }
      const message = signalMessage(says)
      return {
        ...ended('answered', trace(days), message),
        report: { command, period, ...view, findings },
        view: 'published',
        file: () => {
          const rows = signalRows(sums, { unit, floor })
          return {
            name: fileName(asked, { labels: unit === undefined ? {} : { team: [unit] }, period }),
            head: Object.keys(SIGNAL_COLUMNS),
            pages: [rows],
            detail: () => ({ ...days, rows: rows.length }),
          }
        },
      }
    }
  }
}

async function unitOf(
  typed: SignalsCommand,
  { usage }: Reads,
): Promise<{ readonly unit: string | undefined } | { readonly unresolved: Ended }> {
  const { team, period } = typed
  if (team === undefined) return { unit: undefined }
  const filters = { team: [team] }
  const resolved = await usage.resolve(filters)
  if (!('unresolved' in resolved)) return { unit: resolved.scope.labels.team?.[0] }
  const { unresolved } = resolved
  const detail = { reason: 'unresolved', keys: 'team' }
  const message = unresolvedMessage(unresolved, { kind: 'ask', filters, period })
  return { unresolved: ended('misread', { command: format(typed), detail }, message) }
}
