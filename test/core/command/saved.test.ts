import { describe, expect, test } from 'vitest'

import { actionOf } from '#core/access/action.ts'
import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'

describe('what is typed to keep a question', () => {
  test.each([
    ['save "Monday numbers" team:eng 30d', { name: 'Monday numbers', what: 'team:eng 30d' }],
    ['SAVE “Monday numbers”  by:team', { name: 'Monday numbers', what: 'by:team' }],
    ['save monday me 30d', { name: 'monday', what: 'me 30d' }],
    ['save "Last asked"', { name: 'Last asked' }],
    ['save "two\n lines" 7d', { name: 'two lines', what: '7d' }],
  ])('%s', (text, wanted) => {
    expect(parse(text)).toEqual({ kind: 'save', ...wanted })
  })

  test.each([
    ['save', 'Say its name'],
    ['save "" 30d', 'Say its name'],
    ['save "ann@northwind.example" 30d', 'holds no address'],
    [`save "${'long '.repeat(13)}" 30d`, 'at most 60'],
    ['save "Grants" roles grant analyst U024BE7LH', 'not a question'],
    ['save "Again" save "Once" 30d', 'not a question'],
    ['save "Loop" saved "Loop"', 'not a question'],
    ['save "Mail" subscribe 30d weekly', 'not a question'],
    ['save "Rule" alert disable key-created', 'not a question'],
  ])('%s is no question to keep', (text, why) => {
    const read = parse(text)
    expect(read.kind === 'misread' ? read.problems[0]?.why : read).toContain(why)
  })

  test('a slip in the question is corrected in its place', () => {
    const read = parse('save "Monday" tem:eng 30d')
    expect(read).toMatchObject({ kind: 'misread', suggestion: 'save "Monday" team:eng 30d' })
  })
})

describe('what is typed to ask and change one', () => {
  test.each([
    ['saved', { act: 'list' }],
    ['saved list', { act: 'list' }],
    ['saved "Monday numbers"', { act: 'ask', name: 'Monday numbers' }],
    ['saved Monday numbers', { act: 'ask', name: 'Monday numbers' }],
    ['saved "remove"', { act: 'ask', name: 'remove' }],
    ['saved "remove it"', { act: 'ask', name: 'remove it' }],
    ['saved remove Monday numbers', { act: 'remove', name: 'Monday numbers' }],
    ['saved delete "Monday numbers"', { act: 'remove', name: 'Monday numbers' }],
    ['saved rename "A b" "C d"', { act: 'rename', name: 'A b', to: 'C d' }],
    ['saved rename "A b" to C d', { act: 'rename', name: 'A b', to: 'C d' }],
    ['saved share x', { act: 'share', name: 'x' }],
    ['saved unshare x', { act: 'unshare', name: 'x' }],
  ])('%s', (text, wanted) => {
    const read = parse(text)
    expect(read).toEqual({ kind: 'saved', ...wanted })
    expect(read.kind === 'misread' ? '' : parse(format(read))).toEqual(read)
  })

  test('a rename says both names', () => {
    expect(parse('saved rename "Monday"').kind).toBe('misread')
  })
})

test('only sharing is for admins, and a kept question is redacted as it is asked', () => {
  const read = (text: string) => {
    const command = parse(text)
    if (command.kind === 'misread') throw new Error(text)
    return command
  }
  expect(
    ['saved share x', 'saved unshare x', 'saved remove x', 'saved x'].map((text) =>
      actionOf(read(text)),
    ),
  ).toEqual(['saved share', 'saved share', 'saved', 'saved'])
  expect(redact('save "Bob" user:bob@northwind.example 30d')).toBe('save "Bob" user:[person] 30d')
})
