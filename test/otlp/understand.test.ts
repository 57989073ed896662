import { describe, expect, test } from 'vitest'

import {
  type GivenLog,
  type GivenSpan,
  logsBody,
  post,
  pseudonyms,
  receiving,
  spansBody,
} from '#test/support/otlp.ts'

type Given = Readonly<Record<string, string | number | boolean>>

async function spans(service: Given, given: readonly GivenSpan[]) {
  await using receiver = await receiving()
  await post(receiver, '/v1/traces', spansBody(service, given))
  return receiver.stored
}

async function logs(service: Given, given: readonly GivenLog[]) {
  await using receiver = await receiving()
  await post(receiver, '/v1/logs', logsBody(service, given))
  return receiver.stored
}

describe('GenAI spans, whatever generation of names they use', () => {
  test.each<[string, Given]>([
    [
      'the newest',
      {
        'gen_ai.provider.name': 'openai',
        'gen_ai.response.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': 1000,
        'gen_ai.usage.cache_read.input_tokens': 600,
        'gen_ai.usage.cache_write.input_tokens': 100,
        'gen_ai.usage.output_tokens': 50,
        'gen_ai.conversation.id': 'c1',
      },
    ],
    [
      'the middle ones',
      {
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': 1000,
        'gen_ai.usage.cache_read_input_tokens': 600,
        'gen_ai.usage.cache_creation.input_tokens': 100,
        'gen_ai.usage.output_tokens': 50,
        'session.id': 'c1',
      },
    ],
    [
      'the oldest',
      {
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.prompt_tokens': 1000,
        'gen_ai.usage.cache_read_input_tokens': 600,
        'gen_ai.usage.cache_creation_input_tokens': 100,
        'gen_ai.usage.completion_tokens': 50,
        'conversation.id': 'c1',
      },
    ],
  ])('%s: four disjoint counts, cache taken out of the input', async (_, given) => {
    const stored = await spans({ 'service.name': 'app', 'user.email': 'Ada@Example.com' }, [
      { id: 'a', with: { 'gen_ai.operation.name': 'chat', ...given } },
    ])
    expect(stored).toEqual([
      expect.objectContaining({
        day: '2026-11-20',
        account: pseudonyms.person('ada@example.com'),
        tool: 'app',
        source: 'otlp-gen-ai',
        model: 'gpt-4o',
        feature: 'api',
        agent: false,
        error: false,
        conversation: pseudonyms.conversation('c1'),
        inputTokens: 300,
        cacheReadTokens: 600,
        cacheWriteTokens: 100,
        outputTokens: 50,
        promptCharacters: null,
        costBasis: 'estimated',
      }),
    ])
  })

  test("an agent's span is one run and one message; its model calls are the agent's, and tokens count once", async () => {
    const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' }
    const stored = await spans({ 'service.name': 'app' }, [
      { id: 'b', parent: 'a', with: { ...call, 'gen_ai.usage.output_tokens': 5 } },
      { id: 'c', parent: 'tool', with: { ...call, 'gen_ai.usage.output_tokens': 7 } },
      { id: 'tool', parent: 'a', with: { 'gen_ai.operation.name': 'execute_tool' } },
      {
        id: 'a',
        error: true,
        with: {
          'gen_ai.operation.name': 'invoke_agent',
          'gen_ai.agent.name': 'invoice bot',
          'gen_ai.usage.output_tokens': 12,
        },
      },
    ])
    expect(
      stored.map(({ agent, outputTokens, error, run }) => ({ agent, outputTokens, error, run })),
    ).toEqual([
      { agent: true, outputTokens: 5, error: false, run: stored[2]?.run },
      { agent: true, outputTokens: 7, error: false, run: stored[2]?.run },
      { agent: false, outputTokens: null, error: true, run: stored[2]?.run },
    ])
    expect(stored[2]).toMatchObject({
      feature: 'agents',
      assetKind: 'agent',
      asset: pseudonyms.asset('invoice bot'),
    })
  })

  test('a model call under a web request is a person asking', async () => {
    const stored = await spans({ 'service.name': 'app' }, [
      { id: 'web', with: { 'http.route': '/ask' } },
      { id: 'a', parent: 'web', with: { 'gen_ai.operation.name': 'chat' } },
    ])
    expect(stored.map(({ agent }) => agent)).toEqual([false])
  })

  test.each([
    ['claude-code', 'claude-code'],
    ['codex_cli_rs', 'codex'],
    ['GitHub Copilot Chat', 'github-copilot'],
    ['Support Bot', 'support-bot'],
    ['unknown_service:node', 'otlp'],
    ['', 'otlp'],
  ])('service %j is tool %s', async (service, tool) => {
    const stored = await spans({ 'service.name': service }, [
      { id: 'a', with: { 'gen_ai.operation.name': 'chat' } },
    ])
    expect(stored.map((event) => event.tool)).toEqual([tool])
  })

  test.each<[string, Given, string | null]>([
    ['an address', { 'user.email': 'ada@example.com', 'user.id': '7' }, 'ada@example.com'],
    ['an id', { 'enduser.id': '7' }, 'app:7'],
    ['an id that is an address', { 'user.id': 'ada@example.com' }, 'ada@example.com'],
    ['nobody', {}, null],
  ])('the person is %s', async (_, given, person) => {
    const stored = await spans({ 'service.name': 'app' }, [
      { id: 'a', with: { 'gen_ai.operation.name': 'chat', ...given } },
    ])
    expect(stored[0]?.account).toBe(person === null ? null : pseudonyms.person(person))
  })

  test('numbers that make no sense are unknown, never guessed', async () => {
    const stored = await spans({ 'service.name': 'app' }, [
      {
        id: 'a',
        with: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.usage.input_tokens': -5,
          'gen_ai.usage.output_tokens': 'many',
          'gen_ai.request.model': 'a sentence about ada@example.com',
        },
      },
    ])
    expect(stored[0]).toMatchObject({ inputTokens: null, outputTokens: null, model: null })
  })
})

