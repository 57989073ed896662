import { type DestinationStream, pino } from 'pino'

import type { Config } from '#config.ts'
import type { Log } from '#ports.ts'

export type LogOptions = {
  /** Takes secrets out of a whole line, wherever they came from. */
  readonly redact?: (line: string) => string
  readonly to?: DestinationStream
}

/** JSON lines on standard error. Facts are ours to choose: no identifier, no payload, no secret. */
export function openLog(
  level: Config['logLevel'],
  {
    redact = (line: string) => line,
    to = pino.destination({ dest: 2, sync: true }),
  }: LogOptions = {},
): Log {
  const logger = pino({ level, base: null, hooks: { streamWrite: redact } }, to)
  return {
    info: (facts, what) => logger.info(facts, what),
    warn: (facts, what) => logger.warn(facts, what),
    error: (facts, what) => logger.error(facts, what),
  }
}
