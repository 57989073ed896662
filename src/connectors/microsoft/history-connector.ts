import type { Call, Checked, Connector, Egress } from '#collect.ts'
import { refusals } from '#connectors/api/refusals.ts'

import { asking, holders } from './history-calls.ts'
import { history } from './history.ts'
import { APP, SKUS } from './settings.ts'
import { TOKEN_CALLS } from './token.ts'

const graph = (path: string): Egress => ({ host: 'graph.microsoft.com', method: 'GET', path })
const [TENANT] = APP

/** A connector of its own, so that nothing else can call what answers with text. */
export const microsoftCopilotHistory: Connector = {
  id: 'microsoft-copilot-history',
  title: 'History of Microsoft 365 Copilot prompts',
  recipe: {
    steps: [
      'Only where you want to know how long prompts are, and may have text read for that: everything else about Copilot comes without it.',
      'In the Microsoft Entra admin center, register another app than the one for Microsoft 365 Copilot.',
      'Under API permissions, add the application permissions AiEnterpriseInteraction.Read.All, LicenseAssignment.Read.All and User.Read.All of Microsoft Graph; grant admin consent.',
      'Make a client secret that expires, and put its value in MICROSOFT_CONTENT_CLIENT_SECRET, the ID of the app in MICROSOFT_CONTENT_CLIENT_ID, and that of the tenant in MICROSOFT_TENANT_ID.',
      'Consent: ai-usage consent microsoft-copilot-history/prompts.',
    ],
    keyCould:
      'The app can read the text of everything anybody asked Copilot and what it answered, licences and user profiles.',
    weOnly:
      'We have the text measured in a process that can give back numbers and hashes alone, and keep who, when, which app and how long.',
    cannotSee: [
      'Tokens, cost and models: the history does not have them.',
      'Agents made in Copilot Studio: they are not in the history.',
      'People without a licence.',
    ],
    url: 'https://learn.microsoft.com/microsoft-365-copilot/extensibility/api/ai-services/interaction-export/aiinteractionhistory-getallenterpriseinteractions',
  },
  settings: [
    ...(TENANT ? [TENANT] : []),
    ...APP.slice(1).map((setting) => ({
      ...setting,
      name: setting.name.replace('MICROSOFT_', 'MICROSOFT_CONTENT_'),
      says: setting.says.replace(/app\b.*/, 'app that may read the history.'),
    })),
    SKUS,
  ],
  egress: [
    ...TOKEN_CALLS,
    graph('/v1.0/subscribedSkus'),
    graph('/v1.0/users'),
    graph('/v1.0/copilot/users/{id}/interactionHistory/getAllEnterpriseInteractions'),
  ],
  streams: [history],
  check,
}

async function check(call: Call): Promise<readonly Checked[]> {
  const people = await holders(call, refusals())
  const [id] = people.keys()
  if (id === undefined)
    return [{ level: 'warning', says: 'The licences can be read, and nobody holds one.' }]
  const now = call.now()
  // A moment in which nobody asked anything: no text comes.
  await (await asking(call)({ id, from: now, to: now })).cancel()
  return [
    {
      level: 'ok',
      says: `The history can be read, of ${people.size === 1 ? '1 person' : `${people.size} people`}.`,
    },
    {
      level: 'warning',
      says: 'The app can read what people wrote: keep its secret apart from all others, and let it expire soon.',
    },
  ]
}
