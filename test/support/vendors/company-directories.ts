import { WORKERS } from './company-use.ts'
import { ENTERPRISE, scim } from './scim.ts'
import { slackDirectory } from './slack-directory.ts'
import { workday } from './workday.ts'

const idOf = (name: string) => `U${name.toUpperCase()}`

/** Where people sit, as each kind of directory tells it: all of them the same. */
export async function directories(closing: AsyncDisposableStack) {
  const users = WORKERS.map(({ name, email, unit }) => ({
    id: `u-${name}`,
    userName: email,
    active: true,
    [ENTERPRISE]: { department: unit },
  }))
  const groups = [{ id: 'g1', displayName: 'AI pilots', members: ['u-ada'] }]
  const identity = closing.use(await scim({ users, groups }))
  const atRoot = closing.use(await scim({ users, groups, base: '' }))
  const personnel = closing.use(
    await workday({ entries: WORKERS.map(({ email, unit }) => ({ Email: email, Org: unit })) }),
  )
  const slack = closing.use(
    await slackDirectory({
      members: WORKERS.map(({ name, email }) => ({ id: idOf(name), profile: { email } })),
      usergroups: [
        ...WORKERS.map(({ name, unit }) => ({
          id: `S${name.toUpperCase()}`,
          handle: `team-${name}`,
          name: unit,
          users: [idOf(name)],
        })),
        { id: 'SPILOTS', handle: 'pilots', name: 'AI pilots', users: [idOf('ada')] },
      ],
    }),
  )
  const scimOf = (server: Awaited<ReturnType<typeof scim>>) => ({
    servers: [server],
    settings: {
      SCIM_URL: server.url,
      SCIM_TOKEN: server.holdings.token,
      SCIM_GROUPS: 'AI *',
    },
  })
  return {
    suppliers: {
      scim: scimOf(identity),
      workday: {
        servers: [personnel],
        settings: {
          WORKDAY_REPORT_URL: `${personnel.url}?format=json`,
          WORKDAY_USER: personnel.holdings.user,
          WORKDAY_PASSWORD: personnel.holdings.password,
          WORKDAY_COLUMNS: 'person=Email,team=Org',
        },
      },
      'slack-directory': {
        servers: [slack],
        settings: {
          DIRECTORY_SLACK_TOKEN: slack.holdings.token,
          DIRECTORY_SLACK_UNITS: WORKERS.map(({ unit }) => unit).join(';'),
        },
      },
      'email-rules': { servers: [], settings: { EMAIL_RULES: '@corp.test = Everybody else' } },
    },
    besides: { scim: scimOf(atRoot) },
  }
}
