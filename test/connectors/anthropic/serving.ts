import { expect } from 'vitest'

import type { Pulled } from '#collect.ts'
import { anthropic } from '#connectors/anthropic/connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { UserError } from '#core/errors.ts'
import { ADMIN_KEY, anthropicServer, type AnthropicUse } from '#test/support/vendors/anthropic.ts'
import { connectorCall, KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'

export const names = pseudonymizer(KEY)
export const ada = names.person('ada@corp.test')
export const bo = names.person('bo@corp.test')

export const user = (email: string | null, id = 'user_1') => ({
  type: 'user_actor',
  user_id: id,
  email_address: email,
  name: null,
  deleted: false,
})
export const tokens = (uncached: number, more: Partial<AnthropicUse['usage']> = {}) => ({
  uncached_input_tokens: uncached,
  cache_read_input_tokens: 2000,
  ephemeral_1h_input_tokens: 30,
  ephemeral_5m_input_tokens: 400,
  output_tokens: 50,
  requests: 3,
  ...more,
})
export const USES: readonly AnthropicUse[] = [
  {
    at: '2026-11-19T08:00:00Z',
    group: {
      actor: user('Ada@Corp.test'),
      model: 'claude-opus-5-5',
      product: 'claude_code',
      workspace_id: 'wrkspc_cc',
    },
    usage: tokens(100),
    cost: { amount: '123.456789012345', list_amount: '130' },
  },
  {
    at: '2026-11-19T09:00:00Z',
    group: {
      actor: user('ada@corp.test'),
      model: 'claude-opus-5-5',
      product: 'claude_code',
      workspace_id: 'wrkspc_other',
    },
    usage: tokens(11),
    cost: { amount: '0.000000000049', list_amount: '0' },
  },
  {
    at: '2026-11-20T10:00:00Z',
    group: {
      actor: { type: 'api_actor', api_key_id: 'apikey_01' },
      model: 'claude-haiku-5',
      product: 'messages_api',
      api_key_id: 'apikey_01',
      workspace_id: 'wrkspc_default',
    },
    usage: tokens(7),
    cost: { amount: '5', list_amount: '5' },
  },
]

export const settings = { ANTHROPIC_ADMIN_KEY: ADMIN_KEY }
export async function serving(uses: readonly AnthropicUse[] = USES) {
  const server = await anthropicServer()
  server.restate(uses)
  return server
}
export type Server = Awaited<ReturnType<typeof serving>>

export const pulled = (
  server: Server,
  stream: string,
  range = { from: '2026-11-19', to: '2026-11-20' },
  key: Readonly<Record<string, string>> = settings,
) =>
  pullAll(
    streamOf(anthropic, stream),
    connectorCall(anthropic, { settings: key, servers: [server] }),
    range,
  )

export const all = <Name extends 'reports' | 'bill' | 'services' | 'refused' | 'logins'>(
  pages: readonly Pulled[],
  name: Name,
) => pages.flatMap((page) => (page[name] ?? []) as NonNullable<Pulled[Name]>[number][])

export const fault = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}
