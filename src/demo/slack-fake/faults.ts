export type Fault = {
  /** Slack's error code, answered with `ok: false`. */
  readonly error?: string
  /** An HTTP status with an empty body. */
  readonly status?: number
  /** Seconds: answers 429 with `Retry-After`. */
  readonly retryAfter?: number
  /** Never answers. */
  readonly hang?: true
  /** Does the work, then drops the connection without an answer. */
  readonly dropReply?: true
  /** Drops the connection (or hangs), and does the work so many milliseconds later all the same. */
  readonly landsAfter?: number
  /** How many calls it strikes; 1 when absent. */
  readonly times?: number
}

type Armed = { readonly fault: Fault; left: number }

export type Faults = {
  /** `method`: a Web API method, `upload`, `response_url`, or `*` for any. */
  readonly fail: (method: string, fault: Fault) => void
  readonly strike: (method: string) => Fault | undefined
}

export function createFaults(): Faults {
  const armed: { readonly method: string; readonly one: Armed }[] = []
  return {
    fail: (method, fault) => {
      armed.push({ method, one: { fault, left: fault.times ?? 1 } })
    },
    strike: (method) => {
      const next = armed.find(
        (entry) => entry.one.left > 0 && (entry.method === method || entry.method === '*'),
      )
      if (!next) return undefined
      next.one.left -= 1
      return next.one.fault
    },
  }
}
