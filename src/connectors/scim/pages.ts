import { z } from 'zod'

import type { Call } from '#collect.ts'
import { type Client, client } from '#connectors/api/client.ts'
import type { Door } from '#connectors/api/fault.ts'
import { formFault } from '#connectors/api/fault.ts'

const DOOR: Door = {
  title: 'The SCIM directory',
  keyFix: 'Make a token that may read users and put it in SCIM_TOKEN.',
  rightFix: 'Let the token read Users, and Groups where SCIM_GROUPS names some.',
  placeFix: 'Check SCIM_URL: it ends before /Users, like https://idp.corp.com/scim/v2.',
}

/** `division/department`: attributes of the enterprise extension, each one or more levels. */
export const UNIT_FORM =
  /^(department|division|organization|costCenter)(\/(department|division|organization|costCenter))*$/

export const serviceOf = (call: Call): Client =>
  client(call, {
    door: DOOR,
    origin: call.setting('SCIM_URL') ?? '',
    headers: {
      accept: 'application/scim+json, application/json',
      authorization: `Bearer ${call.setting('SCIM_TOKEN')}`,
    },
  })

const list = z.looseObject({
  totalResults: z.int().nonnegative(),
  // Left out of an empty list.
  Resources: z.array(z.unknown()).nullish(),
})

type Listing = 'GET /Users' | 'GET /Groups'

export async function pageOf(
  service: Client,
  call: Listing,
  { start, count }: { readonly start: number; readonly count: number },
): Promise<z.infer<typeof list>> {
  const { body } = await service.ask({ call, query: { startIndex: start, count } }, list)
  return body
}

const PER_PAGE = 100
/** More is no directory of a company, and would not fit. */
const MOST = 2_000_000

/** Every resource. A page may be smaller than asked; only the total tells the end. */
export async function* resources(service: Client, call: Listing): AsyncGenerator {
  for (let start = 1; ;) {
    const { totalResults, Resources } = await pageOf(service, call, { start, count: PER_PAGE })
    const page = Resources ?? []
    yield* page
    start += page.length
    if (start > Math.min(totalResults, MOST)) return
    // Half a directory would make the others leave.
    if (page.length === 0)
      throw formFault(DOOR, call, `${start - 1} of ${totalResults} entries, and then none`)
  }
}
