import type { Connector, Egress } from '#collect.ts'
import { OUR_NETWORKS } from '#connectors/api/our-places.ts'

import { audit } from './audit.ts'
import { billing } from './billing.ts'
import { check } from './check.ts'
import { logins, QUESTIONS } from './logins.ts'
import { PLACE_FORM } from './place.ts'
import { reports } from './reports.ts'
import { seats } from './seats.ts'
import { teams } from './teams.ts'

const read = (path: string): Egress => ({ host: 'api.github.com', method: 'GET', path })
/** https://docs.github.com/en/copilot/reference/copilot-allowlist-reference: where reports are kept. */
const signed = (host: string): Egress => ({ host, method: 'GET', path: '/{rest*}', signed: true })

export const githubCopilot: Connector = {
  id: 'github-copilot',
  title: 'GitHub Copilot',
  recipe: {
    steps: [
      'As an owner, set the policy "Copilot usage metrics" to Enabled everywhere (enterprise settings, AI controls, Copilot).',
      'Make a classic token of an owner that expires, with the scopes read:org (for an enterprise: read:enterprise) and read:audit_log, and no other. A fine-grained token needs the organization permissions Copilot metrics: read, GitHub Copilot Business: read and Administration: read.',
      'Where single sign-on is required, choose Configure SSO at the token and authorize it.',
      'Put the token in GITHUB_COPILOT_TOKEN, and orgs/NAME or enterprises/NAME in GITHUB_COPILOT_PLACE.',
      'If people hold seats in several organizations of one enterprise, name the enterprise: the reports of two organizations would say their days twice.',
    ],
    keyCould:
      'With these scopes a token can read members, teams and the whole audit log, and change nothing.',
    weOnly:
      'We read reports, seats, the bill, the audit log of Copilot, who has which login and who is in which team. Nothing is ever changed.',
    cannotSee: [
      'People who switched telemetry off in their editor: GitHub does not report them.',
      'Teams of fewer than five seats: GitHub leaves them out. Teams are groups to filter by (`group:platform`), not the teams that numbers add up over.',
      'Prompts and their length: they are only in raw records, which we do not read.',
      'Tokens and sessions in editors: GitHub counts them for the command line and the app only.',
      'Models by person: the parts by model do not add up to the totals and are left out.',
      'What each person cost: the bill has no people. Without single sign-on, logins have no e-mail address.',
    ],
    url: 'https://docs.github.com/en/rest/copilot/copilot-usage-metrics',
  },
  settings: [
    {
      name: 'GITHUB_COPILOT_TOKEN',
      says: 'A token of an owner, as the recipe makes it.',
      secret: true,
      needed: true,
      form: {
        pattern: /^(gh[a-z]_|github_pat_)\w+$/,
        says: 'It starts with ghp_ or github_pat_.',
      },
    },
    {
      name: 'GITHUB_COPILOT_PLACE',
      says: 'The organization or enterprise: orgs/acme or enterprises/acme.',
      secret: false,
      needed: true,
      form: { pattern: PLACE_FORM, says: 'Write orgs/NAME or enterprises/NAME.' },
    },
    {
      name: 'AI_USAGE_CREDIT_USD',
      says: 'What your contract says an AI credit costs, in dollars; without it credits are unpriced.',
      secret: false,
      needed: false,
      form: { pattern: /^\d{1,3}(\.\d{1,12})?$/, says: 'Write dollars for one credit, like 0.01.' },
    },
    OUR_NETWORKS,
  ],
  egress: [
    ...['/orgs/{org}', '/enterprises/{enterprise}'].flatMap((place) => [
      read(`${place}/copilot/metrics/reports/users-1-day`),
      read(`${place}/copilot/metrics/reports/user-teams-1-day`),
      read(`${place}/copilot/billing/seats`),
      read(`${place}/audit-log`),
    ]),
    // Later pages name an organization by its number.
    read('/organizations/{id}/copilot/billing/seats'),
    read('/organizations/{id}/audit-log'),
    ...['/organizations/{org}', '/enterprises/{enterprise}'].flatMap((place) => [
      read(`${place}/settings/billing/ai_credit/usage`),
      read(`${place}/settings/billing/premium_request/usage`),
    ]),
    { host: 'api.github.com', method: 'POST', path: '/graphql', body: QUESTIONS },
    signed('copilot-reports.github.com'),
    signed('copilot-reports-*.b01.azurefd.net'),
    signed('usagereports*.blob.core.windows.net'),
  ],
  streams: [reports, seats, billing, audit, logins, teams],
  check,
}
