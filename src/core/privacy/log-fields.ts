/** What a field of a log line may hold: our own words, a reference, a count; no text, no identifier. */
export type FieldClass = 'enum' | 'id' | 'number'

/** Every field that a log line may have. One that is not here does not compile. */
export const LOG_FIELDS = {
  /** What was being done: an action of the audit trail. */
  action: 'enum',
  /** Places in the program, one a frame. */
  at: 'enum',
  /** The server's or the driver's code. */
  code: 'enum',
  connector: 'enum',
  /** The kind of an error, never its message. */
  error: 'enum',
  events: 'number',
  failures: 'number',
  /** Months whose change is not told. */
  held: 'number',
  library: 'enum',
  /** The store's own sentence: a query's name and a code. */
  message: 'enum',
  /** Scopes of the app. */
  missing: 'enum',
  periods: 'number',
  reference: 'id',
  /** Why a request was not let in. */
  refusal: 'enum',
  refused: 'number',
  restated: 'number',
  result: 'enum',
  rows: 'number',
  /** How a picture is sent. */
  rung: 'enum',
  /** The number of a SIEM's setting. */
  sink: 'number',
  /** Slack's error code. */
  slack: 'enum',
  stream: 'enum',
  streams: 'number',
  /** Teams' status or error code. */
  teams: 'enum',
} as const satisfies Record<string, FieldClass>

type Value<Kind extends FieldClass> = Kind extends 'number' ? number : string | readonly string[]

export type LogFacts = {
  readonly [Field in keyof typeof LOG_FIELDS]?: Value<(typeof LOG_FIELDS)[Field]> | undefined
}
