import { describe, expect, test } from 'vitest'

import { RetryLater } from '#connectors/api/fault.ts'
import { EgressRefused } from '#connectors/egress.ts'
import { githubPulls as connector } from '#connectors/github-pulls/connector.ts'
import { connectorCall, NOW, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { githubPulls, type Pull } from '#test/support/vendors/github-pulls.ts'

const MONDAY = '2026-11-02'

async function house(
  pulls: readonly Pull[],
  { members = [], ...settings }: { members?: readonly string[]; GITHUB_PULLS_ORG?: string } = {},
) {
  const server = await githubPulls({ members, pulls })
  const call = connectorCall(connector, {
    settings: { ...server.settings, ...settings },
    servers: [server],
  })
  const pull = async (from: string, to: string) => {
    const pages = await pullAll(streamOf(connector, 'pulls'), call, { from, to })
    const names = new Map(
      [...members, ...pulls.flatMap(({ author }) => author ?? [])].map((login) => [
        call.pseudonyms.person(login),
        login,
      ]),
    )
    return pages
      .flatMap(({ signals = [] }) => signals)
      .map(({ account, week, signals }) => [names.get(account), week, signals])
  }
  return {
    server,
    call,
    pull,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
    },
  }
}

const hours = (at: string, n: number) => new Date(Date.parse(at) + n * 3_600_000).toISOString()
const opened = (author: string | null, createdAt: string, more: Partial<Pull> = {}): Pull => ({
  author,
  createdAt,
  ...more,
})
const OCT30 = '2026-10-30T10:00:00Z'
const NOV3 = '2026-11-03T10:00:00Z'
const NOV9 = '2026-11-09T10:00:00Z'

describe('pull requests by person and week', () => {
  test('opened, merged, hours to the first review of another, and lines, each in its week', async () => {
    await using acme = await house([
      opened('ada', NOV3, {
        reviews: [
          ['ada', hours(NOV3, 1)],
          ['lint-app', hours(NOV3, 2)],
          ['bob', hours(NOV3, 30)],
          ['cat', hours(NOV3, 6)],
        ],
        mergedAt: NOV9,
        lines: 120,
      }),
      opened('ada', NOV3, { reviews: [['bob', hours(NOV3, 2)]] }),
      opened('ada', NOV3),
      opened('bob', OCT30, { mergedAt: NOV3, lines: 40 }),
    ])
    expect(await acme.pull(MONDAY, '2026-11-15')).toEqual([
      ['ada', MONDAY, { prs_opened: 3, review_hours: 4 }],
      ['bob', MONDAY, { prs_merged: 1, pr_size: 40 }],
      ['ada', '2026-11-09', { prs_merged: 1, pr_size: 120 }],
    ])
  })

  test('a member without any is known to have none; who is no member is not', async () => {
    await using acme = await house([opened('zoe', NOV3)], { members: ['ada'] })
    expect(await acme.pull(MONDAY, '2026-11-15')).toEqual([
      ['ada', MONDAY, { prs_opened: 0, prs_merged: 0 }],
      ['ada', '2026-11-09', { prs_opened: 0, prs_merged: 0 }],
      ['zoe', MONDAY, { prs_opened: 1 }],
    ])
  })

  test('apps, bots and who has left GitHub are no people', async () => {
    await using acme = await house([
      opened('renovate-app', NOV3),
      opened('dependabot[bot]', NOV3),
      opened(null, NOV3),
    ])
    expect(await acme.pull(MONDAY, '2026-11-08')).toEqual([])
  })

  test('a span with more than GitHub gives is cut until all are read, none twice', async () => {
    const at = (n: number) =>
      new Date(Date.parse(NOV3) + n * 60_000).toISOString().replace('.000', '')
    const many = Array.from({ length: 2100 }, (_, n) => opened('ada', at(n)))
    await using acme = await house(many)
    expect(await acme.pull(MONDAY, '2026-11-08')).toEqual([['ada', MONDAY, { prs_opened: 2100 }]])
  })

  test('of more members than fit a page all are known', async () => {
    const members = Array.from({ length: 130 }, (_, n) => `m${n}`)
    await using acme = await house([], { members })
    expect(await acme.pull(MONDAY, '2026-11-08')).toHaveLength(130)
  })
})

describe('GitHub in the way', () => {
  test.each([
    ['a wrong key', { status: 401, body: { message: 'Bad credentials' } }, 'GITHUB_PULLS_TOKEN'],
    ['a missing right', { body: { errors: [{ type: 'FORBIDDEN' }] } }, 'Pull requests: read'],
    ['HTML', { body: '<html>', headers: { 'content-type': 'text/html' } }, 'proxy'],
    ['another form', { body: { data: { organization: {} } } }, 'proxy'],
  ])('%s is said with its fix', async (_, answer, fix) => {
    await using acme = await house([])
    acme.server.faults.push({ path: /graphql/, times: 9, answer })
    await expect(acme.pull(MONDAY, '2026-11-08')).rejects.toMatchObject({
      fix: expect.stringContaining(fix) as string,
    })
  })

  test('an organization of another name is said with its fix', async () => {
    await using acme = await house([], { GITHUB_PULLS_ORG: 'elsewhere' })
    await expect(acme.pull(MONDAY, '2026-11-08')).rejects.toMatchObject({
      fix: expect.stringContaining('GITHUB_PULLS_ORG') as string,
    })
  })

  test('a long wait ends the pull until then', async () => {
    await using acme = await house([])
    const answer = {
      status: 403,
      headers: { 'retry-after': '900' },
      body: { message: 'You have exceeded a secondary rate limit' },
    }
    acme.server.faults.push({ path: /graphql/, times: 9, answer })
    const fault: unknown = await acme.pull(MONDAY, '2026-11-08').catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(RetryLater)
    expect((fault as RetryLater).retryAt).toBe(NOW + 900_000)
  })

  test.each([
    'mutation',
    'query PullRequests($a: Int) { search { nodes { title } } }',
    'query Other(',
  ])('nothing else is ever posted: %s', async (query) => {
    await using acme = await house([])
    const post = acme.call.fetch('https://api.github.com/graphql', {
      method: 'POST',
      body: JSON.stringify({ query, variables: {} }),
    })
    await expect(post).rejects.toThrow(EgressRefused)
  })

  test('a check says what can be read, and warns of a token that sees no repository', async () => {
    await using acme = await house([opened('ada', '2026-11-19T10:00:00Z')], { members: ['ada'] })
    expect((await connector.check(acme.call)).map(({ says }) => says)).toEqual([
      'The members of the organization can be read.',
      'Pull requests can be read: 1 in the last 7 days.',
    ])
    await using blind = await house([], { members: ['ada'] })
    expect((await connector.check(blind.call))[1]?.level).toBe('warning')
  })
})
