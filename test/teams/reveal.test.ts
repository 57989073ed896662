import { afterAll, beforeAll, expect, test } from 'vitest'

import { messageOf } from '#core/delivery/delivery.ts'
import { ADA, chatOf, TENANT } from '#test/support/teams/people.ts'
import { textOf } from '#test/support/teams/world.ts'

import { ANSWER } from './house.ts'
import { said, type Stage, stage } from './stage.ts'

let s: Stage
beforeAll(async () => {
  s = await stage()
})
afterAll(() => s[Symbol.asyncDispose]())

const ALIAS = 'p-abcdefg'

const WHY = { title: 'Show names', typed: { reason: 'Licence review asked for by finance' } }

/** An answer with an alias, and the form that asks why its name is wanted. */
async function asked() {
  const pseudonym = `hash of ${ADA.upn}`
  s.house.aliases.byPseudonym = async (all) =>
    new Map(all.includes(pseudonym) ? [[pseudonym, ALIAS]] : [])
  s.house.day.reply = {
    ...ANSWER,
    parts: [
      { kind: 'text', text: ALIAS },
      { kind: 'buttons', buttons: [{ label: 'Reveal', act: { kind: 'reveal' } }] },
    ],
  }
  const answer = await s.ask(ADA, chatOf(ADA), '30d')
  await s.people.click(ADA, answer, 'Reveal')
  return s.people.seen(ADA, chatOf(ADA)).at(-1)!
}

test('names are gone after 15 minutes, and were never what the chat keeps', async () => {
  // Kept from another cloud: it is asked nothing, and keeps no name of elsewhere from being found.
  const foreign = {
    workspace: TENANT,
    id: '19:old',
    kind: 'group',
    serviceUrl: 'https://a.test',
  } as const
  await s.house.conversations.keep(foreign)
  const form = await asked()
  const { body } = await s.people.click(ADA, form, WHY)
  const shown = textOf((body as { value: unknown }).value)
  expect(shown).toContain(`${ALIAS} Ada`)
  expect(shown).toContain('AI Usage keeps none of these names.')
  expect(form.updates).toBe(0)
  const [left] = s.house.outbox.all()
  s.house.advance(15 * 60_000 + 1)
  await s.until(() => form.updates === 1, 'the end')
  expect(said(form)).toContain('The 15 minutes are over.')
  // What is left in the outbox does the same, whoever was killed meanwhile.
  expect(left).toMatchObject({ critical: true, message: { title: 'Names are gone again' } })
  expect(left?.notBefore).toBeGreaterThan(s.house.clock.now() - 60_000)
  const ref = messageOf(left?.edits ?? '') ?? ''
  expect(await s.app.reach.edit(left!.target, ref, left!.message)).toEqual({ kind: 'sent', ref })
  expect(form.updates).toBe(2)
  expect(said(form)).toContain('The 15 minutes are over.')
})

test('a name that the company keeps is not said to be kept nowhere', async () => {
  const form = await asked()
  const of = async (aliases: readonly string[]) =>
    new Map(aliases.map((alias) => [alias, 'Ada Kept']))
  Object.assign(s.house, { names: { of } })
  const { body } = await s.people.click(ADA, form, WHY)
  Object.assign(s.house, { names: undefined })
  const shown = textOf((body as { value: unknown }).value)
  expect(shown).toContain(`${ALIAS} Ada Kept`)
  expect(shown).not.toContain('keeps none')
})

test('who shares no team with the app has no name, and the reader reads why', async () => {
  const form = await asked()
  s.house.aliases.byPseudonym = async () => new Map()
  const { body } = await s.people.click(ADA, form, WHY)
  const shown = textOf((body as { value: unknown }).value)
  expect(shown).toContain(`${ALIAS} no name here`)
  expect(shown).toContain('Add AI Usage to a team they are in')
})

test('no name is shown that could not be taken away after a crash', async () => {
  const form = await asked()
  s.house.outbox.put = () => Promise.reject(new Error('the store is down'))
  const { body } = await s.people.click(ADA, form, WHY)
  const shown = textOf((body as { value: unknown }).value)
  expect(shown).toContain('No answer this time')
  expect(shown).not.toContain('Ada')
})
