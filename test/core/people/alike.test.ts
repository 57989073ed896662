import { expect, test } from 'vitest'

import { alike, alikes } from '#core/people/alike.ts'

test.each([
  ['ada.lovelace@corp.test', 'ada-lovelace', 'same name'],
  ['ada.lovelace@corp.test', 'AdaLovelace', 'same name'],
  ['ada.lovelace@corp.test', 'ada_lovelace42', 'same name'],
  ['ada.lovelace+ai@corp.test', 'adalovelace', 'same name'],
  ['ada.lovelace@corp.test', 'alovelace', 'first initial'],
  ['grace.hopper@corp.test', 'graceh', 'last initial'],
  ['ada.lovelace@corp.test', 'ada.lovelace@labs.test', 'other domain'],
  ['ada.lovelace@corp.test', 'ada.lovelace@corp.test', undefined],
  ['ada.lovelace@corp.test', 'grace-hopper', undefined],
  ['ada.lovelace@corp.test', 'ada', undefined],
  ['ada.lovelace@corp.test', 'lovelace', undefined],
  ['ann@corp.test', 'ann', undefined],
  ['li.wu@corp.test', 'lw', undefined],
  ['1@corp.test', '2', undefined],
])('%s beside %s: %s', (address, login, why) => {
  expect(alike(address, login)).toBe(why)
})

test('a login that resembles two addresses is left to neither', () => {
  const addresses = ['ada.lovelace@corp.test', 'anna.lovelace@corp.test', 'grace.hopper@corp.test']
  expect(alikes(addresses, ['alovelace', 'grace-hopper', 'grace-hopper', 'nobody'])).toEqual([
    { address: 'grace.hopper@corp.test', login: 'grace-hopper', why: 'same name' },
  ])
})

test('a name that many share joins nobody, and costs no time', () => {
  const many = Array.from({ length: 20_000 }, (_, n) => `tester${n}@corp${n % 2}.test`)
  expect(alikes(many, many)).toEqual([])
})
