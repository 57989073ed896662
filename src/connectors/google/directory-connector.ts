import type { Connector, Egress } from '#collect.ts'

import { checkDirectory } from './check.ts'
import { people, UNIT_FORM } from './directory.ts'
import { SCOPES } from './fault.ts'
import { addressesIn } from './role-group.ts'
import { ACCOUNT, TOKEN_CALLS } from './settings.ts'

const read = (path: string): Egress => ({
  host: 'admin.googleapis.com',
  method: 'GET',
  path: `/admin/directory/v1/${path}`,
})

export const googleDirectory: Connector = {
  id: 'google-directory',
  title: 'Google Workspace directory',
  recipe: {
    steps: [
      'In the Google Cloud console, enable the Admin SDK API and make a service account with a JSON key, or take the one for Gemini.',
      `In the Google Admin console, under Domain-wide delegation, give its client ID the scope ${SCOPES.users}, and ${SCOPES.groups} where groups are wanted.`,
      'Put the JSON in GOOGLE_SERVICE_ACCOUNT and the address of an admin who may read users in GOOGLE_ADMIN.',
      'Say in GOOGLE_DIRECTORY_UNIT what the path of a team is: orgUnitPath, department, or a field of a custom schema such as Company.team.',
      'Name groups you want to ask about in GOOGLE_DIRECTORY_GROUPS, if any.',
    ],
    keyCould:
      'With these scopes the service account can read the profiles of all users, and who is in which group; it can change nothing.',
    weOnly:
      'We read addresses, unit, manager, location and cost centre; addresses and logins are hashed before anything is stored.',
    cannotSee: [
      'Where people were before the first pull: Google has no history.',
      'Suspended and archived accounts: they are left out.',
    ],
    url: 'https://developers.google.com/workspace/admin/directory/reference/rest/v1/users/list',
  },
  settings: [
    ...ACCOUNT,
    {
      name: 'GOOGLE_DIRECTORY_UNIT',
      says: "What a team's path is taken from.",
      secret: false,
      needed: true,
      form: { pattern: UNIT_FORM, says: 'Write orgUnitPath, department or Schema.field.' },
    },
    {
      name: 'GOOGLE_DIRECTORY_GROUPS',
      says: 'Names or addresses of groups to take, separated by semicolons; a star stands for anything.',
      secret: false,
      needed: false,
    },
  ],
  egress: [...TOKEN_CALLS, read('users'), read('groups'), read('groups/{group}/members')],
  streams: [people],
  check: checkDirectory,
  groups: { prefix: 'google', members: addressesIn },
}
