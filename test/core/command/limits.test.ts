import { expect, test } from 'vitest'

import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'

test.each([
  ['limits', 'limits'],
  ['quartile limits', 'limits'],
  ['limits take', 'limits take'],
  ['limits refresh tool:ChatGPT', 'limits take tool:ChatGPT'],
  ['limits take tool:chatgpt,claude', 'limits take tool:chatgpt,claude'],
])('%s is read as %s', (text, canonical) => {
  const command = parse(text)
  expect(command.kind === 'misread' ? command : format(command)).toBe(canonical)
})

test.each([
  ['limits raise', 'limits take tool:chatgpt'],
  ['limits take team:sales', 'Limits are of whole tools'],
  ['limits take tool:chatgpt 30d', 'Limits are of whole tools'],
])('%s is answered with what to write', (text, says) => {
  const command = parse(text)
  expect(command.kind).toBe('misread')
  expect(JSON.stringify(command)).toContain(says)
})
