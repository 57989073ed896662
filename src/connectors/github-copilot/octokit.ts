import type { Octokit } from '@octokit/core'

import type { Call } from '#collect.ts'
import type { CallName, Door } from '#connectors/api/fault.ts'
import { callName, guardedFetch, LONGEST_WAIT_MS } from '#connectors/api/guarded-fetch.ts'
import { UserError } from '#core/errors.ts'

/** Innermost of all: our own refusals are not tried again, and broken JSON is no answer. */
function plainFaults({ hook }: Octokit) {
  hook.after('request', ({ status, data }) => {
    if (status === 200 && typeof data === 'string') throw new SyntaxError('not JSON')
  })
  hook.error('request', (error) => {
    throw error.cause instanceof UserError ? error.cause : error
  })
}

async function api() {
  const [{ Octokit }, { paginateRest }, { retry }, { throttling }] = await Promise.all([
    import('@octokit/core'),
    import('@octokit/plugin-paginate-rest'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-throttling'),
  ])
  return Octokit.plugin(plainFaults, retry, throttling, paginateRest)
}

const MOST_TRIES = 2
/** Seconds GitHub asks to wait: slept through when short, else the pull ends. */
const again = (seconds: number, _: unknown, __: unknown, tries: number) =>
  tries < MOST_TRIES && seconds * 1000 <= LONGEST_WAIT_MS
const silent = () => undefined

type Asking = {
  /** The setting that holds the token. */
  readonly token: string
  readonly door: Door
  readonly name?: (request: Request) => CallName
  /** Its throttle takes every question to GraphQL for a write, and makes it wait a second. */
  readonly questions?: true
}

/** Octokit over the connector's guarded fetch; its packages are loaded by the first pull. */
export async function octokitOf(call: Call, { token, door, name = callName, questions }: Asking) {
  const Api = await api()
  return new Api({
    auth: call.setting(token),
    userAgent: 'ai-usage',
    request: {
      fetch: guardedFetch(call.fetch, { door, name, now: call.now }),
      signal: call.signal,
    },
    retry: { retries: MOST_TRIES, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
    throttle: questions
      ? { enabled: false }
      : { id: token, onRateLimit: again, onSecondaryRateLimit: again },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  })
}
