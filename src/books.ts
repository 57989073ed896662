import type { Platform } from '#core/access/access.ts'
import type { Contract } from '#core/contract/contract.ts'
import type { PolicyVersion } from '#core/policy/book.ts'
import type { Keep } from '#core/policy/policy.ts'
import type { Day } from '#core/time/day.ts'
import type { UsageReport } from '#ingest.ts'
import type { AuditRow } from '#ports.ts'

/** A key, project, workspace or tag, and the unit that pays for it on some days. */
export type ServiceMapping = {
  /** Its number in the store. */
  readonly account: number
  readonly source: string
  readonly kind: string
  readonly label: string
  readonly unit: string | null
  readonly from: Day | null
  readonly to: Day | null
}

/** What comes to another unit with a mapping. */
export type ServiceMove = {
  readonly requests: number
  readonly micros: bigint
  readonly days: number
}

type ServiceSpan = { readonly account: number; readonly from?: Day; readonly to?: Day }
type ServiceOptions = { readonly by: string; readonly dryRun: boolean }

/** Days left out are all days. A dry run says what would move and writes nothing. */
export type Services = {
  list(): Promise<readonly ServiceMapping[]>
  /** @throws UserError when there is no such service, or the days are the wrong way round */
  map(
    mapping: ServiceSpan & { readonly unit: string },
    options: ServiceOptions,
  ): Promise<ServiceMove>
  /** Takes the mapping of these days back: they belong to no unit. */
  unmap(span: ServiceSpan, options: ServiceOptions): Promise<ServiceMove>
}

/** Everything of one person: rows by table, and what their numbers stand for. */
export type PersonRows = {
  readonly tables: Readonly<Record<string, readonly unknown[]>>
  readonly names: readonly {
    readonly kind: string
    readonly id: number
    readonly name: string
  }[]
}

/** How much goes: accounts, rows changed or deleted, days counted again. */
export type Forgotten = {
  /** Forgotten before: there is nothing left to do. */
  readonly already: boolean
  readonly accounts: number
  readonly rows: number
  readonly days: number
}

/** `person` as typed: an address or login, hashed at the door, or an alias. */
export type Privacy = {
  /** @throws UserError when the store knows nobody by that name */
  export(person: string): Promise<PersonRows>
  /** @throws UserError when the store knows nobody by that name */
  forget(person: string, options: { readonly dryRun: boolean }): Promise<Forgotten>
  /** From now on they are counted as anybody is; false when they were not forgotten. */
  remember(person: string): Promise<boolean>
}

/** What an account, by its hash, is called. */
export type NamedAccount = { readonly account: string; readonly name: string }

export type KeptNames = {
  readonly kept: number
  /** Whom the store does not know. */
  readonly unknown: number
  readonly before: number
}

