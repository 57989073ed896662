import type { Claims, Log } from '#ports.ts'

import { nameOf } from './refusal.ts'

/** True for the first delivery of what `key` names; Slack re-sends, also under new event ids. */
export type FirstTime = (key: string) => Promise<boolean>

const MOST = 10_000

/** Claimed in the store, so across replicas; in this process alone while the store is down. */
export function createFirstTime(claims: Claims, log: Log): FirstTime {
  const here = new Set<string>()
  return async (key) => {
    // Claimed here first: the same bytes twice at once must not both reach a store that is down.
    if (here.has(key)) return false
    if (here.size >= MOST) {
      const [oldest] = here
      if (oldest !== undefined) here.delete(oldest)
    }
    here.add(key)
    try {
      return await claims.claim(key)
    } catch (error) {
      log.warn({ error: nameOf(error) }, 'Claims can’t be kept in the store: kept in this process')
      return true
    }
  }
}
