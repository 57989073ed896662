import type { AlertBook } from '#alerts.ts'
import type { Contracts, SavedQuestions } from '#books.ts'
import type { Refused, View } from '#core/access/access.ts'
import type { LogPages } from '#core/alert/message.ts'
import type { Approvals } from '#core/approval/desk.ts'
import type { AuditTrail } from '#core/audit/trail.ts'
import type { StreamStatus } from '#core/collect/status.ts'
import type { Target } from '#core/delivery/delivery.ts'
import { UserError } from '#core/errors.ts'
import type { Digested } from '#core/explain/digested.ts'
import type { Answered } from '#core/message/answered.ts'
import type { Message } from '#core/message/message.ts'
import { mistakeMessage, refusedMessage } from '#core/message/trouble.ts'
import type { InForce } from '#core/policy/book.ts'
import type { SinkStatus } from '#core/siem/status.ts'
import type { Day } from '#core/time/day.ts'
import type { BaselineBook, ForecastBook, LimitBook, NoteBook, PersonBudgetBook } from '#ledgers.ts'
import type {
  Answer,
  Answers,
  Audit,
  AuditRow,
  Clock,
  Governance,
  Reconcile,
  SignalReader,
  UsageReader,
  Workspace,
} from '#ports.ts'
import type { Aliases, Roles } from '#rights.ts'

import type { ActionHouse } from './action-house.ts'
import type { DigestReads } from './digest-ports.ts'
import type { Subscribing } from './subscribing.ts'

export type Reads = {
  readonly reconcile: Reconcile
  /** Exact numbers. */
  readonly usage: UsageReader
  /** What everyone may read; those who get nothing else are refused where it is absent. */
  readonly published?: UsageReader
  readonly aliases: Aliases
  readonly roles: Roles
  readonly audit: Audit
  readonly workspace: Workspace
  readonly clock: Clock
  readonly holidays?: ReadonlySet<Day>
  /** How connectors fare; without it there are none. */
  readonly status?: () => Promise<readonly StreamStatus[]>
  /** How forwarding to SIEMs fares; without it there is none. */
  readonly sinks?: () => Promise<readonly SinkStatus[]>
  readonly trail?: AuditTrail
  /** Answers as they were given. */
  readonly answers?: Pick<Answers, 'find' | 'last' | 'put'>
  /** Which version of the program this is. */
  readonly code?: string
  readonly governance?: Governance
  readonly signals?: SignalReader
  readonly alerts?: AlertBook
  /** Where alerts go. */
  readonly alertTargets?: () => Promise<readonly Target[]>
  /** Each who may act on alerts, in private. */
  readonly alertPeople?: () => Promise<readonly Target[]>
  /** Where entries of vendors' logs are looked up. */
  readonly logPages?: LogPages
  /** Budgets of one person's use. */
  readonly budgets?: PersonBudgetBook
  readonly approvals?: Approvals
  readonly actions?: ActionHouse
  /** What digests told of days to come. */
  readonly forecasts?: ForecastBook
  /** What admins noted; without it nothing is. */
  readonly notes?: NoteBook
  /** Days pinned to compare with; without it none are. */
  readonly baselines?: BaselineBook
  /** Limits of quartile levels. */
  readonly limits?: LimitBook
  readonly contracts?: Pick<Contracts, 'list'>
  /** What only digests read; without it there are none. */
  readonly digests?: DigestReads
  readonly policyInForce?: () => Promise<InForce>
  readonly subscribing?: Subscribing
  readonly saved?: SavedQuestions
}

/** What the audit row says of a question. `command` names nobody but by alias. */
export type Trace = {
  /** `ask`, unless it is an act of another kind. */
  readonly action?: AuditRow['action']
  readonly command: string
  readonly detail: AuditRow['detail']
}

/** A question that ends without numbers. */
export type Ended = Trace & {
  readonly kind: 'ended'
  readonly outcome: Exclude<Answer['outcome'], 'failed'>
  readonly message: Message
  /** Of an answer of another kind than measurements: what `ask --json` prints. */
  readonly report?: unknown
  /** What its numbers came from. */
  readonly answered?: Answered
  /** Of a digest: what it told, and of what. */
  readonly digested?: Digested
  /** An answer about an answer: it is not kept itself. */
  readonly passing?: true
  /** What of the numbers it holds; `exact` where it is not said. */
  readonly view?: View
  /** The same as a table. */
  readonly file?: () => AnswerFile
}

type Row = readonly (string | number | null)[]

export type AnswerFile = {
  readonly name: string
  readonly head: readonly string[]
  readonly pages: Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>
  /** How many rows there are, where that is known beforehand. */
  readonly of?: number
  /** What the audit row says, once all of its rows were read. */
  readonly detail: () => AuditRow['detail']
}

/** A question with its numbers; `empty` when there are none to speak of. */
export type Taken = Trace & {
  readonly kind: 'taken'
  /** Canonical, people by alias. */
  readonly canonical: string
  readonly answered: Answered
  readonly message: Message
  readonly empty: boolean
  readonly view: View
}

export function refused(command: string, { reason, says, mayAskForAccess }: Refused): Ended {
  return ended('refused', { command, detail: { reason } }, refusedMessage(says, mayAskForAccess))
}

/** What a house without this part says of it. */
export function absent(command: string): Ended {
  const error = new UserError('That is not kept here', 'Ask for numbers instead.')
  return ended('refused', { command, detail: { reason: 'absent' } }, mistakeMessage(error, '30d'))
}

export function ended(outcome: Ended['outcome'], trace: Trace, message: Message): Ended {
  return { kind: 'ended', outcome, message, ...trace }
}
