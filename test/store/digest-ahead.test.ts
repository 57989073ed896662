import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Message } from '#core/message/message.ts'
import { addDays, type Day, day } from '#core/time/day.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { asking, companyWeeks } from '#jobs/digest-facts.ts'
import { teamFacts, teamsTogether } from '#jobs/digest-teams.ts'
import { scoreForecasts } from '#jobs/forecasts.ts'
import { claims } from '#store/claims.ts'
import { digestReads } from '#store/digest-reads.ts'
import { forecastBook } from '#store/forecasts.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

import {
  ASOF,
  COMPANY,
  covered,
  FIRST,
  NEVER,
  PEOPLE,
  unitOf,
  UNITS,
  uses,
} from './digest-company.ts'
import { found } from './reader-company.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const reader = () => usageReader(store.db, { pseudonym: (text) => text })

test('teams that are read together have the facts that each has alone', async () => {
  const units = ['Sales', ...UNITS, 'Sales/Team 0/Night', 'Sales/Quiet']
  // Of its tool no sessions are known, so how long they are is not known of that team.
  const quiet = { day: addDays(ASOF, -3), tool: 'cursor', unit: 'Sales/Quiet', messages: 4 }
  const placed = (n: number) => (n === 1 ? 'Sales/Team 0/Night' : unitOf(n))
  const modelled = uses().map((use, n) => ({
    ...use,
    unit: placed(PEOPLE.indexOf(use.person ?? '')),
    model: n % 3 === 0 ? 'gpt-5' : 'opus',
    prompts_measured: use.messages ?? 0,
    prompts_short: n % 2,
    ...(n % 4 === 0 && { input_tokens: 0, output_tokens: 5, unpriced_tokens: 5 }),
  }))
  const members = PEOPLE.map((person, n) => ({ person, unit: placed(n), from: FIRST, to: NEVER }))
  await found(store, {
    ...COMPANY,
    tools: ['chatgpt', 'claude', 'cursor'],
    units,
    models: ['gpt-5', 'opus'],
    members,
    covered: [
      ...covered,
      ...covered.flatMap((one) => (one.tool === 'claude' ? [{ ...one, tool: 'cursor' }] : [])),
    ],
    uses: [...modelled, { ...quiet, person: PEOPLE[0] ?? '', active: true }],
  })
  const asked = asking(ASOF, reader())
  const company = await companyWeeks(asked, digestReads(store.db))
  const together = teamsTogether()
  for (const team of ['Sales', 'Sales/Team 0', 'Sales/Team 0/Night', 'Sales/Team 4']) {
    const alone = await teamFacts(company, team)
    expect(alone.models.length).toBeGreaterThan(1)
    expect(alone.prompts).not.toBeNull()
    expect(await together(company, team)).toEqual(alone)
  }
  const { whole } = await together(company, 'Sales/Quiet')
  expect(whole).toEqual((await teamFacts(company, 'Sales/Quiet')).whole)
  expect([whole.values.messages.at(-1), whole.values.messages_per_session.at(-1)]).toEqual([
    4,
    null,
  ])
})