describe("Claude Code's and Codex's own events", () => {
  const claude = { 'service.name': 'claude-code', 'user.email': 'ada@example.com' }

  test('Claude Code: prompts with their length, requests with tokens and cost', async () => {
    const stored = await logs(claude, [
      {
        body: 'claude_code.user_prompt',
        with: { 'event.name': 'user_prompt', prompt_length: 240, 'session.id': 's1' },
      },
      {
        body: 'claude_code.api_request',
        at: '2026-11-20T09:00:01Z',
        with: {
          'event.name': 'api_request',
          model: 'claude-sonnet-4-5',
          input_tokens: '12',
          output_tokens: 340,
          cache_read_tokens: 9000,
          cache_creation_tokens: 50,
          cost_usd: 0.0123,
          'session.id': 's1',
        },
      },
      {
        body: 'claude_code.api_error',
        at: '2026-11-20T09:00:02Z',
        with: { model: 'claude-sonnet-4-5' },
      },
      { body: 'claude_code.tool_decision', with: { 'event.name': 'tool_decision' } },
    ])
    expect(stored).toEqual([
      expect.objectContaining({
        tool: 'claude-code',
        source: 'otlp-claude-code',
        agent: false,
        promptCharacters: 240,
        inputTokens: null,
        costPicos: null,
      }),
      expect.objectContaining({
        agent: true,
        model: 'claude-sonnet-4-5',
        inputTokens: 12,
        cacheReadTokens: 9000,
        cacheWriteTokens: 50,
        outputTokens: 340,
        costPicos: 12_300_000_000n,
        costBasis: 'estimated',
      }),
      expect.objectContaining({ agent: true, error: true }),
    ])
    expect(stored[0]?.conversation).toBe(stored[1]?.conversation)
  })

  test('Codex: the reply that carries counts, its cached tokens taken out of its input', async () => {
    const stored = await logs({ 'service.name': 'codex_cli_rs', 'user.account_id': 'acc' }, [
      { with: { 'event.name': 'codex.user_prompt', prompt_length: '31', 'conversation.id': 'c' } },
      { with: { 'event.name': 'codex.sse_event', 'event.kind': 'response.created' } },
      {
        with: {
          'event.name': 'codex.sse_event',
          model: 'gpt-5-codex',
          input_token_count: 100,
          cached_token_count: 80,
          output_token_count: 9,
        },
      },
      { with: { 'event.name': 'codex.api_request', duration_ms: 7 } },
    ])
    expect(stored).toEqual([
      expect.objectContaining({ tool: 'codex', agent: false, promptCharacters: 31 }),
      expect.objectContaining({
        agent: true,
        inputTokens: 20,
        cacheReadTokens: 80,
        outputTokens: 9,
        account: pseudonyms.person('openai:acc'),
      }),
    ])
  })

  test('the same log sent again is the same event', async () => {
    const log = { with: { 'event.name': 'claude_code.user_prompt', prompt_length: 3 } }
    const [first] = await logs(claude, [log])
    const [again] = await logs(claude, [log])
    const [other] = await logs(claude, [{ ...log, at: '2026-11-20T09:00:00.001Z' }])
    expect(again?.id).toBe(first?.id)
    expect(other?.id).not.toBe(first?.id)
  })
})
