import { type Baseline, baselineOf } from '#core/baseline/baseline.ts'
import type { Ask } from '#core/command/command.ts'

import type { Reads } from './outcome.ts'

/** What `vs:baseline` means in a question: what is pinned for its team, or for everyone. */
export async function pinnedFor(
  { vs, filters: { team = [] } }: Pick<Ask, 'vs' | 'filters'>,
  { baselines, usage }: Pick<Reads, 'baselines' | 'usage'>,
): Promise<Baseline | undefined> {
  if (vs?.kind !== 'baseline' || !baselines) return undefined
  const [typed] = team
  const all = await baselines.list()
  if (typed === undefined || team.length > 1) return baselineOf(all, null)
  const found = await usage.resolve({ team: [typed] })
  const unit = 'unresolved' in found ? undefined : found.scope.labels.team?.[0]
  return baselineOf(all, unit ?? null)
}
