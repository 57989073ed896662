import type { Connector, Egress } from '#collect.ts'

import { checkCopilot } from './check.ts'
import { startCommand } from './feed.ts'
import { purview } from './purview.ts'
import { seats } from './seats.ts'
import { APP, SKUS } from './settings.ts'
import { TOKEN_CALLS } from './token.ts'
import { usage } from './usage.ts'

const graph = (path: string): Egress => ({ host: 'graph.microsoft.com', method: 'GET', path })
const feed = (path: string): Egress => ({
  host: 'manage.office.com',
  method: 'GET',
  path: `/api/v1.0/{tenant}/activity/feed/${path}`,
})
const DETAIL = 'copilot/reports/getMicrosoft365CopilotUsageUserDetail({args})'

export const microsoft365Copilot: Connector = {
  id: 'microsoft-365-copilot',
  title: 'Microsoft 365 Copilot',
  recipe: {
    steps: [
      'In the Microsoft Entra admin center, register an app for this program, without a redirect address.',
      'Under API permissions, add the application permissions Reports.Read.All, LicenseAssignment.Read.All and User.Read.All of Microsoft Graph, and ActivityFeed.Read of Office 365 Management APIs; grant admin consent.',
      'Under Certificates & secrets, make a client secret that expires, and put its value in MICROSOFT_CLIENT_SECRET.',
      'Put the Application (client) ID in MICROSOFT_CLIENT_ID and the Directory (tenant) ID in MICROSOFT_TENANT_ID.',
      'In the Microsoft 365 admin center, under Settings, Org settings, Services, Reports, switch "Display concealed user, group, and site names in all reports" off.',
      'In Microsoft Purview, see that auditing is on.',
      `Start the subscription to the audit feed once, yourself; this program never posts to it: ${startCommand('TENANT_ID')}`,
    ],
    keyCould:
      'The app can read all usage reports, licences, user profiles and the whole audit feed of Microsoft 365.',
    weOnly:
      'We read the Copilot report, licences and who holds one, and keep only the Copilot entries of the audit feed: who, when, which app, hashed ids.',
    cannotSee: [
      'Use before the last 7 days: the audit feed keeps no more, and the report has no days.',
      'Tokens and cost: Microsoft does not say them. Models are often left empty.',
      'The length of prompts: the unit of the size in the audit feed is not documented, so it is not used. Only their text has it: see the history of prompts.',
      'Days in the usage report: it holds only last activity over a period, up to three days late.',
      'When a licence was given, and what it costs: name prices with a seats file.',
    ],
    url: 'https://learn.microsoft.com/microsoft-365-copilot/extensibility/api/admin-settings/reports/copilotreportroot-getmicrosoft365copilotusageuserdetail',
  },
  settings: [...APP, SKUS],
  egress: [
    ...TOKEN_CALLS,
    graph(`/v1.0/${DETAIL}`),
    graph(`/beta/${DETAIL}`),
    graph('/v1.0/copilot/reports/getMicrosoft365CopilotUserCountSummary({args})'),
    graph('/v1.0/subscribedSkus'),
    graph('/v1.0/users'),
    feed('subscriptions/list'),
    feed('subscriptions/content'),
    feed('audit/{id}'),
  ],
  streams: [purview, usage, seats],
  check: checkCopilot,
}
