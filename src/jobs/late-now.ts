import { type LateSource, lateSources } from '#core/collect/late-days.ts'
import { dayAt } from '#core/time/day.ts'

import type { DigestReads } from './digest-ports.ts'
import type { Reads } from './outcome.ts'

/** Sources whose latest days usually grow, as it is by now. */
export async function lateNow({
  digests,
  clock,
  workspace,
}: Pick<Reads, 'clock' | 'workspace'> & {
  readonly digests?: Pick<DigestReads, 'arrivals'>
}): Promise<readonly LateSource[]> {
  if (!digests?.arrivals) return []
  const now = clock.now()
  const today = dayAt(now, await workspace.zone())
  return lateSources(await digests.arrivals(today), { today, now })
}
