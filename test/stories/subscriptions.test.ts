import { afterAll, beforeAll, expect, test } from 'vitest'

import { textOf } from '#demo/slack-fake/see.ts'
import type { Message } from '#demo/slack-fake/world.ts'
import { auditTrail } from '#store/audit-trail.ts'

import { buttonOf } from './button-of.ts'
import { press } from './press.ts'
import { idOf, type Workplace, workplace } from './workplace.ts'

const DAY = 24 * 3_600_000
const WEEK = 7 * DAY

let place: Workplace
beforeAll(async () => {
  place = await workplace()
  await place.give('ann', { grant: 'admin' }, { grant: 'person' })
  await place.give('dan', { grant: 'analyst' })
})
afterAll(() => place[Symbol.asyncDispose]())

/** What the app posted for everyone in a channel, without what only one person sees. */
const posted = (channel = 'CALL') =>
  place.slack.world.messages.filter(
    (one) => one.channel === channel && one.from === 'app' && one.onlyFor === undefined,
  )
const own = (name: string) => posted(place.slack.dmOf(idOf(name)))

const pressed = (name: string, message: Message, label: string) =>
  press(place, { name, message, label })

test('every Monday a channel reads what someone subscribed it to, with published numbers, once', async () => {
  const { said, rows } = await place.ask(
    'ann',
    'subscribe "team:Sales 30d" weekly monday 09:00 Europe/Berlin to:#all',
  )
  expect(said).toContain('Subscribed. The first comes on Monday 9 Nov 2026, 09:00 (Europe/Berlin).')
  expect(rows).toMatchObject([{ action: 'ask', outcome: 'answered' }])
  const trail = await auditTrail(place.store.db).list({ action: 'subscribe' }, 2)
  expect(trail.rows).toMatchObject([{ outcome: 'done', viewer: 'slack:TFAKE/UANN' }])
  const before = posted().length
  await place.sendAfter(DAY)
  expect(posted()).toHaveLength(before)
  place.measured.length = 0
  await place.sendAfter(DAY)
  await place.sendAfter(3 * DAY)
  const [digest, ...more] = posted().slice(before)
  expect(textOf(digest!)).toMatch(/Late\n: this was due on Monday 9 Nov 2026, 09:00/)
  expect(textOf(digest!)).toContain('Sales')
  expect(more.every(({ thread }) => thread === digest?.ts)).toBe(true)
  expect(new Set(place.measured.map(({ from }) => from))).toEqual(new Set(['published']))
  const { said: list } = await place.ask('ann', 'subscriptions')
  expect(list).toContain('Next: Monday 16 Nov 2026, 09:00 (Europe/Berlin)')
})

test('from a button under an answer a form asks how often, and the question is there already', async () => {
  const { message } = await place.ask('ann', 'team:Sales 30d')
  const forms = place.slack.world.modals.length
  const actionId = buttonOf(message, 'subscribe') ?? ''
  await place.slack.click({ user: idOf('ann'), message, actionId })
  await place.until(() => place.slack.world.modals.length > forms, 'the form')
  const form = () => textOf({ blocks: place.slack.world.modals.at(-1)?.view['blocks'] } as Message)
  expect(form()).toMatch(/Next: Monday \d+ Nov 2026, 09:00 \(UTC\)/u)
  const choose = (part: string, value: string) =>
    place.slack.change({ user: idOf('ann'), actionId: part, value })
  await Promise.all(['M', 'Ma', 'Mars', 'Mars/', 'Mars/X'].map((typed) => choose('zone', typed)))
  await place.until(() => form().includes('There is no time zone Mars/X'), 'what is wrong')
  expect(form()).not.toContain('(UTC)')
  await choose('zone', 'Europe/Berlin')
  await choose('often', 'weekdays')
  await choose('time', '08:30')
  await place.until(() => form().includes('08:30 (Europe/Berlin)'), 'the next turn')
  const wrong = await place.slack
    .submit({ user: idOf('ann'), values: { day: '31', zone: 'Mars/X' } })
    .catch(String)
  expect(wrong).toContain('day offers no 31')
  const misfit = await place.slack.submit({
    user: idOf('ann'),
    values: { day: '5', often: 'weekly' },
  })
  expect(misfit.reply).toContain('Choose a day of the week')
  const values = { often: 'weekdays', time: '08:30', zone: 'Europe/Berlin' }
  await place.slack.submit({ user: idOf('ann'), values })
  const answer = () => place.seen('ann', 'CALL').at(-1)
  await place.until(() => textOf(answer()!).includes('Subscribed. The first'), 'an answer')
  const made = (await place.subscriptions.list()).at(-1)
  expect(made).toMatchObject({
    cadence: 'weekdays 08:30 Europe/Berlin',
    targets: [{ what: 'team:Sales 30d', kind: 'person', id: idOf('ann') }],
  })
  await place.ask('ann', `subscriptions remove ${made?.id}`)
})

