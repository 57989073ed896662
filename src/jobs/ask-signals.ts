import type { SignalsCommand } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { UserError } from '#core/errors.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { SIGNAL_COLUMNS, signalRows } from '#core/signals/csv.ts'
import type { SignalFinding } from '#core/signals/findings.ts'
import { signalFindings } from '#core/signals/judge.ts'
import { noSignalsMessage, signalMessage, smallMessage } from '#core/signals/message.ts'
import type { SignalCell } from '#core/signals/panel.ts'
import { isWithin } from '#core/signals/told.ts'
import { signalView } from '#core/signals/view.ts'
import { addDays, monday } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { ResolvedPeriod } from '#core/time/resolve.ts'
import type { SignalReader } from '#ports.ts'

import { absent, type Ended, ended, type Reads } from './outcome.ts'

/** Weeks before those asked for that tell how it was before. */
const BEFORE_WEEKS = 12

type Asked = {
  readonly span: ResolvedPeriod
  readonly command: string
}

/** How work goes with AI: the same for all who may ask, and never of fewer than the floor. */
export async function askSignals(
  typed: SignalsCommand,
  { span, command }: Asked,
  house: Reads,
): Promise<Ended> {
  const { signals } = house
  if (!signals) return absent(command)
  const period = wholeWeeks(span.period)
  if (period === undefined) {
    const error = new UserError(
      'There is no whole week in these days',
      'Ask for weeks, Monday to Sunday, like 14w.',
    )
    const trace = { command, detail: { reason: 'period' } }
    return ended('misread', trace, mistakeMessage(error, 'signals 14w'))
  }
  const found = await unitOf(typed, house)
  if ('unresolved' in found) return { ...found.unresolved, command }
  const { unit } = found
  const asked: SignalsCommand = { ...typed, ...(unit !== undefined && { team: unit }) }
  return told({ asked, unit, period }, signals, house)
}

type Telling = {
  readonly asked: SignalsCommand
  readonly unit: string | undefined
  readonly period: Period
}

async function told(
  { asked, unit, period }: Telling,
  signals: SignalReader,
  house: Reads,
): Promise<Ended> {
  const command = format(asked)
  const floor = (await house.policyInForce?.())?.policy.floor ?? DEFAULT_POLICY.floor
  const from = addDays(period.from, -7 * BEFORE_WEEKS)
  const all = await signals.cells({ from, to: period.to })
  const cells = all.filter(({ week }) => week >= period.from)
  const findings = await findingsOf(all, { unit, floor, period }, signals)
  const about = findings.find(({ verdict }) => verdict.startsWith('associated'))?.question.signal
  const view = signalView(cells, { unit, floor, about })
  const days = { from: period.from, to: period.to }
  const trace = (detail: Ended['detail']) => ({ command, detail })
  switch (view.kind) {
    case 'nothing':
      return ended('answered', trace(days), noSignalsMessage(period))
    case 'small': {
      const message = smallMessage(asked, { instead: view.instead, floor })
      return ended('refused', trace({ ...days, reason: 'small' }), message)
    }
    case 'view': {
      const message = signalMessage({ asked, view, findings, floor, period })
      return {
        ...ended('answered', trace(days), message),
        report: { command, period, ...view, findings },
        view: 'published',
        file: () => {
          const rows = signalRows(cells, { unit, floor })
          return Promise.resolve({
            name: `ai-usage-signals-${period.from}-to-${period.to}.csv`,
            head: Object.keys(SIGNAL_COLUMNS),
            rows,
            detail: { ...days, rows: rows.length },
          })
        },
      }
    }
  }
}

/** What statistics say of the unit's own cells. */
async function findingsOf(
  all: readonly SignalCell[],
  {
    unit,
    floor,
    period,
  }: { readonly unit: string | undefined; readonly floor: number; readonly period: Period },
  signals: SignalReader,
): Promise<readonly SignalFinding[]> {
  const own = all.filter((cell) => isWithin(cell.unit, unit ?? ''))
  return signalFindings(own, await signals.traits(), { since: period.from, floor })
}

/** Monday to Sunday; undefined when none of them is whole. */
function wholeWeeks({ from, to }: Period): Period | undefined {
  const first = monday(addDays(from, 6))
  const last = addDays(monday(addDays(to, 1)), -1)
  return first > last ? undefined : { from: first, to: last }
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
