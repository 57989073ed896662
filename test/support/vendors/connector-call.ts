import type { Call, Connector, Pulled, Stream } from '#collect.ts'
import { egressFetch } from '#connectors/egress.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { day } from '#core/time/day.ts'
import { priceBook } from '#prices/price-book.ts'

import type { VendorServer } from './vendor-server.ts'

export const KEY = 'a key for tests that is long enough for all'
export const NOW = Date.parse('2026-11-21T12:00:00Z')

/** What a pull is given, with the vendor's hosts answered by local servers. */
export function connectorCall(
  connector: Connector,
  options: {
    readonly settings?: Readonly<Record<string, string>>
    readonly servers: readonly VendorServer[]
    readonly now?: number
  },
): Call {
  const setting = (name: string) => options.settings?.[name]
  return {
    fetch: egressFetch(connector, {
      setting,
      via: new Map(options.servers.map(({ host, origin }) => [host, origin])),
    }),
    setting,
    pseudonyms: pseudonymizer(KEY),
    price: priceBook(),
    zone: 'UTC',
    now: () => options.now ?? NOW,
    signal: AbortSignal.timeout(60_000),
  }
}

export function streamOf(connector: Connector, id: string): Stream {
  const found = connector.streams.find((stream) => stream.id === id)
  if (!found) throw new Error(`${connector.id} has no stream ${id}`)
  return found
}

/** Everything a stream gives: days in `from..to`, a cursor stream from `from`, a snapshot as it is. */
export async function pullAll(
  stream: Stream,
  call: Call,
  range: { readonly from: string; readonly to: string; readonly cursor?: string },
): Promise<readonly Pulled[]> {
  const pages =
    stream.how === 'days'
      ? stream.pull({ from: day(range.from), to: day(range.to) }, call)
      : stream.how === 'cursor'
        ? stream.pull({ cursor: range.cursor, since: day(range.from) }, call)
        : stream.pull(call)
  const all: Pulled[] = []
  for await (const page of pages) all.push(page)
  return all
}
