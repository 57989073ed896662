import { afterAll, beforeAll, expect, test } from 'vitest'

import type { AskRequest } from '#ports.ts'
import { ADA, BEN, chatOf } from '#test/support/teams/people.ts'

import { testHouse } from './house.ts'
import { said, type Stage, stageOf } from './stage.ts'

const opened: Pick<AskRequest, 'viewer' | 'place'>[] = []

let s: Stage
beforeAll(async () => {
  s = await stageOf({
    ...testHouse(),
    home: async (request) => {
      opened.push(request)
      const command = 'team:eng 7d'
      return {
        contacts: request.viewer.kind === 'member' && !request.viewer.admin,
        message: {
          title: 'How your company uses AI',
          summary: 'Nothing is late.',
          parts: [
            { kind: 'text', text: 'Nothing is late.' },
            { kind: 'buttons', buttons: [{ label: 'More', act: { kind: 'ask', command } }] },
          ],
        },
      }
    },
  })
})
afterAll(() => s[Symbol.asyncDispose]())

test('who gets the app has their overview at one press, and it stays while they ask from it', async () => {
  await s.people.install(ADA, chatOf(ADA), 'add')
  await s.until(() => s.world.sent.length === 1, 'the welcome')
  const [card] = s.world.sent
  await s.people.click(ADA, card!, 'Overview')
  await s.until(() => said(card!).includes('Nothing is late.'), 'the overview')
  expect(opened).toMatchObject([
    { place: `teams:dm/${chatOf(ADA)}`, viewer: { id: ADA.object, admin: true } },
  ])
  await s.people.click(ADA, card!, 'More')
  await s.until(() => s.world.sent.length === 2, 'the answer')
  expect(said(s.world.sent[1]!)).toContain('(team:eng 7d)')
  expect(said(card!)).toContain('Nothing is late.')
})

test('who only says hello gets it too, with whom to ask for access by name', async () => {
  expect(said(await s.ask(BEN, chatOf(BEN), 'Hello!'))).toMatch(/Admins who can help:\s+Ada/)
})
