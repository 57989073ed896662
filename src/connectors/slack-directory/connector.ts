import type { Checked, Connector } from '#collect.ts'
import { UserError } from '#core/errors.ts'

import { asking, slackOf } from './client.ts'
import { people } from './people.ts'

const host = 'slack.com'

/** Slack as a directory: who is there, and in which usergroups. */
export const slackDirectory: Connector = {
  id: 'slack-directory',
  title: 'Slack as a directory',
  recipe: {
    steps: [
      'Make a Slack app of its own, or take the one of the bot, and give it the bot scopes users:read, users:read.email and usergroups:read.',
      'Install it, and put its bot token in DIRECTORY_SLACK_TOKEN.',
      'Name the usergroups that are teams in DIRECTORY_SLACK_UNITS, like team-*;Sales*: their names are the paths. The others are groups.',
      'Where the token is one of an organisation, name the workspace in DIRECTORY_SLACK_TEAM.',
    ],
    keyCould: 'A bot token can do what its scopes say: with these, read people and usergroups.',
    weOnly: 'We list people and usergroups; addresses are hashed before anything is stored.',
    cannotSee: [
      'Departments, managers and where people were before: Slack has usergroups only.',
      'Guests, bots and people who left: they are left out.',
      'Which of two team usergroups somebody is at home in: such a person is in no team.',
      'Usergroups in a free workspace: they need a paid plan.',
    ],
    url: 'https://docs.slack.dev/reference/methods/usergroups.list',
  },
  settings: [
    {
      name: 'DIRECTORY_SLACK_TOKEN',
      says: 'The bot token of an app that may read people and usergroups.',
      secret: true,
      needed: true,
      form: { pattern: /^xox[bp]-/, says: 'It starts with xoxb-.' },
    },
    {
      name: 'DIRECTORY_SLACK_UNITS',
      says: 'Names of usergroups that are teams, separated by semicolons; a star stands for anything.',
      secret: false,
      needed: false,
    },
    {
      name: 'DIRECTORY_SLACK_TEAM',
      says: 'The workspace, where the token is one of an organisation.',
      secret: false,
      needed: false,
      form: { pattern: /^T[A-Z0-9]+$/, says: 'Write its id, like T024BE7LD.' },
    },
  ],
  egress: [
    { host, method: 'POST', path: '/api/users.list' },
    { host, method: 'POST', path: '/api/usergroups.list' },
  ],
  streams: [people],
  check: async (call): Promise<readonly Checked[]> => {
    const team = call.setting('DIRECTORY_SLACK_TEAM')
    const which = team === undefined ? {} : { team_id: team }
    const slack = await slackOf(call)
    const { members } = await asking('users.list', call, () =>
      slack.users.list({ limit: 200, ...which }),
    )
    // Without the scope for them, addresses are left out without a word.
    if (!members?.some(({ profile }) => profile?.email))
      throw new UserError(
        'Slack shows nobody with an address',
        'Give the app the bot scope users:read.email, and install it again.',
      )
    await asking('usergroups.list', call, () => slack.usergroups.list({ ...which }))
    return [{ level: 'ok', says: 'People, their addresses and usergroups can be read.' }]
  },
}
