import { afterAll, beforeAll, expect, test } from 'vitest'

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

test('names are gone after 15 minutes, and were never what the chat keeps', async () => {
  s.house.day.reply = {
    ...ANSWER,
    parts: [
      { kind: 'text', text: ALIAS },
      { kind: 'buttons', buttons: [{ label: 'Reveal', act: { kind: 'reveal' } }] },
    ],
  }
  const pseudonym = `hash of ${ADA.upn}`
  s.house.aliases.byPseudonym = async (all) =>
    new Map(all.includes(pseudonym) ? [[pseudonym, ALIAS]] : [])
  // Kept from another cloud: it is asked nothing, and keeps no name of elsewhere from being found.
  const foreign = {
    workspace: TENANT,
    id: '19:old',
    kind: 'group',
    serviceUrl: 'https://a.test',
  } as const
  await s.house.conversations.keep(foreign)
  const answer = await s.ask(ADA, chatOf(ADA), '30d')
  await s.people.click(ADA, answer, 'Reveal')
  const form = s.people.seen(ADA, chatOf(ADA)).at(-1)!
  const { body } = await s.people.click(ADA, form, {
    title: 'Show names',
    typed: { reason: 'Licence review asked for by finance' },
  })
  expect(textOf((body as { value: unknown }).value)).toContain(`${ALIAS} Ada`)
  expect(form.updates).toBe(0)
  s.house.advance(15 * 60_000 + 1)
  await s.until(() => form.updates === 1, 'the end')
  expect(said(form)).toContain('The 15 minutes are over.')
})
