import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A call as it came in; `body` is the parsed JSON, or the text where it is none. */
export type VendorRequest = {
  readonly method: string
  readonly url: URL
  /** Segments that `{name}` in the route stood for. */
  readonly path: Readonly<Record<string, string>>
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

/** A string body is sent as it is; anything else as JSON. */
export type VendorAnswer = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

type Handler = (request: VendorRequest) => VendorAnswer | Promise<VendorAnswer>

/** What goes wrong at the next matching calls: an answer instead, one cut off half way, or none ever. */
type VendorFault = {
  readonly path: RegExp
  /** 1 unless said. */
  times?: number
  readonly answer: VendorAnswer | 'cut' | 'silence'
}

export type VendorServer = AsyncDisposable & {
  /** The host that the connector believes it calls. */
  readonly host: string
  readonly origin: string
  readonly requests: readonly VendorRequest[]
  /** Push to make the next calls fail. */
  readonly faults: VendorFault[]
}

export type VendorOptions = {
  /** `GET /v1/users/{id}` → its handler; anything else is 404. */
  readonly routes: Readonly<Record<string, Handler>>
  /** Refuses a call without the right key, before any handler. */
  readonly authorize?: (request: VendorRequest) => VendorAnswer | undefined
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const patternOf = (route: string) =>
  new RegExp(
    `^${route.replace(/[.()$+?*]/g, String.raw`\$&`).replace(/\{([^}]+)\}/g, '(?<$1>[^/]+)')}$`,
  )

/** A vendor's API on the loopback, in place of `host`. */
export async function vendorServer(
  host: string,
  { routes, authorize }: VendorOptions,
): Promise<VendorServer> {
  const requests: VendorRequest[] = []
  const faults: VendorFault[] = []
  const known = Object.entries(routes).map(([route, handler]) => {
    const [method = '', path = ''] = route.split(' ')
    return { method, pattern: patternOf(path), handler }
  })

  const answer = async (request: VendorRequest): Promise<VendorFault['answer']> => {
    const fault = faults.find(({ path }) => path.test(request.url.pathname + request.url.search))
    if (fault) {
      fault.times = (fault.times ?? 1) - 1
      if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1)
      return fault.answer
    }
    const refused = authorize?.(request)
    if (refused) return refused
    for (const { method, pattern, handler } of known) {
      const match = method === request.method ? pattern.exec(request.url.pathname) : null
      if (match) {
        const path = Object.fromEntries(
          Object.entries(match.groups ?? {}).map(([name, value]) => [
            name,
            decodeURIComponent(value),
          ]),
        )
        return handler({ ...request, path })
      }
    }
    return {
      status: 404,
      body: { error: { message: `no ${request.method} ${request.url.pathname}` } },
    }
  }

  const server = createServer((incoming, response) => {
    void (async () => {
      const url = new URL(incoming.url ?? '/', 'http://localhost')
      const body = await bodyOf(incoming)
      const request = {
        method: incoming.method ?? '',
        url,
        path: {},
        headers: incoming.headers,
        body,
      }
      requests.push(request)
      const given = await answer(request)
      if (given === 'silence') return
      if (given === 'cut') {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
        response.write('{"data": [')
        setTimeout(() => response.destroy(), 20)
        return
      }
      const raw = typeof given.body === 'string' || given.body instanceof Uint8Array
      response.writeHead(given.status ?? 200, {
        'content-type': raw ? 'text/plain' : 'application/json',
        ...given.headers,
      })
      response.end(raw ? given.body : JSON.stringify(given.body ?? {}))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    host,
    origin: `http://127.0.0.1:${port}`,
    requests,
    faults,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
