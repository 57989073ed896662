import type { PolicyBook, Pruned, Retention } from '#books.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { dayAt } from '#core/time/day.ts'
import type { Audit, Claims, Clock, Workspace } from '#ports.ts'

import { keptDays } from './policy.ts'

export type RetentionHouse = {
  readonly retention: Retention
  readonly workspace: Workspace
  readonly clock: Clock
  readonly audit: Audit
  readonly policies: Pick<PolicyBook, 'history'>
  /** Days that use is kept by the settings; undefined: as long as the policy says. */
  readonly factDays: number | undefined
}

type By = { readonly dryRun: boolean; readonly by: string; readonly place: string }

/** Deletes what is past its time, or says what would be deleted; the trail has the numbers. */
export async function keepWithin(
  { dryRun, by, place }: By,
  house: RetentionHouse,
): Promise<readonly Pruned[]> {
  const now = house.clock.now()
  const zone = await house.workspace.zone()
  const today = dayAt(now, zone)
  const history = await house.policies.history()
  const factDays = keptDays(history, { today, zone, setting: house.factDays })
  const { replaced: undoDays, runs: runDays } = (history.at(-1)?.policy ?? DEFAULT_POLICY).retention
  const pruned = await house.retention.prune({ today, factDays, undoDays, runDays, dryRun })
  if (dryRun) return pruned
  await house.audit.record({
    at: now,
    viewer: by,
    place,
    action: 'retention',
    command: 'privacy retention --yes',
    outcome: 'done',
    detail: {
      days: factDays ?? null,
      ...Object.fromEntries(pruned.map(({ table, rows }) => [table, rows])),
    },
  })
  return pruned
}

/** Once a day, by whichever replica comes first. */
export async function keepWithinDaily(
  house: RetentionHouse & { readonly claims: Claims },
): Promise<readonly Pruned[]> {
  const day = dayAt(house.clock.now(), await house.workspace.zone())
  if (!(await house.claims.claim(`retention:${day}`))) return []
  return keepWithin({ dryRun: false, by: 'schedule', place: 'schedule' }, house)
}
