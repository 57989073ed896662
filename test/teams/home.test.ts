import { afterAll, beforeAll, expect, test } from 'vitest'

import { ADA, BEN, chatOf } from '#test/support/teams/people.ts'

import { said, type Stage, stage } from './stage.ts'

let s: Stage
beforeAll(async () => {
  s = await stage()
})
afterAll(() => s[Symbol.asyncDispose]())

test('who gets the app has their overview at one press, and it stays while they ask from it', async () => {
  await s.people.install(ADA, chatOf(ADA), 'add')
  await s.until(() => s.world.sent.length === 1, 'the welcome')
  const [card] = s.world.sent
  await s.people.click(ADA, card!, 'Overview')
  await s.until(() => said(card!).includes('Nothing is late.'), 'the overview')
  await s.people.click(ADA, card!, 'More')
  await s.until(() => s.world.sent.length === 2, 'the answer')
  expect(said(s.world.sent[1]!)).toContain('(team:eng 7d)')
  expect(said(card!)).toContain('Nothing is late.')
})

test('who only says hello gets it too, with whom to ask for access by name', async () => {
  expect(said(await s.ask(BEN, chatOf(BEN), 'Hello!'))).toMatch(/Admins who can help:\s+Ada/)
})
