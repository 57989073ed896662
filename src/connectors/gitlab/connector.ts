import type { Call, Checked, Connector } from '#collect.ts'
import { lastWholeDay, startOf } from '#connectors/api/days.ts'
import { OWN_ADDRESS } from '#connectors/api/own-address.ts'
import { addDays } from '#core/time/day.ts'

import { gitlabOf, QUESTIONS } from './client.ts'
import { mergeRequests } from './merge-requests.ts'

export const gitlab: Connector = {
  id: 'gitlab',
  title: 'GitLab merge requests',
  recipe: {
    steps: [
      'As an owner of the top group, make a group access token that expires, with the role Reporter and the scope read_api, and no other.',
      'Put the token in GITLAB_TOKEN, the path of the group in GITLAB_GROUP, and the address of GitLab in GITLAB_URL.',
      'Name logins in the column aliases of the directory, where they are not addresses.',
    ],
    keyCould:
      'With read_api a token can read all that the group has, code included, and change nothing.',
    weOnly:
      'We read when merge requests were opened, first commented on and merged, and how many lines they change. No title, text or code is asked for. Each person’s week is added to their team’s before anything is stored.',
    cannotSee: [
      'Work that is no merge request.',
      'Approvals without a comment: the first comment of another stands for the first review.',
      'Whose a login is that no directory knows: it is left out.',
      'Members as they were: who is no member any more counts only in weeks with merge requests of theirs.',
    ],
    url: 'https://docs.gitlab.com/api/graphql/reference/',
  },
  settings: [
    {
      name: 'GITLAB_TOKEN',
      says: 'A group access token, as the recipe makes it.',
      secret: true,
      needed: true,
    },
    {
      name: 'GITLAB_GROUP',
      says: 'The path of the group: acme or acme/engineering.',
      secret: false,
      needed: true,
      form: {
        pattern: /^[\w.-]+(\/[\w.-]+)*$/,
        says: 'Write its whole path, like acme/engineering.',
      },
    },
    {
      name: 'GITLAB_URL',
      says: 'The address of GitLab.',
      secret: false,
      needed: true,
      form: {
        pattern: new RegExp(`^${OWN_ADDRESS}/?$`),
        says: 'Write it like https://gitlab.com, with nothing behind it.',
      },
    },
  ],
  egress: [{ host: '{GITLAB_URL}', method: 'POST', path: '/api/graphql', body: QUESTIONS }],
  streams: [mergeRequests],
  check,
}

async function check(call: Call): Promise<readonly Checked[]> {
  const of = gitlabOf(call)
  await of.members().next()
  const to = addDays(lastWholeDay(call.now()), 1)
  const week = { from: startOf(addDays(to, -7)), until: startOf(to) }
  const { done } = await of.requests('created', week).next()
  return [
    { level: 'ok', says: 'The members of the group can be read.' },
    done === true
      ? {
          level: 'warning',
          says: 'No merge request of the last 7 days can be seen: check which projects the group has.',
        }
      : { level: 'ok', says: 'Merge requests can be read.' },
  ]
}
