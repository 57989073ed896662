import type { Connector, Pulled } from '#collect.ts'
import { geminiWorkspace } from '#connectors/google/connector.ts'
import { connectorCall, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { type Workspace, workspace } from '#test/support/vendors/google-workspace.ts'
import { google } from '#test/support/vendors/google.ts'

export { failure } from '#test/connectors/microsoft/house.ts'

export async function house(
  over: Partial<Workspace> = {},
  options: {
    readonly settings?: Readonly<Record<string, string>>
    readonly connector?: Connector
  } = {},
) {
  const of = await google(workspace(over))
  const { connector = geminiWorkspace } = options
  const call = connectorCall(connector, {
    settings: {
      GOOGLE_SERVICE_ACCOUNT: JSON.stringify(of.credentials),
      GOOGLE_ADMIN: of.workspace.admin,
      ...options.settings,
    },
    servers: of.servers,
  })
  const pull = (id: string, from = '2026-11-18', to = '2026-11-20') =>
    pullAll(streamOf(connector, id), call, { from, to })
  return { ...of, call, pull }
}

export const gathered = (pages: readonly Pulled[], part: keyof Pulled) =>
  pages.flatMap((page) => (page[part] ?? []) as readonly unknown[])
