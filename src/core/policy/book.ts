import type { Difference, Policy } from './policy.ts'

/** A policy that took effect. */
export type PolicyVersion = {
  readonly version: number
  readonly policy: Policy
  /** SHA-256 of `policyText`, hex. */
  readonly hash: string
  /** Epoch milliseconds. */
  readonly at: number
  /** As audit rows write people. */
  readonly by: string
  /** What people are guarded less in than before; such a version was approved by a second person. */
  readonly weaker: readonly Difference[]
}

/** What became of a policy that somebody wants. */
export type Applied = {
  /** `waiting`: what guards people less waits for a second person; the rest holds. */
  readonly kind: 'same' | 'applied' | 'waiting'
  readonly differences: readonly Difference[]
  /** The number of the change that waits. */
  readonly pending?: number
  /** Of what holds now. */
  readonly hash: string
}

/** What holds now; version 0 is the default, which nobody applied. */
export type InForce = Pick<PolicyVersion, 'version' | 'policy' | 'hash'> & {
  readonly since?: number
  /** When people were last guarded less than before, and in what. */
  readonly weakened?: Pick<PolicyVersion, 'at' | 'weaker'>
}

export type PolicyDesk = {
  inForce(): Promise<InForce>
  /** A dry run says what would change, and writes nothing. @throws UserError for what cannot be kept here */
  apply(
    policy: Policy,
    options: { readonly dryRun: boolean; readonly command: string },
  ): Promise<Applied>
}
