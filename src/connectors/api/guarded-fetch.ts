import { type CallName, type Door, formFault, retryAfterMs } from './fault.ts'

type Fetch = typeof globalThis.fetch

/** Waits up to this long are slept through; a longer one ends the pull with RetryLater. */
export const LONGEST_WAIT_MS = 20_000
/** The most an answer may hold once unpacked. */
const MOST_BYTES = 64 << 20

export type Guard = {
  readonly door: Door
  /** Names the call in faults; the default is the path with ids left out where they look like ids. */
  readonly name?: (request: Request) => CallName
  readonly mostBytes?: number
  /** What every good answer contains, such as `"data"`: SDKs take its absence for an empty page. */
  readonly holds?: string
  readonly now: () => number
  /** Ends every call, whatever the SDK does with its own. */
  readonly signal?: AbortSignal
}

/** A path whose ids, addresses and dates are `{…}`: what an error may show of a URL. */
export function callName({ method, url }: Pick<Request, 'method' | 'url'>): CallName {
  const path = new URL(url).pathname
    .split('/')
    .map((part) => (/^[a-z][a-z_.-]*$|^v\d+(\.\d+)?$|^$/i.test(part) ? part : '{…}'))
    .join('/')
  return `${method} ${path}`
}

/**
 * A fetch for JSON APIs, for SDKs and ky alike. Reads the answer to its end, so that one cut half way
 * counts as a fault of the network and is tried again; refuses HTML where JSON is due (SDKs would take
 * it for an empty page) and answers that unpack beyond all measure; tells SDKs not to hammer where the
 * vendor asked for a long wait.
 */
export function guardedFetch(fetch: Fetch, guard: Guard): Fetch {
  const { door, name = callName, mostBytes = MOST_BYTES, holds, now, signal } = guard
  return async (input, init) => {
    const asked = new Request(input, init)
    const request = signal
      ? new Request(asked, { signal: AbortSignal.any([asked.signal, signal]) })
      : asked
    const call = name(request)
    const answer = await fetch(request)
    const text = await readAll(answer, mostBytes)
    if (text === undefined)
      throw formFault(door, call, `more than ${Math.round(mostBytes / (1 << 20))} MiB`)
    if (answer.ok && isHtml(answer.headers, text)) throw formFault(door, call, 'HTML, not JSON')
    if (answer.ok && holds !== undefined && !text.includes(holds))
      throw formFault(
        door,
        call,
        text === '' ? 'nothing' : `another form than it documents, without ${holds}`,
      )
    const headers = new Headers(answer.headers)
    // The text is unpacked and whole: what described its packing would mislead.
    for (const gone of ['content-encoding', 'content-length', 'transfer-encoding'])
      headers.delete(gone)
    if ((retryAfterMs(headers, now()) ?? 0) > LONGEST_WAIT_MS)
      headers.set('x-should-retry', 'false')
    // SDKs hand on what calls itself plain text unparsed, as if it were an empty page.
    if (answer.ok && text !== '') headers.set('content-type', 'application/json')
    const bodiless = answer.status === 204 || answer.status === 205 || answer.status === 304
    return new Response(bodiless ? null : text, {
      status: answer.status,
      statusText: answer.statusText,
      headers,
    })
  }
}

const isHtml = (headers: Headers, text: string) =>
  /\bhtml\b/i.test(headers.get('content-type') ?? '') || /^[\s\uFEFF]*</.test(text)

/** Undefined once the unpacked answer is longer than it may be; the rest is left unread. */
async function readAll(answer: Response, mostBytes: number): Promise<string | undefined> {
  if (!answer.body) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of answer.body) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
