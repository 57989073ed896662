import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

/** Adds the units of these paths and every unit above them: `Sales/EMEA` stands below `Sales`. */
export async function addUnits(tx: Db, paths: readonly string[]): Promise<void> {
  const wanted = new Set(
    paths.flatMap((path) => {
      const names = path.split('/')
      return names.map((_, level) => names.slice(0, level + 1).join('/'))
    }),
  )
  await rows(
    tx,
    'add units',
    sql`with new_unit as (
        select path, split_part(path, '/', 1) as department, split_part(path, '/', -1) as name,
          array_length(string_to_array(path, '/'), 1) as level,
          ((select coalesce(max(unit_id), 0) from org_unit where tenant_id = 1)
            + row_number() over (order by array_length(string_to_array(path, '/'), 1), path collate "C")
          )::int as unit_id
        from unnest(${sql.param([...wanted])}::text[]) as given(path)
        where not exists (
          select from org_unit known where known.tenant_id = 1 and known.path = given.path)
      )
      insert into org_unit (unit_id, path, name, level, department_id)
      select n.unit_id, n.path, n.name, n.level, coalesce(known.unit_id, own.unit_id)
      from new_unit n
      left join org_unit known on known.tenant_id = 1 and known.path = n.department
      left join new_unit own on own.path = n.department`,
  )
}
