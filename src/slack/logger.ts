import { type Logger, LogLevel } from '@slack/bolt'

import type { Log } from '#ports.ts'

const LONGEST = 200

function firstWords([what]: readonly unknown[]): string {
  const words = typeof what === 'string' ? what : what instanceof Error ? what.name : 'unknown'
  return words.slice(0, LONGEST)
}

/**
 * Bolt's and the Web API client's own lines, as ours: warnings and errors only, their first words
 * only, since what follows may hold a payload.
 */
export function boltLogger(log: Log): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...said) => log.warn({ library: 'slack' }, firstWords(said)),
    error: (...said) => log.error({ library: 'slack' }, firstWords(said)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  }
}
