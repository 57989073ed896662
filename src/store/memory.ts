import { and, eq, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import { workspaceMemory } from '#db/schema/chat.ts'
import type { Memory } from '#ports.ts'

import { named } from './rows.ts'

/** The company the store serves. */
const TENANT = 1

export function memory(db: Db): Memory {
  return {
    get: (workspace, key) =>
      named('recall', async () => {
        const [row] = await db
          .select({ value: workspaceMemory.value })
          .from(workspaceMemory)
          .where(
            and(
              eq(workspaceMemory.tenantId, TENANT),
              eq(workspaceMemory.workspace, workspace),
              eq(workspaceMemory.key, key),
            ),
          )
        return row?.value
      }),
    set: (workspace, key, value) =>
      named('remember', async () => {
        await db
          .insert(workspaceMemory)
          .values({ workspace, key, value })
          .onConflictDoUpdate({
            target: [workspaceMemory.tenantId, workspaceMemory.workspace, workspaceMemory.key],
            set: { value, at: sql`now()` },
          })
      }),
  }
}
