import type { ApprovalsCommand, Misread } from './command.ts'

const DECIDE = /^(?<act>approve|refuse)\s+#?(?<id>\d{1,15})$/iu

/** What follows `approvals` from `start` on: nothing, `list`, or a decision on a number. */
export function readApprovals(text: string, start: number): ApprovalsCommand | Misread {
  const rest = text.slice(start).trim()
  if (rest === '' || /^list$/iu.test(rest)) return { kind: 'approvals', act: 'list' }
  const { act = '', id = '' } = DECIDE.exec(rest)?.groups ?? {}
  if (id !== '')
    return {
      kind: 'approvals',
      act: act.toLowerCase() === 'approve' ? 'approve' : 'refuse',
      id: Number(id),
    }
  const why = 'A change is approved or refused by its number, like approvals approve 3.'
  const problem = { text: rest, why, suggestions: [] }
  return { kind: 'misread', text, problems: [problem], suggestion: 'approvals list' }
}
