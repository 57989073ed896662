import { canonicalJson, type Json } from '#core/audit/canonical.ts'

/** What needs two people. */
export type ChangeKind = 'roles' | 'privacy-mode' | 'floor' | 'retention' | 'sink' | 'policy'

/**
 * A change as both people see it. What is approved is this, to the letter: the same command with
 * another value is another change.
 */
export type Change = {
  readonly kind: ChangeKind
  /** What is changed: `admin U024BE7LH`, `retention of audit rows`. */
  readonly subject: string
  readonly from: Json
  readonly to: Json
  /** What to type again once it is approved. */
  readonly command: string
}

export type Approval = {
  readonly id: number
  readonly change: Change
  /** Who asked for it, as audit rows write people. */
  readonly by: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly decision: 'approved' | 'refused' | null
  readonly decidedBy: string | null
  /** Done: an approval is good for once. */
  readonly used: boolean
}

export type ApprovalState = 'waiting' | 'approved' | 'refused' | 'used' | 'expired'

const DAY_MS = 86_400_000
/** From when it was asked for: to be approved, and to be done. */
export const LASTS_MS = 7 * DAY_MS

export function stateOf({ at, decision, used }: Approval, now: number): ApprovalState {
  if (used) return 'used'
  if (decision === 'refused') return 'refused'
  if (now - at >= LASTS_MS) return 'expired'
  return decision ?? 'waiting'
}

/** The text whose hash tells changes apart. Who types it, and how, is not part of it. */
export function changeText({ kind, subject, from, to }: Change): string {
  return canonicalJson({ kind, subject, from, to })
}

export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly says: string; readonly fix: string }

const WAITING_ELSE: Record<Exclude<ApprovalState, 'waiting'>, string> = {
  approved: 'is approved already',
  refused: 'was refused',
  used: 'was approved and done',
  expired: 'waited for more than 7 days',
}

/** Whether `by` may decide so now. One's own change can be taken back, never approved. */
export function mayDecide(
  approval: Approval,
  decision: 'approved' | 'refused',
  { by, now }: { readonly by: string; readonly now: number },
): Verdict {
  const state = stateOf(approval, now)
  if (state !== 'waiting')
    return {
      allowed: false,
      says: `Change ${approval.id} ${WAITING_ELSE[state]}`,
      fix: state === 'expired' ? 'Ask for it again.' : 'There is nothing left to decide.',
    }
  if (decision === 'approved' && by === approval.by)
    return {
      allowed: false,
      says: `You asked for change ${approval.id} yourself`,
      fix: 'Ask another admin to approve it: it takes two people.',
    }
  return { allowed: true }
}

/** Who acts, and when. */
export type Act = { readonly by: string; readonly now: number }

/** What became of asking for a change. */
export type Asked = {
  readonly kind: 'approved' | 'waiting' | 'proposed'
  readonly approval: Approval
}
