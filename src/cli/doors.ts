import type {
  ContractBook,
  Contracts,
  Decided,
  DisplayNames,
  KeyRotation,
  People,
  PeopleChange,
  Privacy,
  Pruned,
  ServiceMapping,
  ServiceMove,
} from '#books.ts'
import type { Connector } from '#collect.ts'
import type { Precedence, PrecedenceRow, StreamName } from '#collection.ts'
import type { Viewer } from '#core/access/access.ts'
import type { Approvals } from '#core/approval/desk.ts'
import type { Anchor } from '#core/audit/anchor.ts'
import type { AuditFilter, AuditSeen, AuditTrail } from '#core/audit/trail.ts'
import type { LateSource } from '#core/collect/late-days.ts'
import type { Finding, PullReport, SyncProgress } from '#core/collect/outcome.ts'
import type { StreamStatus } from '#core/collect/status.ts'
import type { ImportKind, ImportOutcome, ImportProgress } from '#core/import/outcome.ts'
import type { PolicyDesk } from '#core/policy/book.ts'
import type { Policy } from '#core/policy/policy.ts'
import type { Day } from '#core/time/day.ts'
import type { SiemDesk } from '#forwarding.ts'
import type { BatchSummary } from '#ingest.ts'
import type { Answer, AskRequest, Draw, Locked } from '#ports.ts'

/** Where a command reads its paths from and writes to. */
export type Io = {
  /** Relative paths start here. */
  readonly cwd: string
  out(text: string): void
  err(text: string): void
  /** Standard error is a terminal: progress may rewrite its line. */
  readonly tty: boolean
  /** Asks whoever sits there for a line; undefined when there is no more to read. */
  ask?(question: string): Promise<string | undefined>
}

/** The flags of an import, as typed. */
export type ImportOptions = {
  readonly dryRun: boolean
  readonly strict: boolean
  readonly yes: boolean
  readonly replace: boolean
  readonly merge: boolean
  readonly source?: string
  readonly map: readonly string[]
  readonly set: readonly string[]
  readonly ignore: readonly string[]
  readonly assign: readonly string[]
  readonly through?: string
  readonly timeZone?: string
  readonly creditUsd?: string
  /** An absolute path: who sits where, read with the usage and not kept. */
  readonly directory?: string
}

export type ImportRequest = {
  readonly kind: ImportKind
  /** Absolute paths. */
  readonly files: readonly string[]
  readonly options: ImportOptions
  readonly cwd: string
  /** What was typed, with base names for paths: for the audit trail. */
  readonly command: string
  readonly onProgress: (progress: ImportProgress) => void
}

type SyncOptions = {
  /** `openai` or `openai/usage`; everything that is on, without it. */
  readonly target?: string
  readonly since?: Day
  readonly onProgress: (progress: SyncProgress) => void
  readonly onRebuild: (done: number, of: number) => void
}

/** What is done with connectors. Each rejects with a UserError for a name there is not. */
export type CollectDesk = {
  /** Each with the needed settings that are not given: on, when there are none. */
  connectors(): readonly { readonly connector: Connector; readonly missing: readonly string[] }[]
  /** Asks the vendor; leaves an audit row and nothing else. */
  check(connector: string): Promise<readonly Finding[]>
  sync(options: SyncOptions): Promise<PullReport>
  /** What the connector's directories are held for, since when (epoch milliseconds). */
  held(
    target: string,
  ): Promise<readonly { readonly name: string; readonly what: string; readonly since: number }[]>
  /** Pulls them anew, and applies them whatever they move. */
  applyDirectories(target: string): Promise<PullReport>
  status(): Promise<readonly StreamStatus[]>
  /** Sources whose latest days usually grow, as it is by now. */
  late(): Promise<readonly LateSource[]>
  /** Tools in use that nobody gave a contract for. */
  withoutContract(): Promise<readonly string[]>
  now(): number
  /** The stream, if it is one that needs consent. */
  contentStream(target: string): StreamName
  /** `typed` is what the admin typed as the connector's name. */
  consent(target: string, typed: string): Promise<StreamName>
  withdraw(target: string): Promise<StreamName>
  /** Looks at everything that may be wrong with this installation. */
  doctor(): Promise<readonly Finding[]>
}

/** Who is who. Identifiers are typed here and hashed behind it. */
export type PeopleDesk = Pick<People, 'unmatched' | 'doubtful' | 'decided'> & {
  /** A dry run shows what moves, and writes nothing. */
  change(change: PeopleChange, dryRun: boolean): Promise<Decided>
}

