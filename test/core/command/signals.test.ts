import { expect, test } from 'vitest'

import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'

test.each([
  ['signals', 'signals 14w'],
  ['Signals team:eng 14w', 'signals team:eng 14w'],
  ['work signals 26 weeks team:eng', 'signals team:eng 26w'],
  ['signals team:"Sales / EMEA"', 'signals team:"Sales / EMEA" 14w'],
])('%s is %s, and reads back as itself', (text, canonical) => {
  const parsed = parse(text)
  if (parsed.kind === 'misread') throw new Error(JSON.stringify(parsed))
  expect(format(parsed)).toBe(canonical)
  expect(parse(canonical)).toEqual(parsed)
})

test.each([
  'signals by:user',
  'signals user:ann@example.com 14w',
  'signals team:a,b',
  'signals spend',
])('%s is told what signals are shown for', (text) => {
  expect(JSON.stringify(parse(text))).toContain('Signals are shown for one team: and weeks')
})
