import type { Call, Checked, Connector } from '#collect.ts'

import { analyticsStream } from './analytics.ts'
import { COMPLIANCE_KEY, ORGANIZATION_ID, WORKSPACE_ID } from './client.ts'
import { codexLogStream, messagesStream } from './content.ts'
import { costsStream } from './costs.ts'
import { governanceStreams } from './governance.ts'
import { logFiles } from './logs.ts'
import { seatsStream, workspaceUsers } from './seats.ts'

const get = (path: string) => ({ host: 'api.chatgpt.com', method: 'GET', path }) as const

async function readable(call: Call, type: string): Promise<void> {
  const after = new Date(call.now() - 86_400_000).toISOString()
  for await (const file of logFiles(type, { after }, call)) {
    await (await file.body()).cancel()
    return
  }
}

async function check(call: Call): Promise<readonly Checked[]> {
  await readable(call, 'AUDIT_LOG')
  const found: Checked[] = [
    { level: 'ok', says: 'Compliance logs of the workspace can be listed and fetched.' },
  ]
  await workspaceUsers(call)
  found.push({ level: 'ok', says: 'The list of people with a seat can be read.' })
  if (call.setting(ORGANIZATION_ID) === undefined)
    found.push({
      level: 'warning',
      says: `Credits are not collected: ${ORGANIZATION_ID} is not set.`,
    })
  else {
    await readable(call, 'COSTS')
    found.push({ level: 'ok', says: 'Costs of the organization can be listed.' })
  }
  found.push({
    level: 'warning',
    says: 'The compliance key can read every conversation. Text is read only after an admin consents, and only to be measured.',
  })
  return found
}

/** ChatGPT Enterprise and Edu, through the Compliance Logs Platform. */
export const chatgpt: Connector = {
  id: 'chatgpt',
  title: 'ChatGPT Enterprise',
  recipe: {
    steps: [
      'Make a key on platform.openai.com in the organization that the workspace belongs to.',
      'Have OpenAI support switch the compliance scope (read) on for that key.',
      `Put the key in ${COMPLIANCE_KEY} and the workspace's id in ${WORKSPACE_ID}.`,
      `For credits, put the organization's id (org-…) in ${ORGANIZATION_ID}.`,
      'Messages and Codex prompts are off until an admin consents to each.',
      'Sync at least daily: OpenAI keeps the logs for 30 days.',
    ],
    keyCould:
      'The compliance key can read every conversation, file and log of the workspace; with the delete scope it can delete them.',
    weOnly:
      'We list and fetch log files and the list of people. Text is measured in a process of its own, which gives back numbers and never writes.',
    cannotSee: [
      'Tokens of chats: ChatGPT reports credits only, where they are sold.',
      'The price of a seat or a credit: your contract says it.',
      'The model of a prompt whose reply is in a later log file.',
      'What happened more than 30 days before the first sync.',
    ],
    url: 'https://developers.openai.com/docs/enterprise/compliance-api',
  },
  settings: [
    {
      name: COMPLIANCE_KEY,
      says: 'Platform key with the compliance scope.',
      secret: true,
      needed: true,
      form: { pattern: /^sk-\S+$/, says: 'It starts with sk-.' },
    },
    { name: WORKSPACE_ID, says: 'Id of the ChatGPT workspace.', secret: false, needed: true },
    {
      name: ORGANIZATION_ID,
      says: 'Id of the organization, for credits.',
      secret: false,
      needed: false,
      form: { pattern: /^org-\S+$/, says: 'It starts with org-.' },
    },
  ],
  egress: [
    get('/v1/compliance/workspaces/{workspace}/logs'),
    get('/v1/compliance/workspaces/{workspace}/logs/{id}'),
    get('/v1/compliance/organizations/{organization}/logs'),
    get('/v1/compliance/organizations/{organization}/logs/{id}'),
    get('/v1/compliance/workspaces/{workspace}/users'),
    { host: '*.blob.core.windows.net', method: 'GET', path: '/{file*}', signed: true },
    { host: '*.oaiusercontent.com', method: 'GET', path: '/{file*}', signed: true },
  ],
  streams: [
    analyticsStream,
    costsStream,
    ...governanceStreams,
    seatsStream,
    messagesStream,
    codexLogStream,
  ],
  check,
}
