import { expect, test } from 'vitest'

import type { Pulled } from '#collect.ts'
import { hashOf } from '#connectors/api/measured.ts'
import { chatgpt } from '#connectors/chatgpt/connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { chatGptServer } from '#test/support/vendors/chatgpt.ts'
import { KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'

import { ADA, BO, calling, line, message } from './lines.ts'

const { person, conversation } = pseudonymizer(KEY)
const messages = streamOf(chatgpt, 'messages')
const codexLog = streamOf(chatgpt, 'codex-log')
const RANGE = { from: '2026-11-20', to: '2026-11-20' }
const events = (pages: readonly Pulled[]) => pages.flatMap((page) => page.events ?? [])
const text = (value: unknown) =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each))

test('a message becomes who, when, how long and which model; not a word of it', async () => {
  await using server = await chatGptServer()
  server.people([ADA, BO])
  server.publish('CONVERSATION_MESSAGE', '2026-11-20T10:00:00Z', [
    message('m1', '2026-11-20T09:00:00Z', { value: 'what is our margin? 😀' }),
    message('t1', '2026-11-20T09:00:01Z', {
      author: 'tool',
      parent: 'm1',
      value: 'table of salaries',
    }),
    message('r1', '2026-11-20T09:00:02Z', {
      author: 'assistant',
      parent: 't1',
      value: 'Secret: 42%',
      model: 'gpt-5.6',
    }),
    message('r2', '2026-11-20T09:00:09Z', {
      author: 'assistant',
      parent: 'm1',
      value: 'again',
      model: 'o5',
    }),
  ])
  const pages = await pullAll(messages, calling(server), RANGE)
  expect(events(pages)).toEqual([
    {
      atMicros: BigInt(Date.parse('2026-11-20T09:00:00Z')) * 1000n,
      day: '2026-11-20',
      account: person('ada@corp.com'),
      tool: 'chatgpt',
      source: 'chatgpt-messages',
      model: 'gpt-5.6',
      feature: 'chat',
      conversation: conversation(`chatgpt:${hashOf('conv-1')}`),
      agent: false,
      error: false,
      promptCharacters: 21,
      outputCharacters: 11,
      inputTokens: null,
      cacheReadTokens: null,
      cacheWriteTokens: null,
      outputTokens: null,
      costPicos: null,
      costBasis: null,
      assetKind: null,
      asset: null,
      run: null,
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ])
  expect(text(pages)).not.toMatch(/margin|salar|secret|corp\.com|user-ada|conv-1/i)
})

test('custom instructions, replies and other kinds of content are no prompts', async () => {
  await using server = await chatGptServer()
  server.people([ADA])
  server.publish('CONVERSATION_MESSAGE', '2026-11-20T10:00:00Z', [
    message('i1', '2026-11-20T09:00:00Z', { type: 'user_instructions', value: 'x'.repeat(900) }),
    message('c1', '2026-11-20T09:00:00Z', { type: 'code', value: 'x'.repeat(900) }),
    message('m1', '2026-11-20T09:00:01Z', {
      parent: 'i1',
      type: 'multimodal_text',
      value: ['look', { asset: 'img' }, { text: 'here' }],
    }),
    message('m2', '2026-11-20T09:00:02Z', { type: 'multimodal_text', value: { parts: ['ab'] } }),
  ])
  const found = events(await pullAll(messages, calling(server), RANGE))
  expect(found.map(({ promptCharacters }) => promptCharacters)).toEqual([8, 2])
})

test('a message given twice is one, in one file and over two', async () => {
  await using server = await chatGptServer()
  server.people([ADA])
  const one = message('m1', '2026-11-20T09:00:00Z')
  server.publish('CONVERSATION_MESSAGE', '2026-11-20T10:00:00Z', [one, one])
  server.publish('CONVERSATION_MESSAGE', '2026-11-20T11:00:00Z', [one])
  const found = events(await pullAll(messages, calling(server), RANGE))
  expect(found).toHaveLength(2)
  expect(new Set(found.map(({ id }) => id)).size).toBe(1)
})

test('someone who left, or everyone once the list of people is closed, is known by id', async () => {
  await using server = await chatGptServer({ usersClosed: true })
  server.publish('CONVERSATION_MESSAGE', '2026-11-20T10:00:00Z', [
    message('m1', '2026-11-20T09:00:00Z'),
  ])
  const alias = person(`chatgpt:${hashOf(ADA.id)}`)
  expect(events(await pullAll(messages, calling(server), RANGE))).toMatchObject([
    { account: alias },
  ])
  // Another log, which says both, joins the two.
  server.publish('AUTH_LOG', '2026-11-20T10:00:00Z', [
    line('a1', '2026-11-20T09:00:00Z', { type: 'AUTH_LOG', action: 'LOGIN' }),
  ])
  const pages = await pullAll(streamOf(chatgpt, 'auth-log'), calling(server), RANGE)
  expect(pages.flatMap(({ logins }) => logins ?? [])).toEqual([
    { account: person('ada@corp.com'), alias, sure: 'verified' },
  ])
})

test('the cursor passes a file when it was read whole, and stays where one is cut off', async () => {
  await using server = await chatGptServer()
  server.people([ADA])
  server.publish('CONVERSATION_MESSAGE', '2026-11-20T10:00:00Z', [
    message('m1', '2026-11-20T09:00:00Z'),
  ])
  server.publish('CONVERSATION_MESSAGE', '2026-11-20T11:00:00Z', '{"event_id": "half')
  const pages: (Pulled & { readonly cursor?: string })[] = []
  const pulling = (async () => {
    if (messages.how !== 'cursor') throw new Error('no cursor')
    for await (const page of messages.pull(
      { cursor: undefined, since: '2026-11-20' as never },
      calling(server),
    ))
      pages.push(page)
  })()
  await expect(pulling).rejects.toThrow(
    'ChatGPT Enterprise answered GET /v1/compliance/workspaces/{place}/logs/{id} with a file that is cut off',
  )
  expect(pages.map(({ cursor }) => cursor).at(-1)).toBe('2026-11-20T10:00:00Z')
  expect(events(pages)).toHaveLength(1)
})

test('Codex: prompts with their length, what the agent used with its four token counts', async () => {
  await using server = await chatGptServer()
  server.people([ADA])
  const codex = (id: string, event_type: string, event_details: object) =>
    line(id, '2026-11-20T09:00:00Z', {
      type: 'CODEX_LOG',
      event_type,
      client_id: 'CODEX_CLI',
      event_details: { session_id: 's1', model: 'gpt-5.6-codex', ...event_details },
    })
  server.publish('CODEX_LOG', '2026-11-20T10:00:00Z', [
    codex('c1', 'PROMPT_SENT', { prompt_text: 'fix the bug in payroll' }),
    codex('c2', 'PROMPT_RESPONSE_RECEIVED', {
      token_usage: {
        input_tokens: 1000,
        cached_input_tokens: 900,
        output_tokens: 50,
        reasoning_output_tokens: 20,
      },
    }),
    codex('c3', 'APP_MCP_CALL', { tool: 'payroll' }),
    codex('c4', 'PROMPT_RESPONSE_RECEIVED', {
      token_usage: { input_tokens: 10, cached_input_tokens: 900, output_tokens: 50 },
    }),
  ])
  const pages = await pullAll(codexLog, calling(server), RANGE)
  expect(events(pages)).toMatchObject([
    {
      tool: 'codex',
      agent: false,
      feature: 'cli',
      promptCharacters: 22,
      model: 'gpt-5.6-codex',
      inputTokens: null,
    },
    {
      tool: 'codex',
      agent: true,
      inputTokens: 100,
      cacheReadTokens: 900,
      cacheWriteTokens: null,
      outputTokens: 50,
      promptCharacters: null,
    },
  ])
  // Cached tokens beyond the input make no sense: refused, not guessed.
  expect(pages.flatMap(({ refused }) => refused ?? [])).toMatchObject([
    { where: 'CODEX_LOG', count: 1 },
  ])
  expect(text(pages)).not.toMatch(/payroll/)
})

test('streams that read text are marked, and no others', () => {
  expect(chatgpt.streams.filter(({ content }) => content).map(({ id }) => id)).toEqual([
    'messages',
    'codex-log',
  ])
})
