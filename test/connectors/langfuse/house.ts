import { langfuse } from '#connectors/langfuse/connector.ts'
import { connectorCall, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { langfuseServer, type Observation } from '#test/support/vendors/langfuse.ts'

export type { Observation }

export async function house(all: Observation[]) {
  const server = await langfuseServer(all)
  const over = (settings: Readonly<Record<string, string>> = {}) =>
    connectorCall(langfuse, {
      settings: { ...server.settings, ...settings },
      servers: [server],
    })
  const pull = (cursor?: string, settings: Readonly<Record<string, string>> = {}) =>
    pullAll(streamOf(langfuse, 'observations'), over(settings), {
      from: '2026-11-19',
      to: '2026-11-20',
      ...(cursor !== undefined && { cursor }),
    })
  return { server, call: over(), pull, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}
