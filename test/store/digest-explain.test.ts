import { afterAll, beforeAll, expect, test } from 'vitest'

import { plainText } from '#core/message/plain-text.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { addDays } from '#core/time/day.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import type { Store } from '#store/store.ts'
import { asks, member } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { ASOF, COMPANY, uses } from './digest-company.ts'
import { found } from './reader-company.ts'
import { typedIn } from './typed-digest.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
  await found(store, COMPANY)
})
afterAll(() => store[Symbol.asyncDispose]())

test('a digest is asked back: how each finding was made, and what its numbers come to now', async () => {
  const admin = member({ admin: true, person: true })
  const { house, answer } = await typedIn(store, 'digest', admin)
  const ask = async (text: string, who = admin) =>
    plainText((await answerCommand(house)(asks(text, who))).message)
  const ref = house.stored[0]?.ref
  expect(plainText(answer.message)).toContain(`Answer ${ref}.`)
  const said = await ask('explain')
  expect(said).toContain(`How digest ${ref} was made`)
  expect(said).toContain('Again as of that Monday digest as-of:2026-11-23')
  expect(said).toContain('Counted again now every number is the same.')
  expect(said).toMatch(
    /1\. Team 4 spent .*\nCounted again now it is the same\.\nFound by digest spend: .*\nRead as Sales\/Team 4; 16–22 Nov 2026/u,
  )
  expect(said).toContain(`Spend ${catalogue.spend.formula}`)
  expect(said).toMatch(/Data through 22 Nov 2026\.\nAsk again why team:"Sales\/Team 4" 2026-11-16/u)
  // Who reads other numbers does not get these.
  expect(await ask(`explain ${ref}`, member({ id: 'U2' }))).toContain('There is no answer')
  expect(await ask('explain digest as-of:2026-11-25')).toContain(
    'The digest of 23 Nov 2026, as it would be told now.',
  )
  const calm = uses().filter(({ unit, day }) => unit !== 'Sales/Team 4' || day < addDays(ASOF, -3))
  await found(store, { ...COMPANY, uses: calm })
  const later = await ask(`explain ${ref}`)
  await found(store, COMPANY)
  expect(later).toContain('Counted again now the data has changed since:')
  expect(later).toMatch(/Messages +[\d,]+ +[\d,]+\n/u)
  expect(later).toMatch(/1\. Team 4 (?:spent|sent) .*\nCounted again now (?!it is the same)/u)
})

test('who reads published numbers asks a digest back in published ones', async () => {
  const analyst = member({ id: 'U3', roles: ['analyst'] })
  const { house } = await typedIn(store, 'digest', analyst)
  const { message } = await answerCommand(house)(asks('explain', analyst))
  expect(plainText(message)).toContain('Published numbers: whoever may ask this command')
  expect(house.stored[0]?.view).toBe('published')
})

test('a digest that tells how work goes is explained only where that may be read', async () => {
  const analyst = member({ id: 'U3', roles: ['analyst'] })
  const { house } = await typedIn(store, 'digest', analyst)
  const [kept] = house.stored
  const ask = async (who: ReturnType<typeof member>) =>
    plainText((await answerCommand(house)(asks(`explain ${kept?.ref}`, who))).message)
  const other = member({ id: 'U4', roles: ['analyst'] })
  const security = member({ id: 'U5', roles: ['security'] })
  for (const who of [other, security]) expect(await ask(who)).toContain('was made')
  Object.assign(kept?.made ?? {}, { signals: true })
  expect(await ask(other)).toContain('was made')
  expect(await ask(security)).toContain('There is no answer')
})
