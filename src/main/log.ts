import { pino } from 'pino'

import type { Config } from '#config.ts'
import type { Log } from '#ports.ts'

/** JSON lines on standard error. Facts are ours to choose: no identifier, no payload, no secret. */
export function openLog(level: Config['logLevel']): Log {
  const logger = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }))
  return {
    info: (facts, what) => logger.info(facts, what),
    warn: (facts, what) => logger.warn(facts, what),
    error: (facts, what) => logger.error(facts, what),
  }
}
