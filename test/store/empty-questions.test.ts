import { afterAll, beforeAll, expect, test } from 'vitest'

import { answerCommand } from '#jobs/answer-command.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { chat, covers, WEEKS } from './reader-ask.ts'
import { found } from './reader-company.ts'

const TEAMS = Array.from({ length: 40 }, (_, n) => `Team ${n + 1}`)
const DAYS = '2026-11-16..2026-11-20'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
  await found(store, {
    tools: ['chatgpt', 'cursor'],
    units: TEAMS,
    people: TEAMS.map((_, n) => `p-${n}`),
    models: ['gpt-5', 'gpt-5-mini'],
    features: ['chat', 'cli'],
    covered: [...covers('chatgpt', WEEKS), ...covers('cursor', WEEKS)],
    uses: WEEKS.flatMap((day) => [
      ...TEAMS.map((unit, n) =>
        chat(day, `p-${n}`, { unit, feature: 'chat', model: 'gpt-5', messages: 41 - n }),
      ),
      chat(day, 'p-0', { unit: 'Team 1', tool: 'cursor', feature: 'cli' }),
    ]),
  })
})
afterAll(() => store[Symbol.asyncDispose]())

const answered = async (text: string, viewer?: Parameters<typeof asks>[1]) => {
  const usage = usageReader(store.db, { pseudonym: () => '' })
  const { message } = await answerCommand({ ...memoryHouse(), usage })(asks(text, viewer))
  const commands = message.parts.flatMap((part) =>
    part.kind === 'buttons'
      ? part.buttons.flatMap(({ act }) =>
          act.kind === 'ask' && !act.command.startsWith('explain') ? [act.command] : [],
        )
      : [],
  )
  return { says: plain(message), commands }
}

test.each([
  ['a team that is not there', 'team:nobody', 'There is no team', /^by:team/],
  ['a group that is not there', 'group:nobody', 'There is no group', /^2026/],
  ['a model that fits nothing', 'model:claude*', 'There is no model `claude*`', /^by:model/],
  [
    'filters that contradict each other',
    'team:"Team 2" feature:cli',
    'No use of cli is recorded for Team 2',
    /^feature:cli/,
  ],
  [
    'a model of which its tool tells nothing',
    'tool:cursor model:gpt-5',
    'Nothing fits all of the filters together.',
    /^tool:cursor/,
  ],
  [
    'a number that no tool tells',
    'tool:cursor acceptance_rate',
    'Who tells it: GitHub Copilot, Claude Code and Cursor.',
    /./,
  ],
  [
    'what agents cost',
    'asset:agents spend',
    'No tool tells spend by prompt, tool or agent.',
    /^asset:agents 2026/,
  ],
  [
    'days before there was data',
    'messages 2019-01-01..2019-02-01',
    'There is no data',
    /^messages/,
  ],
])('%s is answered with what to type', async (_, text, says, next) => {
  const answer = await answered(text.includes('..') ? text : `${text} ${DAYS}`)
  expect(answer.says).toContain(says)
  expect(answer.commands.some((command) => next.test(command))).toBe(true)
})

test('what contradicts is left out one at a time, and only what then finds something is offered', async () => {
  const { commands } = await answered(`team:"Team 2" tool:chatgpt feature:cli ${DAYS}`)
  expect(commands).toEqual([`team:"Team 2" tool:chatgpt ${DAYS}`])
  const several = await answered(`team:"Team 2" feature:cli ${DAYS}`)
  expect(several.commands).toEqual([`feature:cli ${DAYS}`, `team:"Team 2" ${DAYS}`])
})

test('a person that someone may not see is refused with what they may ask', async () => {
  const { says } = await answered(`user:p-1 ${DAYS}`, member())
  expect(says).toContain('type `me 30d`')
})

test('forty teams are one picture of those that matter, and the sum of the others', async () => {
  const { says } = await answered(`by:team messages ${DAYS}`)
  expect(says).toMatch(/Team 1 \d/)
  expect(says).toMatch(/and \d+ more/)
  expect(says).toContain('Together ')
})
