import { sql } from 'drizzle-orm'

import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import type { Db } from '#db/db.ts'
import type { Membership, Traits } from '#ingest.ts'

import type { Saying } from './directory-said.ts'
import { rows } from './rows.ts'

/** Of fewer people the commonest would tell of one. */
const FEWEST = DEFAULT_POLICY.floor

/**
 * Writes what the people of a unit are most, in place of what this directory said of units before; with
 * `merge`, of the units it names. What one of them is, is not kept.
 */
export async function setTraits(
  tx: Db,
  members: readonly Membership[],
  { source, merge }: Pick<Saying, 'source' | 'merge'>,
): Promise<void> {
  const now = members.filter(({ to }) => to === null)
  const units = Map.groupBy(now, ({ unit }) => unit)
  const named = merge ? sql`and u.path = any(${sql.param([...units.keys()])}::text[])` : sql``
  await rows(
    tx,
    'forget traits',
    sql`delete from unit_trait t using org_unit u
      where t.tenant_id = 1 and t.source = ${source}
        and u.tenant_id = 1 and u.unit_id = t.unit_id ${named}`,
  )
  const told = Array.from(units, ([unit, people]) => ({
    unit,
    people: people.filter(({ traits }) => traits).length,
    function: commonest(people, 'function'),
    band: commonest(people, 'band'),
    tenure: commonest(people, 'tenure'),
    location: most(people.map(({ location }) => location)),
  })).filter(({ people }) => people >= FEWEST)
  if (told.length === 0) return
  await rows(
    tx,
    'write traits',
    sql`insert into unit_trait (source, unit_id, people, function, location, band, tenure)
      select ${source}, u.unit_id, g.people, g.function, g.location, g.band, g.tenure
      from jsonb_to_recordset(${JSON.stringify(told)}::text::jsonb) as g(unit text, people int,
        function text, location text, band text, tenure text)
      join org_unit u on u.tenant_id = 1 and u.path = g.unit`,
  )
}

const commonest = (people: readonly Membership[], trait: keyof Traits): string | null =>
  most(people.map(({ traits }) => traits?.[trait] ?? null))

/** The value that most have, the first by its letters of several; null where too few have it. */
function most(values: readonly (string | null)[]): string | null {
  const counts = Map.groupBy(values, (value) => value)
  const [best] = [...counts].toSorted(
    ([a, one], [b, other]) => other.length - one.length || ((a ?? '') < (b ?? '') ? -1 : 1),
  )
  return best && best[1].length >= FEWEST ? best[0] : null
}
