import type Anthropic from '@anthropic-ai/sdk'

import type { Call } from '#collect.ts'
import type { Door } from '#connectors/api/fault.ts'
import { guardedFetch } from '#connectors/api/guarded-fetch.ts'
import { UserError } from '#core/errors.ts'

export type AnthropicDoor = Door & {
  /** The setting that holds the key. */
  readonly setting: string
  /** The key may list the names of keys and workspaces. */
  readonly names?: true
}

/**
 * The official client with the key of one setting; nothing else of the environment is read. Its
 * package is loaded by the first pull.
 */
export async function anthropicClient(call: Call, door: AnthropicDoor): Promise<Anthropic> {
  const apiKey = call.setting(door.setting)
  if (apiKey === undefined)
    throw new UserError(`${door.title} has no key: ${door.setting} is not set`, door.keyFix)
  const { Anthropic: Client } = await import('@anthropic-ai/sdk')
  return new Client({
    apiKey,
    baseURL: 'https://api.anthropic.com',
    webhookKey: null,
    fetch: guardedFetch(call.fetch, { door, now: call.now, holds: '"data"', signal: call.signal }),
    maxRetries: 2,
    timeout: 60_000,
    logLevel: 'off',
  })
}

/** Page cursors expire: the range is asked for again, so often. */
export const MOST_RESTARTS = 3

/** The status the vendor refused a call with; undefined where it was not the vendor. */
export const statusOf = (error: unknown): unknown =>
  error instanceof Error && 'status' in error ? error.status : undefined

export const isExpired = (error: unknown): boolean => statusOf(error) === 410
