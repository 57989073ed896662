import type { Finding } from '#core/collect/outcome.ts'
import { UserError } from '#core/errors.ts'
import { duration } from '#core/time/instant.ts'
import type { Clock, Log } from '#ports.ts'

import type { Source } from './sync.ts'

export type CheckPorts = {
  readonly clock: Clock
  readonly log: Log
  readonly redact: (text: string) => string
}

/** Signed links and cursors by time go wrong beyond it. */
const MOST_SKEW_MS = 60_000

/** Asks a vendor for something small with each right, and compares clocks on the way. */
export async function checkConnector(
  { connector, call }: Source,
  signal: AbortSignal,
  { clock, log, redact }: CheckPorts,
): Promise<readonly Finding[]> {
  const skews: number[] = []
  const asked = call(signal)
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await asked.fetch(input, init)
    const date = Date.parse(response.headers.get('date') ?? '')
    if (!Number.isNaN(date)) skews.push(date - clock.now())
    return response
  }
  try {
    const checked = await connector.check({ ...asked, fetch })
    const said = checked.map(({ level, says }) => ({ level, says: redact(says) }))
    return [...said, ...skewOf(skews, connector.title)]
  } catch (error) {
    return [faultOf(error, connector, { log, redact }), ...skewOf(skews, connector.title)]
  }
}

function faultOf(
  error: unknown,
  { id, title }: Source['connector'],
  { log, redact }: Pick<CheckPorts, 'log' | 'redact'>,
): Finding {
  if (error instanceof UserError)
    return { level: 'fault', says: redact(error.message), fix: redact(error.fix) }
  log.error(
    { connector: id, error: error instanceof Error ? error.name : typeof error },
    'A check failed: a bug',
  )
  return {
    level: 'fault',
    says: `${title} could not be checked for a reason AI Usage does not know`,
    fix: 'Report it with the log line that names this connector.',
  }
}

/** A date header is cut to the second, and an answer takes its time: small differences say nothing. */
function skewOf(skews: readonly number[], title: string): readonly Finding[] {
  const least = skews.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0]
  if (least === undefined || Math.abs(least) <= MOST_SKEW_MS) return []
  const way = least > 0 ? 'behind' : 'ahead of'
  return [
    {
      level: 'warning',
      says: `This machine's clock is ${duration(Math.abs(least))} ${way} ${title}'s: set it by NTP`,
    },
  ]
}
