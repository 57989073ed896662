import type { Target } from '#core/delivery/delivery.ts'
import type { KeyPlace } from '#core/governance/key-use.ts'
import type { GovernanceType } from '#core/governance/type.ts'

import type { Actor, Entry, Severity } from './alert.ts'
import type { Exception } from './except.ts'
import type { NumberSpec } from './number-rule.ts'
import type { Quiet } from './quiet.ts'

/** An entry of an audit log, as rules see it. Times are epoch milliseconds. */
export type SeenEvent = {
  readonly at: number
  readonly tool: string
  readonly type: string
  readonly action: string
  readonly actor: Actor | null
  readonly outcome: 'ok' | 'denied' | null
  /** What it was done to, as a keyed hash in hex. */
  readonly object?: string | null
  /** The API key it was done with, and whether it was used where ours are. */
  readonly key?: Actor | null
  readonly place?: KeyPlace | null
  readonly entry?: Entry
}

/** Matches entries of audit logs. One file each; `rules.ts` lists them. */
export type EventRule = {
  readonly kind: 'event'
  readonly id: string
  /** What it watches for, in one line. */
  readonly doc: string
  /** To begin a sentence: `Role changed`. */
  readonly says: string
  readonly severity: Severity
  /** Without configuration. Only what is rare in a healthy company is on. */
  readonly on: boolean
  readonly types: readonly GovernanceType[]
  /** Tools it is about; all, without. */
  readonly tools?: readonly string[]
  readonly outcome?: 'ok' | 'denied'
  /** Where a key was used, and what is said of that instead of `says`: an alert is of a key then. */
  readonly places?: Readonly<Partial<Record<KeyPlace, string>>>
}

/** `allowed`: what is no alert of it. */
export type ActiveRule = { readonly rule: EventRule; readonly allowed: readonly Exception[] }

/** Where alerts go instead of where all go. */
export type RuleTarget = Target & {
  /** As people call it. */
  readonly name: string
  /** Why nothing goes there any more. */
  readonly stopped?: string
  /** Where all go gets them as well. */
  readonly admins?: true
}

/** A rule as it is set. `rule` is the name of a built-in one, or `made-3`. */
export type RuleRow = {
  readonly rule: string
  readonly on: boolean
  /** Of a rule that was made here; null for a built-in one. */
  readonly spec: NumberSpec | null
  readonly by: string
  /** Epoch milliseconds. */
  readonly lookedAt: number | null
  /** Where its alerts go instead of where all go. */
  readonly target: RuleTarget | null
  readonly quiet: Quiet | null
  /** Until then it is counted and not told; epoch milliseconds. */
  readonly mutedUntil: number | null
}
