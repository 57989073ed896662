import type { IncomingMessage } from 'node:http'

import type { Json } from './world.ts'

export async function bytesOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  return new Uint8Array(Buffer.concat(chunks))
}

const typeOf = (request: IncomingMessage) => request.headers['content-type'] ?? ''

/** Arguments of a Web API call: form or JSON body, and the query. */
export async function argumentsOf(request: IncomingMessage, query: URLSearchParams): Promise<Json> {
  const body = Buffer.from(await bytesOf(request)).toString('utf8')
  const fromQuery = Object.fromEntries(query)
  if (typeOf(request).startsWith('application/json'))
    return { ...fromQuery, ...(JSON.parse(body || '{}') as Json) }
  return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) }
}

/** The file in an upload: raw bytes, or the first file of a multipart form. */
export async function uploadOf(request: IncomingMessage): Promise<Uint8Array> {
  const bytes = await bytesOf(request)
  const type = typeOf(request)
  if (!type.startsWith('multipart/form-data')) return bytes
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData()
  const file = [...form.values()].find((value) => typeof value !== 'string')
  return file ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array()
}