test('where no form opens, how often is pressed together, and the next turn is shown', async () => {
  const first = await place.ask('ann', 'subscribe "team:Sales 30d" choose')
  expect(first.said).toContain('Next: Monday')
  const count = (await place.subscriptions.list()).length
  await pressed('ann', first.message, 'Monday to Friday')
  const chosen = () => place.seen('ann', 'CALL').at(-1)
  await place.until(() => textOf(chosen()!).includes('weekdays 09:00'), 'what was chosen')
  expect(await place.subscriptions.list()).toHaveLength(count)
  await pressed('ann', chosen()!, 'Subscribe, to me')
  await place.until(() => textOf(chosen()!).includes('Subscribed.'), 'the subscription')
  const made = (await place.subscriptions.list()).at(-1)
  expect(made).toMatchObject({ cadence: expect.stringMatching(/^weekdays 09:00/u) })
  await place.ask('ann', `subscriptions remove ${made?.id}`)
})

test('to oneself it comes with one’s own rights, and nobody else sees the subscription', async () => {
  await place.ask('ann', 'subscribe "by:user 30d" daily 09:00')
  place.measured.length = 0
  const before = own('ann').length
  await place.sendAfter(DAY)
  expect(own('ann').slice(before).map(textOf).join('\n')).toContain('p-')
  expect(place.measured.some(({ from }) => from === 'exact')).toBe(true)
  const { said } = await place.ask('dan', 'subscriptions')
  expect(said).toContain('Nothing is sent to you by itself yet')
  const mine = (await place.subscriptions.list()).find(
    ({ targets }) => targets[0]?.kind === 'person',
  )
  expect((await place.ask('dan', `subscriptions pause ${mine?.id}`)).said).toContain(
    'You have no subscription',
  )
  await pressed('ann', (await place.ask('ann', 'subscriptions')).message, `Pause ${mine?.id}`)
  expect(await place.subscriptions.find(mine?.id ?? 0)).toMatchObject({
    state: 'paused',
    nextAt: undefined,
  })
  await place.ask('ann', `subscriptions remove ${mine?.id}`)
  expect(await place.subscriptions.find(mine?.id ?? 0)).toBeUndefined()
})

test('the weekly digest comes by itself, and leaves the row that any question leaves', async () => {
  await place.ask('dan', 'subscribe "digest team:sales" weekly monday')
  const [before, rows] = [own('dan').length, place.audited.length]
  await place.sendAfter(WEEK)
  expect(own('dan').slice(before).map(textOf).join('\n')).toContain('Sales')
  expect(place.audited.slice(rows).filter(({ viewer }) => viewer.endsWith('UDAN'))).toMatchObject([
    { action: 'ask', command: 'digest team:Sales', outcome: 'answered', detail: { digest: 'all' } },
  ])
  const mine = (await place.subscriptions.list()).find(({ owner }) => owner === idOf('dan'))
  await place.ask('dan', `subscriptions remove ${mine?.id}`)
})

test('nobody is subscribed who may not ask, there', async () => {
  const count = (await place.subscriptions.list()).length
  expect((await place.ask('ann', 'subscribe "by:user 7d" weekly to:#all')).said).toContain(
    'People are shown one by one only',
  )
  expect((await place.ask('fay', 'subscribe "team:Sales 7d" weekly')).said).toContain(
    'You can ask about the whole company',
  )
  expect((await place.ask('dan', 'subscribe "team:Sles 7d" weekly')).said).toContain('Sales')
  expect((await place.ask('dan', 'subscribe 7d weekly to:#nowhere')).said).toContain(
    'AI Usage is not in #nowhere',
  )
  expect((await place.ask('dan', 'subscribe "digest nonsense" weekly')).said).toContain(
    'There is no view',
  )
  expect(await place.subscriptions.list()).toHaveLength(count)
})

