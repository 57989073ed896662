import { z } from 'zod'

import type { Call } from '#collect.ts'
import { client, type Client } from '#connectors/api/client.ts'
import { type Door, formFault } from '#connectors/api/fault.ts'
import type { Turn } from '#connectors/api/pace.ts'
import { UserError } from '#core/errors.ts'

export const HOST = 'api.cursor.com'
const DOOR: Door = {
  title: 'Cursor',
  keyFix:
    'Make an Admin API key at cursor.com/dashboard, Settings, Advanced, and put it in CURSOR_ADMIN_KEY.',
  rightFix: 'Use an Admin API key made by a team admin; the Admin API needs an Enterprise plan.',
}
/** The documents name no most; a smaller page in the answer is taken as it is. */
export const PAGE = 1000

/** The key is the user's name, and the password is empty. */
export function cursorClient(call: Call, turn: Turn): Client {
  const key = call.setting('CURSOR_ADMIN_KEY')
  if (key === undefined)
    throw new UserError('Cursor has no key: CURSOR_ADMIN_KEY is not set', DOOR.keyFix)
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  return client(call, { door: DOOR, origin: `https://${HOST}`, headers: { authorization }, turn })
}

export const pagination = z.looseObject({ hasNextPage: z.boolean() })

/** Counts what was read: pages are numbered, and a report that changes meanwhile would lose rows. */
export function complete(read: number, total: number | null | undefined, call: string): void {
  if (total !== null && total !== undefined && total !== read)
    throw formFault(
      DOOR,
      call,
      `${read} rows where it counts ${total}: it changed while being read`,
    )
}
