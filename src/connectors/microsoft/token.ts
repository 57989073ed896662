import type { NetworkResponse } from '@azure/msal-node'

import type { Call, Egress } from '#collect.ts'
import { RetryLater } from '#connectors/api/fault.ts'
import { guardedFetch } from '#connectors/api/guarded-fetch.ts'
import { UserError } from '#core/errors.ts'

import { doorOf, SECRET_FIX } from './fault.ts'

const LOGIN = 'login.microsoftonline.com'

/** What MSAL calls for a token of the app itself: it knows by heart what Microsoft's cloud discloses. */
export const TOKEN_CALLS: readonly Egress[] = [
  {
    host: LOGIN,
    method: 'POST',
    path: '/{tenant}/oauth2/v2.0/token',
    body: /(^|&)grant_type=client_credentials(&|$)/,
  },
]

type Resource = 'https://graph.microsoft.com' | 'https://manage.office.com'

/** A token for a resource, fresh whenever it is asked for. @throws UserError */
export type Token = (resource: Resource) => Promise<string>

export function tokenOf(call: Call): Token {
  let fault: unknown
  let waitUntil: number | undefined
  const fetch = guardedFetch(call.fetch, {
    door: doorOf('reports'),
    name: () => 'POST /{tenant}/oauth2/v2.0/token',
    now: call.now,
    signal: call.signal,
  })
  const send = async <Body>(url: string, init: RequestInit): Promise<NetworkResponse<Body>> => {
    try {
      const answer = await fetch(url, init)
      if (answer.status === 429) waitUntil = call.now() + waitOf(answer.headers)
      const body = (await answer.json()) as Body
      return { headers: Object.fromEntries(answer.headers), body, status: answer.status }
    } catch (error) {
      // MSAL words what it does not know anew.
      fault = error
      throw error
    }
  }
  // Its package is loaded by the first pull.
  const appOf = async () => {
    const { ConfidentialClientApplication, LogLevel } = await import('@azure/msal-node')
    return new ConfidentialClientApplication({
      auth: {
        clientId: call.setting('MICROSOFT_CLIENT_ID') ?? '',
        clientSecret: call.setting('MICROSOFT_CLIENT_SECRET') ?? '',
        authority: `https://${LOGIN}/${call.setting('MICROSOFT_TENANT_ID') ?? ''}`,
      },
      system: {
        disableInternalRetries: true,
        loggerOptions: { loggerCallback: () => undefined, logLevel: LogLevel.Error },
        networkClient: {
          sendGetRequestAsync: (url, options) =>
            send(url, { method: 'GET', headers: options?.headers ?? {} }),
          sendPostRequestAsync: (url, options) =>
            send(url, {
              method: 'POST',
              headers: options?.headers ?? {},
              body: options?.body ?? '',
            }),
        },
      },
    })
  }
  let app: ReturnType<typeof appOf> | undefined
  return async (resource) => {
    try {
      const got = await (
        await (app ??= appOf())
      ).acquireTokenByClientCredential({ scopes: [`${resource}/.default`] })
      if (got) return got.accessToken
    } catch (error) {
      if (waitUntil !== undefined)
        throw new RetryLater('Microsoft gives no tokens for now', waitUntil)
      throw fault instanceof UserError ? fault : refusal(error)
    }
    throw new UserError('Microsoft gave no token', 'Run ai-usage doctor microsoft-365-copilot.')
  }
}

const waitOf = (headers: Headers) => Math.max(Number(headers.get('retry-after')) || 60, 1) * 1000

const REFUSALS: readonly (readonly [RegExp, string, string])[] = [
  [/AADSTS7000222/, 'the client secret has expired', `${SECRET_FIX} Note the day it ends.`],
  [/AADSTS7000215|invalid_client/, 'the client secret is wrong', SECRET_FIX],
  [
    /AADSTS700016|unauthorized_client/,
    'the tenant knows no such app',
    'Copy "Application (client) ID" of the app registration to MICROSOFT_CLIENT_ID.',
  ],
  [
    /AADSTS90002|AADSTS900023|tenant/i,
    'there is no such tenant',
    'Copy "Directory (tenant) ID" of the app registration to MICROSOFT_TENANT_ID.',
  ],
]

/** What MSAL's own errors have, and no other. */
const codeOf = (error: Error): string | undefined =>
  'errorCode' in error && typeof error.errorCode === 'string' ? error.errorCode : undefined

/** Entra's refusals carry ids and traces: only what they mean is shown. */
function refusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = codeOf(error)
  const words = `${code ?? ''} ${error.message}`
  const [, why, fix] = REFUSALS.find(([pattern]) => pattern.test(words)) ?? []
  if (why !== undefined && fix !== undefined)
    return new UserError(`Microsoft refused a token: ${why}`, fix)
  if (code === undefined) return error
  const [aadsts] = /AADSTS\d{4,9}/.exec(error.message) ?? ['no code']
  return new UserError(
    `Microsoft refused a token (${aadsts})`,
    'Check MICROSOFT_TENANT_ID, MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET, and that admin consent was granted.',
  )
}
