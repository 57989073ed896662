import { expect, test } from 'vitest'

import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'
import { contractMessage } from '#core/contract/message.ts'
import { plainText } from '#core/message/plain-text.ts'
import { day } from '#core/time/day.ts'

test.each(['contract', 'Contracts', ' contract. '])('%s lists contracts', (text) => {
  const command = parse(text)
  expect(command).toEqual({ kind: 'contract' })
  expect(format({ kind: 'contract' })).toBe('contract')
})

test('a word that is nearly contract is taken for it', () => {
  expect(parse('contrct')).toMatchObject({ kind: 'misread', suggestion: 'contract' })
})

const contract = {
  tool: 'chatgpt',
  plan: 'enterprise',
  from: day('2026-01-01'),
  to: day('2026-12-31'),
  seats: 1200,
  monthlyMicros: 25_000_000n,
  currency: 'EUR',
  noticeBy: day('2026-12-01'),
  committedMicros: null,
  creditPicos: 37_500_000_000n,
}

test('what was agreed, what nobody said, and which notice is near', () => {
  const message = contractMessage(
    { contracts: [contract], missing: ['cursor', 'claude'] },
    day('2026-11-21'),
  )
  expect(message.summary).toBe(
    '1 contract is known. cursor and claude have none today: prices and terms are not known, and none is assumed.',
  )
  const text = plainText(message)
  expect(text).toMatch(
    /chatgpt \(enterprise\) +1 Jan 2026 to 31 Dec 2026 +1,200 +25\.00 EUR +– +\$0\.0375 +1 Dec 2026/,
  )
  expect(text).toContain('Notice is to be given by 1 Dec 2026')
  expect(
    plainText(contractMessage({ contracts: [contract], missing: [] }, day('2026-12-02'))),
  ).not.toContain('Notice is')
})
