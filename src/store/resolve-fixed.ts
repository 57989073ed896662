import { sql } from 'drizzle-orm'

import { ASSET_KINDS } from '#core/metric/asset-kind.ts'
import { LEVEL_NAMES, levelId } from '#core/metric/level.ts'
import { QUARTILE_NAMES, quartileId } from '#core/metric/quartile.ts'
import type { Db } from '#db/db.ts'

import { ASSETS } from './agent-columns.ts'
import { TENANT } from './measure-sql.ts'
import { type Found, matchName, type Named } from './resolve-name.ts'
import { anyOf, type Pseudonym } from './resolve-user.ts'
import { rows } from './rows.ts'

const LEVELS = LEVEL_NAMES.map((name): Named => ({ id: levelId(name), name }))

const QUARTILES = QUARTILE_NAMES.map((name): Named => ({ id: quartileId(name), name }))

export const levelNamed = (value: string): Found => named(value, LEVELS)
export const quartileNamed = (value: string): Found => named(value, QUARTILES)

function named(value: string, all: readonly Named[]): Found {
  const match = matchName(value.trim(), all)
  return 'why' in match ? match : { ids: [match.found.id], labels: [match.found.name] }
}

/** A prompt, tool or agent by what it is called, its code, the name a source knows it by, or all of a kind. */
export async function assetNamed(db: Db, value: string, hashed: Pseudonym): Promise<Found> {
  const typed = value.trim()
  const kind = Object.entries(ASSET_KINDS).find(([word]) => word === typed.toLowerCase())
  const found = await rows<Named & { readonly code: string; readonly hit: boolean }>(
    db,
    'find an asset',
    sql`select asset_id::int as id, called as name, code, kind = ${kind?.[1] ?? ''}
        or code = lower(${typed}::text) or pseudonym in (${anyOf(hashed(typed))}) as hit
      from ${ASSETS} where tenant_id = ${TENANT} order by 2`,
  )
  const hits = found.filter(({ hit }) => hit)
  const ids = hits.map(({ id }) => id)
  if (kind) return { ids, labels: [kind[0]] }
  if (hits.length > 0) return among(hits)
  const match = matchName(typed, found)
  if ('why' in match) {
    const kinds = match.why === 'unknown' ? Object.keys(ASSET_KINDS) : []
    return { ...match, suggestions: [...match.suggestions, ...kinds].slice(0, 5) }
  }
  return among([match.found])
}

const among = (found: readonly (Named & { readonly code: string })[]): Found => ({
  ids: found.map(({ id }) => id),
  labels: found.map(({ name }) => name),
  codes: found.map(({ code }) => code),
})
