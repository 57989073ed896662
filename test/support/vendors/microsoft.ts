import { activityRoutes } from './microsoft-activity.ts'
import { calendarRoutes } from './microsoft-calendar.ts'
import { copilotRoutes } from './microsoft-copilot.ts'
import { directoryRoutes } from './microsoft-graph.ts'
import { GRAPH, MANAGE, type Tenant } from './microsoft-tenant.ts'
import { vendorServer, type VendorAnswer, type VendorRequest } from './vendor-server.ts'

const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')

type App = Pick<Tenant, 'clientId' | 'clientSecret' | 'roles'>

/** The app that is not meant to read text, and the one that is. */
const appsOf = (of: Tenant): readonly App[] => [
  of,
  {
    ...of.contentApp,
    roles: {
      [GRAPH]: ['AiEnterpriseInteraction.Read.All', 'User.Read.All', 'Organization.Read.All'],
      [MANAGE]: [],
    },
  },
]

/** An access token as Entra makes them: its roles can be read, its signature means nothing here. */
function accessToken(of: Tenant, { clientId, roles: given }: App, audience: string): string {
  const at = Math.floor(of.now / 1000)
  const roles = audience === GRAPH ? given[GRAPH] : audience === MANAGE ? given[MANAGE] : []
  const claims = { aud: audience, tid: of.id, appid: clientId, iat: at, exp: at + 3599, roles }
  return [encoded({ typ: 'JWT', alg: 'RS256' }), encoded(claims), 'c2lnbmF0dXJl'].join('.')
}

const entraError = (error: string, code: number, says: string): VendorAnswer => ({
  status: error === 'invalid_client' ? 401 : 400,
  body: {
    error,
    error_description: `AADSTS${code}: ${says} Trace ID: 0 Correlation ID: 0 Timestamp: 2026-11-21 12:00:00Z`,
    error_codes: [code],
    timestamp: '2026-11-21 12:00:00Z',
    trace_id: '00000000-0000-0000-0000-000000000000',
    correlation_id: '00000000-0000-0000-0000-000000000000',
  },
})

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
function token(of: Tenant, { body, path }: VendorRequest): VendorAnswer {
  const form = new URLSearchParams(typeof body === 'string' ? body : '')
  if (path['tenant'] !== of.id)
    return entraError('invalid_request', 90002, `Tenant '${path['tenant']}' not found.`)
  if (form.get('grant_type') !== 'client_credentials')
    return entraError(
      'unsupported_grant_type',
      70003,
      'The app requested an unsupported grant type.',
    )
  const app = appsOf(of).find(({ clientId }) => clientId === form.get('client_id'))
  if (!app)
    return entraError('unauthorized_client', 700016, 'Application was not found in the directory.')
  if (form.get('client_secret') !== app.clientSecret)
    return entraError('invalid_client', 7000215, 'Invalid client secret provided.')
  const [, audience] = /^(https:\/\/[^/]+)\/\.default(?: |$)/.exec(form.get('scope') ?? '') ?? []
  if (audience !== GRAPH && audience !== MANAGE)
    return entraError('invalid_scope', 70011, "The provided value for 'scope' is not valid.")
  return {
    body: {
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: accessToken(of, app, audience),
    },
  }
}

const LOGIN = 'https://login.microsoftonline.com'

const openId = ({ path }: VendorRequest): VendorAnswer => ({
  body: {
    issuer: `${LOGIN}/${path['tenant']}/v2.0`,
    authorization_endpoint: `${LOGIN}/${path['tenant']}/oauth2/v2.0/authorize`,
    token_endpoint: `${LOGIN}/${path['tenant']}/oauth2/v2.0/token`,
    jwks_uri: `${LOGIN}/${path['tenant']}/discovery/v2.0/keys`,
  },
})

const discovery = (of: Tenant): VendorAnswer => ({
  body: {
    tenant_discovery_endpoint: `${LOGIN}/${of.id}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [
      {
        preferred_network: 'login.microsoftonline.com',
        preferred_cache: 'login.windows.net',
        aliases: ['login.microsoftonline.com', 'login.windows.net', 'sts.windows.net'],
      },
    ],
  },
})

/**
 * Entra, Graph and the Office 365 Management Activity API of one tenant. Each is a server with its own
 * `faults`; `THROTTLED` of ./microsoft-graph.ts and ./microsoft-activity.ts is how each says 429.
 */
export async function microsoft(of: Tenant) {
  const login = await vendorServer('login.microsoftonline.com', {
    routes: {
      'GET /common/discovery/instance': () => discovery(of),
      'GET /{tenant}/v2.0/.well-known/openid-configuration': openId,
      'POST /{tenant}/oauth2/v2.0/token': (request) => token(of, request),
    },
  })
  const graph = await vendorServer('graph.microsoft.com', {
    routes: { ...directoryRoutes(of), ...copilotRoutes(of), ...calendarRoutes(of) },
  })
  const manage = await vendorServer('manage.office.com', { routes: activityRoutes(of) })
  const servers = [login, graph, manage] as const
  return {
    login,
    graph,
    manage,
    servers,
    tenant: of,
    settings: { tenant: of.id, clientId: of.clientId, clientSecret: of.clientSecret },
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()))
    },
  }
}
