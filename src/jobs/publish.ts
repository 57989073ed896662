import type { Published, Publishing } from '#books.ts'
import { dayAt } from '#core/time/day.ts'
import type { Claims, Clock, Log, Workspace } from '#ports.ts'

/** A replica that died while it published is followed by another one after so long. */
const SLOT_MS = 10 * 60_000

type PublishHouse = {
  readonly publishing: Publishing
  readonly claims: Claims
  readonly workspace: Workspace
  readonly clock: Clock
  readonly log: Log
}

/**
 * Tells what has closed and what was counted again, by whichever replica comes first. What goes wrong
 * is logged, and tried again in the next slot.
 */
export async function publishWhenDue(house: PublishHouse): Promise<Published | undefined> {
  const { publishing, claims, workspace, clock, log } = house
  try {
    const now = clock.now()
    const today = dayAt(now, await workspace.zone())
    if (!(await publishing.due(today))) return undefined
    if (!(await claims.claim(`publish:${Math.floor(now / SLOT_MS)}`))) return undefined
    const told = await publishing.publish(today)
    const { periods, restated, held } = told
    if (periods + restated + held > 0)
      log.info({ periods, restated, held }, 'What has closed was published')
    return told
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'unknown'
    log.error({ error: kind }, 'What has closed could not be published')
    return undefined
  }
}
