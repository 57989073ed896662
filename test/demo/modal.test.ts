import type { BlockAction } from '@slack/bolt'
import { expect, test } from 'vitest'

import { dismiss, submit } from '#demo/page/speak.ts'
import { pageState } from '#demo/page/state.ts'

import { button, startDesk } from './tiny-app.ts'

const plain = (text: string) => ({ type: 'plain_text', text }) as const
const input = (id: string, element: object) => ({
  type: 'input',
  block_id: id,
  optional: true,
  label: plain(id),
  element: { action_id: id, ...element },
})
const option = (value: string) => ({ text: plain(value), value })

const FORM = {
  type: 'modal',
  callback_id: 'ask',
  title: plain('Ask'),
  submit: plain('Go'),
  blocks: [
    input('split', { type: 'static_select', options: [option('team'), option('model')] }),
    input('team', { type: 'external_select', min_query_length: 1 }),
    input('day', { type: 'datepicker' }),
  ],
}

test('a form looks names up as they are typed, takes only what it offers, and stands on the page', async () => {
  await using desk = await startDesk()
  const { fake, client } = desk
  const opened: string[] = []
  const sent: unknown[] = []
  const options = (typed: string) =>
    Array.from({ length: typed === 'all' ? 101 : 2 }, (_, at) => option(`${typed} ${at}`))
  await desk.join((app) => {
    app.event('app_home_opened', async ({ event }) => {
      const blocks = [{ type: 'actions', elements: [button('Ask', 'go')] }]
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } as never })
    })
    app.action('go', async ({ ack, body }) => {
      await ack()
      opened.push((body as BlockAction).trigger_id)
    })
    app.options('team', async ({ ack, body }) => ack({ options: options(body.value) }))
    app.view('ask', async ({ ack, view }) => {
      sent.push(view.state.values)
      await (sent.length === 1
        ? ack({ response_action: 'errors', errors: { day: 'Choose a day.' } })
        : ack())
    })
  })
  await fake.openHome({ user: 'UADMIN' })
  await expect.poll(() => fake.home('UADMIN')).toBeDefined()
  await fake.click({ user: 'UADMIN', message: 'home', actionId: 'go' })
  await expect.poll(() => opened.length).toBe(1)
  const open = (view: object) =>
    client.views
      .open({ trigger_id: opened[0] ?? '', view: view as never })
      .catch((error: unknown) => String(error))
  // What Slack would refuse, the fake refuses too.
  const { submit: _, ...unsendable } = FORM
  expect(await open(unsendable)).toContain('invalid_arguments')
  expect(await open({ ...FORM, colour: 'red' })).toContain('invalid_arguments')
  await open(FORM)
  const page = () => pageState(fake, 'UADMIN', 'CGENERAL').modal ?? ''
  expect(page()).toMatch(/<select name="split">.*value="model"/)
  expect(page()).toContain('type="date"')

  const typing = (typed: string) => fake.suggest({ user: 'UADMIN', actionId: 'team', typed })
  await expect(typing('')).rejects.toThrow('from 1 letters')
  await expect(typing('all')).rejects.toThrow('options')
  expect((await typing('Sales')).options.map(({ value }) => value)).toEqual(['Sales 0', 'Sales 1'])

  const send = (values: Readonly<Record<string, string>>) =>
    submit(fake, { user: 'UADMIN', values })
  await expect(send({ team: 'Legal' })).rejects.toThrow('offers no Legal')
  expect(await send({ team: 'Sales 1', split: 'team' })).toEqual({ notice: 'Choose a day.' })
  expect(page()).not.toBe('')
  expect(await send({ day: '2026-11-20' })).toEqual({})
  expect(page()).toBe('')
  expect(sent).toMatchObject([
    {
      team: { team: { selected_option: { value: 'Sales 1' } } },
      day: { day: { selected_date: null } },
    },
    { day: { day: { selected_date: '2026-11-20' } }, split: { split: { selected_option: null } } },
  ])
  dismiss(fake, 'UADMIN')
})

test('a change in a form reaches the app where it asked for it, and only the view it saw can be changed', async () => {
  await using desk = await startDesk()
  const { fake, client } = desk
  const heard: BlockAction[] = []
  await desk.join((app) => {
    app.event('app_home_opened', async ({ event }) => {
      const blocks = [{ type: 'actions', elements: [button('Ask', 'go')] }]
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } as never })
    })
    app.action(/.*/u, async ({ ack, body }) => {
      await ack()
      heard.push(body as BlockAction)
    })
  })
  await fake.openHome({ user: 'UADMIN' })
  await expect.poll(() => fake.home('UADMIN')).toBeDefined()
  await fake.click({ user: 'UADMIN', message: 'home', actionId: 'go' })
  await expect.poll(() => heard.length).toBe(1)
  const told = (on: string) => ({
    ...input('zone', {
      type: 'plain_text_input',
      dispatch_action_config: { trigger_actions_on: [on] },
    }),
    dispatch_action: true,
  })
  const view = (...blocks: object[]) => ({ ...FORM, blocks }) as never
  const [split, , day] = FORM.blocks
  const opened = await client.views.open({
    trigger_id: heard[0]?.trigger_id ?? '',
    view: view(split!, { ...day, dispatch_action: true }, told('on_character_entered')),
  })
  const { id: view_id = '', hash = '' } = opened.view ?? {}
  const change = (actionId: string, value: string, enter = false) =>
    fake.change({ user: 'UADMIN', actionId, value, enter })
  expect(await change('split', 'model')).toBeUndefined()
  expect(await change('zone', 'Europe/Berlin', true)).toBeUndefined()
  await expect(change('split', 'nonsense')).rejects.toThrow('offers no nonsense')
  await change('zone', 'Europe/B')
  await change('day', '2026-11-30')
  await expect.poll(() => heard.length).toBe(3)
  expect(heard[1]).toMatchObject({
    container: { type: 'view', view_id },
    view: {
      hash,
      state: { values: { split: { split: { selected_option: { value: 'model' } } } } },
    },
    actions: [{ action_id: 'zone', type: 'plain_text_input', value: 'Europe/B' }],
  })
  expect(heard[2]?.actions).toMatchObject([{ selected_date: '2026-11-30' }])

  const update = (given: object) =>
    client.views.update({ view_id, ...given } as never).catch((error: unknown) => String(error))
  expect(await update({ hash: 'of another', view: view(split!) })).toContain('hash_conflict')
  expect(await update({ view: view(told('on_a_whim')) })).toContain('invalid_blocks')
  const again = view(split!, told('on_enter_pressed'))
  expect(await update({ hash, view: again })).toMatchObject({ view: { id: view_id } })
  expect(await update({ hash, view: again })).toContain('hash_conflict')
  // What was filled in stays, of inputs that are still there.
  expect(await change('zone', 'UTC')).toBeUndefined()
  await change('zone', 'UTC', true)
  await expect.poll(() => heard.length).toBe(4)
  expect(heard[3]?.view?.state.values).toEqual({
    split: { split: { type: 'static_select', selected_option: option('model') } },
    zone: { zone: { type: 'plain_text_input', value: 'UTC' } },
  })
  dismiss(fake, 'UADMIN')
  expect(await update({ view: again })).toContain('not_found')
})
