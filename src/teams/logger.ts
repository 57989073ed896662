import type { AppOptions, IPlugin } from '@microsoft/teams.apps'

import type { Log } from '#ports.ts'

type Logger = NonNullable<AppOptions<IPlugin>['logger']>

const LONGEST = 200

function firstWords([what]: readonly unknown[]): string {
  const words = typeof what === 'string' ? what : what instanceof Error ? what.name : 'unknown'
  return words.slice(0, LONGEST)
}

/**
 * The SDK's own lines, as ours: warnings and errors only, their first words only, since what follows
 * may hold an activity or a token.
 */
export function sdkLogger(log: Log): Logger {
  const warn = (...said: unknown[]) => log.warn({ library: 'teams' }, firstWords(said))
  const error = (...said: unknown[]) => log.error({ library: 'teams' }, firstWords(said))
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    trace: () => undefined,
    warn,
    error,
    log: (level, ...said) => {
      if (level === 'error') error(...said)
      else if (level === 'warn') warn(...said)
    },
    child: () => logger,
  }
  return logger
}
