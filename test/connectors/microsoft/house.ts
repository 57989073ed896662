import { expect } from 'vitest'

import type { Connector, Pulled } from '#collect.ts'
import { microsoft365Copilot } from '#connectors/microsoft/connector.ts'
import { UserError } from '#core/errors.ts'
import { connectorCall, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { type Tenant, tenant } from '#test/support/vendors/microsoft-tenant.ts'
import { microsoft } from '#test/support/vendors/microsoft.ts'

export async function house(
  over: Partial<Tenant> = {},
  options: {
    readonly settings?: Readonly<Record<string, string>>
    readonly connector?: Connector
  } = {},
) {
  const of = await microsoft(tenant(over))
  const { connector = microsoft365Copilot } = options
  const call = connectorCall(connector, {
    settings: {
      MICROSOFT_TENANT_ID: of.settings.tenant,
      MICROSOFT_CLIENT_ID: of.settings.clientId,
      MICROSOFT_CLIENT_SECRET: of.settings.clientSecret,
      MICROSOFT_CONTENT_CLIENT_ID: of.tenant.contentApp.clientId,
      MICROSOFT_CONTENT_CLIENT_SECRET: of.tenant.contentApp.clientSecret,
      ...options.settings,
    },
    servers: of.servers,
  })
  const pull = (id: string, from = '2026-11-18', cursor?: string) =>
    pullAll(streamOf(connector, id), call, { from, to: from, ...(cursor && { cursor }) })
  return { ...of, call, pull }
}

export const failure = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

export const gathered = (pages: readonly Pulled[], part: keyof Pulled) =>
  pages.flatMap((page) => (page[part] ?? []) as readonly unknown[])
