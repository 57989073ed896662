import { sql } from 'drizzle-orm'

import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'
import type { Workspace } from '#ports.ts'

import { exclusive } from './exclusive.ts'
import { rows } from './rows.ts'

const UNSET = 'UTC'

/** `configured`: what the settings say. */
export function workspace(db: Db, configured?: string): Workspace {
  return {
    async zone() {
      const stored = await storedZone(db)
      if (stored === null || configured === undefined || stored === configured)
        return stored ?? configured ?? UNSET
      if (await hasRows(db)) throw otherZone(stored, configured)
      return configured
    },
    fixZone: (zone) =>
      exclusive(db, 'fix time zone', async (tx) => {
        const stored = await storedZone(tx)
        if (stored === zone) return
        if (stored !== null && (await hasRows(tx))) throw otherZone(stored, zone)
        await rows(
          tx,
          'set time zone',
          sql`update tenant set zone = ${zone}, zone_fixed_at = now() where tenant_id = 1`,
        )
      }),
  }
}

function otherZone(stored: string, zone: string): UserError {
  return new UserError(
    `The days of this store are counted in ${stored}, not ${zone}`,
    `Set AI_USAGE_TIME_ZONE=${stored}, or import into a new store.`,
  )
}

export async function storedZone(db: Db): Promise<string | null> {
  const [found] = await rows<{ zone: string | null }>(
    db,
    'read time zone',
    sql`select zone from tenant where tenant_id = 1`,
  )
  return found?.zone ?? null
}

async function hasRows(db: Db): Promise<boolean> {
  const [found] = await rows<{ any: boolean }>(
    db,
    'look for usage',
    sql`select exists (select from usage_event) or exists (select from usage_report) as any`,
  )
  return found?.any ?? false
}
