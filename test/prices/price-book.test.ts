import { readFileSync } from 'node:fs'

import { calcPrice, waitForUpdate } from '@pydantic/genai-prices'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { priceBook, priceTableVersion } from '#prices/price-book.ts'

const providers = (await waitForUpdate()) ?? []
const models = providers.flatMap((provider) =>
  provider.models.map((model) => ({ providerId: provider.id, id: model.id })),
)
const price = priceBook()
const use = (model: string, over: Partial<Parameters<typeof price>[0]> = {}) => ({
  model,
  at: Date.parse('2026-11-20T09:00:00Z'),
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  ...over,
})
const MILLION = { inputTokens: 100_000, outputTokens: 10_000 }

const counts = fc.record({
  inputTokens: fc.nat(3_000_000),
  cacheReadTokens: fc.oneof(fc.constant(0), fc.nat(1_000_000)),
  cacheWriteTokens: fc.oneof(fc.constant(0), fc.nat(1_000_000)),
  outputTokens: fc.nat(200_000),
})
const instant = fc.integer({
  min: Date.parse('2024-01-01T00:00:00Z'),
  max: Date.parse('2027-06-01T00:00:00Z'),
})

test('every model of the table costs what the table says, at any time and size', () => {
  expect(models.length).toBeGreaterThan(1_000)
  fc.assert(
    fc.property(fc.constantFrom(...models), instant, counts, ({ providerId, id }, at, tokens) => {
      const total = tokens.inputTokens + tokens.cacheReadTokens + tokens.cacheWriteTokens
      const theirs = calcPrice(
        {
          input_tokens: total,
          cache_read_tokens: tokens.cacheReadTokens,
          cache_write_tokens: tokens.cacheWriteTokens,
          output_tokens: tokens.outputTokens,
        },
        id,
        { providerId, timestamp: new Date(at) },
      )
      const ours = price(use(`${providerId}/${id}`, { ...tokens, at }))
      const rates = theirs?.model_price ?? {}
      const priced =
        (total === 0 || 'input_mtok' in rates) &&
        (tokens.outputTokens === 0 || 'output_mtok' in rates)
      if (!priced) return ours === null
      const usd = theirs?.total_price ?? 0
      return Math.abs(Number(ours) / 1e12 - usd) <= 1e-9 * usd + 1e-12
    }),
    { numRuns: 5_000 },
  )
})

test('a dated price changes on its day', () => {
  const days = ['2025-06-09', '2025-06-11'].map((day) => Date.parse(`${day}T12:00Z`))
  const costs = days.map((at) => price(use('o3', { ...MILLION, at })))
  expect(costs).toEqual([1_400_000_000_000n, 280_000_000_000n])
})

test('a price that depends on the hour follows the request', () => {
  const times = ['00:29:59', '00:30:00'].map((time) => Date.parse(`2025-06-01T${time}Z`))
  const costs = times.map((at) => price(use('deepseek/deepseek-chat', { ...MILLION, at })))
  expect(costs).toEqual([19_000_000_000n, 38_000_000_000n])
})

test('the long-context tier is chosen by the whole input of one request, cached part included', () => {
  const [within, above] = [10, 11].map((inputTokens) =>
    Number(price(use('gemini-2.5-pro', { inputTokens, cacheReadTokens: 199_990 }))),
  )
  expect(within).toBeCloseTo((10 * 1.25 + 199_990 * 0.125) * 1e6, 0)
  expect(above).toBeCloseTo((11 * 2.5 + 199_990 * 0.25) * 1e6, 0)
})

test.each([
  ['gpt-4o-2024-08-06', 350_000_000_000n],
  ['openai/gpt-4o', 350_000_000_000n],
  ['azure/gpt-4o', 350_000_000_000n],
  ['openrouter/openai/gpt-4o', 350_000_000_000n],
  ['claude-sonnet-4-5-20250929', 450_000_000_000n],
  ['anthropic/claude-sonnet-4-5-20250929', 450_000_000_000n],
  ['models/gemini-2.5-pro', 225_000_000_000n],
  ['anthropic.claude-sonnet-4-5-20250929-v1:0', 495_000_000_000n],
])('%s is found as sources write it', (model, picos) => {
  expect(price(use(model, MILLION))).toBe(picos)
})

test.each(['my-own-model', 'some-reseller/gpt-4o', '', '/', 'constructor', '__proto__'])(
  "'%s' has no known price, which is not a price of nothing",
  (model) => {
    expect(price(use(model, MILLION))).toBeNull()
  },
)

test('a model priced by the hour has no price for tokens', () => {
  const byHour = models.filter(({ providerId, id }) => {
    const found = calcPrice({ input_tokens: 1 }, id, { providerId })
    return found && !('input_mtok' in found.model_price)
  })
  expect(byHour.length).toBeGreaterThan(0)
  for (const { providerId, id } of byHour)
    expect(price(use(`${providerId}/${id}`, { inputTokens: 5 }))).toBeNull()
})

test('the version named is the version installed', () => {
  const { version } = JSON.parse(
    readFileSync('node_modules/@pydantic/genai-prices/package.json', 'utf8'),
  )
  expect(priceTableVersion).toBe(`genai-prices ${version}`)
})
