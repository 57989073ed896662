import type { Call } from '#collect.ts'
import { client } from '#connectors/api/client.ts'
import type { refusals } from '#connectors/api/refusals.ts'

import { doorOf } from './fault.ts'
import { graphOf } from './graph.ts'
import { holdersOf, plansOf } from './seats.ts'
import { tokenOf } from './token.ts'

const GRAPH = 'https://graph.microsoft.com'
export const CALL =
  'GET /v1.0/copilot/users/{id}/interactionHistory/getAllEnterpriseInteractions' as const
export const DOOR = doorOf('history')
const PER_PAGE = 100

const iso = (at: number) => new Date(at).toISOString()

/** What one person asked between two times, the second not included. */
export type Span = { readonly id: string; readonly from: number; readonly to: number }

/** As the app that may read text, and not as the one that reads everything else. */
const asOwnApp = (call: Call): Call => ({
  ...call,
  setting: (name) => call.setting(name.replace(/^MICROSOFT_CLIENT_/, 'MICROSOFT_CONTENT_CLIENT_')),
})

/** Everyone with a licence: id → what the person is known by. */
export async function holders(
  call: Call,
  refused: ReturnType<typeof refusals>,
): Promise<ReadonlyMap<string, string>> {
  const own = asOwnApp(call)
  const graph = graphOf(own)
  const people = new Map<string, string>()
  for await (const found of holdersOf(graph, await plansOf(graph, own), refused))
    for (const { id, name } of found) people.set(id, name)
  return people
}

export type Asking = (span: Span) => Promise<ReadableStream<Uint8Array>>

/** Asks for pages of the history; what they hold is not looked at here. */
export function asking(call: Call): Asking {
  const token = tokenOf(asOwnApp(call))
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    request.headers.set('authorization', `Bearer ${await token(GRAPH)}`)
    return call.fetch(request)
  }
  const graph = client({ ...call, fetch }, { door: DOOR, origin: GRAPH })
  return ({ id, from, to }) =>
    graph.stream({
      call: CALL,
      path: { id },
      query: {
        $top: PER_PAGE,
        // Both bounds are left out of what they bound.
        $filter: `createdDateTime gt ${iso(from - 1)} and createdDateTime lt ${iso(to)}`,
      },
    })
}
