import { formFault } from '#connectors/api/fault.ts'

import { doorOf, type Scope } from './fault.ts'

/** Pages by their tokens. */
export async function* all<Page extends { readonly nextPageToken?: string | null | undefined }>(
  { call, scope }: { readonly call: string; readonly scope: Scope },
  ask: (next: { readonly pageToken?: string }) => Promise<Page>,
): AsyncGenerator<Page> {
  const seen = new Set<string>()
  let next: { readonly pageToken?: string } | undefined = {}
  while (next) {
    const page: Page = await ask(next)
    yield page
    const token = page.nextPageToken || undefined
    if (token !== undefined && seen.has(token))
      throw formFault(doorOf(scope), call, 'a page that leads to itself')
    if (token !== undefined) seen.add(token)
    next = token === undefined ? undefined : { pageToken: token }
  }
}
