import { expect, test } from 'vitest'

import { button, stage, types } from './stage.ts'

test('an admin types the command and sees one private answer with its picture', async () => {
  await using s = await stage()
  const delivery = await s.slack.command({
    user: 'UADMIN',
    channel: 'CGENERAL',
    text: 'team:eng 30d',
  })
  expect(delivery).toMatchObject({ status: 200, outcome: 'ok', reply: '' })
  await s.until(() => s.seen().length > 0)
  await s.quiet()
  const [answer, ...more] = s.seen()
  expect(more).toEqual([])
  expect(answer?.onlyFor).toBe('UADMIN')
  expect(types(answer)).toEqual(['header', 'rich_text', 'section', 'image', 'actions', 'context'])
  expect(s.slack.picturesOf(answer!).length).toBe(1)
  expect(answer?.text).toContain('Weekly spend of Engineering: from $900 to $1,200.')
  expect(s.house.asked).toMatchObject([
    {
      text: 'team:eng 30d',
      place: 'slack:private-reply/CGENERAL',
      viewer: { workspace: 'TFAKE', id: 'UADMIN', standing: 'member', admin: true },
    },
  ])
  expect(s.seen('UMEMBER')).toEqual([])
})

test('a button replaces the answer it stands under', async () => {
  await using s = await stage()
  const [answer] = await s.ask()
  s.house.day.reply = { title: 'Seven days', summary: 'Less.', parts: [] }
  await s.slack.click({ user: 'UADMIN', message: answer!, actionId: button(answer!, '7 days') })
  await s.until(() => s.said().join().includes('Seven days'))
  await s.quiet()
  expect(s.seen().length).toBe(1)
  expect(s.house.asked.map(({ text }) => text)).toEqual(['team:eng 30d', 'team:eng 7d'])
})

test('a button that opens a page is acknowledged, and nothing is said or asked', async () => {
  await using s = await stage()
  s.house.day.reply = {
    title: 'Alert 1',
    summary: 'Warning.',
    parts: [
      {
        kind: 'buttons',
        buttons: [
          { label: 'Open its log', act: { kind: 'open', url: 'https://vendor.example/log' } },
        ],
      },
    ],
  }
  const [answer] = await s.ask()
  const before = s.said()
  const delivery = await s.slack.click({
    user: 'UADMIN',
    message: answer!,
    actionId: button(answer!, 'Open its log'),
  })
  expect(delivery).toMatchObject({ status: 200, outcome: 'ok' })
  await s.quiet()
  expect(s.said()).toEqual(before)
  expect(s.house.asked).toHaveLength(1)
})
