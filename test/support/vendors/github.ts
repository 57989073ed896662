import { audit, billed, graphql, report, seats } from './github-answers.ts'
import { FILES, HOST, problem, type Holdings } from './github-holdings.ts'
import { answerPulls, asksForPulls, type PullHoldings } from './github-pulls.ts'
import { asDescribed } from './openapi.ts'
import { vendorServer, type VendorOptions, type VendorRequest } from './vendor-server.ts'

function routesOf(of: Holdings, pulls: PullHoldings): VendorOptions['routes'] {
  const [place, money] =
    of.kind === 'orgs'
      ? ['/orgs/{org}', '/organizations/{org}']
      : ['/enterprises/{enterprise}', '/enterprises/{enterprise}']
  const routes = asDescribed('test/fixtures/github-copilot/openapi.json', {
    [`GET ${place}/copilot/metrics/reports/users-1-day`]: report(of, 'reports'),
    [`GET ${place}/copilot/metrics/reports/user-teams-1-day`]: report(of, 'teams'),
    [`GET ${place}/copilot/billing/seats`]: (request) => seats(of, request),
    [`GET ${place}/audit-log`]: (request) => audit(of, request),
    [`GET ${money}/settings/billing/ai_credit/usage`]: billed(of, 'ai_credit'),
    [`GET ${money}/settings/billing/premium_request/usage`]: billed(of, 'premium_request'),
  })
  // What follows a page of an organization: by its id.
  const later = Object.entries(routes).map(
    ([route, handler]) => [route.replace('/orgs/{org}', '/organizations/{org}'), handler] as const,
  )
  return {
    ...Object.fromEntries(later),
    ...routes,
    'POST /graphql': (request) =>
      asksForPulls(request) ? answerPulls(pulls)(request) : graphql(of, request),
  }
}

/** GitHub's API and the place its signed links lead to, held to GitHub's own description. */
export async function github(of: Holdings, pulls: PullHoldings = { members: [], pulls: [] }) {
  const api = await vendorServer(HOST, {
    authorize: ({ headers }) =>
      headers.authorization === `token ${of.token}` ||
      headers.authorization === `bearer ${of.token}` ||
      asksForPulls({ headers })
        ? undefined
        : problem(401, 'Bad credentials'),
    routes: Object.fromEntries(
      Object.entries(routesOf(of, pulls)).map(([route, handler]) => [
        route,
        async (request: VendorRequest) => {
          const answer = await handler(request)
          const expires =
            of.expires === null ? {} : { 'github-authentication-token-expiration': of.expires }
          const scopes = { 'x-oauth-scopes': of.scopes.join(', ') }
          return { ...answer, headers: { ...scopes, ...expires, ...answer.headers } }
        },
      ]),
    ),
  })
  const files = await vendorServer(FILES, {
    authorize: ({ headers, url }) =>
      headers.authorization !== undefined || of.linksExpired || url.searchParams.get('sig') !== 's='
        ? {
            status: 403,
            body: '<?xml version="1.0"?><Error><Code>AuthenticationFailed</Code></Error>',
          }
        : undefined,
    routes: {
      'GET /{kind}/{day}/{file}': ({ path }) => {
        const held = path['kind'] === 'teams' ? of.teams : of.reports
        const lines = held[path['day'] ?? '']?.[Number.parseInt(path['file'] ?? '', 10)] ?? []
        const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
        return { body: texts.map((text) => `${text}\n`).join('') }
      },
    },
  })
  const servers = [api, files] as const
  return {
    api,
    files,
    servers,
    holdings: of,
    settings: { GITHUB_COPILOT_TOKEN: of.token, GITHUB_COPILOT_PLACE: `${of.kind}/${of.name}` },
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()))
    },
  }
}
