import { createHash } from 'node:crypto'

import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { answerCommand } from '#jobs/answer-command.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { namesLike } from '#store/type-ahead.ts'
import { usageReader } from '#store/usage-reader.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { asking, chat, COMPANY, covers, LAST, measureBoth, of, THIS, WEEKS } from './reader-ask.ts'
import { found } from './reader-company.ts'

/** Runs and failed ones, by day, tool (1 names agents, 2 does not), unit and kind of asset. */
const RUNS = WEEKS.flatMap((day, n) => [
  { day, tool: 1, unit: 1, person: 1, kind: 'agent', runs: n + 1, failed: n % 3 },
  { day, tool: 1, unit: 3, person: 2, kind: 'agent', runs: 2, failed: 1 },
  { day, tool: 1, unit: 1, person: 1, kind: 'prompt', runs: 50, failed: 50 },
])

const md5 = (name: string) => createHash('md5').update(name).digest('hex')
const hashed = (name: string) => md5(name).slice(0, 6)
/** The test's assets are called as their kinds are. */
const hashedName = md5

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
  await found(store, {
    ...COMPANY,
    // The last day is not known yet, whatever ran on it.
    covered: [...covers('chatgpt', WEEKS.slice(0, -1)), ...covers('github-copilot', WEEKS)],
    uses: WEEKS.flatMap((day) => [
      chat(day, 'p-ada'),
      chat(day, 'p-bob', { unit: 'Engineering' }),
      chat(day, 'p-cyd', { tool: 'github-copilot', unit: 'Engineering' }),
    ]),
  })
  for (const [n, kind] of ['agent', 'prompt'].entries())
    await rows(
      store.db,
      'an asset',
      sql`insert into asset (tenant_id, asset_id, kind, pseudonym) overriding system value
        values (1, ${n + 1}, ${kind}, decode(md5(${kind}), 'hex'))`,
    )
  const given = RUNS.map(({ day, tool, unit, person, kind, runs, failed }, n) => ({
    tenant_id: 1,
    day,
    account_id: n + 1,
    tool_id: tool,
    source_id: 1,
    asset_id: kind === 'agent' ? 1 : 2,
    person_id: person,
    unit_id: unit,
    requests: runs,
    runs,
    failed_runs: failed,
  }))
  await rows(
    store.db,
    'runs',
    sql`insert into asset_daily
      select * from jsonb_populate_recordset(null::asset_daily, ${JSON.stringify(given)}::jsonb)`,
  )
})
afterAll(() => store[Symbol.asyncDispose]())

/** By hand: the runs of agents on known days. */
function byHand([from, to]: readonly [string, string], unit?: number) {
  const mine = RUNS.filter(
    (run) =>
      run.kind === 'agent' &&
      run.day >= from &&
      run.day <= to &&
      run.day !== WEEKS.at(-1) &&
      (unit === undefined || run.unit === unit),
  )
  const runs = mine.reduce((all, run) => all + run.runs, 0)
  const failed = mine.reduce((all, run) => all + run.failed, 0)
  return { runs, success: (runs - failed) / runs }
}

test('runs of agents are counted on known days, of those who ran them, and prompts are none', async () => {
  const metrics = ['messages', 'agent_runs', 'agent_success'] as const
  const measured = await measureBoth(store, asking(THIS, LAST, { metrics, by: 'team' }))
  const [runs, success] = [of(measured, 'agent_runs'), of(measured, 'agent_success')]
  const [now, before] = [byHand(THIS), byHand(LAST)]
  expect(runs).toMatchObject({ now: now.runs, before: before.runs })
  expect(success).toMatchObject({ now: now.success, before: before.success })
  expect(runs.coverage).toEqual({ tools: ['chatgpt'], cannot: ['github-copilot'] })
  const rowsOf = new Map(runs.by?.rows.map((row) => [row.key, row.now]))
  expect(rowsOf.get('Sales')).toBe(byHand(THIS, 1).runs)
  expect(rowsOf.get('Engineering')).toBe(byHand(THIS, 3).runs)
  const team = { scope: { ids: { team: [3] }, labels: {} } }
  const narrowed = await measureBoth(store, asking(THIS, LAST, { metrics, ...team }))
  expect(of(narrowed, 'agent_success').now).toBe(byHand(THIS, 3).success)
})

test('of models nothing is known: runs are not guessed', async () => {
  const metrics = ['messages', 'agent_runs'] as const
  const model = { scope: { ids: { model: [1] }, labels: {} } }
  expect(
    of(await measureBoth(store, asking(THIS, LAST, { metrics, ...model })), 'agent_runs').now,
  ).toBeNull()
  const split = await measureBoth(store, asking(THIS, LAST, { metrics, by: 'model' }))
  expect(of(split, 'agent_runs').by?.rows.every(({ now }) => now === null)).toBe(true)
})