test('who loses the role is sent nothing more, and told so once; who has it back goes on with a press', async () => {
  await place.ask('dan', 'subscribe "team:Sales 7d" weekly')
  const mine = (await place.subscriptions.list()).find(({ owner }) => owner === idOf('dan'))
  await place.take('dan', { grant: 'analyst' })
  const before = own('dan').length
  await place.sendAfter(WEEK)
  await place.sendAfter(WEEK)
  const said = own('dan').slice(before)
  expect(said.map(textOf)).toEqual([
    expect.stringContaining(`Your subscription ${mine?.id} has stopped`),
  ])
  await place.give('dan', { grant: 'analyst' })
  await pressed('dan', said[0]!, 'Resume')
  await place.sendAfter(WEEK)
  expect(own('dan').slice(before).map(textOf).join()).toContain('Sales')
})

test('whoever subscribed a channel has left: an admin takes it over, and the channel goes on reading', async () => {
  await place.ask('dan', 'subscribe 30d weekly to:#all')
  const { users } = place.slack.world
  const dan = users.get(idOf('dan'))!
  users.set(idOf('dan'), { ...dan, standing: 'deactivated' })
  await place.sendAfter(WEEK)
  const left = place.told.filter(({ title }) => title.includes('has left'))
  expect(left).toHaveLength(1)
  expect(JSON.stringify(left)).toContain('went to #all')
  const buttons = left[0]!.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []))
  const [take, remove] = buttons.map(({ act }) => (act.kind === 'ask' ? act.command : ''))
  await place.ask('ann', take!)
  expect((await place.ask('ann', remove!)).said).toContain('is removed')
  const before = posted().length
  await place.sendAfter(WEEK)
  expect(posted().length).toBeGreaterThan(before)
  const mine = (await place.subscriptions.list()).at(-1)
  expect(mine).toMatchObject({ owner: idOf('ann'), targets: [{ what: '30d', name: '#all' }] })
  users.set(idOf('dan'), dan)
  await place.ask('ann', `subscriptions remove ${mine?.id}`)
})

test('a channel that is archived stops it, and its owner is told', async () => {
  await place.ask('dan', 'subscribe 7d weekly to:#all')
  const channel = place.slack.world.channels.get('CALL')!
  channel.archived = true
  const before = own('dan').length
  await place.sendAfter(WEEK)
  channel.archived = false
  expect(own('dan').slice(before).map(textOf).join('\n')).toContain('#all is archived')
})

test('a preview comes to its owner alone, as its channel would read it', async () => {
  await place.ask('ann', 'subscribe "team:Sales 30d" weekly to:#all')
  const mine = (await place.subscriptions.list()).at(-1)
  const [before, all] = [own('ann').length, posted().length]
  place.measured.length = 0
  await place.ask('ann', `subscriptions preview ${mine?.id}`)
  await place.sendAfter(0)
  const [preview] = own('ann').slice(before)
  expect(textOf(preview!)).toMatch(/Preview\n? of what goes to #all/)
  expect(new Set(place.measured.map(({ from }) => from))).toEqual(new Set(['published']))
  expect(posted()).toHaveLength(all)
  const { said } = await place.ask('ben', `subscriptions preview ${mine?.id}`)
  expect(said).toContain('You have no subscription')
  await place.ask('ann', `subscriptions remove ${mine?.id}`)
})

test('a digest is subscribed to with a press, and says when it comes', async () => {
  const { message } = await place.ask('ann', 'digest')
  await pressed('ann', message, 'Every Monday, to me')
  const isSaid = () =>
    place.seen('ann').some((one) => textOf(one).includes('Subscribed. The first comes on Monday'))
  await place.until(isSaid, 'the confirmation')
  const mine = (await place.subscriptions.list()).at(-1)
  expect(mine).toMatchObject({ cadence: 'weekly monday 09:00 UTC', owner: idOf('ann') })
  await place.ask('ann', `subscriptions remove ${mine?.id}`)
})

test('a test comes at once, and a post nobody knows of is sent again by a press', async () => {
  await place.ask('ann', 'subscribe 30d weekly to:#all')
  const mine = (await place.subscriptions.list()).at(-1)
  const before = posted().length
  const unknown = own('dan').length
  place.slack.fail('chat.postMessage', { landsAfter: 1 })
  await place.ask('ann', `subscriptions test ${mine?.id}`)
  await place.sendAfter(0)
  await place.until(() => posted().length > before, 'the late post')
  expect(own('dan')).toHaveLength(unknown)
  const asked = own('ann').findLast((one) => textOf(one).includes('may or may not be in #all'))
  await pressed('ann', asked!, 'Not there? Send')
  await place.sendAfter(0)
  await place.until(
    () => posted().some((one) => textOf(one).includes('Possible repeat')),
    'the repeat',
  )
})
