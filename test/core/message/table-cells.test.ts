import { expect, test } from 'vitest'

import { isNumber, wordColumns } from '#core/message/number-cell.ts'
import { rolesMessage } from '#core/message/roles.ts'

test.each([
  ['$1,343', true],
  ['▲ 14%', true],
  ['–', true],
  ['', true],
  ['about the same', false],
  ['settings', false],
  ['p-25db2l', false],
])('%s is read as a number: %s', (cell, is) => {
  expect(isNumber(cell)).toBe(is)
})

test('columns of words are read from the left, those with a number in them from the right', () => {
  const rows = [
    ['claude', '$1,079', '▲ 25%', 'ok'],
    ['cursor', '$424', 'about the same', 'off'],
  ]
  expect([...wordColumns(['Tool', 'Spend', 'Change', 'State'], rows)]).toEqual([0, 3])
})

test('who has a role stands there as an account; where no role is of a unit, no column is', () => {
  const given = { grant: 'admin', who: 'T1/U1', by: 'slack:T1/U9' } as const
  const [table] = rolesMessage([given]).parts
  expect(table).toMatchObject({
    head: ['Who', 'Role', 'Given by'],
    rows: [['T1/U1', 'admin', 'T1/U9']],
    accounts: [0, 2],
  })
  const [wide] = rolesMessage([given, { ...given, grant: 'lead', unit: 'Sales' }]).parts
  expect(wide).toMatchObject({
    head: ['Who', 'Role', 'Unit', 'Given by'],
    rows: [
      ['T1/U1', 'admin', '', 'T1/U9'],
      ['T1/U1', 'lead', 'Sales', 'T1/U9'],
    ],
    accounts: [0, 3],
  })
})
