import { describe, expect, test } from 'vitest'

import { complete } from '#core/command/complete.ts'
import { exported, formatExport } from '#core/command/export.ts'
import { helpMessage } from '#core/command/help.ts'
import { parse } from '#core/command/parse.ts'
import { plain } from '#test/core/message/plain.ts'

test.each([
  ['export', ''],
  ['Export by:team 30d', 'by:team 30d'],
  ['by:team 30d export', 'by:team 30d'],
  ['by:team 30d as CSV.', 'by:team 30d'],
  ['csv b7f3', 'b7f3'],
  ['export team:excel 30d', 'team:excel 30d'],
  ['export team:"for:excel" 30d', 'team:"for:excel" 30d'],
])('%s wants a file of %j', (text, what) => {
  expect(exported(text)).toEqual({ what, excel: false })
})

test.each(['exports', 'team:export 30d', 'note 2026-11-03 "we export"', 'usage 30d for:excel'])(
  '%s wants no file',
  (text) => {
    expect(exported(text)).toBeUndefined()
  },
)

describe('a file for Excel', () => {
  test.each([
    ['export usage 30d for:excel', 'usage 30d'],
    ['export for:excel usage 30d', 'usage 30d'],
    ['export usage for:excel 30d', 'usage 30d'],
    ['usage 30d export for:excel', 'usage 30d'],
    ['usage 30d for:excel as csv', 'usage 30d'],
    ['Export governance 30d For: Excel.', 'governance 30d'],
    ['export for:excel', ''],
    ['export b7f3 for:excel', 'b7f3'],
  ])('%s is one of %j, and is written back so that it is read as the same', (text, what) => {
    const wanted = { what, excel: true }
    expect(exported(text)).toEqual(wanted)
    expect(exported(formatExport(wanted))).toEqual(wanted)
    expect(exported(formatExport({ what, excel: false }))).toEqual({ what, excel: false })
  })

  test('is offered as it is typed, behind export alone', () => {
    expect(complete('exp')).toContain('export')
    expect(complete('export usage 30d fo')).toContain('export usage 30d for:excel')
    expect(complete('export usage 30d for:e')).toEqual(['export usage 30d for:excel'])
    expect(complete('usage 30d fo')).toEqual([])
  })

  test.each(['export', 'csv', 'excel'])('is explained by help on %s', (topic) => {
    expect(plain(helpMessage(topic))).toContain('for:excel')
  })

  test.each([
    ['usage 30d for:excel', 'export usage 30d for:excel'],
    ['for:excel team:eng by:model', 'export team:eng by:model for:excel'],
    ['governance 7d for:excel', 'export governance 7d for:excel'],
  ])('is refused without a file, and %s is offered as one', (text, suggestion) => {
    expect(parse(text)).toEqual({
      kind: 'misread',
      text,
      problems: [
        {
          text: 'for:excel',
          why: expect.stringMatching(/^That is for a file, .*`export`/),
          suggestions: [],
        },
      ],
      suggestion,
    })
  })

  test('is refused of what has no file, which is offered as it is', () => {
    expect(parse('audit 30d for:excel')).toMatchObject({
      kind: 'misread',
      problems: [{ text: 'for:excel', why: expect.stringContaining('no file') }],
      suggestion: 'audit 30d',
    })
  })

  test('is the one thing a file may be for', () => {
    expect(parse('30d for:numbers')).toMatchObject({
      problems: [{ text: 'for:numbers', why: expect.stringContaining('`for:excel`') }],
    })
  })

  test('where no file can be given is refused as any file, with what was asked', () => {
    expect(parse('export 30d by:team for:excel')).toMatchObject({ suggestion: 'by:team 30d' })
  })
})

test('where no file can be given, it says where one can, and offers the answer', () => {
  expect(parse('export 30d by:team')).toMatchObject({
    kind: 'misread',
    suggestion: 'by:team 30d',
    problems: [{ why: expect.stringContaining('--json') }],
  })
})
