import type { Approval, ApprovalState, Change } from './approval.ts'

/** `by` as audit rows write people, `place` as they write places. */
type Actor = { readonly by: string; readonly place: string }

export type Approvals = {
  /**
   * Before a change of roles, privacy mode, floor, retention, sinks or policy: `approved` once another
   * person approved this very change; else it is proposed, and all admins are told. Make the change
   * only on `approved`, which is given once, and tell of it with `made`.
   */
  readonly require: (
    change: Change,
    actor: Actor,
  ) => Promise<{ readonly approved: Approval } | { readonly pending: number }>
  /** Tells all admins that an approved change was made. Never rejects. */
  readonly made: (approval: Approval, by: string) => Promise<void>
  /** @throws UserError when it does not wait, or the approver asked for it */
  readonly decide: (id: number, decision: 'approved' | 'refused', actor: Actor) => Promise<Approval>
  readonly waiting: () => Promise<readonly (Approval & { readonly state: ApprovalState })[]>
}
