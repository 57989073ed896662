import type { Call, Checked, Connector } from '#collect.ts'
import { lastWholeDay } from '#connectors/api/days.ts'
import { addDays } from '#core/time/day.ts'

import { githubOf, QUESTIONS } from './client.ts'
import { pulls } from './pulls.ts'

export const githubPulls: Connector = {
  id: 'github-pulls',
  title: 'GitHub pull requests',
  recipe: {
    steps: [
      'As an owner, make a fine-grained token of the organization that expires: repository access to all repositories, the repository permission Pull requests: read, the organization permission Members: read, and no other.',
      'Put the token in GITHUB_PULLS_TOKEN, and the name of the organization in GITHUB_PULLS_ORG.',
      'Tell logins apart from people: connect GitHub Copilot with single sign-on, or name them in the column aliases of the directory.',
    ],
    keyCould:
      'With these permissions a token can read pull requests and members, and change nothing.',
    weOnly:
      'We read when pull requests were opened, reviewed and merged, and how many lines they change. No title, text or code is asked for. Each person’s week is added to their team’s before anything is stored.',
    cannotSee: [
      'Work that is no pull request: pairing, reviews given, design, operations.',
      'Whose a login is that no directory and no single sign-on knows: it is left out.',
      'The time to a first review of what nobody has reviewed yet: the newest weeks look faster than they will be.',
      'Members as they were: who is no member any more counts only in weeks with pull requests of theirs.',
    ],
    url: 'https://docs.github.com/en/graphql/reference/queries#search',
  },
  settings: [
    {
      name: 'GITHUB_PULLS_TOKEN',
      says: 'A fine-grained token, as the recipe makes it.',
      secret: true,
      needed: true,
      form: {
        pattern: /^(gh[a-z]_|github_pat_)\w+$/,
        says: 'It starts with github_pat_ or ghp_.',
      },
    },
    {
      name: 'GITHUB_PULLS_ORG',
      says: 'The organization: acme.',
      secret: false,
      needed: true,
      form: { pattern: /^[A-Za-z0-9][A-Za-z0-9-]*$/, says: 'Write its name alone, like acme.' },
    },
  ],
  egress: [{ host: 'api.github.com', method: 'POST', path: '/graphql', body: QUESTIONS }],
  streams: [pulls],
  check,
}

async function check(call: Call): Promise<readonly Checked[]> {
  const github = await githubOf(call)
  const { people } = await github.members(null)
  const to = lastWholeDay(call.now())
  const { issueCount } = await github.search('created', { from: addDays(to, -6), to }, null)
  const classic = (call.setting('GITHUB_PULLS_TOKEN') ?? '').startsWith('ghp_')
  return [
    { level: 'ok', says: 'The members of the organization can be read.' },
    issueCount > 0 || people.length === 0
      ? { level: 'ok', says: `Pull requests can be read: ${issueCount} in the last 7 days.` }
      : {
          level: 'warning',
          says: 'No pull request of the last 7 days can be seen: check which repositories the token may read.',
        },
    ...(classic
      ? [
          {
            level: 'warning',
            says: 'A classic token could change code as well: use a fine-grained one with Pull requests: read and Members: read.',
          } as const,
        ]
      : []),
  ]
}
