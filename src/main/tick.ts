import { type Logger, schedule } from 'node-cron'

import { fault } from '#jobs/trouble.ts'
import type { Log } from '#ports.ts'

/** Days left stale by a process that was stopped are rebuilt, and streams pulled, within this. */
const EVERY_MINUTE = '* * * * *'

/**
 * Does something once a minute until it is stopped. A turn that comes while the one before is still at work is
 * left out: it is due again in a minute.
 */
export function everyMinute(
  work: () => unknown,
  log: Log,
  when = EVERY_MINUTE,
): { readonly stop: () => void | Promise<void> } {
  return schedule(when, work, { noOverlap: true, logger: asOurs(log) })
}

/** Its own would be lines of text among ours. */
const asOurs = (log: Log): Logger => ({
  info: () => {},
  debug: () => {},
  warn: () =>
    log.info(
      {},
      'A turn of what is due each minute was left out: the one before is at work, or the machine is busy',
    ),
  error: (error) => log.error(fault(error), 'What is due each minute could not be done'),
})
