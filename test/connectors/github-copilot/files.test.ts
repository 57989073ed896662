import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { copilotFileKind } from '#connectors/github-copilot/file-kind.ts'
import { copilotBatches } from '#connectors/github-copilot/report-files.ts'
import type { CopilotOptions } from '#connectors/github-copilot/report-row.ts'
import { copilotSeats } from '#connectors/github-copilot/seat-files.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { rejectionText } from '#core/import/rejection.ts'
import { UNREPORTED } from '#ingest.ts'
import { all, folder } from '#test/connectors/files.ts'

const FIXTURES = 'test/fixtures/github-copilot'
const pseudonyms = pseudonymizer('a key of at least thirty-two letters')
const read = (paths: readonly string[], over: Partial<CopilotOptions> = {}) =>
  all(copilotBatches(paths, { pseudonyms, ...over }))

const UNKNOWN = { ...UNREPORTED, model: null }
const LOGIN_1 = {
  day: '2025-10-01',
  account: pseudonyms.person('login1'),
  tool: 'github-copilot',
  source: 'github-copilot',
}

test("GitHub's example row becomes its totals and one row of command line and app", async () => {
  const { rows, rejected } = await read([`${FIXTURES}/users-1-day.example.ndjson`])
  expect(rejected).toEqual([])
  expect(rows).toEqual([
    {
      ...UNKNOWN,
      ...LOGIN_1,
      feature: null,
      active: true,
      passive: false,
      messages: 1,
      codeGenerations: 3,
      codeAcceptances: 3,
      creditsMilli: 12_500,
    },
    {
      ...UNKNOWN,
      ...LOGIN_1,
      feature: 'cli',
      active: true,
      passive: false,
      vendorSessions: 3,
      requests: 5,
      inputTokens: 9200,
      outputTokens: 9200,
      unpricedTokens: 18_400,
    },
  ])
})

test('an older row without credits and app is read, its missing numbers unknown', async () => {
  const { rows } = await read([`${FIXTURES}/users-1-day.older-schema.ndjson`])
  expect(rows).toMatchObject([
    { active: true, messages: 0, creditsMilli: null },
    { feature: 'cli', active: true, vendorSessions: 2, inputTokens: 3800, outputTokens: 5000 },
  ])
})

test('an organization report has no command line row where it reports none', async () => {
  const { rows } = await read([`${FIXTURES}/organization-users-1-day.example.ndjson`])
  expect(rows.map(({ messages, feature }) => [messages, feature])).toEqual([
    [50, null],
    [30, null],
  ])
})

test('credits cost what the contract says, to the micro-dollar, and nothing is known without it', async () => {
  const paths = [`${FIXTURES}/users-1-day.example.ndjson`]
  const { rows } = await read(paths, { creditMicros: 10_000 })
  expect(rows.map(({ costCreditsMicros }) => costCreditsMicros)).toEqual([125_000n, null])
})

test.each([
  [{ user_initiated_interaction_count: 2 }, true, false],
  [{ user_initiated_interaction_count: 0, ai_credits_used: 4.2 }, false, true],
  [{ ai_credits_used: 4.2 }, false, true],
  [{ user_initiated_interaction_count: 0 }, false, false],
  [{ totals_by_cli: { prompt_count: 1 } }, true, false],
  [{ totals_by_cli: { prompt_count: 0, session_count: 1 }, ai_credits_used: 1 }, false, true],
])('%j is active %s, passive %s', async (counts, active, passive) => {
  await using here = await folder()
  const row = { day: '2026-11-20', user_login: 'ada', ...counts }
  const { rows } = await read([await here.file('r.ndjson', JSON.stringify(row))])
  expect(rows[0]).toMatchObject({ active, passive })
})

test.each([
  ['enterprise-28-day.example.ndjson', /28-day report, without people/],
  ['copilot-usage-metrics-1-day-report.json', /answer that links to a report/],
  ['organization-user-teams-1-day.example.ndjson', /user-teams-1-day report/],
  ['copilot-seats-list.json', /list of seats among reports/],
  ['SOURCE.txt', /no Copilot report that AI Usage reads/],
])('%s is refused with what it is', async (name, message) => {
  await expect(read([`${FIXTURES}/${name}`])).rejects.toThrow(message)
})

test('one person and day counts once, in whatever file it is repeated', async () => {
  await using here = await folder()
  const line = readFileSync(`${FIXTURES}/users-1-day.older-schema.ndjson`, 'utf8').trim()
  const again = await here.file('again.ndjson', `${line}\n${line.replace('login1', 'LOGIN1')}\n`)
  const { rows, rejected } = await read([again])
  expect(rows).toHaveLength(2)
  expect(rejected.map(rejectionText)).toEqual([
    "again.ndjson:2: is a person and day that is already in again.ndjson:1. Give one report per day: the enterprise's, where people are in several organizations.",
  ])
})

test('a row without a login or with a bad day is named, and the others are read', async () => {
  await using here = await folder()
  const rows = [
    { day: '2026-11-20', user_login: 'ada', user_initiated_interaction_count: 1 },
    { day: '2026-11-20' },
    { day: '2026-11-31', user_login: 'alan' },
    { day: '2026-11-20', user_login: 'grace', user_initiated_interaction_count: -4 },
  ]
  const path = await here.file('r.ndjson', rows.map((row) => JSON.stringify(row)).join('\n'))
  const found = await read([path])
  expect(found.rows).toHaveLength(1)
  expect(found.rejected.map(({ line, field }) => [line, field])).toEqual([
    [2, 'user_login'],
    [3, 'day'],
    [4, 'user_initiated_interaction_count'],
  ])
})

test("GitHub's example of seats gives two seats, though its people share an id", async () => {
  const path = `${FIXTURES}/copilot-seats-list.json`
  expect(await copilotFileKind(path)).toBe('seats')
  const seat = { tool: 'github-copilot', monthlyMicros: null, currency: 'USD', purchased: null }
  expect(await copilotSeats([path], pseudonyms)).toEqual({
    rejected: [],
    rows: [
      {
        ...seat,
        plan: 'business',
        account: pseudonyms.person('octocat'),
        from: '2021-08-04',
        to: null,
        lastActivity: '2021-10-14',
      },
      {
        ...seat,
        plan: 'unknown',
        account: pseudonyms.person('octokitten'),
        from: '2021-09-24',
        to: '2021-11-01',
        lastActivity: '2021-10-13',
      },
    ],
  })
})

test('a seat in two organizations is one seat, from the first day to the last', async () => {
  await using here = await folder()
  const assignee = { login: 'ada' }
  const later = {
    assignee,
    created_at: '2026-03-01T00:00:00Z',
    pending_cancellation_date: '2026-12-01',
  }
  const earlier = {
    assignee,
    created_at: '2026-01-01T00:00:00Z',
    plan_type: 'enterprise',
    last_activity_at: '2026-11-20T08:00:00Z',
  }
  const pages = [{ seats: [later] }, { seats: [earlier] }]
  const path = await here.file('seats.json', JSON.stringify(pages))
  expect(await copilotFileKind(path)).toBe('seats')
  expect((await copilotSeats([path], pseudonyms)).rows).toMatchObject([
    { from: '2026-01-01', to: null, plan: 'enterprise', lastActivity: '2026-11-20' },
  ])
})
