import { Temporal } from 'temporal-polyfill'

import { cefLine } from './cef.ts'
import { ocsfEvent } from './ocsf.ts'
import type { Sender, SiemRecord } from './record.ts'

export const FORMATS = ['ocsf', 'cef', 'json'] as const
export type Format = (typeof FORMATS)[number]

export const isFormat = (text: string): text is Format => FORMATS.some((one) => one === text)

/** RFC 3339 with milliseconds, UTC. */
export const instant = (at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toString({ fractionalSecondDigits: 3 })

/** The record as plain JSON: its own fields, times as RFC 3339. */
function plain(record: SiemRecord): object {
  const at = instant(record.at)
  switch (record.kind) {
    case 'event':
      return {
        ...record,
        at,
        collectedAt: instant(record.collectedAt),
        ...(record.publishedAt != null && { publishedAt: instant(record.publishedAt) }),
      }
    case 'audit':
      return { ...record, at }
    case 'alert':
      return { ...record, at, firstAt: instant(record.firstAt), lastAt: instant(record.lastAt) }
  }
}

/** The record in one line, without its end. */
export const FORMATTERS: Readonly<Record<Format, (record: SiemRecord, sender: Sender) => string>> =
  {
    ocsf: (record, sender) => JSON.stringify(ocsfEvent(record, sender)),
    cef: cefLine,
    json: (record) => JSON.stringify(plain(record)),
  }