/** What people are called, apart from all that is counted; empty unless the policy's mode is `named`. */
export type DisplayNames = {
  /**
   * The list is all there is from now on, written together with its audit row. A dry run leaves neither.
   * @throws UserError when the mode is not `named`
   */
  keep(
    names: readonly NamedAccount[],
    options:
      | { readonly dryRun: true }
      | { readonly dryRun: false; readonly row: (kept: KeptNames) => AuditRow },
  ): Promise<KeptNames>
  /** By alias; none when the mode is not `named`. */
  of(aliases: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** How many are known under the present key, of how many. */
type Seen = { readonly seen: number; readonly of: number }

/** What was seen again since a change of the key was begun. */
export type KeyChange = {
  /** Epoch milliseconds. */
  readonly since: number
  readonly people: Seen
  readonly services: Seen
  /** Who was forgotten, and would be counted again once nobody could tell. */
  readonly forgotten: Seen
  readonly assets: Seen
  /** Lines and entries of audit logs whose ids can't be told any more once it is finished. */
  readonly lines: number
  /** Days of sources that these lines lie on: only the whole of them can be imported again. */
  readonly days: number
}

/** The change of the key that pseudonyms are made with. Whoever comes in under both keys is seen. */
export type KeyRotation = {
  /** Begins it; once begun, it says how far it is. @throws UserError without both keys */
  begin(): Promise<KeyChange>
  /** Undefined when the key is not being changed. */
  status(): Promise<KeyChange | undefined>
  /**
   * Nothing that was not seen leads back to anybody any more, and nothing of the key before is left. A
   * dry run only counts. Undefined when the key is not being changed.
   */
  finish(options: { readonly dryRun: boolean }): Promise<KeyChange | undefined>
}

/** Rows of a table that are past their time. */
export type Pruned = { readonly table: string; readonly rows: number }

export type Retention = {
  /** Deletes what is past its time; a dry run only counts. `factDays` undefined: facts stay. */
  prune(options: {
    readonly today: Day
    readonly factDays: number | undefined
    /** Days that what an import replaced is kept, and how pulls went; 35 and 90 without. */
    readonly undoDays?: Keep
    readonly runDays?: Keep
    readonly dryRun: boolean
  }): Promise<readonly Pruned[]>
}
/** Use that goes from one unit to another; null is no unit. */
export type UseMove = {
  readonly from: string | null
  readonly to: string | null
  readonly requests: number
  readonly messages: number
  readonly micros: bigint
  readonly days: number
}

/** An account that uses AI and is in no unit on the days it does. People and logins by alias. */
export type Unmatched = {
  readonly alias: string
  readonly tools: readonly string[]
  readonly sources: readonly string[]
  readonly requests: number
  readonly messages: number
  readonly micros: bigint
  readonly lastDay: Day
}

/** Two accounts that may be one person, or that an admin said are or are not. */
export type PeopleLink = {
  readonly link: number
  readonly person: string
  readonly login: string
  readonly state: 'doubtful' | 'confirmed' | 'refused'
  /** Who says so: a source, or the admin. */
  readonly by: string
  readonly since: Day
  readonly from: Day | null
  readonly to: Day | null
  /** What the login used, whoever it belongs to. */
  readonly requests: number
  readonly micros: bigint
  readonly lastDay: Day | null
}

/** Hex HMACs of two identifiers of one person: what answers are about, and the other login. */
type Pair = { readonly account: string; readonly alias: string }
export type JoinSpan = { readonly from?: Day; readonly to?: Day }
export type PeopleOptions = { readonly by: string; readonly at: number; readonly dryRun: boolean }

/** What a decision changes. `link` is its number, for undoing it; null after a dry run. */
export type Decided = {
  readonly link: number | null
  readonly person: string
  readonly login: string
  readonly moves: readonly UseMove[]
}

/** Who is who. What an admin says here counts before what vendors say; a directory file stands. */
export type People = {
  unmatched(): Promise<readonly Unmatched[]>
  doubtful(): Promise<readonly PeopleLink[]>
  /** What admins said, and did not take back. */
  decided(): Promise<readonly PeopleLink[]>
  /** @throws UserError when nobody knows one of them, or nothing would change */
  join(pair: Pair & JoinSpan, options: PeopleOptions): Promise<Decided>
  split(pair: Pair, options: PeopleOptions): Promise<Decided>
  /** @throws UserError when the two are not those of the doubtful join */
  confirm(link: number, pair: Pair, options: PeopleOptions): Promise<Decided>
  refuse(link: number, options: PeopleOptions): Promise<Decided>
  /** Takes an admin's decision back. @throws UserError for any other link */
  undo(link: number, options: PeopleOptions): Promise<Decided>
}

/** The contracts there are, and the tools with use, bills or seats that none speaks of today. */
export type ContractBook = {
  readonly contracts: readonly Contract[]
  readonly missing: readonly string[]
}

export type Contracts = {
  list(today: Day): Promise<ContractBook>
  /**
   * Each replaces the one of its tool, plan and first day. Credits are priced anew on the days it
   * changes; a dry run only counts them.
   * @throws UserError when two of one plan hold on one day
   */
  set(
    contracts: readonly Contract[],
    options: { readonly by: string; readonly at: number; readonly dryRun: boolean },
  ): Promise<{ readonly added: number; readonly replaced: number; readonly days: number }>
}

/** The unit that rules give an account's identifier; null where none fits it. */
export type Ruled = { readonly account: string; readonly unit: string | null }

/** Keeps what rules say of identifiers that came in; others stay as they were. */
export type RuledPeople = (ruled: readonly Ruled[], at: number) => Promise<void>

/** Sums of units are kept as services are: each has an account that is nobody's, in its unit for ever. */
export type UnitAccounts = {
  /** Makes those of these units that are not there yet; `account` is a hex HMAC. */
  keep(units: readonly { readonly unit: string; readonly account: string }[]): Promise<void>
  /** Hex hashes of what is no person: keys, projects and units. */
  nobody(): Promise<ReadonlySet<string>>
  /** What a source's days have been added up to, by the hash of the unit's account. */
  sums(source: string, days: readonly Day[]): Promise<readonly UsageReport[]>
  /** Whether anything is kept of one person. */
  anyPeople(): Promise<boolean>
}

/** What is published of use, the same for everyone. */
export type Publishing = {
  /** Whether anything has closed, or changed since it was told. Cheap. */
  due(today: Day): Promise<boolean>
  /** Tells it. Takes seconds for a month, none of which an answer waits for; any replay is safe. */
  publish(today: Day): Promise<Published>
}

/** Periods told for the first time, months told again, and months that stay as they were told. */
export type Published = {
  readonly periods: number
  readonly restated: number
  /** A change that would give somebody away is not told. */
  readonly held: number
}

export type PolicyBook = {
  /** All that ever took effect, oldest first. */
  readonly history: () => Promise<readonly PolicyVersion[]>
  /** Writes the next version with its audit row; undefined when another one was written meanwhile. */
  readonly put: (
    next: Omit<PolicyVersion, 'version'>,
    given: { readonly after: number; readonly row: AuditRow },
  ) => Promise<PolicyVersion | undefined>
  /**
   * Takes on the weaker versions that nobody could be told of yet. Who asks next gets them once they were
   * given back, or this one died over them.
   */
  readonly takeUntold: (now: number) => Promise<readonly PolicyVersion[]>
  readonly told: (version: number) => Promise<void>
  /** Gives one back that nobody could be told of. */
  readonly untold: (version: number) => Promise<void>
}

/** What an admin says of two identifiers, as typed. */
export type PeopleChange =
  | {
      readonly kind: 'join'
      readonly address: string
      readonly login: string
      readonly from?: Day
      readonly to?: Day
    }
  | { readonly kind: 'split'; readonly address: string; readonly login: string }
  | {
      readonly kind: 'confirm'
      readonly link: number
      readonly address: string
      readonly login: string
    }
  | { readonly kind: 'refuse' | 'undo'; readonly link: number }

/** Someone with an account on a platform. */
type AccountName = {
  readonly platform: Platform
  readonly workspace: string
  readonly id: string
}

/** A question kept under a name. */
export type SavedQuestion = {
  readonly id: number
  /** Whose it is: the platform's id. */
  readonly owner: string
  readonly name: string
  /** Canonical, people by alias. */
  readonly what: string
  /** Everyone in the workspace may ask it, each with their own rights. */
  readonly shared: boolean
}

export type SavedQuestions = {
  /** Their own, then those that others share with their workspace; by name. */
  list(who: AccountName): Promise<readonly SavedQuestion[]>
  /** One of the same name, whatever its capitals, is replaced. */
  put(who: AccountName, question: Pick<SavedQuestion, 'name' | 'what'>): Promise<void>
  rename(id: number, name: string): Promise<void>
  share(id: number, shared: boolean): Promise<void>
  remove(id: number): Promise<void>
}
