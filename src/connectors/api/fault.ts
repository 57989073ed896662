import { UserError } from '#core/errors.ts'

/** Who is called and how a refusal is mended; the sentences are imperative. */
export type Door = {
  /** As its vendor writes it: `OpenAI API`. */
  readonly title: string
  /** Mends a wrong or revoked key: `Make an Admin key … and put it in OPENAI_ADMIN_KEY.` */
  readonly keyFix: string
  /** Mends a key that lacks a right. Where one call needs its own: give that call its own door. */
  readonly rightFix: string
  /** Mends a 404: the organisation or workspace named in a setting is another. */
  readonly placeFix?: string
}

/** A call as faults name it: `GET /organization/usage/{kind}`. Templates only: no ids, no query. */
export type CallName = string

/** The vendor asked to wait longer than a pull may: the job goes on with other streams. */
export class RetryLater extends UserError {
  /** Epoch milliseconds. */
  readonly retryAt: number

  constructor(what: string, retryAt: number) {
    super(what, 'Nothing to do: the next sync after that tries again.')
    this.name = 'RetryLater'
    this.retryAt = retryAt
  }
}

/** The vendor answered, and not with what was asked for. */
class AnswerFault extends UserError {
  readonly status: number

  constructor(what: string, { fix, status }: { readonly fix: string; readonly status: number }) {
    super(what, fix)
    this.name = 'AnswerFault'
    this.status = status
  }
}

/** Whether it is an answer of one of these statuses. */
export const isAnswer = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof AnswerFault && statuses.includes(error.status)

export type Answered = {
  readonly status: number
  readonly headers: Headers
  /** Parsed, where it was JSON: only the vendor's one-word code is taken from it. */
  readonly body?: unknown
}

const WAIT_WITHOUT_WORD = 60_000

/** Milliseconds the vendor asks to wait; undefined where it does not say. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim()
  if (text === undefined || text === '') return undefined
  if (/^\d{1,9}(\.\d{1,6})?$/.test(text)) return Math.ceil(Number(text) * 1000)
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}

/** The vendor's own one-word reason (`insufficient_permissions`), never its text. */
function codeIn(body: unknown, depth = 0): string | undefined {
  if (typeof body !== 'object' || body === null || depth > 2) return undefined
  for (const name of ['code', 'type', 'error'] as const) {
    const value = (body as Record<string, unknown>)[name]
    if (typeof value === 'string' && value !== 'error' && /^[a-z][a-z_.]{2,59}$/i.test(value))
      return value
    const inner = codeIn(value, depth + 1)
    if (inner !== undefined) return inner
  }
  return undefined
}

/** What a refusal means to the one who set the connector up. */
export function answerFault(
  door: Door,
  call: CallName,
  answer: Answered & { readonly now: number },
): UserError {
  const { status } = answer
  const code = codeIn(answer.body)
  const what = `${door.title} answered ${call} with ${status}${code === undefined ? '' : ` (${code})`}`
  const wait = retryAfterMs(answer.headers, answer.now)
  if (status === 429 || (wait !== undefined && status >= 500))
    return new RetryLater(
      `${what}: too many calls for now`,
      answer.now + Math.max(wait ?? WAIT_WITHOUT_WORD, 1000),
    )
  return new AnswerFault(`${what}: ${meaning(status)}`, { fix: fix(door, status), status })
}

function meaning(status: number): string {
  if (status === 401) return 'the key is wrong, revoked or expired'
  if (status === 403) return 'the key lacks the right for this'
  if (status === 404) return 'there is no such place, or the key may not see it'
  if (status === 410) return 'a link or page has expired'
  if (status >= 500) return 'the vendor has trouble'
  return 'the call was not understood'
}

function fix(door: Door, status: number): string {
  if (status === 401) return door.keyFix
  if (status === 403) return door.rightFix
  if (status === 404) return door.placeFix ?? door.rightFix
  if (status === 410) return 'Nothing to do: the next sync asks for a fresh one.'
  if (status >= 500)
    return "Wait for the next sync; if it goes on, look at the vendor's status page."
  return 'Run ai-usage doctor; if it finds nothing, the vendor has changed this call: update AI Usage.'
}