test('what a digest expects is kept as it was first told, and scored once the week is known', async () => {
  await found(store, COMPANY)
  const forecasts = forecastBook(store.db)
  const memory = memoryHouse({ now: '2026-11-23T09:00:00Z' })
  const house = { ...memory, usage: reader(), digests: digestReads(store.db), forecasts }
  const admin = member({ admin: true, person: true })
  const { message } = await answerCommand(house)(asks('digest', admin))
  expect(JSON.stringify(message.parts)).toContain('Expected this week, four times in five: spend $')
  const expectation = (told: Message) => /Expected this week[^"]*/u.exec(JSON.stringify(told))?.[0]
  // Late data changes what is known of the week before, and not what was first told on that Monday.
  await found(store, {
    ...COMPANY,
    uses: uses().map((use) => ({ ...use, messages: (use.messages ?? 0) * 2 })),
  })
  const later = await answerCommand(house)(asks('digest', admin))
  expect(expectation(later.message)).toBe(expectation(message))
  expect(await forecasts.list()).toMatchObject(
    ['spend', 'weekly_active_people', 'messages'].map((metric) => ({
      metric,
      madeOn: ASOF,
      to: addDays(ASOF, 6),
      actual: undefined,
    })),
  )
  const at = (now: string) => ({
    ...house,
    log: memory.log,
    clock: { now: () => Date.parse(now) },
    claims: claims(store.db),
  })
  expect(await scoreForecasts(at('2026-12-02T09:00:00Z'))).toBe(0)
  expect(await scoreForecasts(at('2026-12-03T09:00:00Z'))).toBe(0)
  const next = uses().flatMap((use) =>
    use.day >= addDays(ASOF, -7) ? [{ ...use, day: addDays(use.day as Day, 7) }] : [],
  )
  const days = covered.flatMap(({ tool, day }) =>
    day >= addDays(ASOF, -7) ? [{ tool, day: addDays(day, 7) }] : [],
  )
  // One of the tools has no week yet, not even of use.
  const of = (tool: string) => (one: { readonly tool: string }) => one.tool === tool
  const half = [...covered, ...days.filter(of('chatgpt'))]
  await found(store, {
    ...COMPANY,
    covered: half,
    uses: [...uses(), ...next.filter(of('chatgpt'))],
  })
  expect(await scoreForecasts(at('2026-12-03T09:00:00Z'))).toBe(0)
  await found(store, { ...COMPANY, covered: [...covered, ...days], uses: [...uses(), ...next] })
  // Once an hour, in one process for all.
  expect(await scoreForecasts(at('2026-12-03T09:59:00Z'))).toBe(0)
  expect(await scoreForecasts(at('2026-12-03T10:00:00Z'))).toBe(3)
  const messages = next.reduce((sum, use) => sum + (use.messages ?? 0), 0)
  expect((await forecasts.list()).at(-1)).toMatchObject({ metric: 'messages', actual: messages })
  expect(await scoreForecasts(at('2026-12-04T09:00:00Z'))).toBe(0)
  const told = await answerCommand(house)(asks('accuracy', admin))
  expect(told.message.summary).toContain('Not enough yet: 3 forecasts are over')
  expect((await answerCommand(house)(asks('accuracy', member()))).outcome).toBe('refused')
})

test('of a week one forecast is kept, whichever tools were known by then; of commitments one for each tool', async () => {
  const forecasts = forecastBook(store.db)
  const [madeOn, from, to] = [day('2026-06-01'), day('2026-06-01'), day('2026-06-07')]
  const spend = { metric: 'spend', madeOn, from, to, bounds: null } as const
  await forecasts.keep([
    { ...spend, subject: 'week', tools: ['chatgpt'], value: 1, bounds: [0.5, 2] },
    { ...spend, subject: 'commitment', tools: ['chatgpt'], value: 2 },
    { ...spend, subject: 'commitment', tools: ['claude'], value: 3 },
  ])
  await forecasts.keep([{ ...spend, subject: 'week', tools: ['chatgpt', 'claude'], value: 4 }])
  await forecasts.keep([])
  const kept = (await forecasts.list()).filter((one) => one.madeOn === madeOn)
  expect(kept.map(({ value, tools, bounds }) => [value, tools, bounds])).toEqual([
    [1, ['chatgpt'], [0.5, 2]],
    [2, ['chatgpt'], null],
    [3, ['claude'], null],
  ])
})

const asked = ({ parts }: Message): readonly string[] =>
  parts.flatMap((part) =>
    part.kind === 'buttons'
      ? part.buttons.flatMap(({ act }) => (act.kind === 'ask' ? [act.command] : []))
      : [],
  )

const typed = async (text: string) => {
  const memory = memoryHouse({ now: '2026-11-23T09:00:00Z' })
  const house = { ...memory, usage: reader(), digests: digestReads(store.db) }
  return (await answerCommand(house)(asks(text, member({ admin: true, person: true })))).message
}

test('a vendor restates a week after its digest: asked back, that digest says what it was', async () => {
  await found(store, COMPANY)
  expect(JSON.stringify(await typed('digest as-of:2026-11-16'))).not.toContain('restated')
  await rows(
    store.db,
    'what was known when',
    sql`
      with source as (insert into source (id, name) values (77, 'export'))
      insert into vintage (day, tool_id, source_id, seen_at, messages, tokens, cost_micros)
      values ('2026-11-13', 1, 77, '2026-11-14', 60, 0, 24000000),
        ('2026-11-13', 1, 77, '2026-11-19', 80, 0, 32000000)`,
  )
  const { parts } = await typed('digest as-of:2026-11-16')
  const said =
    /Restated since that Monday morning: spend was \$(\d+), now \$(\d+) \(tokens\); messages were (\d+), now (\d+)/u.exec(
      JSON.stringify(parts),
    )
  const [, was = '', is = '', before = '', now = ''] = said ?? []
  expect([Number(is) - Number(was), Number(now) - Number(before)]).toEqual([8, 20])
  expect(JSON.stringify(await typed('digest'))).not.toContain('Restated')
  await rows(store.db, 'forget it', sql`truncate vintage`)
})

test('before anything is known there is no digest, and nothing to wait for', async () => {
  const message = await typed('digest as-of:2020-01-06')
  expect(message.title).toBe('No digest of that week')
  expect(asked(message)).toEqual(['digest', 'status'])
})
