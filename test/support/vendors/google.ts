import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'

import { calendarRoutes } from './google-calendar.ts'
import { directoryRoutes } from './google-directory.ts'
import { reportsRoutes } from './google-reports.ts'
import { problem, type Needing, type Workspace } from './google-workspace.ts'
import { vendorServer, type VendorAnswer, type VendorRequest } from './vendor-server.ts'

type Grant = {
  readonly scopes: readonly string[]
  readonly sub: string | undefined
  readonly until: number
}

const decoded = (part: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')) as Record<string, unknown>

const refused = (error: string, error_description: string): VendorAnswer => ({
  status: error === 'unauthorized_client' ? 401 : 400,
  body: { error, error_description },
})

const EMAIL = 'ai-usage@project.iam.gserviceaccount.com'
const TOKEN_URL = 'https://oauth2.googleapis.com/token'

/** Google's OAuth, the reports and the directory of one Workspace, and a key of its service account. */
export async function google(of: Workspace) {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const publicKey = createPublicKey(keys.publicKey)
  const grants = new Map<string, Grant>()

  /** https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests */
  const token = ({ body }: VendorRequest): VendorAnswer => {
    const form =
      typeof body === 'string'
        ? Object.fromEntries(new URLSearchParams(body))
        : (body as Record<string, string | undefined>)
    if (form['grant_type'] !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
      return refused('unsupported_grant_type', 'Invalid grant_type')
    const [head, claims, signature = ''] = (form['assertion'] ?? '').split('.')
    const said = decoded(claims)
    const at = Number(said['iat'])
    const until = Number(said['exp'])
    if (said['iss'] !== EMAIL) return refused('invalid_grant', 'Invalid grant: account not found')
    if (
      !verify(
        'RSA-SHA256',
        Buffer.from(`${head}.${claims}`),
        publicKey,
        Buffer.from(signature, 'base64url'),
      )
    )
      return refused('invalid_grant', 'Invalid JWT Signature.')
    if (said['aud'] !== TOKEN_URL || !(until > at && until - at <= 3600))
      return refused(
        'invalid_grant',
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.',
      )
    const scopes = `${said['scope'] as string | undefined}`.split(' ').filter(Boolean)
    if (scopes.length === 0) return refused('invalid_scope', 'Empty or missing scope not allowed.')
    if (said['sub'] !== undefined && !scopes.every((scope) => of.delegated.includes(scope)))
      return refused(
        'unauthorized_client',
        'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
      )
    const access_token = `ya29.${grants.size}`
    grants.set(access_token, {
      scopes,
      sub: said['sub'] as string | undefined,
      until: of.now + 3_599_000,
    })
    return { body: { access_token, expires_in: 3599, token_type: 'Bearer' } }
  }

  /** Needs one of `scopes`, delegated by an admin. */
  const needing: Needing = (scopes, handler) => (request) => {
    const grant = grants.get((request.headers.authorization ?? '').replace(/^Bearer /, ''))
    if (!grant || grant.until <= of.now)
      return problem(
        401,
        'authError',
        'Request had invalid authentication credentials. Expected OAuth 2 access token.',
      )
    if (!scopes.some((scope) => grant.scopes.includes(scope)))
      return problem(
        403,
        'insufficientPermissions',
        'Request had insufficient authentication scopes.',
      )
    if (grant.sub !== of.admin)
      return problem(403, 'forbidden', 'Not Authorized to access this resource/API')
    return handler(request)
  }

  const oauth = await vendorServer('oauth2.googleapis.com', { routes: { 'POST /token': token } })
  const admin = await vendorServer('admin.googleapis.com', {
    routes: { ...reportsRoutes(of, needing), ...directoryRoutes(of, needing) },
  })
  const apis = await vendorServer('www.googleapis.com', { routes: calendarRoutes(of, needing) })
  const servers = [oauth, admin, apis] as const
  return {
    oauth,
    admin,
    apis,
    servers,
    workspace: of,
    /** The JSON an admin downloads for the service account. */
    credentials: {
      type: 'service_account',
      project_id: 'project',
      private_key_id: '1',
      private_key: keys.privateKey,
      client_email: EMAIL,
      client_id: '100000000000000000001',
      token_uri: TOKEN_URL,
      universe_domain: 'googleapis.com',
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()))
    },
  }
}
