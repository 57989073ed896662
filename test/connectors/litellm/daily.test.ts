import { describe, expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'

import { house, reportsIn } from './house.ts'

const { person, service } = pseudonymizer(KEY)

describe('daily activity', () => {
  const ada = { key_alias: 'laptops', user_email: 'ada@corp.test' }
  const metrics = {
    spend: 0.1,
    prompt_tokens: 1000,
    completion_tokens: 50,
    cache_read_input_tokens: 600,
    cache_creation_input_tokens: 300,
    api_requests: 4,
    failed_requests: 1,
  }
  const daily = [
    { date: '2026-11-20', key: 'k1', model: 'gpt-5', metrics, metadata: ada },
    {
      date: '2026-11-20',
      key: 'k2',
      model: 'gpt-5',
      metrics: { ...metrics, spend: 0.2 },
      metadata: { key_alias: 'bot' },
    },
    { date: '2026-11-19', key: 'k1', model: 'o3', metrics, metadata: ada },
  ]

  test('is by person or key, model and day', async () => {
    await using gateway = await house({ daily })
    const pages = await gateway.pull('daily')
    const rows = reportsIn(pages)
    const numbers = {
      requests: 4,
      errors: 1,
      inputTokens: 100,
      cacheReadTokens: 600,
      cacheWriteTokens: 300,
      outputTokens: 50,
      source: 'litellm-daily',
      messages: null,
    }
    expect(rows).toMatchObject([
      {
        ...numbers,
        day: '2026-11-20',
        model: 'gpt-5',
        account: person('ada@corp.test'),
        active: true,
        costEstimatedMicros: 100_000n,
      },
      {
        ...numbers,
        day: '2026-11-20',
        account: service('litellm:key:bot'),
        active: false,
        costEstimatedMicros: 200_000n,
      },
      { ...numbers, day: '2026-11-19', model: 'o3', account: person('ada@corp.test') },
    ])
    expect(rows).toHaveLength(3)
  })

  test('a day cut by two pages is whole, and shrinks when it is restated', async () => {
    const many = Array.from({ length: 1500 }, (_, at) => ({
      ...daily[0],
      key: `k${at}`,
      metrics,
      model: 'gpt-5',
      date: '2026-11-20',
    }))
    await using gateway = await house({ daily: many })
    const rows = reportsIn(await gateway.pull('daily'))
    expect(rows.reduce((all, row) => all + (row.requests ?? 0), 0)).toBe(6000)
    gateway.server.proxy.daily = many.slice(0, 1)
    expect(reportsIn(await gateway.pull('daily'))).toHaveLength(1)
  })

  test('what the lists of keys leave out is nobody’s, so that the day adds up', async () => {
    await using gateway = await house({ daily, keyLimit: 1 })
    const rows = reportsIn(await gateway.pull('daily', '2026-11-20'))
    expect(rows).toMatchObject([
      { account: person('ada@corp.test'), costEstimatedMicros: 100_000n },
      {
        account: null,
        active: false,
        model: null,
        requests: 4,
        inputTokens: 100,
        costEstimatedMicros: 200_000n,
      },
    ])
  })

  test('an old release, flat and without people, is read by key', async () => {
    await using gateway = await house({ daily, old: true })
    const rows = reportsIn(await gateway.pull('daily', '2026-11-20'))
    expect(rows).toMatchObject([
      { account: service('litellm:key:k1'), model: null, requests: 4, inputTokens: 100 },
      { account: service('litellm:key:k2'), model: null, requests: 4 },
    ])
  })
})
