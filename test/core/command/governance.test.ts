import { expect, test } from 'vitest'

import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'

test.each([
  ['governance', 'governance 30d'],
  ['Governance events 7d', 'governance 7d'],
  ['governance 30d type:role_change team:eng', 'governance type:role_change team:eng 30d'],
  ['governance type:Role-Change,key_created 7d', 'governance type:role_change,key_created 7d'],
  ['governance types = role_changes', 'governance type:role_change 30d'],
  ['governance by type last month', 'governance last month'],
  ['governance tool:chatgpt by:team 7d', 'governance tool:chatgpt by:team 7d'],
])('%s is %s, and reads back as itself', (text, canonical) => {
  const parsed = parse(text)
  if (parsed.kind === 'misread') throw new Error(JSON.stringify(parsed))
  expect(format(parsed)).toBe(canonical)
  expect(parse(canonical)).toEqual(parsed)
  expect(redact(text)).toBe(canonical)
})

test.each([
  ['governance type:role_chnge 7d', '"suggestion":"governance type:role_change 7d"'],
  ['governance type:', 'There is no filter called type'],
  ['governance spend 7d', 'Events are searched by type:, team:, tool: and days'],
  ['governance by:model', 'Events are searched by type:, team:, tool: and days'],
  ['governance user:ann@example.com', 'Events are searched by type:, team:, tool: and days'],
])('%s is told what is wrong with it', (text, why) => {
  const parsed = parse(text)
  expect(parsed).toMatchObject({ kind: 'misread' })
  expect(JSON.stringify(parsed)).toContain(why)
  expect(redact(text)).not.toContain('ann@example.com')
})
