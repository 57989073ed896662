import type { LogFacts } from '#core/privacy/log-fields.ts'
import type { Log } from '#ports.ts'

/** What is logged when a platform begins to refuse the app's credentials, and when it takes them again. */
type Says = { readonly dead: string; readonly well: string }

/**
 * Told after each call how the credentials fared: the refusal as it is logged, or undefined. Each change
 * is one line.
 */
export function watchCredentials(log: Log, says: Says): (refused: LogFacts | undefined) => void {
  let well = true
  return (refused) => {
    if (well === (refused === undefined)) return
    well = refused === undefined
    if (refused) log.error(refused, says.dead)
    else log.info({}, says.well)
  }
}
