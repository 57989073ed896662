import { PUBLIC, withOverrides } from '@microsoft/teams.api'
import { App, type AppOptions, type IPlugin } from '@microsoft/teams.apps'

import type { Log } from '#ports.ts'

import type { Cloud } from './cloud.ts'
import { isService } from './guard.ts'
import { sdkLogger } from './logger.ts'
import { Refusal } from './refusal.ts'

type Options = AppOptions<IPlugin>
type Interceptor = NonNullable<
  Extract<Options['client'], { interceptors?: unknown }>['interceptors']
>[number]

/** How we prove who we are to Teams; `none` only where nobody has to, on a developer's machine. */
export type Credentials =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'provider'; readonly token: () => Promise<string> }
  | { readonly kind: 'none' }

export type SdkOptions = {
  readonly appId: string
  readonly tenant: string
  readonly credentials: Credentials
  readonly cloud: Cloud
}

const TIMEOUT_MS = 8_000

/** The SDK answers to whatever URL it is given, with our token: this is where that ends. */
function onlyTo(services: readonly string[]): Interceptor {
  return {
    request: ({ config }) => {
      const url = new URL(config.url ?? '', config.baseURL)
      // Kept from another cloud, say: a refusal like any other, and one for good.
      if (!isService(url.href, services)) throw new Refusal(403, 'foreign_address')
      return { ...config, maxRedirects: 0 }
    },
  }
}

/**
 * The SDK with nothing left to its environment variables: who may call is decided by `adapter`, whom
 * we call by `cloud`.
 */
export function createSdk(
  { appId, tenant, credentials, cloud }: SdkOptions,
  adapter: NonNullable<Options['httpServerAdapter']>,
  log: Log,
): App {
  const [service = ''] = cloud.services
  const known: Partial<Options> =
    credentials.kind === 'secret'
      ? { clientId: appId, clientSecret: credentials.secret }
      : credentials.kind === 'provider'
        ? { clientId: appId, token: credentials.token }
        : {}
  return new App({
    ...known,
    tenantId: tenant,
    httpServerAdapter: adapter,
    serviceUrl: `${service}/teams`,
    cloud: withOverrides(PUBLIC, {
      tokenIssuer: cloud.issuer,
      openIdMetadataUrl: cloud.keysUrl.replace(/\/keys$/, '/openidconfiguration'),
      loginEndpoint: cloud.login,
    }),
    logger: sdkLogger(log),
    client: { timeout: TIMEOUT_MS, interceptors: [onlyTo(cloud.services)], logger: sdkLogger(log) },
    dangerouslyAllowUnauthenticatedRequests: credentials.kind === 'none',
    activity: { mentions: {} },
    telemetry: { agent365: false },
  })
}
