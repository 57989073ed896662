export type Json = Readonly<Record<string, unknown>>

export type Standing =
  | 'owner'
  | 'admin'
  | 'member'
  | 'guest'
  | 'single-channel-guest'
  | 'deactivated'
  | 'bot'
  | 'stranger'

export type User = {
  readonly id: string
  readonly name: string
  readonly realName: string
  readonly standing: Standing
  readonly timeZone: string
  /** Given to apps with `users:read.email` alone. */
  readonly email: string
}

type Usergroup = {
  readonly id: string
  readonly handle: string
  readonly members: Set<string>
}

export type Channel = {
  readonly id: string
  readonly name: string
  readonly kind: 'public' | 'private' | 'im'
  readonly members: Set<string>
  archived: boolean
  /** With another company, by Slack Connect. */
  shared?: boolean
}

export type Message = {
  readonly ts: string
  readonly channel: string
  /** Who is shown as its author; the app's bot user for the app's own. */
  readonly user: string
  readonly from: 'app' | 'person' | 'slackbot'
  readonly text: string
  readonly blocks: readonly Json[]
  readonly files: readonly string[]
  /** The one person who sees an ephemeral message. */
  readonly onlyFor?: string
  readonly thread?: string
  readonly edited: boolean
}

export type StoredFile = {
  readonly id: string
  readonly name: string
  readonly length: number
  readonly uploadPath: string
  title: string
  bytes: Uint8Array | undefined
  completed: boolean
  /** Clock time from which Slack knows its type and `slack_file` may name it; Infinity: never. */
  readyAt: number
  readonly shares: { channel: string; ts: string }[]
}

/** One request the app made, for reading back in tests. Never a token. */
type Call = {
  readonly method: string
  readonly at: number
  readonly args: Json
  /** `ok`, Slack's error code, `http 500`, `hang` or `dropped`. */
  readonly outcome: string
}

export type Modal = {
  readonly user: string
  view: Json
  open: boolean
  /** What stands in its inputs since someone changed them, as Slack files it: by block and action. */
  filled: Readonly<Record<string, Json>>
}

/** How a live workspace may differ from the next one. All may be changed while it runs. */
export type Settings = {
  /** Milliseconds from upload to usable; `never` leaves every file unprocessed. */
  processing: number | 'never'
  /** A `slack_file` picture in an ephemeral message: shown, refused, or accepted and not drawn. */
  ephemeralPictures: 'shown' | 'refused' | 'hidden'
  /** `refused`: the workspace does not know `data_visualization` yet. */
  nativeCharts: 'shown' | 'refused'
  /** Enforce the documented rates; off, nothing is limited but by `fail`. */
  strictRates: boolean
  /** Summed text above which `msg_blocks_too_long` answers. Undocumented; 10,000 always passes. */
  maxBlockCharacters: number
  token: 'valid' | 'revoked' | 'inactive'
  scopes: readonly string[]
  /** How long the app may take to acknowledge. */
  ackMs: number
}

export type World = {
  readonly team: { readonly id: string; readonly name: string; readonly domain: string }
  readonly app: { readonly id: string; readonly bot: string; readonly botId: string }
  readonly tokens: { readonly bot: string; readonly app: string }
  readonly signingSecret: string
  readonly command: string
  readonly users: Map<string, User>
  readonly channels: Map<string, Channel>
  readonly usergroups: Map<string, Usergroup>
  readonly messages: Message[]
  readonly files: Map<string, StoredFile>
  /** The published App Home, by user. */
  readonly homes: Map<string, Json>
  /** Modals opened, newest last. */
  readonly modals: Modal[]
  readonly triggers: Map<string, { user: string; at: number; used: boolean }>
  readonly calls: Call[]
  readonly settings: Settings
  /** Set once it listens: `http://127.0.0.1:PORT`. */
  url: string
  /** Epoch milliseconds, moved forward by `advance`. */
  now(): number
  /** `F0000000007`, `1763.000042`: names that never repeat. */
  next(prefix: string): string
  ts(): string
  changed(): void
}

/** What Slack answers with `ok: false`. */
export class Refusal extends Error {
  readonly code: string
  readonly extra: Json

  constructor(code: string, extra: Json = {}) {
    super(code)
    this.code = code
    this.extra = extra
  }
}
