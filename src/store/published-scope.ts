import { sql } from 'drizzle-orm'

import { nameOf } from '#core/privacy/units.ts'
import type { Db } from '#db/db.ts'
import type { Scope } from '#ports.ts'

import { TENANT } from './measure-sql.ts'
import { COMPANY_NODE } from './published-cells.ts'
import { rows } from './rows.ts'

export type Unit = {
  readonly id: number
  readonly parent: number | null
  readonly path: string
  readonly name: string
}

export async function unitsNamed(db: Db): Promise<readonly Unit[]> {
  const units = await rows<Omit<Unit, 'parent'>>(
    db,
    'units',
    sql`select unit_id::int as id, path, name from org_unit where tenant_id = ${TENANT} order by path`,
  )
  const ids = new Map(units.map(({ id, path }) => [path, id]))
  return units.map((unit) => ({ ...unit, parent: ids.get(above(unit.path) ?? '') ?? null }))
}

/** The path of the unit above; null below the company. */
function above(path: string): string | null {
  const cut = path.lastIndexOf('/')
  return cut < 0 ? null : path.slice(0, cut)
}

/** The fewest nodes that hold the units asked for; all units are the company. */
export function nodesOf({ ids }: Scope, units: readonly Unit[]): readonly string[] {
  if (!ids.team) return [COMPANY_NODE]
  const asked = new Set(ids.team)
  const kids = Map.groupBy(units, ({ parent }) => parent)
  const whole = new Map<number, boolean>()
  const isWhole = (unit: number): boolean => {
    const known = whole.get(unit)
    if (known !== undefined) return known
    const all = asked.has(unit) && (kids.get(unit) ?? []).every(({ id }) => isWhole(id))
    whole.set(unit, all)
    return all
  }
  return [...asked].flatMap((unit) => {
    const parent = units.find(({ id }) => id === unit)?.parent ?? null
    if (parent !== null && isWhole(parent)) return []
    return [nameOf({ unit, own: !isWhole(unit) })]
  })
}

/** Each unit's own people, as the rows of a split by team are: the units that a scope has. */
export function ownNodes({ ids }: Scope, units: readonly Unit[]) {
  const parents = new Set(units.map(({ parent }) => parent))
  return units
    .filter(({ id }) => ids.team?.includes(id) ?? true)
    .map((unit) => ({ ...unit, node: nameOf({ unit: unit.id, own: parents.has(unit.id) }) }))
}

/** Departments are told whole: only those that a scope has with all their units. */
export function departmentNodes(scope: Scope, units: readonly Unit[]) {
  const nodes = scope.ids.team ? nodesOf(scope, units) : undefined
  return units
    .filter(({ id, parent }) => parent === null && (nodes?.includes(`${id}`) ?? true))
    .map((unit) => ({ ...unit, node: `${unit.id}` }))
}
