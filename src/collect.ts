import type { DirectoryGroup } from '#core/access/grants.ts'
import type { KeyPlace } from '#core/governance/key-use.ts'
import type { GovernanceType } from '#core/governance/type.ts'
import type { SignalId } from '#core/signals/panel.ts'
import type { Day } from '#core/time/day.ts'
import type { MeasureGroup } from '#core/truth/measure-group.ts'
import type { Membership, Seat, UsageEvent, UsageReport } from '#ingest.ts'

/**
 * What connectors give and how it is asked of them. A connector is a constant of this type with its
 * recipe on top; adding one is one file (or folder), one line in `connectors/registry.ts`, one test and
 * one fixture.
 */
export type Connector = {
  /** What `sync` and `connect` call it: `openai`. */
  readonly id: string
  /** As its vendor writes it: `OpenAI API`. */
  readonly title: string
  readonly recipe: Recipe
  /** The settings it reads from the environment; the connector is on when all needed ones are set. */
  readonly settings: readonly Setting[]
  /** Every call it may make. Any other is refused before a socket opens. */
  readonly egress: readonly Egress[]
  readonly streams: readonly Stream[]
  /**
   * Asks the vendor for something small with each right it needs, for `connect` and `doctor`.
   * @throws UserError naming the right that is missing and how to give it
   */
  readonly check: (call: Call) => Promise<readonly Checked[]>
  /** Of a directory whose groups may have roles. */
  readonly groups?: {
    /** What its groups are called by: `google`, for `google:sec@example.com`. */
    readonly prefix: DirectoryGroup['directory']
    /** What everyone in a group now is known by. @throws UserError, RetryLater */
    readonly members: (call: Call, group: string) => Promise<readonly string[]>
  }
}

/** The set-up in sentences, from which docs/connectors.md and `connect` are written. */
type Recipe = {
  /** Imperative sentences, in order: what to enable, where the key is made, which scopes. */
  readonly steps: readonly string[]
  /** Sentences: what the vendor's key itself could do, and what this program does with it. */
  readonly keyCould: string
  readonly weOnly: string
  /** What this source cannot know: `Sessions: the API counts requests only.` */
  readonly cannotSee: readonly string[]
  /** The vendor's documentation of the API. */
  readonly url: string
}

export type Setting = {
  /** The environment variable: `OPENAI_ADMIN_KEY`. May also come as NAME_FILE. */
  readonly name: string
  readonly says: string
  readonly secret: boolean
  readonly needed: boolean
  /** What a value must match; its words for the fix: `It starts with sk-admin-.` */
  readonly form?: {
    readonly pattern: RegExp
    /** What a pattern can't say. */
    readonly fits?: (value: string) => boolean
    readonly says: string
  }
}

/** One call a connector may make. `{name}` in the path is one segment, `{name*}` the rest of it. */
export type Egress = {
  /** `api.openai.com`, or `{SETTING}`: the host of the URL in that setting; `*.blob.core.windows.net`
   * or `reports-*.azurefd.net` for signed links, which never carry the key. */
  readonly host: string
  readonly method: 'GET' | 'POST' | 'HEAD'
  readonly path: string
  /** A signed link that redirects or answers lead to: fetched without the key. */
  readonly signed?: true
  /** What is posted must match: GraphQL reads and writes at one path. */
  readonly body?: RegExp
}

/** One finding of `check`: what works, or what is over-broad or never expires. */
export type Checked = { readonly level: 'ok' | 'warning'; readonly says: string }

/** What every pull is given. */
export type Call = {
  /** Goes only where `egress` says; redirects included, without the key on another host. */
  readonly fetch: typeof globalThis.fetch
  /** The value of a setting; undefined only for one that is not needed. */
  readonly setting: (name: string) => string | undefined
  readonly pseudonyms: Pseudonymizer
  readonly price: Price
  /** The workspace's zone, for the calendar day of events. Vendor days are never re-cut. */
  readonly zone: string
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly signal: AbortSignal
}

/**
 * Identifiers become pseudonyms at the connector's door, and nothing behind it sees them. Persons share
 * one namespace, so that a directory's alias and a usage line's login meet.
 */
export type Pseudonymizer = {
  /**
   * Hex HMAC-SHA-256; of both keys while the key is being changed. Case, spaces around it and Unicode
   * spelling do not count.
   */
  readonly person: (identifier: string) => string
  readonly conversation: (name: string) => string
  readonly asset: (name: string) => string
  readonly run: (id: string) => string
  /** A key, project, workspace or tag that use belongs to when no person is known. */
  readonly service: (name: string) => string
  /** Hex SHA-256 of a source's own id of a line, under a secret prefix: ids may hold logins. */
  readonly event: (id: string) => string
}

