import { expect, test } from 'vitest'

import { alertMessage } from '#core/alert/message.ts'
import { isAlias } from '#core/privacy/alias.ts'
import { looked } from '#jobs/looked.ts'
import { desk, finding, NOW } from '#test/core/alert/house.ts'

test.each([
  ['p-ann234', true],
  ['p-6kz6exabcdefghij', true],
  ['p-6kz6exabcdefghijk', false],
  ['p-6kz6e', false],
  ['p-6kz6e1', false],
  ['p-prod-runner', false],
  ['ci-runner', false],
])('%s is the alias of a person: %s', (name, person) => {
  expect(isAlias(name)).toBe(person)
})

const both = [
  { account: 3, name: 'p-prod-runner' },
  { account: 7, name: 'p-ann234' },
]

test('a key goes by its own name in an alert, however it begins; a person is counted', () => {
  const [alert] = desk().turn([finding({ actor: null, also: both })], NOW)
  const [facts] = alertMessage(alert!, { zone: 'UTC' }).parts
  expect(facts).toMatchObject({
    facts: [{ label: 'Who', value: '1 person and p-prod-runner' }, {}, {}, {}],
  })
})

test('a look at a key is a look at nobody', () => {
  const names = both.map(({ name }) => name)
  expect(looked(names, 'owner')).toEqual({ people: 'p-ann234', role: 'owner' })
  expect(looked(['p-prod-runner', null], 'owner')).toEqual({})
})
