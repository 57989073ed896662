import { expect, test } from 'vitest'

import { exported } from '#core/command/export.ts'
import { parse } from '#core/command/parse.ts'

test.each([
  ['export', ''],
  ['Export by:team 30d', 'by:team 30d'],
  ['by:team 30d export', 'by:team 30d'],
  ['by:team 30d as CSV.', 'by:team 30d'],
  ['csv b7f3', 'b7f3'],
  ['exports', undefined],
  ['team:export 30d', undefined],
  ['note 2026-11-03 "we export"', undefined],
])('%s wants a file of %j', (text, what) => {
  expect(exported(text)).toBe(what)
})

test('where no file can be given, it says where one can, and offers the answer', () => {
  expect(parse('export 30d by:team')).toMatchObject({
    kind: 'misread',
    suggestion: 'by:team 30d',
    problems: [{ why: expect.stringContaining('--json') }],
  })
})
