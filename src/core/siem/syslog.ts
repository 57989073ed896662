import { instant } from './format.ts'
import type { Sender, Severity, SiemRecord } from './record.ts'
import { severityOf } from './record.ts'

/** "log audit", of RFC 5424's facilities. */
const FACILITY = 13

/** Informational, notice, warning, error, critical: syslog's words for the five steps. */
const LEVELS: Readonly<Record<Severity, number>> = { 1: 6, 2: 5, 3: 4, 4: 3, 5: 2 }

/** What a header's field may hold: printable ASCII without spaces; `-` where nothing is left. */
function field(text: string, most: number): string {
  const kept = text.replaceAll(/[^!-~]/g, '').slice(0, most)
  return kept === '' ? '-' : kept
}

/** One RFC 5424 message, without a frame. `text` is the record in its format, one line. */
export function syslogMessage(record: SiemRecord, text: string, { host }: Sender): string {
  const level = FACILITY * 8 + LEVELS[severityOf(record)]
  return `<${level}>1 ${instant(record.at)} ${field(host, 255)} ai-usage - ${record.kind} - ${text}`
}
