import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

import { argumentsOf, bytesOf, uploadOf } from './body.ts'
import { mimeType, upload } from './methods/files.ts'
import type { ResponseUrls } from './response-url.ts'
import { type Api, callMethod, limited, type Wire } from './web-api.ts'
import type { Json } from './world.ts'

export type Parts = Api & { readonly responseUrls: ResponseUrls }

function send(response: ServerResponse, wire: Wire): void {
  switch (wire.kind) {
    case 'hang':
      return
    case 'drop':
      response.destroy()
      return
    case 'reply':
      response
        .writeHead(wire.status, {
          'content-type': 'application/json; charset=utf-8',
          ...(wire.retryAfter !== undefined && { 'retry-after': String(wire.retryAfter) }),
        })
        .end(JSON.stringify(wire.body))
  }
}

/** Faults on what is not a Web API method: uploads and response URLs. */
function struck({ world, faults }: Parts, method: string, args: Json): Wire | undefined {
  const fault = faults.strike(method)
  if (!fault) return undefined
  const note = (outcome: string, wire: Wire): Wire => {
    world.calls.push({ method, at: world.now(), args, outcome })
    return wire
  }
  if (fault.hang) return note('hang', { kind: 'hang' })
  if (fault.dropReply) return note('dropped', { kind: 'drop' })
  if (fault.retryAfter !== undefined) return note('ratelimited', limited(fault.retryAfter))
  const status = fault.status ?? 400
  return note(fault.error ?? `http ${status}`, {
    kind: 'reply',
    status,
    body: { ok: false, error: fault.error },
  })
}

async function receiveUpload(parts: Parts, path: string, request: IncomingMessage): Promise<Wire> {
  const { world } = parts
  const bytes = await uploadOf(request)
  const fault = struck(parts, 'upload', {})
  if (fault) return fault
  const { status, body } = upload(world, path, bytes)
  world.calls.push({
    method: 'upload',
    at: world.now(),
    args: { bytes: bytes.byteLength },
    outcome: status === 200 ? 'ok' : `http ${status}`,
  })
  return { kind: 'reply', status, body: { text: body } }
}

async function receiveResponse(parts: Parts, url: URL, request: IncomingMessage): Promise<Wire> {
  const { world, responseUrls } = parts
  const body = await argumentsOf(request, url.searchParams)
  const fault = struck(parts, 'response_url', body)
  if (fault) return fault
  const { status, reply } = responseUrls.post(url.pathname, body)
  const outcome = status === 200 ? 'ok' : String(reply['error'])
  world.calls.push({ method: 'response_url', at: world.now(), args: body, outcome })
  return { kind: 'reply', status, body: reply }
}

/** `url_private`: the app's token opens it, as in Slack. */
function sendFile({ world }: Parts, url: URL, request: IncomingMessage, response: ServerResponse) {
  const id = /^\/files-pri\/[^/]*-(F\w+)\//.exec(url.pathname)?.[1] ?? ''
  const file = world.files.get(id)
  const allowed = request.headers.authorization === `Bearer ${world.tokens.bot}`
  if (!file?.bytes || !allowed) response.writeHead(allowed ? 404 : 403).end()
  else response.writeHead(200, { 'content-type': mimeType(file.name) }).end(file.bytes)
}

async function route(parts: Parts, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', parts.world.url)
  const method = /^\/api\/([\w.]+)$/.exec(url.pathname)?.[1]
  if (method) send(response, await callMethod(parts, method, request))
  else if (url.pathname.startsWith('/upload/'))
    send(response, await receiveUpload(parts, url.pathname, request))
  else if (url.pathname.startsWith('/actions/'))
    send(response, await receiveResponse(parts, url, request))
  else if (url.pathname.startsWith('/files-pri/')) sendFile(parts, url, request, response)
  else {
    await bytesOf(request)
    response.writeHead(404).end()
  }
}

/** Listens on 127.0.0.1 only; a body it can't read is the app's mistake: 400. */
export async function listen(parts: Parts, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    route(parts, request, response).catch((error: unknown) => {
      response.writeHead(error instanceof SyntaxError ? 400 : 500)
      response.end(JSON.stringify({ ok: false, error: 'invalid_json' }))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return server
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

export function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null)
    throw new Error('The server is not listening.')
  return address.port
}
