import { afterAll, beforeAll, expect, test } from 'vitest'

import { textOf } from '#demo/slack-fake/see.ts'
import type { Message } from '#demo/slack-fake/world.ts'
import { auditTrail } from '#store/audit-trail.ts'

import { buttonOf } from './button-of.ts'
import { press } from './press.ts'
import { idOf, type Workplace, workplace } from './workplace.ts'

let place: Workplace
beforeAll(async () => {
  place = await workplace()
  await place.give('ann', { grant: 'admin' }, { grant: 'person' })
  await place.give('dan', { grant: 'analyst' })
})
afterAll(() => place[Symbol.asyncDispose]())

const pressed = (name: string, message: Message, label: string) =>
  press(place, { name, message, label })

test('what is sent, where and when is edited in a form that shows how it is, and undone', async () => {
  const made = await place.ask('ann', 'subscribe "team:Sales 30d" weekly monday 10:15 to:#all')
  const { id = 0 } = (await place.subscriptions.list()).at(-1) ?? {}
  const forms = place.slack.world.modals.length
  await place.slack.click({
    user: idOf('ann'),
    message: made.message,
    actionId: buttonOf(made.message, 'edit') ?? '',
  })
  await place.until(() => place.slack.world.modals.length > forms, 'the form')
  const view = place.slack.world.modals.at(-1)?.view
  expect(JSON.stringify(view)).toMatch(/"team:Sales 30d".*"10:15".*"#all"/u)
  const values = {
    what: 'by:tool 30d',
    often: 'weekly',
    day: 'tuesday',
    time: '10:15',
    place: 'me',
  }
  const wrong = await place.slack.submit({ user: idOf('ann'), values: { ...values, place: '' } })
  expect(wrong.reply).toContain('Say where')
  await place.slack.submit({ user: idOf('ann'), values })
  await place.until(
    () => textOf(place.seen('ann', 'CALL').at(-1)!).includes('Changed. Next: Tuesday'),
    'the change',
  )
  expect(await place.subscriptions.find(id)).toMatchObject({
    cadence: 'weekly tuesday 10:15 UTC',
    targets: [{ no: 1, what: 'by:tool 30d', kind: 'person', id: idOf('ann') }],
  })
  const trail = await auditTrail(place.store.db).list({ action: 'subscribe' }, 1)
  expect(trail.rows).toMatchObject([
    { command: expect.stringContaining(`edit ${id} "by:tool 30d"`) },
  ])
  await pressed('ann', place.seen('ann', 'CALL').at(-1)!, 'Undo')
  await place.until(
    () => textOf(place.seen('ann', 'CALL').at(-1)!).includes('to #all'),
    'what was before',
  )
  expect(await place.subscriptions.find(id)).toMatchObject({
    cadence: 'weekly monday 10:15 UTC',
    targets: [{ no: 1, what: 'team:Sales 30d', id: 'CALL' }],
  })
  expect(textOf(place.seen('ann', 'CALL').at(-1)!)).toContain('Changed. Next: Monday')
  await place.ask('ann', `subscriptions remove ${id}`)
})

test('an edit passes the checks of a new subscription, and is its owner’s alone', async () => {
  await place.ask('dan', 'subscribe 30d weekly monday 09:00')
  const before = (await place.subscriptions.list()).at(-1)
  const edit = `subscriptions edit ${before?.id}`
  const refused = [
    await place.ask('dan', `${edit} "by:user 30d" to:#all`),
    await place.ask('dan', `${edit} to:#nowhere`),
    await place.ask('dan', `${edit} "team:nobody 30d"`),
    await place.ask('dan', `${edit} 30d only:notable`),
    await place.ask('ann', `${edit} "7d"`),
  ].map(({ said }) => said)
  expect(refused[1]).toContain('is not in #nowhere')
  expect(refused[2]).toContain('nobody')
  expect(refused[3]).toContain('it is known whether something stands out')
  expect(refused[4]).toContain('Only its owner')
  expect((await place.subscriptions.list()).at(-1)).toEqual(before)
  expect((await place.ask('dan', edit)).said).toContain('goes to your messages')
  await place.ask('dan', `subscriptions remove ${before?.id}`)
})