/** Picodollars of one request; null where its price is unknown. `at` in epoch milliseconds. */
export type Price = (use: {
  readonly model: string
  readonly at: number
  readonly inputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
  readonly outputTokens: number
}) => bigint | null

/** One kind of thing a connector collects, pulled on its own: one stream's fault stops no other. */
export type Stream = DayStream | CursorStream | SnapshotStream

type StreamFacts = {
  /** Unique within the connector: `usage`. */
  readonly id: string
  /** `Requests and tokens by person, model and day.` */
  readonly says: string
  /** Its name in the store, in coverage and in the precedence table: `openai-usage`. */
  readonly source: string
  /**
   * The tools whose use it can speak of. A covered day without a row of one of them is 0 for it: none
   * for an audit log or people. Of seats, the tools they are of: those of a list that is empty end.
   */
  readonly tools: readonly string[]
  /**
   * What its rows tell of; all of it where this is left out. A day that only a bill covers is 0 for
   * cost, and nobody knows what people did.
   */
  readonly measures?: readonly MeasureGroup[]
  /** Set where text is read to be measured: off until an admin consents, parsed in a child process. */
  readonly content?: true
  /** Of an audit log: the vendor's own page where its entries are looked up, as its documentation names it. */
  readonly logPage?: string
  /** How far back the vendor answers, in days; null: nobody says. */
  readonly historyDays: number | null
  /** Days after which the vendor forgets what was not pulled; an alarm comes well before. */
  readonly retentionDays?: number
  /** Minutes between two pulls. */
  readonly everyMinutes: number
}

export type Window = { readonly from: Day; readonly to: Day }

/**
 * Pulled by whole vendor days; each pull is the whole truth of its source's days in the window, so a
 * restatement that shrinks shrinks the store, and a day that lost all its rows is empty.
 */
export type DayStream = StreamFacts & {
  readonly how: 'days'
  /** The zone the vendor cuts its days in. */
  readonly bucketZone: string
  /** Days before the last finished one that are pulled again, because they may still change. */
  readonly lateDays: number
  /** The most days one pull asks for; a backfill is cut into such windows and resumes between them. */
  readonly windowDays: number
  /**
   * Pulled by whole weeks, Monday to Sunday: `lateDays + 1`, `windowDays` and `historyDays` are whole
   * weeks too. A stream that gives `signals` says so.
   */
  readonly weekly?: true
  /** Those signals; where several sources tell one, they are asked together. */
  readonly tells?: readonly SignalId[]
  readonly pull: (window: Window, call: Call) => AsyncIterable<Pulled>
}

/** Pulled from where the last pull ended; rows carry the vendor's ids, and a row seen twice is one. */
export type CursorStream = StreamFacts & {
  readonly how: 'cursor'
  /** `cursor` is undefined the first time: start at `since`. Each page is stored with its cursor. */
  readonly pull: (
    from: { readonly cursor: string | undefined; readonly since: Day },
    call: Call,
  ) => AsyncIterable<Pulled & { readonly cursor: string }>
}

/** The whole of something as it is now. Stored only when it was read to its end. */
export type SnapshotStream = StreamFacts & {
  readonly how: 'snapshot'
  readonly pull: (call: Call) => AsyncIterable<Pulled>
}

/** One page: any of the kinds. Rows of people and seats together are the whole snapshot. */
export type Pulled = {
  readonly events?: readonly UsageEvent[]
  readonly reports?: readonly UsageReport[]
  readonly bill?: readonly BillLine[]
  readonly governance?: readonly GovernanceEvent[]
  readonly seats?: readonly Seat[]
  readonly people?: readonly Membership[]
  readonly logins?: readonly Login[]
  readonly services?: readonly ServiceAccount[]
  readonly periods?: readonly PeriodUse[]
  /** Of streams by days: all groups of the people that the source knows, on each day it has published. */
  readonly groups?: readonly GroupDay[]
  readonly signals?: readonly PersonWeek[]
  /** Of snapshots: all that the source shows to everyone of the company, and by which names. */
  readonly shared?: readonly SharedAsset[]
  /** Rows that could not be read, said once per kind of fault; they lose nothing else. */
  readonly refused?: readonly Refused[]
  /**
   * Days of the window that the vendor has not published yet: what was known of them stays, and they
   * are not covered, neither with rows nor empty.
   */
  readonly unpublished?: readonly Day[]
  /** When the vendor last refreshed what this page says, epoch milliseconds. */
  readonly publishedAt?: number
}

/** What could not be read. `value` is never content nor an identifier. */
export type Refused = { readonly where: string; readonly why: string; readonly count: number }