test.each([
  [
    'by:model asset_runs',
    'No tool tells runs of prompts, tools and agents by model.',
    ['by:asset asset_runs DAYS', 'asset_runs DAYS'],
  ],
  [
    'agent_runs agent_success model:gpt-5 by:team',
    'No tool tells agent runs and agent success rate by model.',
    ['by:team agent_runs agent_success DAYS'],
  ],
  [
    'messages by:asset',
    'No tool tells messages by prompt, tool or agent.',
    ['by:asset DAYS', 'by:team messages DAYS', 'messages DAYS'],
  ],
  ['adoption by:level', 'No tool tells adoption by level.', ['by:team adoption DAYS']],
  [
    'purchased_seats by:team',
    'No tool tells purchased seats by team.',
    ['by:tool purchased_seats DAYS'],
  ],
])('what no tool ever tells is no table of unknowns: %s', async (asked, says, offered) => {
  const days = '2026-11-16..2026-11-20'
  const house = { ...memoryHouse(), usage: usageReader(store.db, { pseudonym: () => '' }) }
  const { message, empty } = await answerCommand(house)(asks(`${asked} ${days}`))
  expect({ says: message.summary, empty }).toEqual({ says, empty: true })
  const commands = message.parts.flatMap((part) =>
    part.kind === 'buttons'
      ? part.buttons.flatMap(({ act }) => (act.kind === 'ask' ? [act.command] : []))
      : [],
  )
  expect(commands).toEqual(expect.arrayContaining(offered.map((one) => one.replace('DAYS', days))))
})

test('agents is a question of its own, and says which tools name no agents', async () => {
  const house = { ...memoryHouse(), usage: usageReader(store.db, { pseudonym: () => '' }) }
  const { message } = await answerCommand(house)(asks('agents 2026-11-16..2026-11-20'))
  const words = plain(message)
  expect(words).toContain(`The company ran agents ${byHand(THIS).runs} times`)
  expect(words).toContain(`- Agent success rate: ${Math.round(byHand(THIS).success * 100)}%`)
  expect(words).toContain('agent success rate by github-copilot')
})

test('runs are split by prompt and agent, none by its name', async () => {
  const metrics = ['messages', 'asset_runs', 'agent_success'] as const
  const split = await measureBoth(store, asking(THIS, LAST, { metrics, by: 'asset' }))
  const rowsOf = (metric: 'asset_runs' | 'agent_success') =>
    of(split, metric).by?.rows.map(({ label, now }) => [label, now])
  const [prompt, agent] = [`prompt ${hashed('prompt')}`, `agent ${hashed('agent')}`]
  expect(rowsOf('asset_runs')).toEqual([
    [prompt, 200],
    [agent, byHand(THIS).runs],
  ])
  // Nothing else is known of what was run.
  expect(of(split, 'messages')).toMatchObject({ now: null, coverage: { cannot: ['chatgpt'] } })
  const reader = usageReader(store.db, { pseudonym: () => '', asset: hashedName })
  for (const value of ['agents', agent, 'agent']) {
    const found = await reader.resolve({ asset: [value] })
    if ('unresolved' in found) throw new Error(value)
    const only = await measureBoth(store, asking(THIS, LAST, { metrics, scope: found.scope }))
    expect(of(only, 'asset_runs').now).toBe(byHand(THIS).runs)
  }
  const offered = await namesLike(store.db).asset({ typed: 'aGen', most: 5, published: false })
  expect(offered).toEqual([agent])
  expect(await reader.resolve({ asset: ['the report'] })).toMatchObject({
    unresolved: [{ key: 'asset', suggestions: ['agents', 'prompts', 'tools'] }],
  })
})

test('which agents ran most is a question; a name that was typed for one stays nowhere', async () => {
  const usage = usageReader(store.db, { pseudonym: () => '', asset: hashedName })
  const house = memoryHouse()
  const ask = answerCommand({ ...house, usage })
  const { message } = await ask(asks('top 5 agents 2026-11-16..2026-11-20'))
  expect(plain(message)).toContain(`agent ${hashed('agent')}`)
  const named = await ask(asks('asset:"prompt" 2026-11-16..2026-11-20'))
  expect(plain(named.message)).toContain(`The company ran prompt ${hashed('prompt')} 200 times`)
  const unknown = await ask(asks('asset:"The secret plan" 30d'))
  expect(house.rows.map(({ command }) => command)).toEqual([
    'by:asset top:5 2026-11-16..2026-11-20',
    `asset:"prompt ${hashed('prompt')}" 2026-11-16..2026-11-20`,
    'asset:[asset] 30d',
  ])
  expect(unknown.outcome).toBe('misread')
})
