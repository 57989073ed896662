import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { UserError } from '#core/errors.ts'

import type { Config } from './config.ts'

/** The folder of the embedded store, within the data folder. */
const STORE = 'postgres'
const MAKE_ONE =
  'Set AI_USAGE_KEY to at least 32 characters, for example from: openssl rand -hex 32'

export type PseudonymKeys = {
  readonly key: string
  /** The one before, while the key is being changed. */
  readonly previousKey?: string
}

export type PseudonymKey = PseudonymKeys & {
  /** The file the key was just written to; say so once: without it the store cannot be added to. */
  readonly made?: string
}

/**
 * The key of the pseudonyms: from the environment, else kept (0600) beside the embedded store and
 * made when that is new. @throws UserError when there is none and none may be made
 */
export function pseudonymKey({ key, previousKey, databaseUrl, dataFolder }: Config): PseudonymKey {
  if (previousKey !== undefined && (key === undefined || key === previousKey))
    throw new UserError(
      'AI_USAGE_KEY_PREVIOUS is set without a new key',
      'Set AI_USAGE_KEY to a new key, or leave AI_USAGE_KEY_PREVIOUS out.',
    )
  if (key !== undefined) return { key, ...(previousKey !== undefined && { previousKey }) }
  if (databaseUrl !== undefined)
    throw new UserError('AI_USAGE_KEY is not set, and the store is a database server', MAKE_ONE)
  const path = join(dataFolder, 'key')
  if (existsSync(path)) return { key: kept(path) }
  if (existsSync(join(dataFolder, STORE)))
    throw new UserError(
      `${dataFolder} holds a store, but not the key its pseudonyms were made with`,
      'Set AI_USAGE_KEY to that key, or name an empty folder in AI_USAGE_DATA.',
    )
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const fresh = randomBytes(32).toString('hex')
  writeFileSync(path, `${fresh}\n`, { mode: 0o600, flag: 'wx' })
  return { key: fresh, made: path }
}

function kept(path: string): string {
  const key = readFileSync(path, 'utf8').trim()
  if (key.length >= 32) return key
  throw new UserError(`${path} holds no key`, 'Restore it from a backup, or set AI_USAGE_KEY.')
}
