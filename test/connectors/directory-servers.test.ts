import { LogLevel, WebClient } from '@slack/web-api'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'

import { ENTERPRISE, scim } from '#test/support/vendors/scim.ts'
import { slackDirectory, THROTTLED } from '#test/support/vendors/slack-directory.ts'
import { workday } from '#test/support/vendors/workday.ts'

const json = async (url: string, headers: Readonly<Record<string, string>>) => {
  const answer = await fetch(url, { headers })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

describe('the local SCIM service', () => {
  const users = ['ada', 'bob', 'cyd'].map((name) => ({
    id: `u-${name}`,
    userName: `${name}@corp.test`,
    active: name !== 'cyd',
    [ENTERPRISE]: { department: 'Sales', manager: { value: 'u-ada' } },
  }))
  const groups = [{ id: 'g1', displayName: 'Engineering', members: ['u-ada'] }]

  test('pages from 1 with at most as many as it likes, inactive users included', async () => {
    await using server = await scim({ users, groups })
    const headers = { authorization: 'Bearer scim-token' }
    const ask = (query: string) => json(`${server.origin}/scim/v2/Users?${query}`, headers)
    const first = (await ask('startIndex=1&count=100')).body
    expect(first).toMatchObject({ totalResults: 3, itemsPerPage: 2, startIndex: 1 })
    expect(first['Resources']).toMatchObject([
      {
        userName: 'ada@corp.test',
        groups: [{ value: 'g1' }],
        [ENTERPRISE]: users[0]?.[ENTERPRISE],
      },
      { userName: 'bob@corp.test', active: true },
    ])
    expect((await ask('startIndex=3&count=100')).body['Resources']).toMatchObject([
      { active: false },
    ])
    expect((await ask('startIndex=4')).body).not.toHaveProperty('Resources')
    expect((await ask('filter=active%20eq%20false')).body).toMatchObject({ totalResults: 1 })
    expect((await ask('filter=title%20pr')).status).toBe(400)
    expect(await json(`${server.origin}/scim/v2/Users`, {})).toMatchObject({ status: 401 })
  })
})

describe("Workday's local server", () => {
  test('gives one report as JSON or CSV, to its user only', async () => {
    const entries = [{ Email: 'ada@corp.test', Team: 'Sales, EMEA' }]
    await using server = await workday({ entries })
    const { pathname } = new URL(server.url)
    const authorization = `Basic ${Buffer.from('ISU_AI_Usage@corp:an-isu-password').toString('base64')}`
    const url = `${server.origin}${pathname}`
    expect((await json(`${url}?format=json`, { authorization })).body).toEqual({
      Report_Entry: entries,
    })
    const csv = await fetch(`${url}?format=csv`, { headers: { authorization } })
    expect(parse(await csv.text(), { columns: true })).toEqual(entries)
    expect((await json(`${url}?format=json`, { authorization: 'Basic eDp5' })).status).toBe(401)
    server.holdings.shared = false
    expect((await json(`${url}?format=json`, { authorization })).status).toBe(403)
  })
})

describe("Slack's local directory", () => {
  const members = ['ada', 'bob', 'cyd'].map((name) => ({
    id: `U${name}`,
    profile: { email: `${name}@corp.test` },
  }))
  const usergroups = [
    { id: 'S1', handle: 'eng', name: 'Engineering', users: ['Uada', 'Ugone'] },
    { id: 'S2', handle: 'old', name: 'Old', users: [], date_delete: 1_700_000_000 },
  ]
  const client = ({ origin }: { readonly origin: string }, token: string) =>
    new WebClient(token, {
      slackApiUrl: `${origin}/api/`,
      retryConfig: { retries: 1 },
      logLevel: LogLevel.ERROR,
    })

  test("pages, waits and lists for Slack's own client", async () => {
    await using server = await slackDirectory({ members, usergroups })
    const slack = client(server, server.holdings.token)
    server.faults.push({ path: /users\.list/, answer: THROTTLED(1) })
    const pages: unknown[] = []
    for await (const page of slack.paginate('users.list', { limit: 200 })) pages.push(page)
    expect(pages).toMatchObject([{ members: members.slice(0, 2) }, { members: members.slice(2) }])
    expect(await slack.usergroups.list({ include_users: true })).toMatchObject({
      usergroups: [{ id: 'S1', users: ['Uada', 'Ugone'] }],
    })
    expect(await slack.usergroups.users.list({ usergroup: 'S1' })).toMatchObject({
      users: ['Uada', 'Ugone'],
    })
  })

  test('says what a token may not, and leaves addresses out without their scope', async () => {
    await using server = await slackDirectory({ members, usergroups, scopes: ['users:read'] })
    const slack = client(server, server.holdings.token)
    const { members: listed } = await slack.users.list({ limit: 1 })
    expect(listed?.[0]?.profile).not.toHaveProperty('email')
    await expect(slack.usergroups.list()).rejects.toThrow('missing_scope')
    await expect(client(server, 'another').users.list({})).rejects.toThrow('invalid_auth')
    server.holdings.scopes.push('usergroups:read')
    server.holdings.paid = false
    await expect(slack.usergroups.list()).rejects.toThrow('plan_upgrade_required')
  })
})
