import ky from 'ky'
import { describe, expect, test } from 'vitest'

import type { Pulled } from '#collect.ts'
import { RetryLater } from '#connectors/api/fault.ts'
import { EgressRefused } from '#connectors/egress.ts'
import { langfuse } from '#connectors/langfuse/connector.ts'
import { tokensOf } from '#connectors/langfuse/usage.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { UserError } from '#core/errors.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'

import { house, type Observation } from './house.ts'

const { asset, conversation, person, run, service } = pseudonymizer(KEY)
const eventsIn = (pages: readonly Pulled[]) => pages.flatMap(({ events = [] }) => events)
const cursorOf = (page: Pulled | undefined) => (page as { readonly cursor?: string }).cursor
const failure = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

const observed = (id: string, more: object = {}): Observation => ({
  id,
  traceId: 't1',
  projectId: 'p1',
  parentObservationId: null,
  type: 'GENERATION',
  startTime: '2026-11-20T09:00:00.250Z',
  userId: 'Ada@corp.test',
  sessionId: 's1',
  providedModelName: 'gpt-5',
  usageDetails: { input: 270, input_cached_tokens: 3640, output: 20, total: 3930 },
  costDetails: { input: 0.0001, total: 0.000225 },
  totalCost: 0.000225,
  input: 'my secret',
  ...more,
})

describe('observations', () => {
  test('one call of a model from the answer to the numbers, without what was written', async () => {
    await using app = await house([observed('a')])
    const pages = await app.pull()
    expect(eventsIn(pages)).toMatchObject([
      {
        atMicros: BigInt(Date.parse('2026-11-20T09:00:00.250Z')) * 1000n,
        day: '2026-11-20',
        account: person('ada@corp.test'),
        tool: 'langfuse',
        model: 'gpt-5',
        conversation: conversation('langfuse:s1'),
        agent: false,
        error: false,
        inputTokens: 270,
        cacheReadTokens: 3640,
        cacheWriteTokens: null,
        outputTokens: 20,
        costPicos: 225_000_000n,
        costBasis: 'estimated',
      },
    ])
    expect(app.server.requests[0]?.url.searchParams.get('fields')).toBe('core,basic,model,usage')
  })

  test('the root is what the person did; calls below it are the application’s, other steps nothing', async () => {
    const step = { usageDetails: {}, costDetails: {}, totalCost: 0, providedModelName: null }
    await using app = await house([
      observed('root', { ...step, usageDetails: undefined, type: 'SPAN', userId: 'u7' }),
      observed('call', { parentObservationId: 'root', level: 'ERROR' }),
      observed('step', { ...step, parentObservationId: 'root', type: 'SPAN' }),
      observed('run', { ...step, parentObservationId: 'root', type: 'AGENT', name: 'Triage' }),
    ])
    expect(eventsIn(await app.pull())).toMatchObject([
      {
        agent: false,
        account: person('langfuse:u7'),
        inputTokens: null,
        costPicos: null,
        run: null,
      },
      { agent: true, inputTokens: 270, error: true, run: null },
      {
        agent: true,
        inputTokens: null,
        assetKind: 'agent',
        asset: asset('langfuse:agent:Triage'),
        run: run('langfuse:run'),
      },
    ])
  })

  test('use that names nobody is the project’s', async () => {
    await using app = await house([observed('a', { userId: null })])
    const pages = await app.pull()
    const account = service('langfuse:project:p1')
    expect(eventsIn(pages)[0]?.account).toBe(account)
    expect(pages.flatMap(({ services = [] }) => services)).toEqual([
      { account, kind: 'project', label: 'Langfuse p1' },
    ])
  })

  test('pages are read to the end, the next pull goes back two days, and what is unread is said', async () => {
    const all = Array.from({ length: 2100 }, (_, at) => observed(`o${at}`))
    await using app = await house(all)
    const pages = await app.pull()
    expect(new Set(eventsIn(pages).map(({ id }) => id)).size).toBe(2100)
    expect(cursorOf(pages.at(-1))).toBe('2026-11-21T12:00:00.000Z')
    all.splice(
      0,
      2100,
      observed('late', { startTime: '2026-11-19T12:00:00Z' }),
      observed('old', { startTime: '2026-11-19T11:59:59Z' }),
      observed('bad', { startTime: '2026-11-20T10:00:00Z', usageDetails: { input: -1 } }),
    )
    const later = await app.pull(cursorOf(pages.at(-1)))
    expect(eventsIn(later)).toHaveLength(1)
    expect(later.flatMap(({ refused = [] }) => refused)).toEqual([
      { where: 'observations', why: 'usageDetails is missing or not as documented', count: 1 },
    ])
  })
})

