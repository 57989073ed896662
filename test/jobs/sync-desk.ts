import type { Connector, DayStream, Pulled } from '#collect.ts'
import { redactSecrets } from '#core/setting/redact-secrets.ts'
import { sync, type SyncPorts, type SyncRequest } from '#jobs/sync.ts'
import { ACME } from '#test/support/example-connector.ts'
import { memoryCollection } from '#test/support/memory-collection.ts'
import { ACME_KEY, acmeServer } from '#test/support/vendors/acme.ts'
import { connectorCall, NOW, streamOf } from '#test/support/vendors/connector-call.ts'

/** A sync of Acme over HTTP into a store in memory, by one replica. */
export async function desk(by = 'replica-1') {
  const server = await acmeServer()
  const kept = memoryCollection()
  const clock = { at: NOW }
  const logged: unknown[] = []
  const waited: number[] = []
  const log = (facts: unknown, what: string) => logged.push({ facts, what })
  const ports: SyncPorts = {
    collection: kept.collection,
    clock: { now: () => clock.at },
    log: { info: log, warn: log, error: log },
    by,
    underWay: new Set(),
    redact: redactSecrets([ACME_KEY]),
    wait: async (ms) => {
      waited.push(ms)
      clock.at += ms
    },
  }
  const source = (connector: Connector = ACME, key = ACME_KEY) => ({
    connector,
    call: (signal: AbortSignal) => ({
      ...connectorCall(connector, { settings: { ACME_KEY: key }, servers: [server] }),
      signal,
      now: () => clock.at,
    }),
  })
  const run = (
    ids: readonly string[],
    {
      connector = ACME,
      key = ACME_KEY,
      ...over
    }: Partial<SyncRequest> & {
      readonly connector?: Connector
      readonly key?: string
    } = {},
  ) =>
    sync(
      {
        jobs: [
          { source: source(connector, key), streams: ids.map((id) => streamOf(connector, id)) },
        ],
        signal: new AbortController().signal,
        ...over,
      },
      ports,
    )
  return {
    ...kept,
    server,
    ports,
    source,
    clock,
    logged,
    waited,
    run,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

export const USAGE = streamOf(ACME, 'usage') as DayStream

/** Acme whose usage is pulled in another way. */
export function acmeWith(pull: DayStream['pull']): Connector {
  return {
    ...ACME,
    streams: ACME.streams.map((it) => (it.id === 'usage' ? { ...USAGE, pull } : it)),
  }
}

/** A pull that gives nothing but this error. */
export async function* throwing(error: Error): AsyncGenerator<Pulled> {
  yield {}
  throw error
}
