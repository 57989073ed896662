import { z } from 'zod'

import { AskedToWait } from '#core/errors.ts'

/** Teams said no. The code is all that is kept: never what was sent. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string) {
    super(`Teams refused: ${code}`)
    this.name = 'Refusal'
    this.status = status
    this.code = code
  }
}

/** Teams said: later. Nothing was done. */
export class Limited extends AskedToWait {
  constructor(afterMs: number | undefined) {
    super('Teams asked to wait', afterMs)
    this.name = 'Limited'
  }
}

/** No answer came, or none that says anything: nobody knows whether it was done. */
export class Lost extends Error {
  constructor(why: string) {
    super(`No answer from Teams: ${why}`)
    this.name = 'Lost'
  }
}

/** The call never left this machine: it was certainly not done. */
export class Unsent extends Lost {
  constructor() {
    super('no connection')
    this.name = 'Unsent'
  }
}

/** No connection was made. */
const UNSENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

const failed = z.object({
  isAxiosError: z.literal(true),
  code: z.string().optional(),
  response: z
    .object({ status: z.number(), headers: z.looseObject({}).catch({}), data: z.unknown() })
    .optional(),
})

const coded = z.object({ error: z.object({ code: z.string().max(80) }) })

/** Seconds, or a date, as HTTP has it. */
function waitOf(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value : ''
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1_000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: nothing was done, try later. */
const LATER: ReadonlySet<number> = new Set([412, 429])

/** An error of the SDK's client as one of ours; anything else is a bug and stays what it is. */
export function understood(error: unknown): unknown {
  const { data } = failed.safeParse(error)
  if (data === undefined) return error
  const { response } = data
  if (response === undefined)
    return UNSENT.has(data.code ?? '') ? new Unsent() : new Lost('network')
  const { status, headers } = response
  if (LATER.has(status)) return new Limited(waitOf(headers['retry-after']))
  if (status >= 500) return new Lost(`http_${status}`)
  const code = coded.safeParse(response.data).data?.error.code
  return new Refusal(status, code ?? `http_${status}`)
}

/** The message is too large, in whatever form. */
export const isTooLarge = (error: unknown): error is Refusal =>
  error instanceof Refusal && (error.status === 413 || error.code === 'MessageSizeTooBig')

/** The place takes nothing from us, or not in this way: only another place is left. */
export const isClosed = (error: unknown): error is Refusal =>
  error instanceof Refusal && [400, 403, 404, 405].includes(error.status)

/** The same, and it stays so however often one asks. */
export const isForGood = (error: unknown): error is Refusal =>
  isClosed(error) && error.status !== 400

/** An answer Teams gave or withheld, not a bug of ours. */
export function isKnown(error: unknown): error is Refusal | Limited | Lost {
  return error instanceof Refusal || error instanceof Limited || error instanceof Lost
}

/** What of an error may stand in a log line. */
export function nameOf(error: unknown): string {
  return error instanceof Refusal ? error.code : error instanceof Error ? error.name : 'unknown'
}
