import type { VendorAnswer, VendorRequest } from './vendor-server.ts'

/** A call the vendor would refuse; handlers throw it and `refusing` answers it. */
export class Refusal extends Error {
  readonly answer: VendorAnswer
  constructor(answer: VendorAnswer) {
    super(JSON.stringify(answer.body))
    this.answer = answer
  }
}

/** Runs a handler and answers what it refuses. */
export const refusing =
  (handler: (request: VendorRequest) => VendorAnswer | Promise<VendorAnswer>) =>
  async (request: VendorRequest): Promise<VendorAnswer> => {
    try {
      return await handler(request)
    } catch (error) {
      if (error instanceof Refusal) return error.answer
      throw error
    }
  }

type Bad = (message: string) => Refusal

/** Refuses query parameters the vendor does not document, and one given twice unless it is an array. */
export function knownQuery({ url }: VendorRequest, names: readonly string[], bad: Bad) {
  for (const name of new Set(url.searchParams.keys())) {
    if (!names.includes(name)) throw bad(`${name}: unknown parameter`)
    if (!name.endsWith('[]') && url.searchParams.getAll(name).length > 1)
      throw bad(`${name}: given more than once`)
  }
}

/** A whole number from `least` to `most`; `otherwise` where it is not given. */
export function wholeNumber(
  value: unknown,
  {
    name,
    least,
    most,
    otherwise,
  }: { name: string; least: number; most: number; otherwise: number },
  bad: Bad,
): number {
  if (value === null || value === undefined) return otherwise
  const number = Number(value)
  if (!Number.isInteger(number) || number < least || number > most)
    throw bad(`${name}: must be a whole number from ${least} to ${most}`)
  return number
}

/** Counts calls of the last minute by the machine's clock; past `most` it answers seconds to wait. */
export function perMinute(most: () => number): () => number | undefined {
  let calls: number[] = []
  return () => {
    const now = Date.now()
    calls = calls.filter((at) => at > now - 60_000)
    if (calls.length >= most())
      return Math.max(1, Math.ceil(((calls[0] ?? now) + 60_000 - now) / 1000))
    calls.push(now)
    return undefined
  }
}

/** Cursors that mean something only to the server that made them, and may expire. */
export function cursors(expired: () => Refusal, bad: Bad) {
  let known = new Map<string, { of: string; at: number }>()
  let made = 0
  return {
    make: (of: string, at: number): string => {
      const cursor = `page_${Buffer.from(`${++made}:${at}`).toString('base64url')}`
      known.set(cursor, { of, at })
      return cursor
    },
    /** Where the page begins. A cursor of another question is refused. */
    read: (cursor: string | null, of: string): number => {
      if (cursor === null) return 0
      const found = known.get(cursor)
      if (!found) throw cursor.startsWith('page_') ? expired() : bad('page: not a cursor')
      if (found.of !== of) throw bad('page: a cursor of another query')
      return found.at
    },
    expire: () => void (known = new Map()),
  }
}

/** The question of a call without its cursor: paging may not change it half way. */
export function question(url: URL, without: readonly string[]): string {
  const rest = [...url.searchParams].filter(([name]) => !without.includes(name))
  return JSON.stringify([
    url.pathname,
    rest.toSorted((a, b) => a.join('=').localeCompare(b.join('='))),
  ])
}