/**
 * A prompt, tool or agent that its vendor shows to everyone of the company. What is private, or shared
 * with some, is none: its name stays at the connector's door.
 */
export type SharedAsset = {
  readonly kind: NonNullable<UsageEvent['assetKind']>
  /** Hex HMAC, `pseudonyms.asset`, as events of its runs have it. */
  readonly asset: string
  readonly name: string
}

/** A person is in a group on a day. */
export type GroupDay = {
  /** Hex HMAC. */
  readonly account: string
  readonly group: string
  readonly day: Day
}

/** Two identifiers of one person, hashed: `ada@corp.com` and her GitHub login. */
export type Login = {
  /** Hex HMAC of the verified e-mail address or whatever the directory knows. */
  readonly account: string
  /** Hex HMAC of the other identifier. */
  readonly alias: string
  /** How sure the join is: verified by the vendor (SAML, SCIM, the vendor's user list) or guessed. */
  readonly sure: 'verified' | 'doubtful'
}

/**
 * What one person did in one week. It is held in memory until the window is whole, added up to units,
 * levels of use and weeks, and forgotten: it is never staged, spooled nor stored.
 */
export type PersonWeek = {
  /** Hex HMAC, `pseudonyms.person`. */
  readonly account: string
  /** The Monday. */
  readonly week: Day
  /** A signal that is left out is not known of them; 0 is known. */
  readonly signals: Readonly<Partial<Record<SignalId, number>>>
}

/** A key, project, workspace or tag that uses AI by itself. Not a person: never counted as one. */
export type ServiceAccount = {
  /** Hex HMAC, `pseudonyms.service`. */
  readonly account: string
  readonly kind: 'key' | 'project' | 'workspace' | 'tag' | 'service_account'
  /** As the vendor names it, shown to admins who map it to a unit: `proj_9a (Support bot)`. */
  readonly label: string
}

/** One line of a vendor's bill for one day. */
export type BillLine = {
  readonly day: Day
  readonly tool: string
  readonly source: string
  /** `gpt-5.6, input`: the vendor's words for what is billed. Null: one line for all. */
  readonly item: string | null
  readonly model: string | null
  /** Who used it, where the bill says; a person or a service account. */
  readonly account: string | null
  /** Exact, in picodollars (10⁻¹²); negative for a credit note. Null: billed in a currency without rate. */
  readonly costPicos: bigint | null
  /** The vendor's own amount, a decimal in major units of `currency`; `credits` where it bills those. */
  readonly amount: string
  readonly currency: string
  readonly basis: 'billed' | 'credits'
}

/** One entry of a vendor's audit log, without names, addresses or text. */
export type GovernanceEvent = {
  /** Epoch microseconds. */
  readonly atMicros: bigint
  readonly source: string
  readonly tool: string
  readonly type: GovernanceType
  /** The vendor's own word, an enum of its API: `copilot.cfb_seat_added`. */
  readonly action: string
  /** Hex HMAC of who did it (person or service); null where nobody is named. */
  readonly actor: string | null
  readonly objectKind: string | null
  /** Hex HMAC (`pseudonyms.asset`) of the object's id. */
  readonly object: string | null
  /** Hex HMAC of the person it was done to. */
  readonly target: string | null
  readonly outcome: 'ok' | 'denied' | null
  /** The API key it was done with; left out, or null, where none was, or the vendor does not say. */
  readonly key?: UsedKey | null
  /** Hex hash of the vendor's id of the entry, `pseudonyms.event`. */
  readonly id: string
  /**
   * The vendor's id of the entry as its API gives it, for finding it again in the vendor's own log:
   * `referenceOf` decides what passes. Null where the vendor has none.
   */
  readonly reference: string | null
  /** When the vendor made it available, epoch microseconds; only where its API says so. */
  readonly publishedMicros?: bigint | null
}

/** An API key that was used. Where from is decided at the connector's door: no address goes further. */
export type UsedKey = {
  /** Hex HMAC, `pseudonyms.service`: as usage of the key names it. */
  readonly account: string
  /** Its vendor's name of it, where no better one is known: names no person. */
  readonly label: string
  /** Hex HMAC (`pseudonyms.asset`) of the network it came from, never of the address; null where unknown. */
  readonly network: string | null
  readonly place: KeyPlace | null
}

/** What a vendor says about a person over a period; never turned into days. */
export type PeriodUse = {
  readonly source: string
  readonly tool: string
  readonly account: string | null
  readonly from: Day
  readonly to: Day
  readonly lastActivity: Day | null
  readonly activeDays: number | null
  readonly messages: number | null
  readonly enabled: boolean
}
