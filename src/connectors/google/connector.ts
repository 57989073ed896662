import type { Connector } from '#collect.ts'

import { activities } from './activities.ts'
import { checkGemini } from './check.ts'
import { SCOPES } from './fault.ts'
import { ACCOUNT, TOKEN_CALLS } from './settings.ts'

export const geminiWorkspace: Connector = {
  id: 'gemini-workspace',
  title: 'Gemini in Google Workspace',
  recipe: {
    steps: [
      'In the Google Cloud console, make a project, enable the Admin SDK API, and make a service account with a JSON key.',
      `In the Google Admin console, under Security, Access and data control, API controls, Domain-wide delegation, add the client ID of the service account with the one scope ${SCOPES.audit}.`,
      'Put the JSON in GOOGLE_SERVICE_ACCOUNT, or its file in GOOGLE_SERVICE_ACCOUNT_FILE.',
      'Put the address of an admin with the privilege Reports in GOOGLE_ADMIN: the service account acts for them.',
    ],
    keyCould:
      'With this scope the service account can read the audit logs of all of Workspace; it can change nothing.',
    weOnly:
      'We read the log of Gemini in Workspace apps, and of an entry its time, hashed person and app.',
    cannotSee: [
      'Prompts, tokens, models, sessions and cost: Google does not say them.',
      'Suggestions that Gemini makes by itself: they are in the log and are left out.',
      'Seats: Gemini comes with the edition of Workspace. Name them with a seats file.',
      'More than 180 days back; entries may come days late.',
    ],
    url: 'https://developers.google.com/workspace/admin/reports/v1/appendix/activity/gemini-in-workspace-apps',
  },
  settings: ACCOUNT,
  egress: [
    ...TOKEN_CALLS,
    {
      host: 'admin.googleapis.com',
      method: 'GET',
      path: '/admin/reports/v1/activity/users/all/applications/gemini_in_workspace_apps',
    },
  ],
  streams: [activities],
  check: checkGemini,
}
