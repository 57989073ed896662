import { setTimeout } from 'node:timers/promises'

import type { admin_directory_v1, admin_reports_v1 } from '@googleapis/admin'
import { z } from 'zod'

import type { Call } from '#collect.ts'
import { shaped } from '#connectors/api/client.ts'
import { type CallName, formFault, retryAfterMs } from '#connectors/api/fault.ts'
import { guardedFetch, LONGEST_WAIT_MS } from '#connectors/api/guarded-fetch.ts'
import { UserError } from '#core/errors.ts'

import { doorOf, googleFault, KEY_FIX, limited, type Scope, SCOPES } from './fault.ts'

const MOST_TRIES = 2

const key = z.looseObject({
  client_email: z.string().min(1),
  private_key: z.string().min(1),
  private_key_id: z.string().nullish(),
})

export type Google = {
  readonly reports: admin_reports_v1.Admin
  readonly directory: admin_directory_v1.Admin
  /** What is posted to one of Google's addresses, to be sent by `ask`. */
  readonly post: (url: string, json: object) => Promise<{ readonly data: unknown }>
  /** Makes a call, and words what went wrong. @throws UserError, RetryLater */
  readonly ask: <Body>(
    question: { readonly call: CallName; readonly scope: Scope },
    send: () => Promise<{ readonly data: unknown }>,
    schema: z.ZodType<Body>,
  ) => Promise<Body>
}

/**
 * Google's client over the connector's guarded fetch, acting for the admin with one scope. Its packages
 * are loaded by the first pull.
 */
export async function googleOf(call: Call, scopes: readonly Scope[]): Promise<Google> {
  const [{ admin }, { JWT }] = await Promise.all([
    import('@googleapis/admin'),
    import('google-auth-library'),
  ])
  const fetch = guardedFetch(call.fetch, {
    door: doorOf('audit'),
    now: call.now,
    signal: call.signal,
  })
  const { client_email, private_key, private_key_id } = keyOf(call)
  const auth = new JWT({
    email: client_email,
    key: private_key,
    ...(private_key_id && { keyId: private_key_id }),
    scopes: scopes.map((scope) => SCOPES[scope]),
    subject: call.setting('GOOGLE_ADMIN') ?? '',
    // Its own debug log would hold tokens.
    useAuthRequestParameters: false,
    transporterOptions: {
      fetchImplementation: fetch,
      timeout: 60_000,
      retryConfig: {
        shouldRetry: ({ response, cause, config }) =>
          (config.retryConfig?.currentRetryAttempt ?? 0) < MOST_TRIES &&
          !call.signal.aborted &&
          (response ? again(response, call) : !(cause instanceof UserError)),
        retryBackoff: ({ response }, usual) =>
          setTimeout((response && waitOf(response, call)) ?? usual, undefined, {
            signal: call.signal,
          }),
      },
    },
  })
  return {
    reports: admin({ version: 'reports_v1', auth }),
    directory: admin({ version: 'directory_v1', auth }),
    post: (url, data) => auth.request({ url, method: 'POST', data }),
    async ask({ call: name, scope }, send, schema) {
      const where = { door: doorOf(scope), call: name, now: call.now() }
      try {
        const { data } = await send()
        if (typeof data === 'string')
          throw formFault(where.door, name, 'JSON that is cut off or broken')
        return shaped(data, schema, where)
      } catch (error) {
        throw googleFault(error, { ...where, scope })
      }
    },
  }
}

/** @throws UserError when the setting is no key of a service account */
function keyOf(call: Call): z.infer<typeof key> {
  try {
    return key.parse(JSON.parse(call.setting('GOOGLE_SERVICE_ACCOUNT') ?? ''))
  } catch {
    throw new UserError('GOOGLE_SERVICE_ACCOUNT is no JSON key of a service account', KEY_FIX)
  }
}

type Answered = { readonly status: number; readonly headers: Headers; readonly data?: unknown }

const waitOf = ({ headers }: Answered, call: Call) => retryAfterMs(headers, call.now())

/** A short wait is waited; trouble at Google's is tried again. */
function again(answer: Answered, call: Call): boolean {
  const { status } = answer
  if (status < 500 && status !== 408 && status !== 429 && !limited(answer)) return false
  return (waitOf(answer, call) ?? 0) <= LONGEST_WAIT_MS
}
