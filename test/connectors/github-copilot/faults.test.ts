import { Octokit } from '@octokit/core'
import { describe, expect, test } from 'vitest'

import { RetryLater } from '#connectors/api/fault.ts'
import { EgressRefused } from '#connectors/egress.ts'
import { githubCopilot } from '#connectors/github-copilot/connector.ts'
import { NOW } from '#test/support/vendors/connector-call.ts'
import { EXHAUSTED, SSO, THROTTLED } from '#test/support/vendors/github-holdings.ts'

import { failure, house, reportsIn, used } from './house.ts'

const RESET = Math.ceil(Date.now() / 1000) + 1800

describe('GitHub in the way', () => {
  test('a short wait is waited', async () => {
    await using acme = await house({ reports: { '2026-11-18': [[used('ada', '2026-11-18')]] } })
    acme.api.faults.push({ path: /users-1-day/, answer: THROTTLED(1) })
    expect(reportsIn(await acme.pull('reports'))).toHaveLength(1)
    expect(acme.api.requests).toHaveLength(2)
  })

  test.each([
    ['the secondary limit', THROTTLED(900), NOW + 900_000],
    // Octokit reads the machine's clock.
    ['no calls left', EXHAUSTED(RESET), (RESET + 1) * 1000],
  ])('%s ends the pull until then', async (_, answer, retryAt) => {
    await using acme = await house()
    acme.api.faults.push({ path: /users-1-day/, times: 9, answer })
    const fault = await failure(acme.pull('reports'))
    expect(fault).toBeInstanceOf(RetryLater)
    expect((fault as RetryLater).retryAt).toBe(retryAt)
    expect(acme.api.requests).toHaveLength(1)
  })

  test('an answer cut half way is asked for again', async () => {
    await using acme = await house({ reports: { '2026-11-18': [[used('ada', '2026-11-18')]] } })
    acme.api.faults.push({ path: /users-1-day/, answer: 'cut' })
    expect(reportsIn(await acme.pull('reports'))).toHaveLength(1)
  })

  test.each([
    [
      'HTML',
      { body: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } },
      'HTML, not JSON',
      'proxy',
    ],
    [
      'broken JSON',
      { body: '{"seats": [', headers: { 'content-type': 'application/json' } },
      'cut off or broken',
      'proxy',
    ],
    [
      'a missing right',
      { status: 403, body: { message: 'Resource not accessible' } },
      '403',
      'read:org',
    ],
    ['single sign-on', SSO, 'not authorized for single sign-on', 'Configure SSO'],
    [
      'another organization',
      { status: 404, body: { message: 'Not Found' } },
      '404',
      'GITHUB_COPILOT_PLACE',
    ],
  ])('%s is named, with its fix', async (_, answer, says, fix) => {
    await using acme = await house()
    acme.api.faults.push({ path: /seats/, answer })
    const fault = await failure(acme.pull('seats'))
    expect(fault.message).toContain('GET /orgs/{name}/copilot/billing/seats')
    expect(fault.message).toContain(says)
    expect(fault.fix).toContain(fix)
  })

  test('a wrong token is named', async () => {
    await using acme = await house()
    acme.holdings.token = 'ghp_another'
    const fault = await failure(acme.pull('reports'))
    expect(fault.message).toContain('401')
    expect(fault.fix).toContain('GITHUB_COPILOT_TOKEN')
  })
})

describe('reading only', () => {
  test.each([
    ['taking seats', 'DELETE /orgs/acme/copilot/billing/selected_users'],
    ['giving seats', 'POST /orgs/acme/copilot/billing/selected_users'],
    ['reading prompts', 'GET /enterprises/acme/copilot/usage-records'],
  ])('%s through the client is refused before it leaves', async (_, route) => {
    await using acme = await house()
    const octokit = new Octokit({ request: { fetch: acme.call.fetch } })
    const error: unknown = await octokit.request(route).catch((thrown: unknown) => thrown)
    expect((error as Error).cause).toBeInstanceOf(EgressRefused)
    expect(acme.api.requests).toEqual([])
  })

  test('a mutation is refused before it leaves', async () => {
    await using acme = await house()
    const octokit = new Octokit({ request: { fetch: acme.call.fetch } })
    const mutation =
      'query Identities($a: Int) { viewer { login } } mutation M { deleteRef { id } }'
    const error: unknown = await octokit.graphql(mutation).catch((thrown: unknown) => thrown)
    expect((error as Error).cause).toBeInstanceOf(EgressRefused)
    expect(acme.api.requests).toEqual([])
  })
})

test('the check says what works, what is missing, and that a token is too broad and endless', async () => {
  await using acme = await house({
    reports: { '2026-11-16': [[]] },
    scopes: ['repo', 'read:org', 'manage_billing:copilot'],
    expires: null,
  })
  acme.api.faults.push({
    path: /audit-log/,
    answer: { status: 404, body: { message: 'Not Found' } },
  })
  const found = await githubCopilot.check(acme.call)
  expect(found.map(({ level }) => level)).toEqual([
    'ok',
    'ok',
    'ok',
    'warning',
    'warning',
    'warning',
    'warning',
  ])
  expect(found.map(({ says }) => says).join('\n')).toMatch(
    /report of 2026-11-16 is there[^]*read:audit_log[^]*no SAML[^]*repo, manage_billing:copilot[^]*never expires/,
  )
})
