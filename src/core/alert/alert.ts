import type { DeliveryKey, Target } from '#core/delivery/delivery.ts'
import type { Fact } from '#core/message/message.ts'

export const SEVERITIES = ['info', 'warning', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

type AlertState = 'firing' | 'acknowledged' | 'silenced' | 'resolved'

/**
 * Whoever did what an alert is about; `name` is an alias, or a service's own name; `team` is the path of
 * the one they were in then.
 */
export type Actor = {
  readonly account: number
  readonly name: string | null
  readonly team?: string | null
}

/** A place where an alert was told, and the delivery that told it there first. */
export type ToldIn = { readonly target: Target; readonly key: DeliveryKey }

/** An entry of a vendor's log. */
export type Entry = {
  /** Its number here. */
  readonly arrival: number
  /** The log it is from. */
  readonly source: string
  /** The vendor's own id of it; null where there is none to tell. */
  readonly reference: string | null
  /** When its vendor made it available; null where it does not say. */
  readonly publishedAt: number | null
}

/** `exact`: it gives a number away, so only who may read exact numbers is shown it. */
type AlertFact = Fact & { readonly exact?: true }

/** Something a rule found once. Times are epoch milliseconds. */
export type Finding = {
  readonly rule: string
  readonly severity: Severity
  /** What happened, to begin a sentence: `Role changed`. Names nobody. */
  readonly says: string
  readonly tool: string | null
  /** With the rule it makes the same thing again: the fingerprint. Holds ids, no names of people. */
  readonly subject: string
  readonly at: number
  /** Of an event: what its log says it is. */
  readonly entry?: Entry
  readonly actor: Actor | null
  /** Whom it is about besides, such as the key it was done with. */
  readonly also?: readonly Actor[]
  /** Of a number: the paths of the teams it is of. */
  readonly teams?: readonly string[]
  /** What there is to know of a number. */
  readonly facts?: readonly AlertFact[]
  /** Told once, whatever becomes of it: a budget is crossed once in its period. */
  readonly once?: true
  /** It is so as long as it is found: found again it is no more of it, and not found for a day it is over. */
  readonly standing?: true
  /** Of findings of one series in one round the highest is told. */
  readonly series?: { readonly id: string; readonly rank: number }
  /** The command that shows more. */
  readonly command?: string
  /** Who is told in private besides, as `slack:T1/U2`: whoever made the rule, of what is wrong with it. */
  readonly owner?: string
}

/** Findings of one fingerprint in one round. */
export type Group = Omit<Finding, 'subject' | 'at' | 'entry' | 'actor' | 'also'> & {
  readonly fingerprint: string
  readonly events: number
  readonly firstAt: number
  readonly lastAt: number
  /** Of events: the one that happened last. */
  readonly newest: Entry | null
  readonly actors: readonly Actor[]
  /** One summary in place of many alerts of its rule. */
  readonly storm: boolean
}

/** Something people should know, from when it was first found until it is resolved. */
export type Alert = {
  /** Undefined until it is stored. */
  readonly id: number | undefined
  readonly fingerprint: string
  readonly rule: string
  readonly severity: Severity
  readonly state: AlertState
  readonly says: string
  readonly tool: string | null
  readonly storm: boolean
  readonly once: boolean
  readonly command: string | null
  readonly facts: readonly AlertFact[]
  /** Of a number: the paths of the teams it is of. */
  readonly teams: readonly string[]
  /** Where it was told, and is kept as it is now. */
  readonly toldIn: readonly ToldIn[]
  readonly events: number
  /** When the first and the last of it happened. */
  readonly firstAt: number
  readonly lastAt: number
  /** Of events: the one that happened last; null of a number, and where it is kept no longer. */
  readonly newest: Entry | null
  readonly openedAt: number
  /** When it was last found again. */
  readonly foundAt: number
  /** When it was last told, and with how many events. */
  readonly toldAt: number
  readonly toldEvents: number
  /** How often it was told. */
  readonly notices: number
  readonly actors: readonly Actor[]
  /** Whose it is, as `slack:T1/U2`, where somebody gave it to them. */
  readonly assignee: string | null
  /** Who acknowledged, assigned, silenced, escalated or resolved it, why and when. */
  readonly by: string | null
  readonly reason: string | null
  readonly actedAt: number | null
  readonly silencedUntil: number | null
  readonly escalatedAt: number | null
  /** How far it has been escalated: 1, posted again where it goes; 2, everyone was told in private. */
  readonly rung: number
  readonly remindedAt: number | null
  readonly feedback: 'useful' | 'noise' | null
}

/** Why an alert is told now. `edit` changes the message that told it first. */
export type Notice = {
  readonly reason:
    | 'new'
    | 'more'
    | 'worse'
    | 'escalated'
    | 'reminder'
    | 'silence over'
    | 'resolved'
    | 'acted'
    | 'assigned'
  readonly how: 'post' | 'edit'
  /** Who is told in private besides: each who may act on alerts, or whose it is. */
  readonly also?: 'everyone' | 'assignee'
  /** How many came since it was last told, and when that was. */
  readonly more?: number
  readonly since?: number
}

/** Why it is not. */
export type Quiet = 'told lately' | 'acknowledged' | 'silenced' | 'nothing new'

/** What became of findings: so many events of a rule, for this reason. `''`: no rule. */
export type Tally = {
  readonly rule: string
  readonly reason: string
  readonly events: number
  /** Of a look, which finds the same again and again: a day has the most of one look, and not their sum. */
  readonly look?: true
}

/** An alert as it is now, to be stored; told where there is a notice. */
export type Change = { readonly alert: Alert; readonly notice: Notice | undefined }