test.each([
  [
    'kept apart',
    { input: 10, cache_read_input_tokens: 5, cache_creation_input_tokens: 3, output: 2, total: 20 },
    [10, 5, 3, 2],
  ],
  [
    'input with the cache, as the total says',
    { input: 18, input_cached_tokens: 8, output: 2, total: 20 },
    [10, 8, null, 2],
  ],
  [
    'output with the reasoning, as the total says',
    { input: 10, output: 9, output_reasoning_tokens: 4, total: 19 },
    [10, null, null, 9],
  ],
  [
    'reasoning and audio apart',
    { input: 10, input_audio_tokens: 1, output: 5, output_reasoning_tokens: 4, total: 20 },
    [11, null, null, 9],
  ],
  [
    'writes by lifetime within their sum',
    { input: 1, cache_creation_input_tokens: 6, cache_creation_ephemeral_5m: 6, output: 1 },
    [1, null, 6, 1],
  ],
  ['other names', { prompt_tokens: 4, completion_tokens: 2 }, [4, null, null, 2]],
  ['nothing', {}, [null, null, null, null]],
])('tokens %s', (_, details, [inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens]) => {
  expect(tokensOf(details)).toEqual({
    inputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    outputTokens,
  })
})

describe('Langfuse in the way', () => {
  test.each([
    ['HTML', { body: '<html>Sign in</html>' }, 'HTML, not JSON', 'proxy'],
    ['JSON cut off', { body: '{"data": [' }, 'cut off', 'proxy'],
    ['keys of an organization', { status: 403, body: {} }, '403', 'organization'],
    ['an old release', { status: 404, body: {} }, '404', 'release 4'],
  ])('%s is named, with its fix', async (_, answer, says, fix) => {
    await using app = await house([])
    app.server.faults.push({ path: /observations/, answer })
    const fault = await failure(app.pull())
    expect(fault.message).toContain('GET /api/public/v2/observations')
    expect(fault.message).toContain(says)
    expect(fault.fix).toContain(fix)
  })

  test('wrong keys are named; a cut answer is asked for again; a long wait ends the pull', async () => {
    await using app = await house([observed('a')])
    const wrong = await failure(app.pull(undefined, { LANGFUSE_SECRET_KEY: 'sk-lf-2' }))
    expect(wrong.fix).toContain('LANGFUSE_SECRET_KEY')
    app.server.faults.push({ path: /observations/, answer: 'cut' })
    expect(eventsIn(await app.pull())).toHaveLength(1)
    app.server.faults.push({ path: /./, answer: { status: 429, headers: { 'retry-after': '60' } } })
    expect(await failure(app.pull())).toBeInstanceOf(RetryLater)
  })

  test('writing is refused before it leaves', async () => {
    await using app = await house([])
    const url = 'https://langfuse.corp.test/api/public/ingestion'
    await expect(ky.post(url, { fetch: app.call.fetch, retry: 0 })).rejects.toThrow(EgressRefused)
    expect(app.server.requests).toEqual([])
  })

  test('the check says whether anything came in', async () => {
    await using app = await house([observed('a', { startTime: '2026-11-21T11:00:00Z' })])
    expect(await langfuse.check(app.call)).toMatchObject([{ level: 'ok' }])
  })
})
