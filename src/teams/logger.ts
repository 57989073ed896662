import type { AppOptions, IPlugin } from '@microsoft/teams.apps'

import type { Log } from '#ports.ts'

type Logger = NonNullable<AppOptions<IPlugin>['logger']>

const kindOf = (said: readonly unknown[]): string =>
  said.find((what) => what instanceof Error)?.name ?? 'unknown'

/**
 * That the SDK warned, and the kind of error where it gave one: its own words may hold a person, an
 * activity or a token.
 */
export function sdkLogger(log: Log): Logger {
  const facts = (said: readonly unknown[]) => ({ library: 'teams', error: kindOf(said) })
  const warn = (...said: unknown[]) => log.warn(facts(said), 'The library of Teams warns')
  const error = (...said: unknown[]) => log.error(facts(said), 'The library of Teams failed')
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
