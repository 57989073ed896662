import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { gzipSync } from 'node:zlib'

import { describe, expect, test } from 'vitest'

import type { UsageEvent } from '#ingest.ts'
import { logsBody, post, type Receiving, receiving, spansBody, TOKEN } from '#test/support/otlp.ts'

const CHAT = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.usage.input_tokens': 10,
  'gen_ai.usage.output_tokens': 3,
}
const oneSpan = spansBody({ 'service.name': 'support bot' }, [{ id: 'a', with: CHAT }])

describe('what is refused, and what its sender can do', () => {
  const big = 'x'.repeat(9 * 1024 * 1024)
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
  test.each<[string, string, unknown, Record<string, string>, number, RegExp]>([
    ['no token', '/v1/traces', oneSpan, { authorization: '' }, 401, /OTEL_EXPORTER_OTLP_HEADERS/],
    ['a wrong token', '/v1/traces', oneSpan, { authorization: 'Bearer no' }, 401, /token/],
    ['another path', '/v2/traces', oneSpan, {}, 404, /\/v1\/traces/],
    ['another form', '/v1/traces', 'x', { 'content-type': 'text/plain' }, 415, /http\/protobuf/],
    ['another packing', '/v1/traces', 'x', { 'content-encoding': 'br' }, 415, /gzip/],
    ['no JSON', '/v1/traces', '{"resourceSpans": [', {}, 400, /not JSON/],
    ['JSON of something else', '/v1/traces', { resourceSpans: 7 }, {}, 400, /form of OTLP/],
    ['no gzip', '/v1/traces', 'x', { 'content-encoding': 'gzip' }, 400, /gzip/],
    ['a bomb', '/v1/traces', bomb, { 'content-encoding': 'gzip' }, 400, /unpacked/],
    ['a large body', '/v1/traces', big, {}, 413, /bytes/],
    [
      'protobuf that is none',
      '/v1/traces',
      new Uint8Array([255, 255, 255, 1]),
      { 'content-type': 'application/x-protobuf' },
      400,
      /protobuf/,
    ],
  ])('%s', async (_, path, body, headers, status, says) => {
    await using receiver = await receiving()
    const answer = await post(receiver, path, body, headers)
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(says)])
    expect(receiver.stored).toEqual([])
    expect((await post(receiver, '/v1/traces', oneSpan)).status).toBe(200)
    expect(receiver.stored).toHaveLength(1)
  })

  test('what it can not store it does not accept: 503 and Retry-After, and nothing of it in the log', async () => {
    await using receiver = await receiving(() => Promise.reject(new Error('of ada@example.com')))
    const answer = await post(receiver, '/v1/traces', oneSpan)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
    expect(JSON.stringify(receiver.logged)).not.toContain('ada')
  })

  test('while all is locked nothing is taken: 503 and Retry-After, also when the lock falls while it is read', async () => {
    let locked = true
    await using receiver = await receiving(undefined, () => locked)
    const answer = await post(receiver, '/v1/traces', oneSpan)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
    locked = false
    const slow = slowly(receiver, JSON.stringify(oneSpan), () => (locked = true))
    expect((await slow).statusCode).toBe(503)
    expect(receiver.stored).toEqual([])
    locked = false
    expect((await post(receiver, '/v1/traces', oneSpan)).status).toBe(200)
  })

  test('while too much waits to be stored, senders are told to wait, and nothing accepted is lost', async () => {
    const stored: UsageEvent[] = []
    const gate = Promise.withResolvers<void>()
    await using receiver = await receiving(async (events) => {
      await gate.promise
      stored.push(...events)
    })
    const many = (n: number) =>
      spansBody(
        { 'service.name': 's' },
        Array.from({ length: 9_000 }, (_, at) => ({ id: `${at}`, trace: `${n}`, with: CHAT })),
      )
    const sent = Array.from({ length: 8 }, (_, n) => post(receiver, '/v1/traces', many(n)))
    const refused = await Promise.race([...sent, new Promise<never>(() => {})])
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2'])
    gate.resolve()
    const answers = await Promise.all(sent)
    const accepted = answers.filter(({ status }) => status === 200).length
    expect(accepted).toBeGreaterThan(3)
    expect(stored).toHaveLength(accepted * 9_000)
  })
})

test('a gzipped request is read', async () => {
  await using receiver = await receiving()
  const body = gzipSync(JSON.stringify(oneSpan))
  const answer = await post(receiver, '/v1/traces', body, { 'content-encoding': 'gzip' })
  expect([answer.status, await answer.json()]).toEqual([200, {}])
  expect(receiver.stored).toMatchObject([{ tool: 'support-bot', inputTokens: 10, outputTokens: 3 }])
})

test('it says 200 only after what it took is stored', async () => {
  const gate = Promise.withResolvers<void>()
  await using receiver = await receiving(() => gate.promise)
  let answered = false
  const answer = post(receiver, '/v1/traces', oneSpan).then((given) => {
    answered = true
    return given
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(answered).toBe(false)
  gate.resolve()
  expect((await answer).status).toBe(200)
})

/** Sends the first half of a body, lets something happen, then sends the rest. */
async function slowly(
  { otlp }: Receiving,
  body: string,
  between: () => void,
): Promise<IncomingMessage> {
  const sent = request(`${otlp.url}/v1/traces`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
  })
  const answer = once(sent, 'response')
  sent.write(body.slice(0, 20))
  await new Promise((resolve) => setTimeout(resolve, 300))
  between()
  sent.end(body.slice(20))
  const [response] = (await answer) as [IncomingMessage]
  response.resume()
  return response
}

describe('content never gets past the door', () => {
  const SECRET = 'the merger with Initech'
  const everywhere = {
    'gen_ai.prompt': SECRET,
    'gen_ai.input.messages': SECRET,
    'gen_ai.system_instructions': SECRET,
    prompt: SECRET,
    'user.name': SECRET,
    'tool.parameters': SECRET,
  }
  test.each([
    [
      'a span',
      '/v1/traces',
      spansBody({ 'service.name': 'app', ...everywhere }, [
        { id: 'a', with: { ...CHAT, ...everywhere } },
      ]),
    ],
    [
      'a log',
      '/v1/logs',
      logsBody({ 'service.name': 'claude-code', ...everywhere }, [
        {
          body: SECRET,
          with: {
            'event.name': 'user_prompt',
            prompt_length: 23,
            'user.email': 'ada@example.com',
            ...everywhere,
          },
        },
      ]),
    ],
  ])('%s is stripped before it is stored', async (_, path, body) => {
    await using receiver = await receiving()
    expect((await post(receiver, path, body)).status).toBe(200)
    expect(receiver.stored).toHaveLength(1)
    const kept = JSON.stringify(receiver.stored, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    expect(kept).not.toMatch(/merger|Initech|ada@/)
  })
})
