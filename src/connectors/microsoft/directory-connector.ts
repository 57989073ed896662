import type { Connector, Egress } from '#collect.ts'

import { checkDirectory } from './check.ts'
import { people, UNIT_FORM } from './directory.ts'
import { identifiersIn } from './role-group.ts'
import { APP } from './settings.ts'
import { TOKEN_CALLS } from './token.ts'

const graph = (path: string): Egress => ({ host: 'graph.microsoft.com', method: 'GET', path })

export const microsoftEntra: Connector = {
  id: 'microsoft-entra',
  title: 'Microsoft Entra ID directory',
  recipe: {
    steps: [
      'In the Microsoft Entra admin center, register an app, or take the one for Microsoft 365 Copilot.',
      'Under API permissions, add the application permission User.Read.All of Microsoft Graph, and GroupMember.Read.All where groups are wanted; grant admin consent.',
      'Make a client secret that expires; fill MICROSOFT_TENANT_ID, MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET.',
      'Say in MICROSOFT_DIRECTORY_UNIT which attributes are the path of a team, such as department or companyName/department.',
      'Name groups you want to ask about in MICROSOFT_DIRECTORY_GROUPS, if any.',
    ],
    keyCould: 'The app can read the profiles of all users, and who is in which group.',
    weOnly:
      'We read addresses, unit, manager, office and cost centre; addresses and logins are hashed before anything is stored.',
    cannotSee: [
      'Where people were before the first pull: Entra has no history.',
      'Guests and disabled accounts: they are left out.',
    ],
    url: 'https://learn.microsoft.com/graph/api/user-list',
  },
  settings: [
    ...APP,
    {
      name: 'MICROSOFT_DIRECTORY_UNIT',
      says: "The attributes that make a team's path, top first.",
      secret: false,
      needed: true,
      form: { pattern: UNIT_FORM, says: 'Write attributes like companyName/department.' },
    },
    {
      name: 'MICROSOFT_DIRECTORY_GROUPS',
      says: 'Names of groups to take, separated by semicolons; a star stands for anything.',
      secret: false,
      needed: false,
    },
  ],
  egress: [
    ...TOKEN_CALLS,
    graph('/v1.0/users'),
    graph('/v1.0/groups'),
    graph('/v1.0/groups/{id}/transitiveMembers'),
  ],
  streams: [people],
  check: checkDirectory,
  groups: { prefix: 'entra', members: identifiersIn },
}
