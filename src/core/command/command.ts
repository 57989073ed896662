import type { Grant } from '#core/access/access.ts'
import type { ActionStep } from '#core/action/action.ts'
import type { AlertActKind } from '#core/alert/act.ts'
import type { AllowEntry } from '#core/alert/allow.ts'
import type { Exception } from '#core/alert/except.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import type { Quiet } from '#core/alert/quiet.ts'
import type { BudgetCommand } from '#core/budget/command.ts'
import type { GovernanceSplit } from '#core/governance/search.ts'
import type { GovernanceType } from '#core/governance/type.ts'
import type { Dimension, MetricId } from '#core/metric/metric.ts'
import type { LimitsCommand } from '#core/quartile/command.ts'
import type { Day } from '#core/time/day.ts'
import type { Grain } from '#core/time/grain.ts'

import type { EditCommand, SubscribePlace } from './edit-command.ts'

export type FilterKey = Exclude<Dimension, 'department'> | 'group'

/** Values as typed (unquoted). Several values of one key mean any of them; several keys mean all. */
export type Filters = { readonly [Key in FilterKey]?: readonly string[] }

export type PeriodSpec =
  | { readonly kind: 'days'; readonly count: number }
  | { readonly kind: 'weeks'; readonly count: number }
  | { readonly kind: 'range'; readonly from: Day; readonly to: Day }
  | { readonly kind: 'last-month' }
  | { readonly kind: 'today' }

/** What a period is compared with, where it is not the days just before it. */
export type Versus =
  /** The same days a year or a month earlier. */
  | { readonly kind: 'last-year' }
  | { readonly kind: 'last-month' }
  | { readonly kind: 'range'; readonly from: Day; readonly to: Day }
  /** The days that were pinned. */
  | { readonly kind: 'baseline' }

/** Another scope beside the one asked about: the same filters, but for this one. */
export type Compare = { readonly key: FilterKey; readonly values: readonly string[] }

export type Ask = {
  readonly kind: 'ask'
  readonly filters: Filters
  readonly period: PeriodSpec
  readonly by?: Dimension
  /** Each group of the split, split again. */
  readonly also?: Dimension
  readonly top?: number
  readonly compare?: Compare
  readonly vs?: Versus
  /** What one point of the course is. */
  readonly per?: Grain
  /** No picture. */
  readonly chart?: 'none'
  readonly metrics?: readonly MetricId[]
}

type Help = { readonly kind: 'help'; readonly topic?: string }

/** A form to put a question together in. */
type Build = { readonly kind: 'build' }

/** How well forecasts have held. */
type Accuracy = { readonly kind: 'accuracy' }

/** How connectors fare; see core/collect. */
type Status = { readonly kind: 'status' }

/** Bills against estimates, and source against source. */
export type Reconcile = {
  readonly kind: 'reconcile'
  readonly period: PeriodSpec
  readonly tools?: readonly string[]
}

/** One's own numbers. */
export type Me = { readonly kind: 'me'; readonly period: PeriodSpec }

/** Who has which role, and giving and taking them. `who` is `U123`, `T123/U123` or `group:data-team`. */
export type Roles =
  | { readonly kind: 'roles'; readonly act: 'list' }
  | {
      readonly kind: 'roles'
      readonly act: 'grant' | 'revoke'
      readonly grant: Grant
      readonly who: string
      /** The path of the unit a lead leads. */
      readonly unit?: string
    }

/** What happened in the tools, from their vendors' audit logs. */
export type GovernanceCommand = {
  readonly kind: 'governance'
  readonly period: PeriodSpec
  readonly types?: readonly GovernanceType[]
  readonly teams?: readonly string[]
  readonly tools?: readonly string[]
  /** By type, unless said otherwise. */
  readonly by?: Exclude<GovernanceSplit, 'type'>
}

/** Whether work goes differently where AI is used, in whole weeks. */
export type SignalsCommand = {
  readonly kind: 'signals'
  readonly period: PeriodSpec
  /** Of one unit and those below it; without, of the company. */
  readonly team?: string
}

/** Who asked and did what. */
export type AuditCommand = { readonly kind: 'audit'; readonly period: PeriodSpec }

/** Changes that two people must want. */
export type ApprovalsCommand =
  | { readonly kind: 'approvals'; readonly act: 'list' }
  | { readonly kind: 'approvals'; readonly act: 'approve' | 'refuse'; readonly id: number }

/** What digests recommended, and what becomes of it. */
export type ActionsCommand =
  | { readonly kind: 'actions'; readonly act: 'list' }
  | { readonly kind: 'actions'; readonly act: 'show'; readonly id: number }
  /** Which of several starts first. */
  | { readonly kind: 'actions'; readonly act: 'draw'; readonly ids: readonly number[] }
  | {
      readonly kind: 'actions'
      readonly act: 'step'
      readonly id: number
      readonly step: ActionStep
    }

/** What admins note beside the numbers. */
export type NotesCommand =
  | { readonly kind: 'notes'; readonly act: 'list' }
  | {
      readonly kind: 'notes'
      readonly act: 'add'
      readonly day: Day
      readonly says: string
      /** What sort of thing it was, in one word: `training`. */
      readonly sort?: string
      /** The team it was for. */
      readonly team?: string
    }
  | { readonly kind: 'notes'; readonly act: 'remove'; readonly id: number }

/** Days pinned to compare later ones with. */
export type BaselineCommand =
  | { readonly kind: 'baseline'; readonly act: 'list' }
  | {
      readonly kind: 'baseline'
      readonly act: 'pin'
      readonly from: Day
      readonly to: Day
      /** As typed. */
      readonly team?: string
      readonly says: string
    }
  | { readonly kind: 'baseline'; readonly act: 'unpin'; readonly id: number }

