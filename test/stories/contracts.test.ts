import { expect, test } from 'vitest'

import { plainText } from '#core/message/plain-text.ts'

import { collecting } from './collecting.ts'

test('a tool without a contract is said once in status, doctor and an answer of cost, until it has one', async () => {
  await using it = await collecting()
  it.server.restate('2026-11-20', { 'ada@corp.test': 7 })
  await it.run(['sync', '--quiet'])
  const asked = async (text: string) =>
    plainText((await it.answer({ text, viewer: { kind: 'operator' }, place: 'terminal' })).message)
  const said = async () => [
    (await it.run(['status'])).out,
    (await it.run(['doctor'])).out,
    await asked('status'),
    await asked('spend 30d'),
    await asked('messages 30d'),
  ]
  const times = (text: string) =>
    text.split('No contract is known for acme: prices and terms are not assumed.').length - 1
  expect((await said()).map(times)).toEqual([1, 1, 1, 1, 0])
  await it.run(['contract', 'set', 'acme', '--from', '2026-01-01', '--seats', '5'])
  expect((await said()).map(times)).toEqual([0, 0, 0, 0, 0])
})
