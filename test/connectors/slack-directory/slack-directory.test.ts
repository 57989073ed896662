import { WebClient } from '@slack/web-api'
import { expect, test } from 'vitest'

import { RetryLater } from '#connectors/api/fault.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { slackDirectory as connector } from '#connectors/slack-directory/connector.ts'
import { all, fault } from '#test/connectors/directories.ts'
import { connectorCall, KEY, NOW, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import {
  slackDirectory,
  type SlackMember,
  THROTTLED,
} from '#test/support/vendors/slack-directory.ts'

const { person } = pseudonymizer(KEY)

const member = (id: string, name: string, more: Partial<SlackMember> = {}): SlackMember => ({
  id,
  profile: { email: `${name}@corp.test` },
  ...more,
})
const HOLDINGS = {
  members: [
    member('U1', 'Ada'),
    member('U2', 'grace'),
    member('U3', 'bot', { is_bot: true }),
    member('U4', 'guest', { is_restricted: true }),
    member('U5', 'one-channel', { is_ultra_restricted: true }),
    member('U6', 'left', { deleted: true }),
    member('U7', 'other-company', { is_stranger: true }),
    { id: 'USLACKBOT', profile: {} },
    member('U8', 'mary'),
    { id: 'U9', profile: {} },
  ],
  usergroups: [
    { id: 'S1', handle: 'eng', name: 'Engineering/Platform', users: ['U1', 'U2', 'U6'] },
    { id: 'S2', handle: 'sales', name: 'Sales', users: ['U2'] },
    { id: 'S3', handle: 'choir', name: 'Choir', users: ['U1'] },
    { id: 'S4', handle: 'gone', name: 'Old', users: ['U8'], date_delete: 1 },
  ],
}
type Server = Awaited<ReturnType<typeof slackDirectory>>
const call = (server: Server, more: Readonly<Record<string, string>> = {}) =>
  connectorCall(connector, {
    settings: {
      DIRECTORY_SLACK_TOKEN: server.holdings.token,
      DIRECTORY_SLACK_UNITS: 'Engineering*;Sales;Old',
      ...more,
    },
    servers: [server],
  })
const pulled = (server: Server, more: Readonly<Record<string, string>> = {}) =>
  pullAll(streamOf(connector, 'people'), call(server, more), {
    from: '2026-11-20',
    to: '2026-11-20',
  })

test('colleagues are people, team usergroups their units, the others groups', async () => {
  await using server = await slackDirectory(HOLDINGS)
  const pages = await pulled(server)
  expect(all(pages, 'people')).toMatchObject([
    {
      account: person('ada@corp.test'),
      aliases: [person('slack:U1')],
      unit: 'Engineering/Platform',
      groups: ['Choir'],
    },
  ])
  expect(all(pages, 'logins')).toEqual(
    [
      ['grace@corp.test', 'slack:U2'],
      ['mary@corp.test', 'slack:U8'],
    ].map(([account = '', alias = '']) => ({
      account: person(account),
      alias: person(alias),
      sure: 'verified',
    })),
  )
  expect(all(pages, 'refused')).toEqual([
    { where: 'list of people', why: 'is in no unit', count: 2 },
    { where: 'users.list', why: 'has no address', count: 1 },
    { where: 'usergroups.list', why: 'puts a person into two units', count: 1 },
  ])
  expect(JSON.stringify(pages)).not.toMatch(/corp\.test|U1/)
})

test.each([
  ['a wrong token', { token: 'xoxb-other' }, /invalid_auth/, /DIRECTORY_SLACK_TOKEN/],
  [
    'a missing scope',
    { scopes: ['users:read'] },
    /usergroups\.list.*missing_scope/,
    /usergroups:read/,
  ],
  ['a free workspace', { paid: false }, /plan_upgrade_required/, /paid plan/],
  [
    'a token of an organisation',
    { organization: true },
    /missing_argument/,
    /DIRECTORY_SLACK_TEAM/,
  ],
])('%s is said with its fix', async (_, holdings, what, fix) => {
  await using server = await slackDirectory({ ...HOLDINGS, ...holdings })
  const token = 'token' in holdings ? { DIRECTORY_SLACK_TOKEN: 'xoxb-mine' } : {}
  const error = await fault(pulled(server, token))
  expect(error.message).toMatch(what)
  expect(error.fix).toMatch(fix)
})

test('an organisation is asked for the workspace in the settings', async () => {
  await using server = await slackDirectory({ ...HOLDINGS, organization: true })
  expect(all(await pulled(server, { DIRECTORY_SLACK_TEAM: 'T0001' }), 'people')).toHaveLength(1)
})

test('too many calls: the job is told when to come again', async () => {
  await using server = await slackDirectory(HOLDINGS)
  server.faults.push({ path: /users\.list/, answer: THROTTLED(90) })
  const error = await fault(pulled(server))
  expect(error).toBeInstanceOf(RetryLater)
  expect((error as RetryLater).retryAt).toBe(NOW + 90_000)
})

test('a sign-in page in place of JSON is no empty workspace', async () => {
  await using server = await slackDirectory(HOLDINGS)
  server.faults.push({
    path: /usergroups/,
    times: 3,
    answer: { headers: { 'content-type': 'text/html' }, body: '<html></html>' },
  })
  expect((await fault(pulled(server))).message).toContain('HTML')
})

test('Slack’s own client cannot write through it', async () => {
  await using server = await slackDirectory(HOLDINGS)
  const client = new WebClient(server.holdings.token, {
    fetch: call(server).fetch,
    retryConfig: { retries: 0 },
  })
  await expect(client.chat.delete({ channel: 'C1', ts: '1' })).rejects.toThrow(
    /may not call POST slack\.com\/api\/chat\.delete/,
  )
  expect(server.requests).toEqual([])
})

test('the check notices that addresses are left out', async () => {
  await using server = await slackDirectory(HOLDINGS)
  expect(await connector.check(call(server))).toMatchObject([{ level: 'ok' }])
  server.holdings.scopes = ['users:read', 'usergroups:read']
  expect((await fault(Promise.resolve(connector.check(call(server))))).fix).toContain(
    'users:read.email',
  )
})
