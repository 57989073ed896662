import { describe, expect, test } from 'vitest'

import { fitsGlob } from '#core/model/glob.ts'
import { premiumDays } from '#core/model/premium.ts'

describe('a model is premium while it is one of the best of its vendor', () => {
  const on = (model: string, day: string) =>
    premiumDays(model).some(({ from, to }) => from <= day && (to === null || day <= to))

  test.each([
    ['gpt-4o', '2025-08-06', true],
    ['gpt-4o', '2025-08-07', false],
    ['gpt-4o-mini', '2025-01-01', false],
    ['gpt-5', '2025-08-07', true],
    ['gpt-5-2025-08-07', '2026-11-20', true],
    ['gpt-5-mini', '2026-11-20', false],
    ['anthropic/claude-opus-4-5', '2026-11-20', true],
    ['us.anthropic.claude-opus-4-1-v1:0', '2026-11-20', true],
    ['claude-sonnet-4-5', '2026-11-20', false],
    ['gemini-2.5-pro', '2026-11-20', true],
    ['gemini-2.5-flash', '2026-11-20', false],
    ['acme-support-7b', '2026-11-20', false],
  ])('%s on %s: %j', (model, day, premium) => {
    expect(on(model, day)).toBe(premium)
  })
})

describe('a glob fits whole names', () => {
  test.each([
    ['claude-opus-4', 'claude-*', true],
    ['Claude-Opus-4', 'CLAUDE-*', true],
    ['my-claude-opus', 'claude-*', false],
    ['gpt-5.1', 'gpt-5?1', true],
    ['gpt-5x1', 'gpt-5.1', false],
    ['gpt-5', '*', true],
    ['aab', '*a*b', true],
    ['aab', '*a*c', false],
  ])('%s, %s: %j', (name, glob, fits) => {
    expect(fitsGlob(name, glob)).toBe(fits)
  })

  test('stars without end are no trap', () => {
    expect(fitsGlob('a'.repeat(2_000), `${'*a'.repeat(200)}b`)).toBe(false)
  })
})
