import type { Acted } from '#core/alert/act.ts'
import type { Alert, Finding, Notice, Tally } from '#core/alert/alert.ts'
import type { AllowEntry, AllowRow } from '#core/alert/allow.ts'
import type { Evaluated } from '#core/alert/evaluate.ts'
import type { Exception } from '#core/alert/except.ts'
import type { AlertDelivery, AlertTelling } from '#core/alert/notice.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import type { Decided, Held } from '#core/alert/pipeline.ts'
import type { Quiet } from '#core/alert/quiet.ts'
import type { Route, RouteWhat } from '#core/alert/route.ts'
import type { RuleRow, RuleTarget, SeenEvent } from '#core/alert/rule.ts'
import type { KeyDay } from '#core/alert/shared-key.ts'
import type { Rated } from '#core/alert/tuning.ts'
import type { Use } from '#core/alert/unapproved.ts'
import type { Target } from '#core/delivery/delivery.ts'
import type { Message } from '#core/message/message.ts'
import type { Day } from '#core/time/day.ts'
import type { AuditRow } from '#ports.ts'

/** One look at what has come in. The functions are pure: they are asked inside the transaction. */
export type AlertTurn = {
  readonly now: number
  /** Events looked at, the longest ago first. */
  readonly most: number
  readonly judge: (events: readonly SeenEvent[]) => Evaluated
  /** What rules on numbers found. */
  readonly findings: readonly Finding[]
  readonly decide: (findings: readonly Finding[], held: Held) => Decided
  readonly deliver: Deliver
  /** Of what time alone has made of an alert: no person's word, so nobody else writes it down. */
  readonly row?: (alert: Alert, notice: Notice) => AuditRow | undefined
}

export type Deliver = (alert: Alert, notice: Notice) => readonly AlertDelivery[]

/** A place that takes nothing any more. */
export type Fallen = {
  readonly target: Target
  readonly telling: AlertTelling
  /** What could not be told there. */
  readonly message: Message
  /** Where it goes instead. */
  readonly to: readonly Target[]
  readonly now: number
  /** Of a place that takes nothing for good: what was set to go there is stopped, and whoever reads `to` hears of it. */
  readonly stop:
    | {
        readonly why: string
        readonly row: (stopped: Stopped) => AuditRow
        readonly notice: (stopped: readonly Stopped[]) => Message
      }
    | undefined
}

/** A route, or a rule's own place, that sends nothing there any more. */
export type Stopped =
  | ({ readonly kind: 'route'; readonly no: number; readonly target: RuleTarget } & RouteWhat)
  | { readonly kind: 'rule'; readonly rule: string; readonly target: RuleTarget }

/** Where alerts of teams and severities go. */
type AlertRoutes = {
  /** With how many people are in each team on a day. */
  routes(on: Day): Promise<readonly Route[]>
  /** How many people are in a team, by its path, on a day. */
  peopleIn(team: string, on: Day): Promise<number>
  /** Makes a route, or has one of the same what go elsewhere; its number, and where it went before. */
  route(
    route: RouteWhat & { readonly target: RuleTarget; readonly by: string },
    row: (no: number) => AuditRow,
  ): Promise<{ readonly no: number; readonly before: RuleTarget | undefined }>
  /** The route that is no more; undefined where there is none of that number. */
  unroute(
    no: number,
    row: AuditRow,
  ): Promise<(RouteWhat & { readonly target: RuleTarget }) | undefined>
  /** Those that were told and opened since an instant. */
  lately(since: number): Promise<readonly Alert[]>
  /** What could not be told in its place is put up for another, all of it or nothing; from now on it is kept there. */
  fallBack(fallen: Fallen): Promise<void>
}

/** Where alerts are kept. Who changes one has it alone. */
export type AlertBook = AlertRoutes & {
  /**
   * Looks at events nobody has looked at, and writes what comes of them and who is told, or nothing of
   * it. Undefined while another process is at it.
   */
  turn(turn: AlertTurn): Promise<{ readonly events: number; readonly told: number } | undefined>
  /**
   * Undefined when there is no such alert. `selves`: the pseudonyms, hex, of who acts and of whom it is
   * given to; null for nobody's account, undefined where it is not known. `again`: an alert that is open
   * of the same thing as one that is over.
   */
  act(
    id: number,
    how: {
      readonly selves: readonly (string | null | undefined)[]
      readonly change: (alert: Alert, own: boolean | undefined, again?: number) => Acted
      readonly row: (acted: Acted) => AuditRow
      readonly deliver: Deliver
    },
  ): Promise<Acted | undefined>
  find(id: number): Promise<Alert | undefined>
  /** The worst first, then the newest. */
  open(): Promise<readonly Alert[]>
  /** What became of events from an instant on, by rule and reason. */
  tallied(since: number): Promise<readonly Tally[]>
  rules(): Promise<readonly RuleRow[]>
  /** Writes a rule that is off, together with its audit row; its name. */
  make(spec: NumberSpec, row: AuditRow): Promise<string>
  /** False when there is no rule of one's own of that name. */
  remove(rule: string, row: AuditRow): Promise<boolean>
  /** Notes when the numbers of rules were looked at. */
  looked(rules: readonly string[], at: number): Promise<void>
  /** What may be used, by kind. */
  allowed(): Promise<readonly AllowRow[]>
  /** What rules pass over. */
  exceptions(): Promise<readonly Exception[]>
  /** Puts entries on the lists, or takes them off, together with the audit row; how many that changed. */
  allow(
    entries: readonly (AllowEntry | Exception)[],
    how: { readonly change: 'add' | 'remove'; readonly row: AuditRow },
  ): Promise<number>
  /** True where there are lists and nobody looked for so long what is used outside them; then somebody has. */
  dueAllowed(now: number, everyMs: number): Promise<boolean>
  /**
   * Which models were used in which tools from a day on, each with its first day since, and whether fewer
   * people than the floor are known to have used it from `counted` on.
   */
  uses(
    from: Day,
    people: { readonly counted: Day; readonly floor: number },
  ): Promise<readonly Use[]>
  /** Which keys more than one seems to have used since an instant, by days of a zone. */
  sharedKeys(since: number, zone: string): Promise<readonly KeyDay[]>
  /**
   * Sets something of a rule, null takes it back, together with its audit row. False when there is no such
   * rule. `builtIn`: whether a built-in one is on without anyone saying so; undefined for one made here.
   */
  setRule(
    rule: string,
    set: {
      readonly builtIn: boolean | undefined
      readonly target?: RuleTarget | null
      readonly quiet?: Quiet | null
      readonly mutedUntil?: number | null
      /** Of a rule that was made here. */
      readonly spec?: NumberSpec
      readonly row: AuditRow
    },
  ): Promise<boolean>
  /** How a rule's alerts were rated that were opened since an instant and told; the newest of very many. */
  rated(rule: string, since: number): Promise<readonly Rated[]>
  /** Switches a rule, together with its audit row. False when there is no rule of one's own of that name. */
  turnRule(
    rule: string,
    set: { readonly on: boolean; readonly builtIn: boolean; readonly row: AuditRow },
  ): Promise<boolean>
}
