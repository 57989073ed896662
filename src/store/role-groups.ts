import { type SQL, sql } from 'drizzle-orm'

import { directoryOf, type GroupGrant, type Held } from '#core/access/grants.ts'
import type { Db } from '#db/db.ts'
import type { RoleGroups } from '#rights.ts'

import { grantedToGroups } from './group-grants.ts'
import { named, rows } from './rows.ts'

/** Who was in a group so long ago may not be any more. With the minute of reading, less than five. */
const TRUSTED = sql.raw(`interval '4 minutes'`)

/** A member as the table keeps them: not what usage is kept under, nor what tombstones are made of. */
const memberOf = (pseudonym: SQL) => sql`sha256('role-group'::bytea || ${pseudonym})`

/** What settings (`set`) and commands give to groups of directories. */
export async function ofDirectories(
  db: Pick<Db, 'select'>,
  set: readonly GroupGrant[],
): Promise<readonly GroupGrant[]> {
  const all = [...set, ...(await grantedToGroups(db))]
  return all.filter(({ group }) => directoryOf(group))
}

/** Groups of directories with a role, as they were last read. */
export function roleGroups(db: Db, set: readonly GroupGrant[]): RoleGroups {
  const granted = () => named('groups with a role', () => ofDirectories(db, set))
  return {
    granted,
    read: (group, members) =>
      named('keep who is in a group', () =>
        db.transaction(async (tx) => {
          await rows(
            tx,
            'group read',
            sql`insert into role_group ("group", read_at, fault) values (${group}, now(), null)
              on conflict (tenant_id, "group") do update set read_at = now(), fault = null`,
          )
          await rows(
            tx,
            'who was in a group',
            sql`delete from role_group_member where tenant_id = 1 and "group" = ${group}`,
          )
          await rows(
            tx,
            'who is in a group',
            sql`insert into role_group_member ("group", member)
              select ${group}, ${memberOf(sql`decode(value, 'hex')`)}
              from jsonb_array_elements_text(${JSON.stringify(members)}::text::jsonb)`,
          )
        }),
      ),
    failed: async (group, why) => {
      await rows(
        db,
        'group not read',
        sql`insert into role_group ("group", fault) values (${group}, ${why})
          on conflict (tenant_id, "group") do update set fault = excluded.fault`,
      )
    },
    forgetOthers: async () => {
      const groups = (await granted()).map(({ group }) => group)
      for (const table of ['role_group', 'role_group_member'])
        await rows(
          db,
          'forget groups without a role',
          sql`delete from ${sql.identifier(table)} where tenant_id = 1 and "group" not in (
            select jsonb_array_elements_text(${JSON.stringify(groups)}::text::jsonb))`,
        )
    },
  }
}

/** What someone known by these pseudonyms has by the groups they are in. */
export async function heldInGroups(
  db: Db,
  granted: readonly GroupGrant[],
  known: readonly string[],
): Promise<readonly Held[]> {
  if (granted.length === 0 || known.length === 0) return []
  const found = await rows<{ group: string }>(
    db,
    'groups someone is in',
    sql`select distinct m."group" from role_group_member m
      join role_group g on g.tenant_id = m.tenant_id and g."group" = m."group"
      where m.tenant_id = 1 and g.read_at > now() - ${TRUSTED}
        and m.member in (
          select ${memberOf(sql`decode(value, 'hex')`)} from jsonb_array_elements_text(${JSON.stringify(known)}::text::jsonb))`,
  )
  const groups = new Set(found.map(({ group }) => group))
  return granted.flatMap(({ group, grant, unit }) =>
    groups.has(group) ? [{ grant, ...(unit !== undefined && { unit }) }] : [],
  )
}

/** Why groups give nobody a role at present, by group. */
export async function groupTrouble(
  db: Db,
  granted: readonly GroupGrant[],
): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ group: string; why: string }>(
    db,
    'groups that are not read',
    sql`select value as "group",
        coalesce(fault, 'It was not read for minutes. Run what collects (ai-usage start).') as why
      from jsonb_array_elements_text(${JSON.stringify(granted.map(({ group }) => group))}::text::jsonb)
      left join role_group g on g.tenant_id = 1 and g."group" = value
      where read_at is null or read_at <= now() - ${TRUSTED}`,
  )
  return new Map(found.map(({ group, why }) => [group, why]))
}
