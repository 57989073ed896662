import { readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { EgressRefused } from '#connectors/egress.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'

import { failure, house, refusedIn, reportsIn, used } from './house.ts'

const { person } = pseudonymizer(KEY)
const example = JSON.parse(
  readFileSync('test/fixtures/github-copilot/users-1-day.example.ndjson', 'utf8'),
) as object

describe('usage reports', () => {
  test("GitHub's example person, from the signed link to the numbers of the day", async () => {
    await using acme = await house({
      reports: { '2026-11-18': [[{ ...example, day: '2026-11-18' }]] },
    })
    const rows = reportsIn(await acme.pull('reports'))
    expect(rows).toMatchObject([
      {
        day: '2026-11-18',
        account: person('login1'),
        source: 'github-copilot',
        messages: 1,
        active: true,
        codeGenerations: 3,
        creditsMilli: 12_500,
        costCreditsMicros: null,
        vendorSessions: null,
      },
      { feature: 'cli', vendorSessions: 3, inputTokens: 9200, outputTokens: 9200 },
    ])
    expect(acme.files.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  test('credits cost what the contract says', async () => {
    const day = [[used('ada', '2026-11-18', { ai_credits_used: 12.5 })]]
    await using acme = await house(
      { reports: { '2026-11-18': day } },
      { AI_USAGE_CREDIT_USD: '0.01' },
    )
    const [row] = reportsIn(await acme.pull('reports'))
    expect(row?.costCreditsMicros).toBe(125_000n)
  })

  test('a report in several files is one day; another day, a person twice and broken lines are refused', async () => {
    await using acme = await house({
      reports: {
        '2026-11-18': [
          [used('ada', '2026-11-18'), used('bob', '2026-11-17'), '{"day": "2026', ''],
          [used('Ada', '2026-11-18'), used('cyd', '2026-11-18'), { day: '2026-11-18' }],
        ],
      },
    })
    const pages = await acme.pull('reports')
    expect(reportsIn(pages).map(({ account }) => account)).toEqual([person('ada'), person('cyd')])
    const where = 'users-1-day report of 2026-11-18'
    expect(refusedIn(pages)).toEqual([
      { where, why: 'is of another day', count: 1 },
      { where, why: 'is not JSON', count: 1 },
      { where, why: 'is a person the report has twice', count: 1 },
      { where, why: 'user_login is missing or not as GitHub documents it', count: 1 },
    ])
  })

  test.each(['orgs', 'enterprises'] as const)(
    'a day GitHub has not published is neither known nor empty (%s)',
    async (kind) => {
      await using acme = await house({ kind, reports: { '2026-11-18': [[]] } })
      const pages = await acme.pull('reports', '2026-11-18', '2026-11-20')
      expect(pages.flatMap(({ unpublished = [] }) => unpublished)).toEqual([
        '2026-11-19',
        '2026-11-20',
      ])
      expect(reportsIn(pages)).toEqual([])
    },
  )

  test('a restated day that shrinks has only what is left', async () => {
    await using acme = await house({
      reports: { '2026-11-18': [[used('ada', '2026-11-18'), used('bob', '2026-11-18')]] },
    })
    expect(reportsIn(await acme.pull('reports'))).toHaveLength(2)
    acme.holdings.reports['2026-11-18'] = [[used('bob', '2026-11-18')]]
    const rows = reportsIn(await acme.pull('reports'))
    expect(rows.map(({ account }) => account)).toEqual([person('bob')])
  })

  test('many people come in pages that can be held', async () => {
    const many = Array.from({ length: 6000 }, (_, at) => used(`p${at}`, '2026-11-18'))
    await using acme = await house({ reports: { '2026-11-18': [many] } })
    const pages = await acme.pull('reports')
    expect(reportsIn(pages)).toHaveLength(6000)
    expect(Math.max(...pages.map(({ reports = [] }) => reports.length))).toBeLessThanOrEqual(5000)
  })

  test.each([
    ['an expired link', 'expired', 'the link has expired'],
    ['a file cut half way', 'cut', 'cut its answer to GET the signed link'],
    ['HTML in place of lines', 'html', 'HTML, not lines of JSON'],
    ['a file that ends within a line', 'half', 'lines of JSON that end within line 1'],
  ])('%s stops the pull and says so', async (_, how, says) => {
    await using acme = await house({ reports: { '2026-11-18': [[used('ada', '2026-11-18')]] } })
    if (how === 'expired') acme.holdings.linksExpired = true
    else
      acme.files.faults.push({
        path: /./,
        answer: how === 'cut' ? 'cut' : { body: how === 'html' ? '<!DOCTYPE html>\n' : '{"day"' },
      })
    const fault = await failure(acme.pull('reports'))
    expect(fault.message).toContain('GitHub Copilot')
    expect(fault.message).toContain(says)
    expect(fault.message).not.toContain('sig=')
  })

  test('a link to anywhere else is not followed', async () => {
    await using acme = await house()
    const body = { download_links: ['https://evil.test/1.json'], report_day: '2026-11-18' }
    acme.api.faults.push({ path: /users-1-day/, answer: { body } })
    await expect(acme.pull('reports')).rejects.toThrow(EgressRefused)
  })
})