/** What is open, or the rules that find it. */
export type AlertsCommand = { readonly kind: 'alerts'; readonly act: 'list' | 'rules' }

/** A word on one alert, by its number; a rule, by its name, switched on or off; or a new one. */
export type AlertCommand =
  | {
      readonly kind: 'alert'
      readonly act: 'show' | Exclude<AlertActKind, 'silence' | 'assign'>
      readonly id: number
    }
  | {
      readonly kind: 'alert'
      readonly act: 'silence'
      readonly id: number
      readonly hours: number
      readonly reason?: string
    }
  | {
      readonly kind: 'alert'
      readonly act: 'assign'
      readonly id: number
      /** `me`, or an account as roles are given to. */
      readonly to: string
    }
  | {
      readonly kind: 'alert'
      readonly act: 'enable' | 'disable' | 'remove'
      readonly rule: string
    }
  | { readonly kind: 'alert'; readonly act: 'when'; readonly spec: NumberSpec }
  | AlertAllow
  | AlertWhy
  | AlertTune
  | AlertRuleSet

/** Where a rule's alerts go (`here`, `me`, a channel), its quiet hours, for how long it is silent, its limit; null and 0 take it back. */
export type AlertRuleSet = {
  readonly kind: 'alert'
  readonly act: 'rule'
  readonly rule: string
  readonly to?: string | null
  readonly quiet?: Quiet | null
  readonly hours?: number
  /** Of a rule on a number: dollars for money. */
  readonly limit?: number
}

/** Models and tools that may be used. */
export type AlertAllow = { readonly kind: 'alert'; readonly act: 'allow' } & (
  | { readonly change: 'list' }
  | { readonly change: 'add' | 'remove'; readonly entries: readonly AllowEntry[] }
  | { readonly change: 'add' | 'remove'; readonly exceptions: readonly Exception[] }
)

/** Why a rule told something, or did not. */
type AlertWhy = { readonly kind: 'alert'; readonly act: 'why'; readonly rule: string }
/** What a change of a rule would have kept back. */
type AlertTune = { readonly kind: 'alert'; readonly act: 'tune'; readonly rule: string }

/** What the numbers mean, or one of them. */
export type Metrics = { readonly kind: 'metrics'; readonly metric?: MetricId }

/** How an answer was made; without `ref`, the last one its viewer got. Or how a digest is made, whoever got it. */
export type Explain = {
  readonly kind: 'explain'
  readonly ref?: string
  readonly digest?: DigestCommand
}

/** Why spend changed. */
export type Why = {
  readonly kind: 'why'
  readonly filters: Filters
  readonly period: PeriodSpec
}

/** What was agreed with vendors. */
type Contract = { readonly kind: 'contract' }

/** What is promised to those whose use is counted. */
type PrivacyCommand = { readonly kind: 'privacy' }

/** Something to be sent again and again. */
export type Subscribe = {
  readonly kind: 'subscribe'
  /** A question or a digest, as typed. */
  readonly what: string
  /** In words; without a zone, the workspace's is meant. */
  readonly cadence: string
  /** None: to whoever subscribes. */
  readonly to: readonly SubscribePlace[]
  /** Of digests: only when something stands out. */
  readonly only?: 'notable'
  /** Not yet: how often and where to is still being chosen, and so far is as it says. */
  readonly choose?: true
}

/** One's subscriptions, and what is done with one of them; `resend` names a delivery. */
export type SubscriptionsCommand =
  | { readonly kind: 'subscriptions'; readonly act: 'list' | 'all' }
  | {
      readonly kind: 'subscriptions'
      readonly act: 'pause' | 'resume' | 'remove' | 'preview' | 'test' | 'resend'
      readonly id: number
    }
  | {
      readonly kind: 'subscriptions'
      readonly act: 'move'
      readonly id: number
      readonly cadence: string
    }
  | EditCommand

/** A question that is kept under a name; without `what`, the last one its viewer asked. */
export type Save = { readonly kind: 'save'; readonly name: string; readonly what?: string }

/** One's saved questions: all of them, or what is done with the one of that name. */
export type SavedCommand =
  | { readonly kind: 'saved'; readonly act: 'list' }
  | { readonly kind: 'saved'; readonly act: 'ask'; readonly name: string }
  | {
      readonly kind: 'saved'
      readonly act: 'remove' | 'share' | 'unshare'
      readonly name: string
    }
  | { readonly kind: 'saved'; readonly act: 'rename'; readonly name: string; readonly to: string }

/** The weekly digest: all of it, one of its views, or the list of views; as it was on a Monday. */
export type DigestCommand = {
  readonly kind: 'digest'
  /** A view's id, or `views`. */
  readonly show?: string
  readonly team?: string
  readonly asOf?: Day
}

export type Command =
  | ActionsCommand
  | AlertCommand
  | AlertsCommand
  | ApprovalsCommand
  | Ask
  | AuditCommand
  | BaselineCommand
  | LimitsCommand
  | BudgetCommand
  | Build
  | Accuracy
  | Contract
  | Explain
  | GovernanceCommand
  | DigestCommand
  | Help
  | Me
  | Metrics
  | NotesCommand
  | PrivacyCommand
  | Reconcile
  | Roles
  | Save
  | SavedCommand
  | SignalsCommand
  | Status
  | Subscribe
  | SubscriptionsCommand
  | Why

/** One stretch of text that was not understood. */
export type Problem = {
  readonly text: string
  readonly why: string
  /** The nearest right things, best first; may be empty. */
  readonly suggestions: readonly string[]
}

/** Text that could not be parsed, and the nearest command that could. */
export type Misread = {
  readonly kind: 'misread'
  readonly text: string
  readonly problems: readonly Problem[]
  readonly suggestion?: string
}
