import { parse } from 'csv-parse/sync'
import { assert, constantFrom, property, string, tuple } from 'fast-check'
import { expect, test } from 'vitest'

import { writeCsv } from '#csv/write-csv.ts'

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://example.com","x")'])(
  'a spreadsheet reads %j as text',
  (name) => {
    expect(parse(writeCsv(['name'], [[name]]))[1]).toEqual([`'${name}`])
  },
)

test('numbers stay numbers, negative ones too, and unknown ones are empty', () => {
  expect(writeCsv(['now', 'usd', 'before'], [[-3, -0.25, null]])).toBe(
    'now,usd,before\r\n-3,-0.25,\r\n',
  )
})

test('whatever a name is, it comes back whole and never starts a formula', () => {
  const start = constantFrom('=', '+', '-', '@', '\t', '\r', '"', ',', '\n', '')
  assert(
    property(tuple(start, string({ unit: 'grapheme', minLength: 1 })), ([first, rest]) => {
      const name = first + rest
      const [, [cell = ''] = []] = parse(writeCsv(['name'], [[name]]), {
        record_delimiter: '\r\n',
      })
      expect(cell.replace(/^'/, '')).toBe(name.replace(/^'/, ''))
      expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    }),
  )
})
