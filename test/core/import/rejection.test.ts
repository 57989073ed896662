import { expect, test } from 'vitest'

import { nearest } from '#core/import/nearest.ts'
import { rejectionText } from '#core/import/rejection.ts'

const FIELDS = ['time', 'person', 'prompt_characters', 'output_characters', 'input_tokens']

test.each([
  ['promt_characters', 'prompt_characters'],
  ['InputTokens', 'input_tokens'],
  ['imput_tokens', 'input_tokens'],
  ['tiem', 'time'],
  ['Characters', 'prompt_characters'],
  ['zzz', undefined],
  ['', undefined],
  ['___', undefined],
])("'%s' is most like %s", (word, field) => {
  expect(nearest(word, FIELDS)).toBe(field)
})

test('a rejection names file, line, field, value, the reason and the way on', () => {
  expect(
    rejectionText({
      file: 'usage.csv',
      line: 17,
      field: 'input_tokens',
      value: '12.5',
      why: 'is not a whole number',
      fix: 'Write a whole number, like 1250.',
    }),
  ).toBe(
    "usage.csv:17: input_tokens '12.5' is not a whole number. Write a whole number, like 1250.",
  )
})
