import { expect, test } from 'vitest'

import { upheaval } from '#core/import/upheaval.ts'

test.each([
  [
    "a fifth of the people leaving is any year's business",
    { before: 40, left: 8, moved: 0 },
    false,
  ],
  ['one more is an upheaval', { before: 40, left: 9, moved: 0 }, true],
  ['who moves counts as who leaves', { before: 40, left: 4, moved: 5 }, true],
  ['nine people may all go', { before: 9, left: 9, moved: 0 }, false],
  ['the first directory moves nobody', { before: 0, left: 0, moved: 0 }, false],
])('%s', (_, moved, is) => {
  expect(upheaval(moved)).toBe(is)
})
