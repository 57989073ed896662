import type { Pruned, Retention } from '#books.ts'
import { dayAt } from '#core/time/day.ts'
import type { Audit, Claims, Clock, Workspace } from '#ports.ts'

export type RetentionHouse = {
  readonly retention: Retention
  readonly workspace: Workspace
  readonly clock: Clock
  readonly audit: Audit
  /** Days that use is kept; undefined: until it is deleted. */
  readonly factDays: number | undefined
}

type By = { readonly dryRun: boolean; readonly by: string; readonly place: string }

/** Deletes what is past its time, or says what would be deleted; the trail has the numbers. */
export async function keepWithin(
  { dryRun, by, place }: By,
  house: RetentionHouse,
): Promise<readonly Pruned[]> {
  const now = house.clock.now()
  const today = dayAt(now, await house.workspace.zone())
  const { factDays } = house
  const pruned = await house.retention.prune({ today, factDays, dryRun })
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
