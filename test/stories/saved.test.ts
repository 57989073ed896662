import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { textOf } from '#demo/slack-fake/see.ts'
import { privacy } from '#store/privacy.ts'
import { rows } from '#store/rows.ts'

import { buttonOf } from './button-of.ts'
import { idOf, type Workplace, workplace } from './workplace.ts'

let place: Workplace
beforeAll(async () => {
  place = await workplace()
  await place.give('ann', { grant: 'admin' }, { grant: 'person' })
  await place.give('dan', { grant: 'analyst' })
  await place.give('eve', { grant: 'lead', unit: 'Legal' })
})
afterAll(() => place[Symbol.asyncDispose]())

const says = async (name: string, text: string) => (await place.ask(name, text)).said

test('someone saves a question and asks it by its name or by a button, each time anew', async () => {
  const { said, rows } = await place.ask('dan', 'save "Sales week" team:sales 7d')
  expect(said).toContain('Saved.')
  expect(rows).toMatchObject([
    { action: 'saved', outcome: 'answered', command: 'save "Sales week" team:sales 7d' },
  ])
  const asked = await place.ask('dan', 'saved "SALES WEEK"')
  expect(asked.said).toContain('Sales week')
  expect(asked.rows).toMatchObject([{ action: 'ask', command: 'team:sales 7d' }])
  expect(asked.read).toMatchObject([{ from: 'published' }])
  const { message, said: list } = await place.ask('dan', 'saved')
  expect(list).toContain('1 saved question')
  const before = place.audited.length
  await place.slack.click({ user: idOf('dan'), message, actionId: buttonOf(message, 'ask') ?? '' })
  await place.until(() => place.audited.length > before, 'the button')
  expect(place.audited.at(-1)).toMatchObject({ command: 'team:sales 7d', outcome: 'answered' })
})

test('without a question the last one asked is saved', async () => {
  expect(await says('cyd', 'save "Nothing yet"')).toContain('no question of yours to save')
  await place.ask('ann', 'by:model 7d')
  const { rows } = await place.ask('ann', 'save Models')
  expect(rows[0]?.command).toBe('save "Models" by:model 7d')
})

test('they are renamed, replaced and removed, and a name near to it is offered', async () => {
  await place.ask('ann', 'save "One" 7d')
  await place.ask('ann', 'save "Two" 14d')
  expect(await says('ann', 'saved rename "One" "Two"')).toContain('You have one called')
  expect(await says('ann', 'saved rename "One" "Three"')).toContain('Renamed')
  expect(await says('ann', 'saved "Thre"')).toMatch(/The nearest: \s*Three/)
  expect(await says('ann', 'save "three" 30d')).toContain('in the place of')
  expect((await place.ask('ann', 'saved Three')).rows[0]?.command).toBe('30d')
  expect(await says('ann', 'saved remove THREE')).toContain('is removed')
  expect(await says('ann', 'saved Three')).toContain('You have no saved question')
})

test('nobody sees another’s; an admin shares one, and who may not ask it does not see it', async () => {
  await place.ask('ann', 'save "Sales of all" team:Sales 7d')
  expect(await says('dan', 'saved "Sales of all"')).toContain('You have no saved question')
  expect(await says('dan', 'saved remove "Sales of all"')).toContain('You have no saved question')
  expect(await says('dan', 'saved share "Sales week"')).toContain('Only admins')
  expect(await says('ann', 'saved share "Sales of all"')).toContain('Everyone in this workspace')
  const person = `save "Sales of all" user:${await place.alias('dan')} 7d`
  expect(await says('ann', person)).toContain('about people is not shared')
  expect(await says('dan', 'saved')).toContain('Sales of all')
  expect((await place.ask('dan', 'saved "sales of all"')).read).toMatchObject([
    { from: 'published' },
  ])
  // A member asks about the company alone, a lead of another unit about theirs.
  expect(await says('fay', 'saved')).toContain('no saved questions yet')
  expect(await says('eve', 'saved')).toContain('no saved questions yet')
  const { rows, said } = await place.ask('fay', 'saved "Sales of all"')
  expect(rows).toMatchObject([{ outcome: 'refused', detail: { reason: 'company-only' } }])
  expect(said).not.toContain('team:Sales')
  await place.ask('ann', 'saved unshare "Sales of all"')
  expect(await says('dan', 'saved')).not.toContain('Sales of all')
})

test('`me` that is shared shows each their own numbers, and is stored nowhere', async () => {
  await place.ask('ann', 'save "Mine" me 7d')
  await place.ask('ann', 'saved share Mine')
  const { read, message } = await place.ask('dan', 'saved Mine')
  expect(read[0]?.question.scope.labels.user).toEqual(['You'])
  expect(buttonOf(message, 'keep')).toBeUndefined()
  expect(textOf(message)).toContain('You spent')
})

test('a person is kept by alias, never shared, and gone from it when they are forgotten', async () => {
  const { rows: trail } = await place.ask('ann', 'save "One of us" user:dan@northwind.example 7d')
  const alias = await place.alias('dan')
  expect(trail[0]?.command).toBe(`save "One of us" user:${alias} 7d`)
  const kept = await rows(place.store.db, 'test', sql`select * from saved_question`)
  expect(JSON.stringify(kept)).not.toContain('dan@northwind')
  expect(await says('ann', 'saved share "One of us"')).toContain('about people is not shared')
  expect(await says('dan', 'save "Them" user:ann@northwind.example 7d')).toContain(
    'People are shown one by one only',
  )
  const { person } = pseudonymizer('a key of at least thirty-two letters')
  await privacy(place.store.db, person).forget('dan@northwind.example', { dryRun: false })
  expect(await says('ann', 'saved')).not.toContain('One of us')
})
