import type {
  Ask,
  AuditCommand,
  GovernanceCommand,
  Me,
  Reconcile,
  SignalsCommand,
} from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { UserError } from '#core/errors.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import { type Day, dayAt } from '#core/time/day.ts'
import { type ResolvedPeriod, resolvePeriod } from '#core/time/resolve.ts'

import { type Ended, ended, type Reads } from './outcome.ts'
import { pinnedFor } from './pinned.ts'

type Dated = Ask | AuditCommand | GovernanceCommand | Me | Reconcile | SignalsCommand
type Days = { readonly span: ResolvedPeriod; readonly zone: string; readonly today: Day }

/** Which days are meant, in the workspace's zone; a mistake when there are no such days. */
export async function daysOf(
  parsed: Dated,
  command: string,
  { workspace, clock, ...house }: Pick<Reads, 'workspace' | 'clock' | 'usage' | 'baselines'>,
): Promise<Ended | Days> {
  const zone = await workspace.zone()
  const today = dayAt(clock.now(), zone)
  const baseline = parsed.kind === 'ask' ? await pinnedFor(parsed, house) : undefined
  const span = orMistake(() =>
    resolvePeriod(
      parsed.period,
      today,
      parsed.kind === 'ask' ? { ...parsed, ...(baseline && { baseline }) } : {},
    ),
  )
  if (!(span instanceof UserError)) return { span, zone, today }
  const trace = { command, detail: { reason: 'period' } }
  return ended('misread', trace, mistakeMessage(span, format(mended(parsed, today))))
}

/** The nearest question whose days there are. */
function mended(ask: Dated, today: Day): Dated {
  const { period } = ask
  if (ask.kind === 'ask' && ask.vs) {
    const { vs: _vs, ...usual } = ask
    return orMistake(() => resolvePeriod(period, today)) instanceof UserError
      ? mended(usual, today)
      : usual
  }
  const inverted = period.kind === 'range' && period.from > period.to
  const days: Ask['period'] = inverted
    ? { kind: 'range', from: period.to, to: period.from }
    : { kind: 'days', count: 30 }
  return { ...ask, period: days }
}

function orMistake<T>(work: () => T): T | UserError {
  try {
    return work()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}
