/** What is forwarded. To add one: its line here, a feed in `src/store/siem-feeds.ts`, and its case in each format. */
export const FEEDS = ['events', 'audit', 'alerts'] as const
export type FeedName = (typeof FEEDS)[number]

/** Who, as the store knows them: never a name, an address or a login. */
export type Who = {
  /** Hex, under the key of pseudonyms. */
  readonly pseudonym: string
  /** Null: no person of the company that we know of, or a service. */
  readonly alias: string | null
  readonly service: boolean
}

/** One entry of a vendor's audit log. */
export type EventRecord = {
  readonly kind: 'event'
  /** Hex hash of the vendor's id of the entry: the same however often it is sent. */
  readonly id: string
  /** In the order in which entries came here. */
  readonly sequence: number
  /** Epoch milliseconds, as are all times here. */
  readonly at: number
  readonly collectedAt: number
  readonly source: string
  readonly tool: string
  readonly type: string
  /** The vendor's own word. */
  readonly action: string
  readonly actor: Who | null
  readonly target: Who | null
  readonly objectKind: string | null
  /** Hex hash of the object's id: no name of a file, no title. */
  readonly object: string | null
  readonly outcome: 'ok' | 'denied' | null
  /** The API key it was done with, by its label, and whether it was used where ours are: no whereabouts of a person. */
  readonly key?: string | null
  readonly place?: string | null
  /** The vendor's own id of the entry, and when the vendor made it available: as far as it says. */
  readonly reference?: string | null
  readonly publishedAt?: number | null
}

/** One row of the bot's own audit trail. */
export type TrailRecord = {
  readonly kind: 'audit'
  /** The row's hash in the chain. */
  readonly id: string
  /** Its number in the chain. */
  readonly sequence: number
  readonly at: number
  /** `operator`, or `slack:T1/U1`. */
  readonly viewer: string
  readonly place: string
  readonly action: string
  readonly command: string
  readonly outcome: string
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
}

/** Something a rule found, when people were to know of it. What they made of it is in the audit trail. */
export type AlertRecord = {
  readonly kind: 'alert'
  readonly id: string
  /** Its number. */
  readonly sequence: number
  /** When it was opened, and when the first and the last of it happened. */
  readonly at: number
  readonly firstAt: number
  readonly lastAt: number
  readonly rule: string
  readonly severity: string
  /** What happened; names nobody. */
  readonly says: string
  readonly tool: string | null
  readonly events: number
  readonly actors: readonly Who[]
}

export type SiemRecord = EventRecord | TrailRecord | AlertRecord

/** What sends, as the formats name it. */
export type Sender = { readonly version: string; readonly host: string }

/** OCSF's scale, from informational to critical. */
export type Severity = 1 | 2 | 3 | 4 | 5

const OF_TYPE: Readonly<Record<string, Severity>> = {
  injection_flag: 4,
  sign_in_anomaly: 3,
  role_change: 2,
  key_created: 2,
  integration_connected: 2,
  policy_change: 2,
}

const OF_ALERT: Readonly<Record<string, Severity>> = { info: 1, warning: 3, critical: 5 }

/** How much attention it wants; what is unknown wants none by itself. */
export function severityOf(record: SiemRecord): Severity {
  switch (record.kind) {
    case 'event':
      return OF_TYPE[record.type] ?? 1
    case 'audit':
      return record.outcome === 'refused' || record.outcome === 'failed' ? 2 : 1
    case 'alert':
      return OF_ALERT[record.severity] ?? 3
  }
}

/** `Role change`: the type in words. */
export function titleOf(record: SiemRecord): string {
  switch (record.kind) {
    case 'event':
      return inWords(record.type)
    case 'audit':
      return inWords(`audit ${record.action}`)
    case 'alert':
      return record.says
  }
}

function inWords(type: string): string {
  const words = type.replaceAll(/[_-]/g, ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
