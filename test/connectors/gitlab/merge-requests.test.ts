import { describe, expect, test } from 'vitest'

import { EgressRefused } from '#connectors/egress.ts'
import { gitlab as connector } from '#connectors/gitlab/connector.ts'
import { connectorCall, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { gitlab, type MergeRequest } from '#test/support/vendors/gitlab.ts'

const MONDAY = '2026-11-02'
const NOV3 = '2026-11-03T10:00:00Z'
const ada = { username: 'ada' }
const bob = { username: 'bob' }
const bot = { username: 'renovate', bot: true }

async function house(
  requests: readonly MergeRequest[],
  {
    members = [],
    ...settings
  }: { members?: readonly { username: string; bot?: boolean }[]; GITLAB_GROUP?: string } = {},
) {
  const server = await gitlab({ members, requests })
  const call = connectorCall(connector, {
    settings: { ...server.settings, ...settings },
    servers: [server],
  })
  return {
    server,
    call,
    pull: async (from = MONDAY, to = '2026-11-15') => {
      const pages = await pullAll(streamOf(connector, 'merge-requests'), call, { from, to })
      const names = new Map(
        ['ada', 'bob', 'renovate'].map((name) => [call.pseudonyms.person(name), name]),
      )
      return pages
        .flatMap(({ signals = [] }) => signals)
        .map(({ account, week, signals }) => [names.get(account), week, signals])
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

describe('merge requests by person and week', () => {
  test('opened, merged, hours to the first comment of another, and lines, each in its week', async () => {
    await using acme = await house([
      {
        author: ada,
        createdAt: NOV3,
        mergedAt: '2026-11-09T10:00:00Z',
        lines: 80,
        comments: [
          [ada, '2026-11-03T11:00:00Z'],
          [bot, '2026-11-03T12:00:00Z'],
          [bob, '2026-11-03T16:00:00Z'],
        ],
      },
      { author: ada, createdAt: NOV3 },
      { author: bot, createdAt: NOV3 },
      { author: null, createdAt: NOV3 },
    ])
    expect(await acme.pull()).toEqual([
      ['ada', MONDAY, { prs_opened: 2, review_hours: 6 }],
      ['ada', '2026-11-09', { prs_merged: 1, pr_size: 80 }],
    ])
  })

  test('a member without any is known to have none, a bot is no member', async () => {
    await using acme = await house([], { members: [bob, bot] })
    expect(await acme.pull(MONDAY, '2026-11-08')).toEqual([
      ['bob', MONDAY, { prs_opened: 0, prs_merged: 0 }],
    ])
  })

  test('all pages are read', async () => {
    const many = Array.from({ length: 120 }, () => ({ author: ada, createdAt: NOV3 }))
    await using acme = await house(many)
    expect(await acme.pull(MONDAY, '2026-11-08')).toEqual([['ada', MONDAY, { prs_opened: 120 }]])
  })
})

describe('GitLab in the way', () => {
  test.each([
    ['a wrong key', { status: 401, body: {} }, 'GITLAB_TOKEN'],
    ['a missing right', { status: 403, body: {} }, 'read_api'],
    ['errors', { body: { errors: [{ message: 'Query has complexity of 300' }] } }, 'sync again'],
    ['HTML', { body: '<html>', headers: { 'content-type': 'text/html' } }, 'proxy'],
  ])('%s is said with its fix', async (_, answer, fix) => {
    await using acme = await house([])
    acme.server.faults.push({ path: /graphql/, times: 9, answer })
    await expect(acme.pull()).rejects.toMatchObject({
      fix: expect.stringContaining(fix) as string,
    })
  })

  test('a group of another name is said with its fix', async () => {
    await using acme = await house([], { GITLAB_GROUP: 'elsewhere' })
    await expect(acme.pull()).rejects.toMatchObject({
      fix: expect.stringContaining('GITLAB_GROUP') as string,
    })
  })

  test('nothing else is ever posted, and a check says what can be read', async () => {
    await using acme = await house([{ author: ada, createdAt: '2026-11-19T10:00:00Z' }])
    const post = acme.call.fetch('https://gitlab.corp.test/api/graphql', {
      method: 'POST',
      body: JSON.stringify({ query: 'mutation { destroyNote }' }),
    })
    await expect(post).rejects.toThrow(EgressRefused)
    expect((await connector.check(acme.call)).map(({ level }) => level)).toEqual(['ok', 'ok'])
  })
})
