import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'

import type { Cloud } from './cloud.ts'

/** Why a request is turned away; a status Teams understands, and a word for the log. */
export type Refused = {
  readonly status: 401 | 503
  readonly why:
    | 'no token'
    | 'bad token'
    | 'keys out of reach'
    | 'no activity'
    | 'other channel'
    | 'other service'
    | 'foreign service'
    | 'no tenant'
    | 'other tenant'
}

export type GuardOptions = {
  readonly appId: string
  /** The Entra tenant we serve. */
  readonly tenant: string
  readonly cloud: Cloud
}

export type Guard = (
  authorization: string | undefined,
  body: unknown,
) => Promise<Refused | undefined>

/** https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#step-4-verify-the-jwt-token */
const CLOCK_TOLERANCE_S = 300

const activity = z.object({
  channelId: z.string(),
  serviceUrl: z.string(),
  conversation: z.object({ tenantId: z.string().optional() }).optional(),
  channelData: z.object({ tenant: z.object({ id: z.string() }).optional() }).optional(),
})

/** Whether a bot token may be sent there. */
export function isService(url: string, services: readonly string[]): boolean {
  if (!URL.canParse(url)) return false
  const { origin, username, password } = new URL(url)
  return username === '' && password === '' && services.includes(origin)
}

const alike = (url: string) => url.replace(/\/+$/, '').toLowerCase()

const refused = (why: Refused['why']): Refused => ({
  status: why === 'keys out of reach' ? 503 : 401,
  why,
})

/** What an activity must say to be one of ours, whoever signed its token. */
export function judge(
  body: unknown,
  { tenant, cloud }: Pick<GuardOptions, 'tenant' | 'cloud'>,
): Refused | undefined {
  const { data } = activity.safeParse(body)
  if (data === undefined) return refused('no activity')
  if (data.channelId !== 'msteams') return refused('other channel')
  if (!isService(data.serviceUrl, cloud.services)) return refused('foreign service')
  const said = [data.channelData?.tenant?.id, data.conversation?.tenantId]
  const tenants = said.filter((id) => id !== undefined)
  if (tenants.length === 0) return refused('no tenant')
  return tenants.every((id) => id === tenant) ? undefined : refused('other tenant')
}

const serviceOf = (body: unknown) => activity.safeParse(body).data?.serviceUrl ?? ''

/** Errors of the key server, not of the token: the sender may try again. */
const OUT_OF_REACH = new Set([
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JOSEError.code,
])

function unverified(error: unknown): Refused {
  const known = error instanceof errors.JOSEError
  return refused(!known || OUT_OF_REACH.has(error.code) ? 'keys out of reach' : 'bad token')
}

/**
 * The door before the SDK's own: only a token the connector signed for this app and this service URL
 * passes, in an activity of our tenant. The SDK alone also takes any Entra token issued for the app,
 * of whatever person and tenant, and answers to whatever URL the body names.
 */
export function createGuard({ appId, tenant, cloud }: GuardOptions): Guard {
  const keys = createRemoteJWKSet(new URL(cloud.keysUrl))

  /** Keys say for which channels they may sign. */
  const endorsed = (kid: string | undefined): boolean => {
    const key = keys.jwks()?.keys.find((known) => kid !== undefined && known.kid === kid)
    if (key === undefined) return false
    return (
      !('endorsements' in key) ||
      z.array(z.string()).catch([]).parse(key.endorsements).includes('msteams')
    )
  }

  const sameService = ({ serviceurl }: JWTPayload, body: unknown): boolean =>
    typeof serviceurl === 'string' && alike(serviceurl) === alike(serviceOf(body))

  return async (authorization, body) => {
    const [, token] = /^Bearer (\S+)$/.exec(authorization ?? '') ?? []
    if (token === undefined) return refused('no token')
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer: cloud.issuer,
        audience: appId,
        algorithms: ['RS256'],
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['exp', 'serviceurl'],
      })
      if (!endorsed(protectedHeader.kid)) return refused('other channel')
      return (
        judge(body, { tenant, cloud }) ??
        (sameService(payload, body) ? undefined : refused('other service'))
      )
    } catch (error) {
      return unverified(error)
    }
  }
}
