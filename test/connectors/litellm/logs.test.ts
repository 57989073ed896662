import { describe, expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'

import { eventsIn, house, refusedIn, request, servicesIn } from './house.ts'

const { person, service } = pseudonymizer(KEY)

const METADATA = {
  user_agent: 'claude-cli/2.0.1 (external, cli)',
  user_api_key_alias: 'laptops',
  user_api_key_user_email: 'Ada@corp.test',
  usage_object: {
    cache_read_input_tokens: 3640,
    prompt_tokens_details: { cache_creation_tokens: 3593 },
  },
}

describe('spend logs', () => {
  test.each([
    ['parsed', METADATA],
    ['as text', JSON.stringify(METADATA)],
  ])(
    'one request from the row to four counts that do not overlap, metadata %s',
    async (_, metadata) => {
      await using gateway = await house({ spend: [request('a', { metadata, session_id: 's1' })] })
      expect(eventsIn(await gateway.pull('logs'))).toMatchObject([
        {
          atMicros: BigInt(Date.parse('2026-11-20T09:20:46Z')) * 1000n + 847_371n,
          day: '2026-11-20',
          account: person('ada@corp.test'),
          tool: 'claude-code',
          source: 'litellm',
          model: 'claude-sonnet-4-6',
          feature: 'cli',
          inputTokens: 270,
          cacheReadTokens: 3640,
          cacheWriteTokens: 3593,
          outputTokens: 20,
          costPicos: 225_000_000n,
          costBasis: 'estimated',
          error: false,
          promptCharacters: null,
        },
      ])
    },
  )

  test.each([
    ['claude-code', { metadata: { user_agent: 'claude-cli/2.0' } }],
    ['claude-code', { request_tags: '["User-Agent: claude-cli", "team-a"]' }],
    ['codex', { request_tags: ['codex_cli_rs/0.60'] }],
    ['cursor', { metadata: { user_api_key_alias: 'cursor-byok' } }],
    ['github-copilot', { metadata: { user_agent: 'GitHubCopilotChat/0.30' } }],
    ['litellm', { metadata: { user_agent: 'python-httpx/0.28', user_api_key_alias: 'precursor' } }],
    ['litellm', { metadata: null, request_tags: 'no json' }],
  ])('the tool behind a request: %s of %j', async (tool, more) => {
    await using gateway = await house({ spend: [request('a', more)] })
    expect(eventsIn(await gateway.pull('logs'))).toMatchObject([{ tool }])
  })

  test.each([
    ['the e-mail of the key', { user: 'u1', metadata: METADATA }, person('ada@corp.test')],
    ['a user that is an address', { user: 'bob@corp.test' }, person('bob@corp.test')],
    ['a user of another kind', { user: 'u1' }, person('litellm:u1')],
    [
      'the key',
      { user: 'default_user_id', metadata: { user_api_key_alias: 'bot' } },
      service('litellm:key:bot'),
    ],
    ['nobody', { user: '', api_key: '' }, null],
  ])('whose it is: %s', async (_, more, account) => {
    await using gateway = await house({ spend: [request('a', more)] })
    const pages = await gateway.pull('logs')
    expect(eventsIn(pages)[0]?.account).toBe(account)
    const keys =
      account === service('litellm:key:bot') ? [{ account, kind: 'key', label: 'bot' }] : []
    expect(servicesIn(pages)).toEqual(keys)
  })

  test('pages are read to the end, and the next pull goes back two days', async () => {
    const spend = Array.from({ length: 1203 }, (_, at) => request(`r${at}`))
    await using gateway = await house({ spend })
    const pages = await gateway.pull('logs')
    expect(new Set(eventsIn(pages).map(({ id }) => id)).size).toBe(1203)
    const { cursor } = pages.at(-1) as { readonly cursor?: string }
    expect(cursor).toBe('2026-11-21T12:00:00.000Z')
    gateway.server.proxy.spend = [
      request('r7', { spend: 1 }),
      request('late', { startTime: '2026-11-19 12:30:00' }),
    ]
    const later = await gateway.pull('logs', '2026-11-19', '2026-11-20', cursor)
    expect(eventsIn(later).map(({ costPicos }) => costPicos)).toEqual([
      225_000_000n,
      1_000_000_000_000n,
    ])
    expect(later.map((page) => (page as { readonly cursor?: string }).cursor)).toEqual(
      later.map(() => '2026-11-21T12:00:00.000Z'),
    )
  })

  test('what cannot be read is said, and what people wrote never leaves the door', async () => {
    const messages = '[{"content": "my secret"}]'
    await using gateway = await house({
      spend: [
        request('a', { metadata: "{'user_agent': None}", messages }),
        request('b', { metadata: { usage_object: { cache_read_input_tokens: 9000 } } }),
        request('c', { startTime: '2026-11-20 25:00:00' }),
      ],
    })
    const pages = await gateway.pull('logs')
    expect(refusedIn(pages)).toEqual([
      {
        where: 'spend logs',
        why: 'has no readable metadata: its cached tokens are not told apart',
        count: 1,
      },
      {
        where: 'spend logs',
        why: 'has more cached than prompt tokens: its input is left out',
        count: 1,
      },
      { where: 'spend logs', why: 'startTime is no time', count: 1 },
    ])
    expect(eventsIn(pages)).toMatchObject([
      { inputTokens: 7503, cacheReadTokens: null },
      { inputTokens: null, cacheReadTokens: null, outputTokens: 20 },
    ])
    const text = JSON.stringify(pages, (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}` : value,
    )
    expect(text).not.toMatch(/secret|Ada@corp/)
  })
})
