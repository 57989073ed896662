import { createHash } from 'node:crypto'

/**
 * What a child process may say of a line of text: numbers, enums and hashes. There is no field that
 * could hold a word of it; `model` is a name by its form, or null.
 */
export type MeasuredRow = {
  /** Microseconds since the epoch. */
  readonly at: number
  /** SHA-256 of the vendor's ids. */
  readonly id: string
  readonly person: string | null
  readonly conversation: string | null
  readonly model: string | null
  readonly feature: 'chat' | 'agents' | 'cli' | 'team_ai' | 'document_chat' | null
  readonly agent: boolean
  readonly promptCharacters: number | null
  readonly outputCharacters: number | null
  readonly inputTokens: number | null
  readonly cacheReadTokens: number | null
  readonly cacheWriteTokens: number | null
  readonly outputTokens: number | null
}

/** Reads the lines of one file, one parsed value at a time; one for each kind of text. */
export type Measure = {
  /** Rows that this line completes; undefined for a line it cannot read. */
  readonly take: (line: unknown) => readonly MeasuredRow[] | undefined
  /** Whether the line is a page that leaves something out: it is named by its place in the feed. */
  readonly partial?: (line: unknown) => boolean
  /** What still waited for its answer when the file ended. */
  readonly rest: () => readonly MeasuredRow[]
}

const MODEL = /^[a-z0-9][a-z0-9._:/-]{0,63}$/

export const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex')

export const hashOrNull = (id: unknown): string | null =>
  typeof id === 'string' && id !== '' ? hashOf(id) : null

export function modelOrNull(name: unknown): string | null {
  const slug = typeof name === 'string' ? name.trim().toLowerCase() : ''
  return MODEL.test(slug) ? slug : null
}

/** Characters as people count them on a keyboard: a surrogate pair is one. */
export function lengthOf(text: string): number {
  let length = text.length
  for (let at = 0; at < text.length - 1; at++) {
    const unit = text.charCodeAt(at)
    const next = text.charCodeAt(at + 1)
    if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) length -= 1
  }
  return length
}

/** A field of an object; undefined where there is no object. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined

const TIME = /^20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.(\d{1,12}))?(?:Z|[+-]\d\d:\d\d)$/i

/**
 * Microseconds since the epoch of an RFC 3339 time or of unix seconds; undefined when it is none.
 * Needs no package: the child process may read none.
 */
export function microsOrUndefined(time: unknown): number | undefined {
  if (typeof time === 'number') return time > 1e9 && time < 4e9 ? Math.round(time * 1e6) : undefined
  const [written, fraction = ''] = (typeof time === 'string' && TIME.exec(time)) || []
  const millis = written === undefined ? NaN : Date.parse(written.replace(/\.\d+/, ''))
  return Number.isNaN(millis)
    ? undefined
    : millis * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}
