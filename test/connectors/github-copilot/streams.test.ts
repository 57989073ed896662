import { describe, expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { KEY, NOW } from '#test/support/vendors/connector-call.ts'

import { house, refusedIn } from './house.ts'

const { person, service } = pseudonymizer(KEY)

describe('seats', () => {
  test('are read to the last page, one per person', async () => {
    const seats = Array.from({ length: 120 }, (_, at) => ({
      login: `p${at}`,
      id: at,
      created_at: '2026-01-05T10:00:00+01:00',
      last_activity_at: '2026-11-20T23:30:00Z',
    }))
    // P7 has a seat in another organization, too, unused.
    const again = { login: 'P7', id: 7, created_at: '2025-12-01T00:00:00Z' }
    await using acme = await house({ seats: [...seats, again] })
    const rows = (await acme.pull('seats')).flatMap(({ seats: page = [] }) => page)
    expect(rows).toHaveLength(120)
    expect(rows.find(({ account }) => account === person('p7'))).toMatchObject({
      plan: 'business',
      from: '2025-12-01',
      to: null,
      lastActivity: '2026-11-20',
      purchased: null,
    })
    expect(acme.api.requests[1]?.url.pathname).toBe('/organizations/7/copilot/billing/seats')
  })

  test('a seat that cannot be read is said, and new fields are let pass', async () => {
    await using acme = await house()
    const seat = {
      assignee: { login: 'ada', a_new: 1 },
      created_at: '2026-01-05T10:00:00Z',
      b_new: 2,
    }
    const body = { total_seats: 2, seats: [seat, { assignee: null, created_at: 'x' }] }
    acme.api.faults.push({ path: /seats/, answer: { body } })
    const pages = await acme.pull('seats')
    expect(pages.flatMap(({ seats = [] }) => seats)).toHaveLength(1)
    expect(refusedIn(pages)).toMatchObject([{ count: 1 }])
  })
})

describe('the bill', () => {
  test.each(['orgs', 'enterprises'] as const)(
    'is what GitHub charges by model and day, exactly (%s)',
    async (kind) => {
      await using acme = await house({
        kind,
        billed: {
          ai_credit: {
            '2026-11-18': [
              { sku: 'Copilot AI Credits', model: 'GPT-5', netAmount: 0.07, grossAmount: 12.5 },
              { sku: 'Copilot AI Credits', model: '', netAmount: 0 },
            ],
          },
          premium_request: {
            '2026-11-19': [{ sku: 'Copilot Premium Request', model: 'o3', netAmount: 1e-7 }],
          },
        },
      })
      const pages = await acme.pull('billing', '2026-11-18', '2026-11-20')
      const line = { tool: 'github-copilot', source: 'github-copilot-billing', account: null }
      const paid = { ...line, currency: 'USD', basis: 'billed' }
      const sku = 'Copilot AI Credits'
      expect(pages.map(({ bill }) => bill)).toEqual([
        [
          {
            ...paid,
            day: '2026-11-18',
            item: sku,
            model: 'GPT-5',
            costPicos: 70_000_000_000n,
            amount: '0.07',
          },
          { ...paid, day: '2026-11-18', item: sku, model: null, costPicos: 0n, amount: '0' },
        ],
        [
          {
            ...paid,
            day: '2026-11-19',
            item: 'Copilot Premium Request',
            model: 'o3',
            costPicos: 100_000n,
            amount: '0.0000001',
          },
        ],
        [],
      ])
    },
  )
})

describe('the audit log', () => {
  const at = Date.parse('2026-11-18T09:00:00Z')
  const entries = Array.from({ length: 130 }, (_, n) => ({
    '@timestamp': at + n * 60_000,
    _document_id: `doc${n}`,
    action: n === 0 ? 'copilot.cfb_seat_assignment_created' : 'copilot.cfb_org_policy_changed',
    actor: n === 1 ? 'copilot-swe-agent[bot]' : 'Root',
    user: 'ada',
    org: 'acme',
  }))

  test('says who gave seats and changed policies, page by page, and goes on from there', async () => {
    const other = { '@timestamp': at, _document_id: 'x', action: 'team.add_member', actor: 'root' }
    await using acme = await house({ audit: [...entries, other] })
    const pages = await acme.pull('audit', '2026-11-01')
    const events = pages.flatMap(({ governance = [] }) => governance)
    expect(events).toHaveLength(130)
    expect(events[0]).toMatchObject({
      atMicros: BigInt(at) * 1000n,
      type: 'seat_change',
      action: 'copilot.cfb_seat_assignment_created',
      actor: person('root'),
      target: person('ada'),
      reference: 'doc0',
      objectKind: 'organization',
      outcome: null,
    })
    expect(events[1]).toMatchObject({
      type: 'policy_change',
      actor: service('github:app:copilot-swe-agent[bot]'),
    })
    const cursor = (pages.at(-1) as { readonly cursor?: string }).cursor
    expect(cursor).toBe('2026-11-18T11:09:00.000Z')
    const later = await acme.pull('audit', '2026-11-01', '2026-11-01', cursor)
    const seenAgain = later.flatMap(({ governance = [] }) => governance.map(({ id }) => id))
    expect(seenAgain).toHaveLength(61)
    expect(events.map(({ id }) => id)).toEqual(expect.arrayContaining(seenAgain))
  })

  test('a clock ahead of ours does not move the cursor past now', async () => {
    const ahead = { ...entries[0], '@timestamp': NOW + 86_400_000 } as (typeof entries)[0]
    await using acme = await house({ audit: [ahead] })
    expect(await acme.pull('audit')).toMatchObject([{ cursor: new Date(NOW).toISOString() }])
  })
})

test.each(['orgs', 'enterprises'] as const)(
  'single sign-on says whose login it is (%s)',
  async (kind) => {
    const identities = [
      { nameId: 'Ada@corp.test', username: null, login: 'ada' },
      { nameId: 'opaque-1', username: 'bob@corp.test', login: 'bob' },
      { nameId: 'cyd@corp.test', username: null, login: null },
    ]
    await using acme = await house({ kind, identities })
    const pages = await acme.pull('logins')
    expect(pages.flatMap(({ logins = [] }) => logins)).toEqual([
      { account: person('ada@corp.test'), alias: person('ada'), sure: 'verified' },
      { account: person('bob@corp.test'), alias: person('bob'), sure: 'verified' },
    ])
  },
  15_000,
)
