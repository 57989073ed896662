import type OpenAI from 'openai'

import type { Call } from '#collect.ts'
import { type CallName, type Door, faultOf } from '#connectors/api/fault.ts'
import { guardedFetch } from '#connectors/api/guarded-fetch.ts'

export const OPENAI_KEY = 'OPENAI_ADMIN_KEY'

export const DOOR: Door = {
  title: 'OpenAI API',
  keyFix: `Make an Admin key at platform.openai.com/settings/organization/admin-keys as an organization owner and put it in ${OPENAI_KEY}; a project key does not do.`,
  rightFix:
    'Give the Admin key the right to read usage, audit logs and management, or make one with all of them.',
}

/** The official client, speaking only through the connector's guarded fetch; read when first used. */
export async function openaiClient(call: Call): Promise<OpenAI> {
  const { OpenAI: Client } = await import('openai')
  return new Client({
    adminAPIKey: call.setting(OPENAI_KEY) ?? '',
    // None of these may come from the environment: the key goes to OpenAI and nowhere else.
    apiKey: null,
    baseURL: 'https://api.openai.com/v1',
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 2,
    timeout: 60_000,
    fetch: guardedFetch(call.fetch, { door: DOOR, now: call.now }),
  })
}

/** Waits for the client's answer; what it throws names the connector, the call and the fix. */
export async function answered<Value>(
  call: Call,
  name: CallName,
  asked: PromiseLike<Value>,
): Promise<Value> {
  try {
    return await asked
  } catch (error) {
    throw faultOf(error, { door: DOOR, call: name, now: call.now() })
  }
}

/** All rows of a list that goes on after an id; `list` asks for one page. */
export async function everyRow<Row>(
  call: Call,
  name: CallName,
  list: (after: string | undefined) => PromiseLike<{
    readonly data: readonly Row[]
    readonly has_more?: boolean
    readonly last_id?: string | null
  }>,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  let after: string | undefined
  for (;;) {
    const page = await answered(call, name, list(after))
    for (const row of page.data) rows.push(row)
    if (page.has_more !== true || !page.last_id || page.last_id === after) return rows
    after = page.last_id
  }
}
