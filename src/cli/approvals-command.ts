import { decidedMessage, waitingMessage } from '#core/approval/message.ts'
import { UserError } from '#core/errors.ts'
import { plainText } from '#core/message/plain-text.ts'

import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'

/** Whoever has this machine is one person, whatever their number. */
const OPERATOR = 'operator'

export async function approvalsList(io: Io, house: House): Promise<number> {
  const message = waitingMessage(await house.approvals.waiting(), OPERATOR)
  io.out(plainText({ ...message, parts: message.parts.filter(({ kind }) => kind !== 'buttons') }))
  return DONE
}

export async function approvalsDecide(parsed: Parsed, io: Io, house: House): Promise<number> {
  const [number = ''] = parsed.args
  if (!/^\d{1,15}$/.test(number))
    throw new UserError(
      `'${number}' is not the number of a change`,
      'See the numbers: ai-usage approvals list',
    )
  const decision = parsed.command === 'approvals approve' ? 'approved' : 'refused'
  const actor = { by: OPERATOR, place: 'command line' }
  io.out(plainText(decidedMessage(await house.approvals.decide(Number(number), decision, actor))))
  return DONE
}
