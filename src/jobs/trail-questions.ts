import { viewerName } from '#core/access/access.ts'
import type { Approvals } from '#core/approval/desk.ts'
import { decidedMessage, waitingMessage } from '#core/approval/message.ts'
import { auditMessage, MOST_SHOWN } from '#core/audit/message.ts'
import type { AuditTrail } from '#core/audit/trail.ts'
import type { ApprovalsCommand, AuditCommand } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { UserError } from '#core/errors.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import { addDays } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { AskRequest } from '#ports.ts'

import { beginning } from './audit-desk.ts'
import type { Ended } from './outcome.ts'

/** Who asked and did what in these days. The look leaves its own row, before its answer goes out. */
export async function askTrail(
  asked: AuditCommand,
  { period, zone }: { readonly period: Period; readonly zone: string },
  trail: AuditTrail,
): Promise<Ended> {
  const from = beginning(period.from, zone)
  const to = beginning(addDays(period.to, 1), zone) - 1
  const seen = await trail.list({ from, to }, MOST_SHOWN)
  const command = format(asked)
  const detail = { from: period.from, to: period.to, rows: seen.rows.length }
  const message = auditMessage({ ...seen, period, zone })
  const report = { command, period, count: seen.count, rows: seen.rows }
  return { kind: 'ended', action: 'audit', outcome: 'answered', message, command, detail, report }
}

/** What waits for a second person; or their word, which is a row of its own. */
export async function askApprovals(
  asked: ApprovalsCommand,
  { viewer, place }: AskRequest,
  approvals: Approvals,
): Promise<Ended> {
  const command = format(asked)
  const by = viewerName(viewer)
  const trace = { kind: 'ended', command } as const
  if (asked.act === 'list') {
    const waiting = await approvals.waiting()
    const message = waitingMessage(waiting, by)
    const report = { command, waiting }
    return { ...trace, outcome: 'answered', message, detail: { waiting: waiting.length }, report }
  }
  const decision = asked.act === 'approve' ? 'approved' : 'refused'
  try {
    const decided = await approvals.decide(asked.id, decision, { by, place })
    return { ...trace, outcome: 'answered', message: decidedMessage(decided), detail: { decision } }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const message = mistakeMessage(error, 'approvals list')
    return { ...trace, outcome: 'refused', message, detail: { reason: 'approval' } }
  }
}
