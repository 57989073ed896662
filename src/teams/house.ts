import type { ComposeHome } from '#core/home/home.ts'
import type { InForce } from '#core/policy/book.ts'
import type { Sharing } from '#core/share/sharing.ts'
import type {
  Admins,
  Aliases,
  AnswerCommand,
  Answers,
  Audit,
  Claims,
  Clock,
  Conversations,
  Draw,
  ExportCsv,
  LockWatch,
  Log,
  Memory,
  Names,
  Outbox,
  Pictures,
  Roles,
} from '#ports.ts'

/** What the rest of the house does for the people in Teams. */
export type House = {
  readonly answer: AnswerCommand
  readonly exportCsv: ExportCsv
  readonly home: ComposeHome
  readonly sharing: Sharing
  readonly answers: Answers
  readonly admins: Admins
  readonly roles: Roles
  readonly aliases: Aliases
  readonly claims: Claims
  readonly memory: Memory
  readonly conversations: Conversations
  readonly draw: Draw
  readonly pictures: Pictures
  readonly outbox: Pick<Outbox, 'put'>
  readonly audit: Audit
  readonly clock: Clock
  readonly lock: LockWatch
  readonly log: Log
  readonly policyInForce: () => Promise<InForce>
  /** Without them, a company keeps no names. */
  readonly names?: Names
}
