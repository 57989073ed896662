import { type Approval, mayDecide, stateOf } from '#core/approval/approval.ts'
import type { Approvals } from '#core/approval/desk.ts'
import { decidedMessage, madeMessage, proposedMessage } from '#core/approval/message.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import type { ApprovalBook, Audit, AuditRow, Clock, Log, TellAdmins } from '#ports.ts'

import { fault } from './trouble.ts'

export type ApprovalHouse = {
  readonly book: ApprovalBook
  readonly audit: Audit
  readonly clock: Clock
  readonly tell: TellAdmins
  readonly log: Log
}

/** Changes that two people must want. Each step is written with its audit row, then told to all admins. */
export function approvals(house: ApprovalHouse): Approvals {
  const { book, clock, audit } = house
  return {
    async require(change, { by, place }) {
      const now = clock.now()
      const { kind, approval } = await book.ask(change, {
        by,
        now,
        row: ({ kind, approval }) => {
          const step = kind === 'approved' ? 'use' : 'propose'
          return rowOf(approval, { step, by, place, at: now, outcome: 'done' })
        },
      })
      if (kind === 'proposed') await tell(house, proposedMessage(approval))
      return kind === 'approved' ? { approved: approval } : { pending: approval.id }
    },
    made: (approval, by) => tell(house, madeMessage(approval, by)),
    async decide(id, decision, { by, place }) {
      const now = clock.now()
      const word = decision === 'approved' ? 'approve' : 'refuse'
      const step = { step: word, by, place, at: now } as const
      const found = await book.find(id)
      if (!found)
        throw new UserError(
          `There is no change ${id} to decide`,
          'See what waits: ai-usage approvals list',
        )
      const verdict = mayDecide(found, decision, { by, now })
      if (!verdict.allowed) {
        await audit.record(rowOf(found, { ...step, outcome: 'refused' }))
        throw new UserError(verdict.says, verdict.fix)
      }
      // Someone may have been faster: the book decides by the same rule, once.
      const decided = await book.decide(id, decision, {
        by,
        now,
        row: (approval) => rowOf(approval, { ...step, outcome: 'done' }),
      })
      if (!decided)
        throw new UserError(`Change ${id} was decided meanwhile`, 'Look again at what waits.')
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
  readonly by: string
  readonly place: string
  readonly at: number
  readonly outcome: AuditRow['outcome']
}

function rowOf({ id, change, by }: Approval, { step, by: viewer, ...row }: Step): AuditRow {
  const { kind, subject } = change
  const values = { from: JSON.stringify(change.from), to: JSON.stringify(change.to) }
  const detail = { step, id, kind, subject, ...values, by }
  return { ...row, viewer, action: 'approval', command: `${step} ${id}`, detail }
}

/** Who can't be told must not stop a change that two people want: the audit trail has it. */
async function tell({ tell, log }: ApprovalHouse, message: Message): Promise<void> {
  try {
    if ((await tell(message)) === 0) log.warn({}, 'Nobody could be told of a critical change')
  } catch (error) {
    log.error(fault(error), 'Admins could not be told of a critical change')
  }
}
