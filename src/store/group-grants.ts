import { and, eq } from 'drizzle-orm'

import type { Grant } from '#core/access/access.ts'
import type { GroupGrant, Held } from '#core/access/grants.ts'
import type { Db } from '#db/db.ts'
import { roleGroupGrant } from '#db/schema/trust-access.ts'

type Reads = Pick<Db, 'select'>

const here = eq(roleGroupGrant.tenantId, 1)

const exactly = (group: string, { grant, unit = '' }: Held) =>
  and(
    here,
    eq(roleGroupGrant.group, group),
    eq(roleGroupGrant.role, grant),
    eq(roleGroupGrant.unit, unit),
  )

/** Roles that commands gave to groups, by whom. */
export async function grantedToGroups(
  db: Reads,
): Promise<readonly (GroupGrant & { readonly by: string })[]> {
  const found = await db
    .select()
    .from(roleGroupGrant)
    .where(here)
    .orderBy(roleGroupGrant.group, roleGroupGrant.role, roleGroupGrant.unit)
  return found.map(({ group, role, unit, grantedBy: by }) => ({
    grant: role as Grant,
    ...(unit !== '' && { unit }),
    group,
    by,
  }))
}

export async function grantToGroup(
  tx: Pick<Db, 'insert'>,
  { grant, unit = '' }: Held,
  { group, by }: { readonly group: string; readonly by: string },
): Promise<boolean> {
  const made = await tx
    .insert(roleGroupGrant)
    .values({ group, role: grant, unit, grantedBy: by })
    .onConflictDoNothing()
    .returning()
  return made.length > 0
}

export async function takeFromGroup(
  tx: Pick<Db, 'delete'>,
  held: Held,
  group: string,
): Promise<boolean> {
  return (await tx.delete(roleGroupGrant).where(exactly(group, held)).returning()).length > 0
}
