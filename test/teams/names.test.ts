import { expect, test } from 'vitest'

import { withNames } from '#teams/names.ts'
import { note } from '#teams/says.ts'

const ADA = 'ada00000-0000-4000-8000-000000000000'
const TENANT = '22222222-2222-4222-8222-222222222222'
const names = new Map([[ADA, 'Ada Lovelace']])
const textOf = (text: string) => withNames(note('', text), names).parts

test.each([
  [`Acknowledged by \`${ADA}\`.`, 'Acknowledged by **Ada Lovelace**.'],
  [`${TENANT}/${ADA} has the role admin.`, 'Ada Lovelace has the role admin.'],
  ['`bbbbbbbb-0000-4000-8000-000000000000` is nobody we know', undefined],
  [`Type \`roles grant analyst ${ADA}\`.`, undefined],
])('%s', (said, read = said) => {
  expect(textOf(said)).toEqual([{ kind: 'text', text: `**** ${read}` }])
})
