import type { ComposeHome } from '#core/home/home.ts'
import type { InForce } from '#core/policy/book.ts'
import type { Sharing } from '#core/share/sharing.ts'
import type {
  AnswerCommand,
  Answers,
  Audit,
  Claims,
  Clock,
  Draw,
  ExportCsv,
  LockWatch,
  Log,
  Memory,
  Outbox,
} from '#ports.ts'
import type { Admins, Aliases, Names, Roles } from '#rights.ts'

/** What the rest of the house does for the people in a chat, whichever it is. */
export type ChatHouse = {
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
  readonly draw: Draw
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Log
  readonly lock: LockWatch
  readonly outbox: Outbox
  readonly policyInForce: () => Promise<InForce>
  /** Without them, a company keeps no names. */
  readonly names?: Names
}
