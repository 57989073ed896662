import type { Connector, Egress } from '#collect.ts'
import { UserError } from '#core/errors.ts'

/** A call that no connector declares; nothing was sent. */
export class EgressRefused extends UserError {
  constructor(method: string, place: string, connector: string) {
    super(
      `${connector} may not call ${method} ${place}`,
      `It may make only the calls its recipe lists: ai-usage connect ${connector}`,
    )
    this.name = 'EgressRefused'
  }
}

type Fetch = typeof globalThis.fetch

export type EgressOptions = {
  /** The values of settings that hosts are named by. */
  readonly setting: (name: string) => string | undefined
  /** Where calls meant for a host really go, such as a company's egress gateway: host → origin. */
  readonly via?: ReadonlyMap<string, string>
  /** What opens the socket. */
  readonly send?: Fetch
}

/** What carries a key: never sent to a host that a redirect or a signed link leads to. */
const KEYS = ['authorization', 'x-api-key', 'cookie', 'proxy-authorization', 'x-goog-api-key']
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const MOST_REDIRECTS = 5

type Rule = { readonly egress: Egress; readonly host: RegExp; readonly path: RegExp }

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** `{id}` is one segment; `{rest*}` any number of them. Encoded slashes and dot segments fit none. */
function pathPattern(template: string): RegExp {
  const parts = template.split(/(\{[^}]+\})/).map((part) => {
    if (!part.startsWith('{')) return literal(part)
    return part.endsWith('*}') ? '.+' : '[^/]+'
  })
  return new RegExp(`^${parts.join('')}$`)
}

function hostPattern(host: string, setting: EgressOptions['setting']): RegExp | undefined {
  if (host.startsWith('{')) {
    const url = setting(host.slice(1, -1))
    return url === undefined ? undefined : new RegExp(`^${literal(new URL(url).host)}$`, 'i')
  }
  // A star stands for letters, digits and hyphens: never for a dot, so never for another domain.
  return new RegExp(`^${host.split('*').map(literal).join('[a-z0-9-]+')}$`, 'i')
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Keys travel encrypted, or not beyond this machine. */
const safe = (url: URL) => url.protocol === 'https:' || LOOPBACK.has(url.hostname)

/** What a log or an error may show of a URL: no query, which may hold a key or an address. */
const place = (url: URL) => `${url.host}${url.pathname}`

/**
 * The `fetch` a connector is given: makes only the calls it declares, follows redirects only to
 * declared places, and leaves the key behind when they are on another host or a signed link.
 * @throws EgressRefused before a socket opens
 */
export function egressFetch(
  { id, egress }: Pick<Connector, 'id' | 'egress'>,
  { setting, via = new Map(), send = globalThis.fetch }: EgressOptions,
): Fetch {
  const rules: Rule[] = egress.flatMap((allowed) => {
    const host = hostPattern(allowed.host, setting)
    return host ? [{ egress: allowed, host, path: pathPattern(allowed.path) }] : []
  })
  const allowed = (url: URL, method: string) =>
    rules.find(
      ({ egress, host, path }) =>
        egress.method === method &&
        host.test(url.host) &&
        path.test(url.pathname) &&
        !/%2f|%5c|%00/i.test(url.pathname),
    )?.egress

  return async (input, init) => {
    let request = new Request(input, { ...init, redirect: 'manual' })
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const url = new URL(request.url)
      const rule = allowed(url, request.method)
      const gateway = via.get(url.host)
      const fits = rule?.body === undefined || rule.body.test(await request.clone().text())
      if (!rule || !fits || (gateway === undefined && !safe(url)))
        throw new EgressRefused(request.method, place(url), id)
      if (rule.signed) request = withoutKeys(request)
      const response = await send(gateway === undefined ? request : through(request, gateway))
      const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null
      if (location === null) return response
      await response.body?.cancel()
      const next = new URL(location, url)
      // A redirect is followed as a read: what was posted is not posted elsewhere.
      const follow = new Request(next, {
        method: request.method === 'HEAD' ? 'HEAD' : 'GET',
        headers: request.headers,
        redirect: 'manual',
        signal: request.signal,
      })
      request = next.host === url.host ? follow : withoutKeys(follow)
    }
    throw new UserError(
      `${id} was redirected more than ${MOST_REDIRECTS} times`,
      "Check the address in the connector's settings.",
    )
  }
}

function withoutKeys(request: Request): Request {
  const bare = new Request(request)
  for (const name of KEYS) bare.headers.delete(name)
  return bare
}

function through(request: Request, gateway: string): Request {
  const { pathname, search } = new URL(request.url)
  return new Request(new URL(pathname + search, gateway), request)
}
