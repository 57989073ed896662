import { afterAll, beforeAll, expect, test } from 'vitest'

import { textOf } from '#demo/slack-fake/see.ts'
import type { Json } from '#demo/slack-fake/world.ts'

import { buttonOf } from './button-of.ts'
import { idOf, type Workplace, workplace } from './workplace.ts'

let place: Workplace
beforeAll(async () => {
  place = await workplace()
  await place.give('ann', { grant: 'admin' }, { grant: 'person' })
  await place.give('dan', { grant: 'analyst' })
  await place.give('eve', { grant: 'lead', unit: 'Sales' })
})
afterAll(() => place[Symbol.asyncDispose]())

/** The form as someone has it open after they type `build`. */
async function form(name: string) {
  const { modals } = place.slack.world
  const before = modals.length
  await place.slack.command({ user: idOf(name), channel: 'CALL', text: 'build' })
  await place.until(() => modals.length > before, 'the form')
  const blocks = modals.at(-1)?.view['blocks'] as readonly Json[]
  return blocks.map(({ block_id: id }) => id)
}

const offers = async (name: string, input: string, typed: string) =>
  (await place.slack.suggest({ user: idOf(name), actionId: input, typed })).options.map(
    ({ value }) => value,
  )

/** Sends the form, and what is answered then. */
async function sent(name: string, values: Readonly<Record<string, string>>, channel = 'CALL') {
  const rows = place.audited.length
  // A home page that is made meanwhile leaves a row of its own.
  const row = () => place.audited.slice(rows).find(({ detail }) => detail['home'] !== true)
  const delivery = await place.slack.submit({ user: idOf(name), values })
  if (delivery.reply !== '') return { reply: JSON.parse(delivery.reply) as Json }
  await place.until(() => row() !== undefined, 'an answer')
  const seen = () => place.seen(name, channel).at(-1)
  await place.until(() => seen() !== undefined && !textOf(seen()!).startsWith('Working'), 'it')
  return { row: row(), said: textOf(seen()!) }
}

test('a question is put together from lists, and answered where the form was opened', async () => {
  expect(await form('ann')).toEqual(
    'metric team user model level asset period from to by chart'.split(' '),
  )
  expect(await offers('ann', 'team', 'sal')).toEqual(['Sales', 'Sales/EMEA'])
  expect(await offers('ann', 'model', 'GPT')).toEqual(['gpt-4o'])
  const { row, said } = await sent('ann', {
    metric: 'spend',
    team: 'Sales',
    model: 'gpt-4o',
    period: '7d',
    by: 'tool',
    chart: 'none',
  })
  expect(row).toMatchObject({
    command: 'team:Sales model:gpt-4o by:tool spend 7d chart:none',
    place: 'slack:private-reply/CALL',
    outcome: 'answered',
  })
  expect(said).toContain('Sales')
  await form('ann')
  const levels = await sent('ann', { metric: 'messages', level: 'power', chart: 'none' })
  expect(levels.row).toMatchObject({ command: 'level:power messages 30d chart:none' })
  expect(await form('ann')).toContain('asset')
  expect(await offers('ann', 'asset', '')).toEqual([])
  // Of single prompts and agents only exact numbers tell.
  expect(await form('dan')).not.toContain('asset')
})

test('nothing chosen is everyone, the last 30 days; two days are a range, and must be one', async () => {
  await form('dan')
  expect((await sent('dan', {})).row).toMatchObject({ command: '30d' })
  await form('dan')
  expect((await sent('dan', { from: '2026-11-03' })).reply).toEqual({
    response_action: 'errors',
    errors: { to: 'Choose both days, or neither.' },
  })
  expect((await sent('dan', { from: '2026-11-03', to: '2026-11-01' })).reply).toMatchObject({
    errors: { to: 'The last day comes before the first.' },
  })
  expect((await sent('dan', { from: '2026-11-01', to: '2026-11-03' })).row).toMatchObject({
    command: '2026-11-01..2026-11-03',
  })
})

test('only names are offered that someone may ask about: people by alias, for the person permission alone', async () => {
  const alias = await place.alias('dan')
  await form('ann')
  expect(await offers('ann', 'user', alias.slice(0, 6))).toContain(alias)
  expect(await offers('ann', 'user', 'dan@northwind.example')).toEqual([])
  expect(await form('dan')).not.toContain('user')
  expect((await offers('dan', 'team', '')).length).toBeGreaterThan(3)
  // A model may be called after who made it: of those that few use, only whoever sees exact numbers is offered any.
  expect(await offers('dan', 'model', 'gpt')).toEqual([])
  await form('eve')
  expect(await offers('eve', 'team', '')).toEqual(['Sales', 'Sales/EMEA'])
  expect(await form('fay')).not.toContain('user')
  expect(await offers('fay', 'team', 'Sales')).toEqual([])
})

test('a form that is open while its rights go offers and answers no more than they are now', async () => {
  await place.give('ben', { grant: 'admin' }, { grant: 'person' })
  await form('ben')
  const alias = await place.alias('dan')
  expect(await offers('ben', 'user', alias)).toEqual([alias])
  await place.take('ben', { grant: 'person' })
  expect(await offers('ben', 'user', alias)).toEqual([])
  await form('ben')
  await place.slack.suggest({ user: idOf('ben'), actionId: 'team', typed: 'Sales' })
  await place.take('ben', { grant: 'admin' })
  const { row } = await sent('ben', { team: 'Sales' })
  expect(row).toMatchObject({ outcome: 'refused', detail: { reason: 'company-only' } })
})

test('it opens from help and from the home page too; what is asked there is answered under Messages', async () => {
  const { message } = await place.ask('ann', 'help')
  const { modals } = place.slack.world
  let before = modals.length
  const actionId = buttonOf(message, 'build') ?? ''
  await place.slack.click({ user: idOf('ann'), message, actionId })
  await place.until(() => modals.length > before, 'the form')
  await place.slack.openHome({ user: idOf('ann') })
  await place.until(() => place.slack.home(idOf('ann')) !== undefined, 'the page')
  const blocks = place.slack.home(idOf('ann'))?.[
    'blocks'
  ] as Workplace['slack']['world']['messages'][0]['blocks']
  before = modals.length
  await place.slack.click({
    user: idOf('ann'),
    message: 'home',
    actionId: buttonOf({ ...message, blocks }, 'build') ?? '',
  })
  await place.until(() => modals.length > before, 'the form')
  const { row } = await sent('ann', { by: 'model', period: '7d' }, place.slack.dmOf(idOf('ann')))
  expect(row).toMatchObject({
    command: 'by:model 7d',
    place: `slack:dm/${place.slack.dmOf(idOf('ann'))}`,
  })
  const page = () => JSON.stringify(place.slack.home(idOf('ann')))
  await place.until(() => page().includes('answered under Messages'), 'the page')
})

test('a guest reads why there is no form', async () => {
  const { said, rows } = await place.ask('gus', 'build')
  expect(said).toContain('Guests cannot ask')
  expect(rows).toMatchObject([{ outcome: 'refused' }])
})
