import { afterAll, beforeAll, expect, test } from 'vitest'

import { ADA, BEN, GROUP, TEAM } from '#test/support/teams/people.ts'

import { said, type Stage, stage } from './stage.ts'

let teams: Stage
beforeAll(async () => {
  teams = await stage()
})
afterAll(() => teams[Symbol.asyncDispose]())

const words = (body: unknown) => JSON.stringify(body)

test('an answer is shared with a group chat, where all may see it, and taken back', async () => {
  const answer = await teams.ask(ADA, GROUP.id, '30d')
  const shared = await teams.people.click(ADA, answer, 'Share')
  expect(words(shared.body)).toContain('Shared.')
  const seen = () => teams.people.seen(BEN, GROUP.id)
  expect(seen().map(said)[0]).toContain('Engineering spent')
  const told = () => teams.people.seen(ADA, GROUP.id)
  await teams.until(() => said(told().at(-1)!).includes('unshare b223'), 'how to take it back')
  const { body } = await teams.people.click(ADA, told().at(-1)!, 'Take it back')
  expect(words(body)).toContain('Taken back.')
  expect(seen()).toEqual([])
  expect(teams.house.audited.map(({ action, place }) => [action, place])).toEqual([
    ['ask', `teams:private-reply/${GROUP.id}`],
    ['ask', `teams:private-channel/${GROUP.id}`],
    ['share', `teams:private-channel/${GROUP.id}`],
    ['unshare', `teams:private-reply/${GROUP.id}`],
  ])
})

test('in a team with a guest and someone from elsewhere it is not, and it is said why', async () => {
  const answer = await teams.ask(ADA, TEAM.id, '30d')
  const { body } = await teams.people.click(ADA, answer, 'Share')
  expect(words(body)).toContain(
    '2 readers of 4 may not see this: 1 guest and 1 person of another company.',
  )
  expect(teams.people.seen(BEN, TEAM.id)).toEqual([])
})
