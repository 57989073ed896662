import { afterAll, beforeAll, expect, test } from 'vitest'

import { textOf } from '#demo/slack-fake/see.ts'
import type { Message } from '#demo/slack-fake/world.ts'

import { buttonSaying } from './button-of.ts'
import { idOf, type Workplace, workplace } from './workplace.ts'

let place: Workplace
beforeAll(async () => {
  place = await workplace()
  await place.give('ann', { grant: 'admin' }, { grant: 'person' })
  await place.give('dan', { grant: 'analyst' })
})
afterAll(() => place[Symbol.asyncDispose]())

function refIn(said: string): string {
  const [, ref] = /Answer `([2-9a-z]{4})`/.exec(said) ?? []
  if (ref === undefined) throw new Error('The answer carries no id')
  return ref
}

test('the button under an answer shows how it was made, with the rows that were counted', async () => {
  const { message, said } = await place.ask('ann', 'team:Engineering 7d')
  const ref = refIn(said)
  await place.slack.click({
    user: idOf('ann'),
    message,
    actionId: buttonSaying(message, 'Explain'),
  })
  const explained = () =>
    place.seen('ann').find((one) => textOf(one).startsWith(`How answer ${ref}`))
  await place.until(() => explained() !== undefined, 'an explanation')
  // In the place of the answer it is about.
  expect(explained()?.ts).toBe(message.ts)
  const blocks = JSON.stringify(explained()?.blocks)
  // Four of the seven work in Engineering; each has one line in these days.
  expect(blocks).toContain('Tool and source')
  for (const cell of ['chatgpt', '4', 'activity, tokens, cost'])
    expect(blocks).toContain(`{"type":"raw_text","text":"${cell}"}`)
  expect(blocks).toContain('every number is the same')
})

test('nobody gets at another’s numbers by their id', async () => {
  const { said } = await place.ask('ann', 'by:user 7d')
  const ref = refIn(said)
  const { said: told, rows } = await place.ask('dan', `explain ${ref}`)
  expect(told).toContain(`There is no answer ${ref} that you can see here.`)
  expect(rows).toMatchObject([{ outcome: 'answered', detail: { answer: null } }])
})

/** What someone sees of the app in a channel, without what only they see. */
const posted = (channel: string) =>
  place.slack.world.messages.filter(
    (one) => one.channel === channel && one.from === 'app' && one.onlyFor === undefined,
  )

async function asked(channel: string, text: string) {
  const before = place.seen('ann', channel).length
  await place.slack.command({ user: idOf('ann'), channel, text })
  const answers = () => place.seen('ann', channel).slice(before)
  await place.until(() => answers().some((one) => one.blocks.length > 0), `an answer to ${text}`)
  return answers().find((one) => one.blocks.length > 0)!
}

async function pressed(channel: string, message: Message, label: string) {
  const before = place.seen('ann', channel).filter(({ onlyFor }) => onlyFor !== undefined).length
  await place.slack.click({ user: idOf('ann'), message, actionId: buttonSaying(message, label) })
  const told = () => place.seen('ann', channel).filter(({ onlyFor }) => onlyFor !== undefined)
  await place.until(() => told().length > before, label)
  return told().at(-1)!
}

test('an answer is shared with a channel whose readers may all see it, and taken back', async () => {
  const answer = await asked('CROOM', 'team:Sales 7d')
  const told = await pressed('CROOM', answer, 'Share')
  expect(textOf(told)).toContain('Shared.')
  expect(posted('CROOM').map(textOf)[0]).toContain('The members of this channel can read this')
  const back = await pressed('CROOM', told, 'Take it back')
  expect(textOf(back)).toContain('Taken back.')
  expect(posted('CROOM')).toEqual([])
  const acts = place.audited.filter(({ action }) => action === 'share' || action === 'unshare')
  expect(acts.map((row) => [row.action, row.place])).toEqual([
    ['share', 'slack:private-channel/CROOM'],
    ['unshare', 'slack:private-reply/CROOM'],
  ])
})

test.each([
  ['CALL', '7d', '1 reader of 7 may not see this: 1 guest.'],
  ['COPEN', 'team:Sales 7d', 'The whole workspace can read it'],
  ['CROOM', 'by:user 7d', '2 readers of 2 may not see this'],
  ['CAWAY', '7d', 'Who reads this channel could not be seen'],
])('in %s, %s is not shared, and it is said why', async (channel, text, why) => {
  const told = await pressed(channel, await asked(channel, text), 'Share')
  expect(textOf(told)).toContain(why)
  expect(posted(channel)).toEqual([])
})

test('share and unshare can be typed', async () => {
  place.advance(60_000)
  await asked('COPEN', '7d')
  const own = () => place.seen('ann', 'COPEN').filter(({ onlyFor }) => onlyFor !== undefined)
  const typed = async (text: string) => {
    const before = own().length
    await place.slack.command({ user: idOf('ann'), channel: 'COPEN', text })
    await place.until(() => own().length > before, text)
    return textOf(own().at(-1)!)
  }
  expect(await typed('share')).toContain('Everyone in this workspace can read this channel.')
  expect(posted('COPEN')).toHaveLength(1)
  expect(await typed('unshare')).toContain('Taken back.')
  expect(posted('COPEN')).toEqual([])
  expect(await typed('unshare')).toContain('Nothing was taken back.')
})