/** HTML, broken or misshapen JSON: nothing of the answer is shown but where it went wrong. */
export function formFault(door: Door, call: CallName, why: string): UserError {
  return new UserError(
    `${door.title} answered ${call} with ${why}`,
    'Check that no proxy or sign-in page stands between; then sync again.',
  )
}

const wordOf = (value: object, name: string): unknown => (value as Record<string, unknown>)[name]

function asHeaders(value: unknown): Headers {
  if (value instanceof Headers) return value
  const headers = new Headers()
  if (typeof value === 'object' && value !== null)
    for (const [name, text] of Object.entries(value))
      if (typeof text === 'string' || typeof text === 'number') headers.set(name, String(text))
  return headers
}

/** What an SDK's error says of the answer: OpenAI, Anthropic, Octokit, Gaxios, Graph and ky. */
function answeredIn(error: Error): Answered | undefined {
  const given = wordOf(error, 'response')
  const response = typeof given === 'object' && given !== null ? given : undefined
  const status = [
    wordOf(error, 'status'),
    wordOf(error, 'statusCode'),
    response && wordOf(response, 'status'),
  ].find((value): value is number => typeof value === 'number' && value >= 100)
  if (status === undefined) return undefined
  const headers = wordOf(error, 'headers') ?? (response && wordOf(response, 'headers'))
  const body =
    wordOf(error, 'error') ?? wordOf(error, 'data') ?? (response && wordOf(response, 'data'))
  return { status, headers: asHeaders(headers), body }
}

/** The error and what caused it, outermost first. */
function chain(error: unknown): readonly Error[] {
  const all: Error[] = []
  for (let at = error; at instanceof Error && all.length < 8; at = at.cause) all.push(at)
  return all
}

const NETWORK = /^(E[A-Z]{3,}|UND_ERR_.+|ERR_SSL.*|CERT_.*|.*_SIGNED_CERT.*|UNABLE_TO_.*)$/

/**
 * Whatever a call threw (ky's or an SDK's error) as an error to throw on: our own and an abort as
 * they are, an answer or a broken line as a UserError; anything else is a bug and stays one.
 */
export function faultOf(
  error: unknown,
  { door, call, now }: { readonly door: Door; readonly call: CallName; readonly now: number },
): Error {
  const errors = chain(error)
  const own = errors.find((each) => each instanceof UserError)
  if (own) return own
  const answered = errors.map(answeredIn).find((each) => each !== undefined)
  if (answered) return answerFault(door, call, { ...answered, now })
  const names = new Set(errors.map(({ name, constructor }) => `${name} ${constructor.name}`))
  const is = (pattern: RegExp) => [...names].some((name) => pattern.test(name))
  if (is(/SyntaxError/)) return formFault(door, call, 'JSON that is cut off or broken')
  const reach = 'Check the network and the address in the settings; the next sync tries again.'
  if (is(/Timeout/)) return new UserError(`${door.title} did not answer ${call} in time`, reach)
  const abort = errors.find(({ name }) => /Abort/.test(name))
  if (abort) return abort
  const code = errors
    .map((each) => wordOf(each, 'code'))
    .find((each): each is string => typeof each === 'string' && NETWORK.test(each))
  const cut = errors.some(({ message }) => /terminated|other side closed|aborted/i.test(message))
  if (cut) return new UserError(`${door.title} cut its answer to ${call} off half way`, reach)
  if (
    code !== undefined ||
    is(/NetworkError|APIConnectionError/) ||
    /fetch failed/.test(String(error))
  )
    return new UserError(
      `${door.title} could not be reached for ${call}${code === undefined ? '' : ` (${code})`}`,
      reach,
    )
  return error instanceof Error ? error : new Error('not an error', { cause: error })
}
