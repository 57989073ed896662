import { expect, test } from 'vitest'

import { rejectionText } from '#core/import/rejection.ts'

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
