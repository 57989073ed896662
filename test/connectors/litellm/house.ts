import { expect } from 'vitest'

import type { Pulled } from '#collect.ts'
import { litellm } from '#connectors/litellm/connector.ts'
import { UserError } from '#core/errors.ts'
import { connectorCall, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import {
  litellm as litellmServer,
  type Proxy,
  proxy,
  type SpendRow,
} from '#test/support/vendors/litellm.ts'

export async function house(
  over: Partial<Proxy> = {},
  url?: string,
  more: Readonly<Record<string, string>> = {},
) {
  const server = await litellmServer(proxy(over))
  const call = connectorCall(litellm, {
    settings: { ...server.settings, ...more, ...(url !== undefined && { LITELLM_URL: url }) },
    servers: [server],
  })
  const pull = (id: string, from = '2026-11-19', to = '2026-11-20', cursor?: string) =>
    pullAll(streamOf(litellm, id), call, { from, to, ...(cursor !== undefined && { cursor }) })
  return {
    server,
    call,
    pull,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
export const failure = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}
export const eventsIn = (pages: readonly Pulled[]) => pages.flatMap(({ events = [] }) => events)
export const reportsIn = (pages: readonly Pulled[]) => pages.flatMap(({ reports = [] }) => reports)
export const refusedIn = (pages: readonly Pulled[]) => pages.flatMap(({ refused = [] }) => refused)
export const servicesIn = (pages: readonly Pulled[]) =>
  pages.flatMap(({ services = [] }) => services)

/** A row of the spend logs. */
export const request = (request_id: string, more: object = {}): SpendRow => ({
  request_id,
  startTime: '2026-11-20 09:20:46.847371',
  model: 'anthropic/claude-sonnet-4-6',
  custom_llm_provider: 'anthropic',
  spend: 0.00022500000000000002,
  prompt_tokens: 7503,
  completion_tokens: 20,
  status: 'success',
  ...more,
})
