import { type SQL, sql } from 'drizzle-orm'

import type { FilterKey, Filters } from '#core/command/command.ts'
import { fitsGlob, isGlob } from '#core/model/glob.ts'
import type { Db } from '#db/db.ts'
import type { Scope, Unresolved } from '#ports.ts'

import { knownUnits } from './known-units.ts'
import { TENANT } from './measure-sql.ts'
import { assetNamed, levelNamed, quartileNamed } from './resolve-fixed.ts'
import {
  type Found,
  isUnder,
  type Match,
  matchName,
  matchUnit,
  type Named,
} from './resolve-name.ts'
import { type Pseudonym, resolveUser } from './resolve-user.ts'
import { rows } from './rows.ts'

/** The hash under which sources know a person, and an asset. */
type Hashed = Readonly<Record<'person' | 'asset', Pseudonym>>

/** Whose hashes are looked up; and, where only some may be named, the models: rows of id and name. */
type Among = Hashed & { readonly models?: SQL }

/** Finds what the values of a command's filters name; or every value that names nothing, or several. */
export async function resolve(
  db: Db,
  filters: Filters,
  among: Among,
): Promise<{ scope: Scope } | { unresolved: readonly Unresolved[] }> {
  const keys = (Object.keys(filters) as FilterKey[]).filter((key) => filters[key] !== undefined)
  const resolved = await Promise.all(
    keys.map(async (key) => {
      const finder = await FINDERS[key](db, among)
      const values = filters[key] ?? []
      const found = await Promise.all(
        values.map(async (value) => none(key, value) ?? (await finder(value))),
      )
      return { key, values, found }
    }),
  )
  const unresolved = resolved.flatMap(({ key, values, found }) =>
    found.flatMap((of, n) =>
      'why' in of
        ? [{ key, value: values[n] ?? '', why: of.why, suggestions: of.suggestions }]
        : [],
    ),
  )
  if (unresolved.length > 0) return { unresolved }
  const named = resolved.map(({ key, found }) => ({
    key,
    ids: found.flatMap((of) => ('why' in of ? [] : of.ids)),
    labels: found.flatMap((of) => ('why' in of ? [] : of.labels)),
    codes: found.flatMap((of) => ('why' in of ? [] : (of.codes ?? of.labels))),
  }))
  const codes = named.find(({ key }) => key === 'asset')?.codes
  return {
    scope: {
      ...(codes && { codes: [...new Set(codes)] }),
      ids: Object.fromEntries(named.map(({ key, ids }) => [key, [...new Set(ids)]])),
      labels: Object.fromEntries(named.map(({ key, labels }) => [key, [...new Set(labels)]])),
    },
  }
}

const NONE: Partial<Record<FilterKey, string>> = {
  team: 'unattributed',
  user: 'unattributed',
  model: 'no model',
  feature: 'no feature',
  level: 'no level',
  quartile: 'no quartile',
}

/** Use without a team, a person, a model or a feature has the id 0. */
function none(key: FilterKey, value: string): Found | undefined {
  const label = NONE[key]
  const asked = ['none', 'unattributed'].includes(value.toLowerCase())
  return label !== undefined && asked ? { ids: [0], labels: [label] } : undefined
}

type Finder = (value: string) => Promise<Found>

const FINDERS: Record<FilterKey, (db: Db, among: Among) => Promise<Finder>> = {
  team: async (db) => {
    const units = await knownUnits(db)
    return async (value) => {
      const match = matchUnit(value, units)
      if ('why' in match) return match
      const below = units.filter((unit) => isUnder(unit, match.found))
      return { ids: [match.found.id, ...below.map(({ id }) => id)], labels: [match.found.path] }
    }
  },
  user: (db, { person }) => Promise.resolve((value) => resolveUser(db, value, person)),
  model: (db, { models = sql`model` }) => byGlob(db, sql`select id, name from ${models}`),
  tool: (db) => byName(db, sql`select id, name from tool`),
  feature: (db) => byName(db, sql`select id, name from feature`),
  level: () => Promise.resolve((value) => Promise.resolve(levelNamed(value))),
  quartile: () => Promise.resolve((value) => Promise.resolve(quartileNamed(value))),
  asset: (db, { asset }) => Promise.resolve((value) => assetNamed(db, value, asset)),
  // Groups go by their name alone; ids are not how a question finds them.
  group: async (db) => {
    const find = await byName(
      db,
      sql`select distinct 0 as id, group_name as name from group_member`,
    )
    return async (value) => {
      const found = await find(value)
      return 'why' in found ? found : { ids: [], labels: found.labels }
    }
  },
}

/** As by name; where the value holds a `*`, everything it fits. */
async function byGlob(db: Db, query: SQL): Promise<Finder> {
  const all = await rows<Named>(db, 'names', sql`${query} where tenant_id = ${TENANT} order by 2`)
  const one = await byName(db, query)
  return async (value) => {
    if (!isGlob(value)) return one(value)
    const fits = all.filter(({ name }) => fitsGlob(name, value))
    if (fits.length > 0)
      return { ids: fits.map(({ id }) => id), labels: fits.map(({ name }) => name) }
    const near = await one(value.replaceAll(/[*?]/gu, ''))
    return { why: 'unknown', suggestions: 'why' in near ? near.suggestions : near.labels }
  }
}

async function byName(db: Db, query: SQL): Promise<Finder> {
  const all = await rows<Named>(db, 'names', sql`${query} where tenant_id = ${TENANT} order by 2`)
  return async (value) => {
    const match: Match<Named> = matchName(value, all)
    return 'why' in match ? match : { ids: [match.found.id], labels: [match.found.name] }
  }
}
