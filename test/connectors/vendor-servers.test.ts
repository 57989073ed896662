import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'

import {
  CODEX_KEY,
  chatGptServer,
  COMPLIANCE_KEY,
  ORGANIZATION,
  WORKSPACE,
} from '#test/support/vendors/chatgpt.ts'
import { OPENAI_ADMIN_KEY, OPENAI_PROJECT_KEY, openAiServer } from '#test/support/vendors/openai.ts'

const at = (text: string) => Date.parse(text) / 1000
const rerouted =
  (host: string, origin: string): typeof fetch =>
  (input, init) =>
    fetch(new Request(input, init).url.replace(`https://${host}`, origin), init)

describe("OpenAI's local server", () => {
  const client = ({ host, origin }: { host: string; origin: string }, key = OPENAI_ADMIN_KEY) =>
    new OpenAI({ adminAPIKey: key, maxRetries: 0, fetch: rerouted(host, origin) }).admin
      .organization

  test('pages through days, empty ones included, and sums what was not asked apart', async () => {
    await using server = await openAiServer()
    server.use([
      {
        kind: 'completions',
        at: at('2026-11-01T09:00:00Z'),
        of: { model: 'gpt-5.6', user_id: 'user-a' },
        counts: { input_tokens: 10, output_tokens: 1, num_model_requests: 1 },
      },
      {
        kind: 'completions',
        at: at('2026-11-01T10:00:00Z'),
        of: { model: 'gpt-5.6', user_id: 'user-b' },
        counts: { input_tokens: 5, output_tokens: 2, num_model_requests: 1 },
      },
      {
        kind: 'completions',
        at: at('2026-11-03T10:00:00Z'),
        of: { model: 'gpt-5.6-mini', user_id: null },
        counts: { input_tokens: 7, output_tokens: 3, num_model_requests: 1 },
      },
    ])
    const question = {
      start_time: at('2026-11-01T00:00:00Z'),
      end_time: at('2026-11-04T00:00:00Z'),
      limit: 2,
    }
    const { usage } = client(server)
    const first = await usage.completions({ ...question, group_by: ['model'] })
    expect(first.data.map(({ results }) => results)).toMatchObject([
      [{ model: 'gpt-5.6', user_id: null, input_tokens: 15, output_tokens: 3 }],
      [],
    ])
    const page = first.next_page ?? ''
    const second = await usage.completions({ ...question, group_by: ['model'], page })
    expect(second.data).toMatchObject([{ results: [{ model: 'gpt-5.6-mini', input_tokens: 7 }] }])
    expect(second.has_more).toBe(false)
    await expect(usage.completions({ ...question, page })).rejects.toThrow(/another query/)
  })

  test('refuses a project key, two groups together, and past its calls a minute', async () => {
    await using server = await openAiServer({ callsPerMinute: 1 })
    const start_time = at('2026-11-01T00:00:00Z')
    await expect(client(server, OPENAI_PROJECT_KEY).usage.costs({ start_time })).rejects.toThrow(
      /401/,
    )
    const { usage } = client(server)
    await expect(usage.costs({ start_time, group_by: ['user_id', 'project_id'] })).rejects.toThrow(
      /400/,
    )
    await expect(usage.costs({ start_time })).rejects.toMatchObject({ status: 429 })
  })

  test('lists people and the audit log past an id', async () => {
    await using server = await openAiServer()
    server.people([1, 2, 3].map((n) => ({ id: `user-${n}`, email: `p${n}@corp.test` })))
    server.happen(
      { id: 'a1', type: 'api_key.created', effective_at: at('2026-11-01T09:00:00Z') },
      { id: 'a2', type: 'login.failed', effective_at: at('2026-11-02T09:00:00Z') },
    )
    const seen: string[] = []
    for await (const { id } of client(server).users.list({ limit: 2 })) seen.push(id)
    for await (const { id } of client(server).auditLogs.list({ limit: 1 })) seen.push(id)
    expect(seen).toEqual(['user-1', 'user-2', 'user-3', 'a2', 'a1'])
  })
})

describe("ChatGPT's local servers", () => {
  const get = (origin: string, path: string, key = COMPLIANCE_KEY) =>
    fetch(origin + path, { headers: { authorization: `Bearer ${key}` }, redirect: 'manual' })
  const logs = `/v1/compliance/workspaces/${WORKSPACE}/logs`

  test('list log files after a time, and lead to a link that no key may go with', async () => {
    await using vendor = await chatGptServer()
    vendor.publish('AUDIT_LOG', '2026-10-01T10:00:00Z', [])
    const id = vendor.publish('AUDIT_LOG', '2026-11-20T10:00:00Z', [{ event_id: 'e1' }])
    const { origin } = vendor.api
    const list = await get(origin, `${logs}?event_type=AUDIT_LOG&after=2026-01-01T00:00:00Z`)
    expect(await list.json()).toMatchObject({
      data: [{ id }],
      has_more: false,
      last_end_time: '2026-11-20T10:00:00Z',
    })
    const link = await get(origin, `${logs}/${id}`)
    expect(link.status).toBe(307)
    const { pathname, search } = new URL(link.headers.get('location') ?? '')
    expect((await get(vendor.files.origin, pathname + search)).status).toBe(400)
    const bare = () => fetch(vendor.files.origin + pathname + search)
    expect(await (await bare()).text()).toBe('{"event_id":"e1"}\n')
    vendor.expireLinks()
    expect((await bare()).status).toBe(403)
  })

  test.each([
    [422, `${logs}?event_type=AUDIT_LOG`],
    [400, `${logs}?event_type=COSTS&after=2026-11-01T00:00:00Z`],
    [
      400,
      `/v1/compliance/organizations/${ORGANIZATION}/logs?event_type=AUTH_LOG&after=2026-11-01T00:00:00Z`,
    ],
    [404, '/v1/compliance/workspaces/ws_other/users'],
    [403, `/v1/analytics/codex/workspaces/${WORKSPACE}/usage?start_time=1795000000`],
    [400, `/v1/compliance/workspaces/${WORKSPACE}/users?limit=501`],
  ])('answer %i to %s', async (status, path) => {
    await using vendor = await chatGptServer()
    expect((await get(vendor.api.origin, path)).status).toBe(status)
  })

  test('Codex by user and day pages on, and shrinks when restated', async () => {
    await using vendor = await chatGptServer()
    const use = (day: string, id: string) => ({
      day,
      user: { id, email: `${id}@corp.test` },
      client: 'CODEX_CLI',
      model: 'gpt-5.6-codex',
      threads: 1,
      turns: 4,
      credits: 2.5,
      uncached: 100,
      cached: 900,
      output: 50,
    })
    vendor.codex([use('2026-11-19', 'u1'), use('2026-11-19', 'u2'), use('2026-11-20', 'u1')])
    const path = `/v1/analytics/codex/workspaces/${WORKSPACE}/usage?start_time=${at('2026-11-19T00:00:00Z')}&group=user&limit=2`
    const page = async (more = '') =>
      (await (await get(vendor.api.origin, path + more, CODEX_KEY)).json()) as {
        data: unknown[]
        next_page: string | null
      }
    const first = await page()
    expect(first.data).toMatchObject([
      {
        actor: { user_id: 'u1' },
        totals: { turns: 4 },
        clients: [{ cached_text_input_tokens: 900 }],
      },
      { actor: { user_id: 'u2' } },
    ])
    expect((await page(`&page=${first.next_page}`)).data).toHaveLength(1)
    vendor.restateCodex('2026-11-19', [])
    expect((await page()).data).toHaveLength(1)
  })
})
