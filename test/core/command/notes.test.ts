import { expect, test } from 'vitest'

import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'

test.each([
  ['notes', { kind: 'notes', act: 'list' }, 'notes'],
  ['note remove #3', { kind: 'notes', act: 'remove', id: 3 }, 'note remove 3'],
  [
    'note 2026-11-03 Copilot **rolled** out',
    { kind: 'notes', act: 'add', day: '2026-11-03', says: 'Copilot rolled out' },
    'note 2026-11-03 "Copilot rolled out"',
  ],
  [
    'note 2026-09-15 Training team:sales "Copilot workshop"',
    {
      kind: 'notes',
      act: 'add',
      day: '2026-09-15',
      says: 'Copilot workshop',
      sort: 'training',
      team: 'sales',
    },
    'note 2026-09-15 training team:sales "Copilot workshop"',
  ],
  [
    'note 2026-09-15 team:“Data Platform” "Copilot"',
    { kind: 'notes', act: 'add', day: '2026-09-15', says: 'Copilot', team: 'Data Platform' },
    'note 2026-09-15 team:"Data Platform" "Copilot"',
  ],
  [
    'note 2026-09-15 release "a \\"new\\" one"',
    { kind: 'notes', act: 'add', day: '2026-09-15', says: 'a "new" one', sort: 'release' },
    'note 2026-09-15 release "a \\"new\\" one"',
  ],
  [
    'note 2026-09-15 a team: it began',
    { kind: 'notes', act: 'add', day: '2026-09-15', says: 'a team: it began' },
    'note 2026-09-15 "a team: it began"',
  ],
])('%s', (text, command, canonical) => {
  expect(parse(text)).toEqual(command)
  expect(format(parse(text) as Parameters<typeof format>[0])).toBe(canonical)
  expect(parse(canonical)).toEqual(command)
})

test.each([
  ['note Copilot rolled out', 'begins with its day'],
  ['note 2026-02-31 Copilot', 'begins with its day'],
  ['note 2026-11-03', 'Say what happened'],
  ['note 2026-11-03 ``', 'Say what happened'],
  [`note 2026-11-03 ${'a'.repeat(81)}`, 'at most 80 characters'],
])('%s is no note', (text, why) => {
  expect(parse(text)).toMatchObject({
    kind: 'misread',
    problems: [{ why: expect.stringContaining(why) }],
  })
})
