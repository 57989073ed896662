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