export type ServicesDesk = {
  list(): Promise<readonly ServiceMapping[]>
  /** `unit` null: no team pays any more. */
  map(
    given: {
      readonly target: string
      readonly unit: string | null
      readonly from?: Day
      readonly to?: Day
    },
    dryRun: boolean,
  ): Promise<{ readonly service: ServiceMapping; readonly move: ServiceMove }>
}

export type ContractsDesk = {
  list(): Promise<{ readonly book: ContractBook; readonly today: Day }>
  /** Fields as `import contracts` names them. */
  set(fields: Readonly<Record<string, string>>, dryRun: boolean): ReturnType<Contracts['set']>
}

/** What people are called, where the policy's mode is `named`. */
export type NamesDesk = {
  /** `file` absolute. @throws UserError when a line can't be read */
  keep(
    file: string,
    options: Pick<ImportOptions, 'dryRun' | 'map' | 'set' | 'ignore'> & { readonly cwd: string },
  ): ReturnType<DisplayNames['keep']>
}

/** An open store and what is done with it. */
export type House = AsyncDisposable & {
  importFiles(request: ImportRequest): Promise<ImportOutcome>
  imports(): Promise<readonly BatchSummary[]>
  undo(batch: number): Promise<{ readonly days: number }>
  precedence(): Promise<readonly PrecedenceRow[]>
  setPrecedence(order: Omit<Parameters<Precedence['set']>[0], 'by'>): ReturnType<Precedence['set']>
  readonly privacy: Privacy
  readonly keyRotation: KeyRotation
  /** Deletes what is past its time; a dry run only counts. */
  retention(options: { readonly dryRun: boolean }): Promise<readonly Pruned[]>
  /** Who `--as PERSON` is. @throws UserError when the name has no right form */
  viewer(person: string): Promise<Viewer>
  ask(request: AskRequest): Promise<Answer>
  readonly draw: Draw
  /** Stops collecting and posting on all replicas. */
  lock(reason: string): Promise<Locked>
  /** What held it; undefined when nothing did. */
  unlock(): Promise<Locked | undefined>
  locked(): Promise<Locked | undefined>
  readonly audit: AuditDesk
  readonly approvals: Pick<Approvals, 'waiting' | 'decide'>
  readonly policy: PolicyDesk
  readonly collect: CollectDesk
  readonly people: PeopleDesk
  readonly services: ServicesDesk
  readonly contracts: ContractsDesk
  readonly names: NamesDesk
  readonly siem: SiemDesk
}

/** The audit trail; every look at it leaves a row. */
type AuditDesk = Pick<AuditTrail, 'verify'> & {
  list(
    filter: Pick<AuditFilter, 'who' | 'action'> & { readonly since?: Day },
    most: number,
  ): Promise<AuditSeen>
  /** All rows, as lines of NDJSON. */
  lines(): AsyncIterable<string>
  /** @throws UserError when the trail does not hold what was signed */
  prune(checkpoint: Anchor): Promise<number>
  /** Writes that an archive of evidence was made. */
  evidence(archive: string, head: number): Promise<void>
  /** The last row before a day begins. */
  lastBefore(day: Day): ReturnType<AuditTrail['lastBefore']>
}

/** What signing and verifying the audit trail needs of the settings. */
export type Signing = {
  readonly keyFile: string | undefined
  /** PEM, one after another. */
  readonly publicKeys: string | undefined
  /** To the security channel; undefined where none is set. */
  readonly post: ((line: string) => Promise<void>) | undefined
  readonly now: () => number
}

export type PolicyFiles = {
  /** @throws UserError that names every wrong line, by the name of the file */
  read(text: string, file: string): Policy
  write(policy: Policy): string
}

/** A part of the bot that may run alone. */
export type Only = 'chat' | 'collect'

/** What the command line opens; `main.ts` wires it. */
export type Doors = {
  readonly version: string
  /** `now`: the fixed clock of `--now`, epoch milliseconds. */
  openHouse(options: { readonly now?: number }): Promise<House>
  /** Runs the command in the bot that owns the store; undefined when none is running. */
  forward(argv: readonly string[], io: Io): Promise<number | undefined>
  /** Each returns when it is stopped. */
  startBot(io: Io, options: { readonly only?: Only }): Promise<void>
  startDemo(io: Io, options: { readonly now?: number; readonly port?: number }): Promise<void>
  migrate(io: Io): Promise<void>
  signing(): Signing
  policyFiles(): Promise<PolicyFiles>
  /** What the code says of itself, by the name of the document. */
  evidence(): Promise<Readonly<Record<string, string>>>
  /**
   * The app for Teams, zipped.
   * @throws UserError when its registration is not set
   */
  teamsPackage(named: {
    readonly company: string | undefined
    readonly website: string | undefined
  }): Promise<Uint8Array>
}
