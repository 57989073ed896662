import { describe, expect, test } from 'vitest'

import { attributes, nanos, post, receiving } from '#test/support/otlp.ts'

type Given = Readonly<Record<string, string | number | boolean>>

describe('counters, for clients that send no logs', () => {
  const point = (value: number, given: Given, at = '2026-11-20T10:00:00Z') => ({
    asDouble: value,
    startTimeUnixNano: nanos('2026-11-20T09:00:00Z'),
    timeUnixNano: nanos(at),
    attributes: attributes(given),
  })
  const body = (name: string, aggregationTemporality: 1 | 2, dataPoints: readonly unknown[]) => ({
    resourceMetrics: [
      {
        resource: { attributes: attributes({ 'service.name': 'claude-code' }) },
        scopeMetrics: [{ metrics: [{ name, sum: { aggregationTemporality, dataPoints } }] }],
      },
    ],
  })
  const session = { 'session.id': 's1', model: 'claude-sonnet-4-5' }

  test('deltas add up; a type we do not know is no token', async () => {
    await using receiver = await receiving()
    await post(
      receiver,
      '/v1/metrics',
      body('claude_code.token.usage', 1, [
        point(10, { ...session, type: 'input' }),
        point(5, { ...session, type: 'cacheRead' }),
        point(7, { ...session, type: 'thinking' }),
      ]),
    )
    await post(receiver, '/v1/metrics', body('claude_code.cost.usage', 1, [point(1e-7, session)]))
    expect(receiver.stored).toEqual([
      expect.objectContaining({ agent: true, inputTokens: 10, cacheReadTokens: null }),
      expect.objectContaining({ inputTokens: null, cacheReadTokens: 5 }),
      expect.objectContaining({ costPicos: 100_000n, inputTokens: null }),
    ])
    expect(new Set(receiver.stored.map(({ id }) => id)).size).toBe(3)
  })

  test("a session's cumulative counter grows under one id", async () => {
    await using receiver = await receiving()
    for (const [value, at] of [
      [10, '2026-11-20T10:00:00Z'],
      [25, '2026-11-20T11:00:00Z'],
    ] as const)
      await post(
        receiver,
        '/v1/metrics',
        body('claude_code.token.usage', 2, [point(value, { ...session, type: 'output' }, at)]),
      )
    const [first, second] = receiver.stored
    expect([first?.outputTokens, second?.outputTokens]).toEqual([10, 25])
    expect(second?.id).toBe(first?.id)
    expect(second?.digest).not.toBe(first?.digest)
  })

  test('a cumulative counter of no session is refused with what to set', async () => {
    await using receiver = await receiving()
    const answer = await post(
      receiver,
      '/v1/metrics',
      body('claude_code.token.usage', 2, [point(10, { type: 'input' })]),
    )
    expect(await answer.json()).toEqual({
      partialSuccess: {
        rejectedDataPoints: '1',
        errorMessage: expect.stringContaining('TEMPORALITY_PREFERENCE=delta') as string,
      },
    })
    expect(receiver.stored).toEqual([])
  })
})
