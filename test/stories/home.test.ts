import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Day } from '#core/time/day.ts'
import { textOf } from '#demo/slack-fake/see.ts'
import type { Json } from '#demo/slack-fake/world.ts'
import { actionBook } from '#store/actions.ts'

import { idOf, type Workplace, workplace } from './workplace.ts'

let place: Workplace
beforeAll(async () => {
  place = await workplace()
  await place.give('ann', { grant: 'admin' }, { grant: 'person' })
  await place.give('cyd', { grant: 'security' })
  await place.give('dan', { grant: 'analyst' })
  await place.give('eve', { grant: 'lead', unit: 'Sales' })
})
afterAll(() => place[Symbol.asyncDispose]())

const blocks = (home: Json | undefined) => (home?.['blocks'] ?? []) as readonly Json[]

/** What someone reads when they open the page, and the audit rows it left. */
async function opened(name: string) {
  const [rows, before] = [place.audited.length, place.slack.home(idOf(name))]
  await place.slack.openHome({ user: idOf(name) })
  await place.until(() => place.slack.home(idOf(name)) !== before, `the page of ${name}`)
  const all = blocks(place.slack.home(idOf(name)))
  return {
    said: textOf({ text: '', blocks: all }),
    labels: all.flatMap(({ elements }) =>
      ((elements ?? []) as readonly Json[]).flatMap(({ type, text, action_id }) =>
        type === 'button' ? [{ label: String((text as Json)['text']), id: String(action_id) }] : [],
      ),
    ),
    rows: place.audited.slice(rows),
  }
}

async function pressed(name: string, label: string) {
  const { labels } = await opened(name)
  const actionId = labels.find((one) => one.label === label)?.id
  if (actionId === undefined) throw new Error(`no ${label} among ${JSON.stringify(labels)}`)
  const home = place.slack.home(idOf(name))
  await place.slack.click({ user: idOf(name), message: 'home', actionId })
  await place.until(() => place.slack.home(idOf(name)) !== home, label)
  const answer = place.seen(name, place.slack.dmOf(idOf(name))).at(-1)
  return {
    answer: answer ? textOf(answer) : '',
    page: textOf({ text: '', blocks: blocks(place.slack.home(idOf(name))) }),
  }
}

test('the page begins with the month so far, exact for who reads exact numbers, and leaves an audit row', async () => {
  const { said, rows } = await opened('ann')
  expect(said).toContain('over 1–6 Nov 2026')
  expect(said).toContain('Your role: admin')
  expect(rows).toMatchObject([
    {
      action: 'ask',
      outcome: 'answered',
      command: '2026-11-01..2026-11-06 vs:last month',
      detail: { home: true },
    },
  ])
  expect(place.measured.at(-1)?.from).toBe('exact')
})

test('others read the last whole month that is published, a lead of the units they lead', async () => {
  const analyst = await opened('dan')
  expect(analyst.rows).toMatchObject([{ command: 'last month' }])
  expect(place.measured.at(-1)?.from).toBe('published')
  expect(analyst.said).not.toContain('alerts')
  const lead = await opened('eve')
  expect(lead.rows).toMatchObject([{ command: 'team:Sales last month' }])
})

test('their saved questions are buttons, answered under Messages, and the page says so', async () => {
  await place.ask('ann', 'save "Models this week" by:model 7d')
  const { answer, page } = await pressed('ann', 'Models this week')
  expect(answer).toContain('by model')
  expect(page).toContain('Models this week: answered under Messages.')
})

test('what is sent to them, what they took on and what is open stand on it', async () => {
  await place.ask('ann', 'subscribe 7d weekly monday 09:00')
  const actions = actionBook(place.store.db)
  const [one] = await actions.propose(
    [
      {
        key: 'k',
        view: 'seats',
        unit: 'Sales',
        says: 'Three seats in Sales are idle.',
        action: 'Take them back.',
        watched: null,
        week: '2026-10-26' as Day,
      },
    ],
    0,
  )
  const before = (await opened('ann')).said
  expect(before).toContain('7d')
  expect(before).toContain('Monday 9 Nov 2026')
  expect(before).toContain('None is open.')
  expect(before).not.toContain('Three seats')
  await place.ask('ann', `actions take ${one?.id} due 2026-11-05`)
  const { said, labels } = await opened('ann')
  expect(said).toMatch(/Three seats in Sales are idle\. Due 5 Nov 2026, overdue/)
  expect(labels.map(({ label }) => label)).toContain(`Done: ${one?.id}`)
  expect((await opened('cyd')).said).toContain('None is open.')
})

test('who may not ask reads why, nothing of the company, and whom to ask', async () => {
  const { said, labels, rows } = await opened('gus')
  expect(said).toContain('Guests cannot ask')
  expect(said).toContain('Admins who can help: <@UANN>')
  expect(labels.map(({ label }) => label)).toEqual(['Help'])
  expect(rows).toMatchObject([{ outcome: 'refused', detail: { reason: 'guest', home: true } }])
})

test('rights are looked at anew at each open: what is gone is gone from the page', async () => {
  await place.give('ben', { grant: 'admin' }, { grant: 'person' })
  expect((await opened('ben')).said).toContain('over 1–6 Nov 2026')
  await place.take('ben', { grant: 'person' })
  await place.take('ben', { grant: 'admin' })
  const { said, rows } = await opened('ben')
  expect(said).not.toContain('over 1–6 Nov 2026')
  expect(rows).toMatchObject([{ command: 'last month' }])
  expect(said).toContain('Your role: member')
})
