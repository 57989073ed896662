import { readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import type { Pulled } from '#collect.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'

import { house, refusedIn } from './house.ts'

const { person } = pseudonymizer(KEY)
const groupsIn = (pages: readonly Pulled[]) => pages.flatMap(({ groups = [] }) => groups)
const example = readFileSync(
  'test/fixtures/github-copilot/organization-user-teams-1-day.example.ndjson',
  'utf8',
)
  .trim()
  .split('\n')

describe('teams', () => {
  test("GitHub's example: one person in two teams, another in one", async () => {
    await using acme = await house({ teams: { '2026-05-07': [example] } })
    expect(groupsIn(await acme.pull('teams', '2026-05-07'))).toEqual([
      { account: person('alice'), group: 'frontend', day: '2026-05-07' },
      { account: person('alice'), group: 'backend', day: '2026-05-07' },
      { account: person('bob'), group: 'frontend', day: '2026-05-07' },
    ])
  })

  test('what cannot be read is refused, and an unpublished day is not empty', async () => {
    const row = { user_login: 'ada', slug: 'platform', day: '2026-11-17' }
    await using acme = await house({ teams: { '2026-11-18': [[row, { day: '2026-11-18' }, '{']] } })
    const pages = await acme.pull('teams', '2026-11-18', '2026-11-19')
    expect(groupsIn(pages)).toEqual([])
    expect(pages.flatMap(({ unpublished = [] }) => unpublished)).toEqual(['2026-11-19'])
    const where = 'user-teams-1-day report of 2026-11-18'
    expect(refusedIn(pages)).toEqual([
      { where, why: 'is of another day', count: 1 },
      { where, why: 'is not as GitHub documents it', count: 1 },
      { where, why: 'is not JSON', count: 1 },
    ])
  })
})
