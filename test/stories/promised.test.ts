import { afterAll, beforeAll, expect, test } from 'vitest'

import { textOf } from '#demo/slack-fake/see.ts'

import { buttonOf } from './button-of.ts'
import { idOf, type Workplace, workplace } from './workplace.ts'

let place: Workplace
beforeAll(async () => {
  place = await workplace()
  for (const name of ['ann', 'ben']) await place.give(name, { grant: 'admin' }, { grant: 'person' })
})
afterAll(() => place[Symbol.asyncDispose]())

const refusal = { outcome: 'refused', detail: { reason: 'not-promised' } }

test('nothing is answered in a place that the policy does not name, not even by an old button', async () => {
  const message = await (await place.ask('ann', '7d')).withButton('keep')
  place.promise({ places: ['dm'] })
  const { said, rows, read } = await place.ask('ann', '7d')
  expect(said).toContain('lets nothing be answered in this place')
  expect([rows, read]).toMatchObject([[refusal], []])
  const before = place.audited.length
  await place.slack.click({ user: idOf('ann'), message, actionId: buttonOf(message, 'keep') ?? '' })
  await place.until(() => place.audited.length > before, 'a refusal')
  expect(place.audited.slice(before)).toMatchObject([refusal])
  place.promise({})
  expect((await place.ask('ann', '7d')).rows).toMatchObject([{ outcome: 'answered' }])
})

test('names are revealed to whom the policy names and to no other admin', async () => {
  place.promise({ reveal: [idOf('ben')] })
  const press = async (name: string) => {
    const message = await (await place.ask(name, 'by:user 7d')).withButton('reveal')
    const [rows, modals] = [place.audited.length, place.slack.world.modals.length]
    const actionId = buttonOf(message, 'reveal') ?? ''
    await place.slack.click({ user: idOf(name), message, actionId })
    await place.until(
      () => place.audited.length > rows || place.slack.world.modals.length > modals,
      'an end',
    )
    return place.slack.world.modals.length - modals
  }
  expect(await press('ann')).toBe(0)
  const refused = { action: 'reveal', outcome: 'refused', detail: { reason: 'reveal-promised' } }
  expect(place.audited.at(-1)).toMatchObject(refused)
  expect(await press('ben')).toBe(1)
  place.promise({ reveal: [] })
  const modal = place.slack.world.modals.at(-1)!
  await place.slack.submit({ user: idOf('ben'), values: { reason: 'Asked for by finance' } })
  const shown = () => textOf({ text: '', blocks: modal.view['blocks'] as never })
  await place.until(() => shown().includes('does not let you see'), 'the refusal')
  expect(place.audited.at(-1)).toMatchObject(refused)
})
