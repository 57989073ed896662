import { expect } from 'vitest'

import type { Pulled } from '#collect.ts'
import { cursorConnector } from '#connectors/cursor/connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { UserError } from '#core/errors.ts'
import { connectorCall, KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { ADMIN_KEY, type CursorEvent, cursorServer } from '#test/support/vendors/cursor.ts'

export const names = pseudonymizer(KEY)
export const ada = names.person('ada@corp.test')
export const at = (text: string) => String(Date.parse(text))

export const event = (more: object = {}): CursorEvent => ({
  timestamp: at('2026-11-20T10:00:00Z'),
  userEmail: 'Ada@corp.test',
  model: 'claude-opus-5-5',
  kind: 'Usage-based',
  maxMode: false,
  isTokenBasedCall: true,
  isChargeable: true,
  isHeadless: false,
  tokenUsage: {
    inputTokens: 126,
    outputTokens: 450,
    cacheWriteTokens: 6112,
    cacheReadTokens: 11_964,
    totalCents: 20.18,
  },
  chargedCents: 21.36232,
  added_later: [],
  ...more,
})

export const fast = () => Promise.resolve()
export type Server = Awaited<ReturnType<typeof cursorServer>>
export const serving = (perMinute = 10_000) => cursorServer({ perMinute })
export const callOf = (server: Server, key = ADMIN_KEY) =>
  connectorCall(cursorConnector(fast), { settings: { CURSOR_ADMIN_KEY: key }, servers: [server] })

export const pulled = (
  server: Server,
  stream: string,
  range: { from?: string; to?: string; key?: string; cursor?: string } = {},
) => {
  const { from = '2026-11-19', to = '2026-11-20', key = ADMIN_KEY, cursor } = range
  return pullAll(streamOf(cursorConnector(fast), stream), callOf(server, key), {
    from,
    to,
    ...(cursor === undefined ? {} : { cursor }),
  })
}
export const reportsIn = (pages: readonly Pulled[]) => pages.flatMap(({ reports }) => reports ?? [])
export const fault = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}
