import { type Approval, mayDecide, stateOf } from '#core/approval/approval.ts'
import { decidedMessage, madeMessage, proposedMessage } from '#core/approval/message.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import type { ApprovalBook, Approvals, Audit, AuditRow, Clock, Log, TellAdmins } from '#ports.ts'

import { fault } from './trouble.ts'

export type ApprovalHouse = {
  readonly book: ApprovalBook
  readonly audit: Audit
  readonly clock: Clock
  readonly tell: TellAdmins
  readonly log: Log
}

/** Changes that two people must want. Every step is audited before it is told, and told to all admins. */
export function approvals(house: ApprovalHouse): Approvals {
  const { book, clock } = house
  return {
    async require(change, { by, place }) {
      const now = clock.now()
      const { kind, approval } = await book.ask(change, { by, now })
      const steps = {
        approved: { step: 'use', message: madeMessage(approval, by) },
        proposed: { step: 'propose', message: proposedMessage(approval) },
      } as const
      if (kind === 'waiting') return { pending: approval.id }
      const { step, message } = steps[kind]
      await record(house, { step, approval, by, place, outcome: 'done' })
      await tell(house, message)
      return kind === 'approved' ? 'approved' : { pending: approval.id }
    },
    async decide(id, decision, { by, place }) {
      const now = clock.now()
      const step = decision === 'approved' ? 'approve' : 'refuse'
      const found = await book.find(id)
      if (!found)
        throw new UserError(
          `There is no change ${id} to decide`,
          'See what waits: ai-usage approvals list',
        )
      const verdict = mayDecide(found, decision, { by, now })
      if (!verdict.allowed) {
        await record(house, { step, approval: found, by, place, outcome: 'refused' })
        throw new UserError(verdict.says, verdict.fix)
      }
      // Someone may have been faster: the book decides by the same rule, once.
      const decided = await book.decide(id, decision, { by, now })
      if (!decided)
        throw new UserError(`Change ${id} was decided meanwhile`, 'Look again at what waits.')
      await record(house, { step, approval: decided, by, place, outcome: 'done' })
      await tell(house, decidedMessage(decided))
      return decided
    },
    async waiting() {
      const now = clock.now()
      return (await book.waiting(now)).map((approval) => ({
        ...approval,
        state: stateOf(approval, now),
      }))
    },
  }
}

type Step = {
  readonly step: 'propose' | 'approve' | 'refuse' | 'use'
  readonly approval: Approval
  readonly by: string
  readonly place: string
  readonly outcome: AuditRow['outcome']
}

function record({ audit, clock }: ApprovalHouse, { step, approval, ...rest }: Step): Promise<void> {
  const { id, change } = approval
  const { kind, subject } = change
  const values = { from: JSON.stringify(change.from), to: JSON.stringify(change.to) }
  return audit.record({
    at: clock.now(),
    viewer: rest.by,
    place: rest.place,
    action: 'approval',
    command: `${step} ${id}`,
    outcome: rest.outcome,
    detail: { step, id, kind, subject, ...values, by: approval.by },
  })
}

/** Who can't be told must not stop a change that two people want: the audit trail has it. */
async function tell({ tell, log }: ApprovalHouse, message: Message): Promise<void> {
  try {
    if ((await tell(message)) === 0) log.warn({}, 'Nobody could be told of a critical change')
  } catch (error) {
    log.error(fault(error), 'Admins could not be told of a critical change')
  }
}
