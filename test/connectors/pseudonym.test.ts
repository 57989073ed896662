import { createHmac } from 'node:crypto'

import { expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'

const KEY = 'a key of at least thirty-two letters'
const { person, conversation, asset, run, event } = pseudonymizer(KEY)

test('a person is a keyed HMAC-SHA-256 of their identifier', () => {
  const expected = createHmac('sha256', KEY).update('person\0ada@example.com').digest('hex')
  expect(person('ada@example.com')).toBe(expected)
})

test.each(['ADA@example.com', ' ada@example.com ', 'ａda@example.com', 'ada@EXAMPLE.com\t'])(
  "'%s' is the same person",
  (written) => {
    expect(person(written)).toBe(person('ada@example.com'))
  },
)

test('another key gives another pseudonym', () => {
  expect(pseudonymizer('another key of thirty-two letters!').person('ada@example.com')).not.toBe(
    person('ada@example.com'),
  )
})

test('the same word names different things in different places', () => {
  const names = [person, conversation, asset, run, event].map((name) => name('x'))
  expect(new Set(names).size).toBe(names.length)
})

test('conversations, assets and runs are case-sensitive', () => {
  expect(conversation('A')).not.toBe(conversation('a'))
})

test('pseudonyms stay the same however many were asked for in between', () => {
  const first = person('first@example.com')
  for (let n = 0; n < 120_000; n++) person(`p${n}@example.com`)
  expect(person('first@example.com')).toBe(first)
})
