import { type VendorServer, vendorServer } from './vendor-server.ts'

export const ACME_KEY = 'ak-a-secret-of-acme'

export type AcmeServer = VendorServer & {
  /** What the vendor says of a day: user → requests. A second saying restates it. */
  readonly restate: (day: string, people: Readonly<Record<string, number>>) => void
  readonly log: (...actions: readonly string[]) => void
  readonly expires: { on: string | null }
}

const PAGE = 2

/** Acme's API: days that change, an audit log of small pages, members. */
export async function acmeServer(): Promise<AcmeServer> {
  const days = new Map<string, Readonly<Record<string, number>>>()
  const actions: string[] = []
  const expires = { on: '2027-01-01' as string | null }
  const server = await vendorServer('api.acme.test', {
    authorize: ({ headers }) =>
      headers.authorization === `Bearer ${ACME_KEY}`
        ? undefined
        : { status: 401, body: { error: { code: 'invalid_api_key' } } },
    routes: {
      'GET /v1/usage': ({ url }) => {
        const [from, to] = [url.searchParams.get('from') ?? '', url.searchParams.get('to') ?? '']
        const data = [...days]
          .filter(([day]) => day >= from && day <= to)
          .flatMap(([day, people]) =>
            Object.entries(people).map(([user, requests]) => ({ day, user, requests, new: 1 })),
          )
        return { body: { data } }
      },
      'GET /v1/audit': ({ url }) => {
        const start = Number(url.searchParams.get('after') ?? 0)
        const data = actions
          .slice(start, start + PAGE)
          .map((action, at) => ({ id: `e${start + at}`, at: '2026-11-20T09:00:00Z', action }))
        const next = start + data.length
        return { body: { data, next: data.length === 0 ? null : String(next) } }
      },
      'GET /v1/members': () => ({ body: { data: [{ user: 'ada@corp.test' }] } }),
      'GET /v1/key': () => ({ body: { expires: expires.on } }),
    },
  })
  return {
    ...server,
    restate: (day, people) => days.set(day, people),
    log: (...more) => actions.push(...more),
    expires,
  }
}
