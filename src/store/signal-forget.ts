import { type SQL, sql } from 'drizzle-orm'

import { DEFAULT_POLICY } from '#core/policy/policy.ts'

/** A cell of so many tells nothing of one of them. */
const FEWEST = DEFAULT_POLICY.floor

/**
 * Deletes the cells of their units and weeks that stand for so few that they speak of `their_person`;
 * larger ones hold nobody.
 */
export const FORGET_SMALL_CELLS: readonly SQL[] = ['signal_people', 'signal_sum'].map(
  (table) => sql`delete from ${sql.identifier(table)} c
    where c.tenant_id = 1 and c.people < ${FEWEST}::int and exists (select from membership m
      where m.tenant_id = 1 and m.person_id in (table their_person) and m.unit_id = c.unit_id
        and c.week between m.valid_from and m.valid_to)`,
)
