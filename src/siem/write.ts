import type { SiemRecord } from '#core/siem/record.ts'

/** A record as one line. */
export type Write = (record: SiemRecord) => string
