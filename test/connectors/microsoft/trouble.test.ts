import { Client } from '@microsoft/microsoft-graph-client'
import { describe, expect, test } from 'vitest'

import { RetryLater } from '#connectors/api/fault.ts'
import { EgressRefused } from '#connectors/egress.ts'
import { microsoft365Copilot } from '#connectors/microsoft/connector.ts'
import { NOW } from '#test/support/vendors/connector-call.ts'
import { THROTTLED as FEED_THROTTLED } from '#test/support/vendors/microsoft-activity.ts'
import { THROTTLED } from '#test/support/vendors/microsoft-graph.ts'
import { ALL_ROLES, GRAPH, MANAGE } from '#test/support/vendors/microsoft-tenant.ts'

import { failure, gathered, house } from './house.ts'

const ada = { userPrincipalName: 'ada@corp.test', displayName: 'Ada', last: {} }
const SKU = {
  skuId: 'c1',
  skuPartNumber: 'Microsoft_365_Copilot',
  prepaidUnits: { enabled: 25, suspended: 0, warning: 0 },
  consumedUnits: 2,
}

describe('Microsoft in the way', () => {
  test('a short wait is waited', async () => {
    await using corp = await house({ copilot: [ada] })
    corp.graph.faults.push({ path: /copilot/, answer: THROTTLED(1) })
    const from = performance.now()
    expect(gathered(await corp.pull('usage'), 'periods')).toHaveLength(1)
    expect(corp.graph.requests).toHaveLength(2)
    expect(performance.now() - from).toBeGreaterThanOrEqual(1000)
  })

  test.each([
    ['usage', 'graph', THROTTLED(900)],
    ['purview', 'manage', FEED_THROTTLED(900)],
  ] as const)('a long one ends the pull of %s until then', async (stream, server, answer) => {
    await using corp = await house()
    corp[server].faults.push({ path: /./, times: 9, answer })
    const fault = await failure(corp.pull(stream))
    expect(fault).toBeInstanceOf(RetryLater)
    expect((fault as RetryLater).retryAt).toBe(NOW + 900_000)
    expect(corp[server].requests).toHaveLength(1)
  })

  test.each([
    ['usage', 'graph'],
    ['seats', 'graph'],
    ['purview', 'manage'],
  ] as const)('an answer to %s that is cut half way is said', async (stream, server) => {
    await using corp = await house()
    corp[server].faults.push({ path: /./, times: 9, answer: 'cut' })
    expect((await failure(corp.pull(stream))).message).toMatch(/Microsoft cut its answer to GET/)
  })

  test.each([
    ['usage', 'Reports.Read.All', 'Reports.Read.All'],
    ['seats', 'Organization.Read.All', 'LicenseAssignment.Read.All'],
  ])('without its right, %s names what to grant', async (stream, missing, says) => {
    const roles = ALL_ROLES.filter((role) => role !== missing)
    await using corp = await house({ roles: { [GRAPH]: roles, [MANAGE]: [] } })
    const fault = await failure(corp.pull(stream))
    expect(fault.message).toMatch(/^Microsoft answered GET \/v1\.0\/.+ with 403/)
    expect(fault.fix).toContain(says)
  })

  test('without its right, the audit feed names what to grant', async () => {
    await using corp = await house({ roles: { [GRAPH]: ALL_ROLES, [MANAGE]: [] } })
    expect((await failure(corp.pull('purview'))).fix).toContain('ActivityFeed.Read')
  })

  test.each([
    ['another secret', { clientSecret: 'x' }, 'the client secret is wrong', 'CLIENT_SECRET'],
    ['another app', { clientId: 'x' }, 'knows no such app', 'MICROSOFT_CLIENT_ID'],
    ['another tenant', { id: 'x' }, 'no such tenant', 'MICROSOFT_TENANT_ID'],
  ])('%s is named, without what was sent', async (_, over, says, fix) => {
    await using right = await house()
    const settings = {
      MICROSOFT_TENANT_ID: right.tenant.id,
      MICROSOFT_CLIENT_ID: right.tenant.clientId,
      MICROSOFT_CLIENT_SECRET: right.tenant.clientSecret,
    }
    await using corp = await house(over, { settings })
    const fault = await failure(corp.pull('usage'))
    expect(fault.message).toContain(says)
    expect(fault.fix).toContain(fix)
    expect(fault.message + fault.fix).not.toMatch(/a~client-secret|Trace/)
  })

  test('no tokens for now end the pull until then', async () => {
    await using corp = await house()
    const answer = { status: 429, headers: { 'retry-after': '90' }, body: { error: 'temporarily' } }
    corp.login.faults.push({ path: /token/, times: 9, answer })
    expect(await failure(corp.pull('usage'))).toMatchObject({ retryAt: NOW + 90_000 })
  })
})

test.each([
  ['changing a user', 'patch', '/users/ada'],
  ['giving a licence', 'post', '/users/ada/assignLicense'],
  ['reading mail', 'get', '/users/ada/messages'],
  ['reading prompts', 'get', '/copilot/users/ada/interactionHistory/getAllEnterpriseInteractions'],
] as const)('%s through the client is refused before it leaves', async (_, method, path) => {
  await using corp = await house()
  const client = Client.initWithMiddleware({
    middleware: {
      execute: async (context) => {
        context.response = await corp.call.fetch(context.request, context.options)
      },
    },
  })
  const request = client.api(path)
  const error: unknown = await request[method]({}).catch((thrown: unknown) => thrown)
  expect(String(error)).toContain('microsoft-365-copilot may not call')
  expect(corp.graph.requests).toEqual([])
})

test.each([
  [
    'starting a subscription',
    'https://manage.office.com/api/v1.0/t/activity/feed/subscriptions/start',
  ],
  ['a token for somebody', 'https://login.microsoftonline.com/t/oauth2/v2.0/token'],
])('%s is refused before it leaves', async (_, url) => {
  await using corp = await house()
  const body = new URLSearchParams({ grant_type: 'password', username: 'ada' })
  await expect(corp.call.fetch(url, { method: 'POST', body })).rejects.toThrow(EgressRefused)
  expect([...corp.manage.requests, ...corp.login.requests]).toEqual([])
})

test('the check says what works, what is missing, and that the app may do too much', async () => {
  await using corp = await house({
    copilot: [ada],
    concealed: true,
    subscriptions: [],
    skus: [SKU],
    enabled: 3,
  })
  const found = await microsoft365Copilot.check(corp.call)
  expect(found.map(({ level }) => level)).toEqual([
    'warning',
    'ok',
    'warning',
    'warning',
    'warning',
  ])
  expect(found.map(({ says }) => says).join('\n')).toMatch(
    /conceals the names[^]*25 bought, 2 given out[^]*counted 3 people with Copilot on 2026-11-19[^]*no subscription[^]*AiEnterpriseInteraction\.Read\.All/,
  )
})
