import { expect, test } from 'vitest'

import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'

test.each([
  ['alerts', 'alerts'],
  ['Open alerts', 'alerts'],
  ['alerts rules', 'alerts rules'],
  ['alert 3', 'alert show 3'],
  ['alert ack #3', 'alert acknowledge 3'],
  ['alert silence 3 24h', 'alert silence 3 1d'],
  ['alert silence 3 2 weeks a drill', 'alert silence 3 2w a drill'],
  ['alert close 12', 'alert resolve 12'],
  ['alert noise 3', 'alert noise 3'],
  ['alert enable Key-Created', 'alert enable key-created'],
])('%s is %s, and reads back as itself', (text, canonical) => {
  const parsed = parse(text)
  if (parsed.kind === 'misread') throw new Error(JSON.stringify(parsed))
  expect(format(parsed)).toBe(canonical)
  expect(parse(canonical)).toEqual(parsed)
  expect(redact(text)).toBe(canonical)
})

test.each([
  ['alert', 'by its number'],
  ['alert acknowlege 3', 'alert acknowledge 3'],
  ['alert ack', 'Say which alert by its number'],
  ['alert ack 3 now', 'Nothing follows the number'],
  ['alert silence 3', 'Say how long, up to 30 days'],
  ['alert silence 3 90d', 'Say how long, up to 30 days'],
  ['alert enable', 'Name one rule'],
  ['alerts tomorrow', 'alerts rules'],
])('%s is told what is wrong with it', (text, why) => {
  const parsed = parse(text)
  expect(parsed).toMatchObject({ kind: 'misread' })
  expect(JSON.stringify(parsed)).toContain(why)
  if (parsed.kind === 'misread') expect(parse(parsed.suggestion ?? '').kind).not.toBe('misread')
})

test('the reason of a silence is kept without addresses', () => {
  expect(redact('alert silence 3 1d asked by ann@example.com')).not.toContain('ann@')
})
