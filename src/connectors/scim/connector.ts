import type { Checked, Connector } from '#collect.ts'
import { OWN_ADDRESS } from '#connectors/api/own-address.ts'

import { pageOf, serviceOf, UNIT_FORM } from './pages.ts'
import { people } from './people.ts'

const host = '{SCIM_URL}'

/** A directory that lets itself be read by SCIM 2.0 (RFC 7643, RFC 7644). */
export const scimDirectory: Connector = {
  id: 'scim',
  title: 'SCIM directory',
  recipe: {
    steps: [
      'Find out whether your directory lets SCIM clients read it: many identity providers only push.',
      'Make a token that may read Users and Groups, and put it in SCIM_TOKEN.',
      'Put the address that ends before /Users in SCIM_URL, such as https://idp.corp.com/scim/v2.',
      'Say in SCIM_UNIT which attributes are the path of a team, such as division/department.',
      'Name groups you want to ask about in SCIM_GROUPS, if any.',
    ],
    keyCould: 'Most SCIM tokens can also create, change and deactivate users and groups.',
    weOnly: 'We list users and groups; addresses and logins are hashed before anything is stored.',
    cannotSee: [
      'Where people were before the first pull: SCIM tells what is, not what was.',
      'Inactive users: they left on the day they were first not listed as active.',
    ],
    url: 'https://www.rfc-editor.org/rfc/rfc7644',
  },
  settings: [
    {
      name: 'SCIM_URL',
      says: 'The address of the service, up to what comes before /Users.',
      secret: false,
      needed: true,
      form: {
        pattern: new RegExp(`^${OWN_ADDRESS}(/[^?#\\s]*)?$`),
        says: 'Write an address like https://idp.corp.com/scim/v2.',
      },
    },
    {
      name: 'SCIM_TOKEN',
      says: 'A token that may read users and groups.',
      secret: true,
      needed: true,
    },
    {
      name: 'SCIM_UNIT',
      says: "The attributes that make a team's path, top first; department without it.",
      secret: false,
      needed: false,
      form: { pattern: UNIT_FORM, says: 'Write attributes like division/department.' },
    },
    {
      name: 'SCIM_GROUPS',
      says: 'Names of groups to take, separated by semicolons; a star stands for anything.',
      secret: false,
      needed: false,
    },
  ],
  egress: ['', '/{base*}'].flatMap((base) => [
    { host, method: 'GET', path: `${base}/Users` },
    { host, method: 'GET', path: `${base}/Groups` },
  ]),
  streams: [people],
  check: async (call): Promise<readonly Checked[]> => {
    const service = serviceOf(call)
    const { totalResults } = await pageOf(service, 'GET /Users', { start: 1, count: 1 })
    if (call.setting('SCIM_GROUPS') !== undefined)
      await pageOf(service, 'GET /Groups', { start: 1, count: 1 })
    return totalResults > 0
      ? [{ level: 'ok', says: 'Users can be read.' }]
      : [{ level: 'warning', says: 'The directory lists nobody: see what the token may read.' }]
  },
}
