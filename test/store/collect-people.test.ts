import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import type { Login } from '#collect.ts'
import { day } from '#core/time/day.ts'
import type { Seat } from '#ingest.ts'
import { ingest } from '#store/ingest.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { batch, member, pseudonym } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import {
  asSnapshot,
  AT,
  billed,
  byDays,
  everything,
  pullDays,
  pullNow,
  report,
  USAGE,
} from './collects.ts'

const DAY = 86_400_000
const week = ['2026-11-02', '2026-11-08'] as const
const said = (date: string, account: string, n: number) => report(date, account, { messages: n })
const use = [
  {
    reports: [
      said('2026-11-02', 'ann', 3),
      said('2026-11-03', 'ann-gh', 5),
      said('2026-11-04', 'bob', 2),
    ],
  },
]

/** `person unit messages` of each row of use; people by the names they were hashed from. */
const NAMES = ['ann', 'ann-gh', 'bob', 'cara', 'proj']
async function uses(store: Store): Promise<string[]> {
  const found = await rows<{ person: string | null; unit: string | null; line: string }>(
    store.db,
    'use by person',
    sql`select encode(p.pseudonym, 'hex') as person, u.path as unit,
        to_char(d.day, 'DD') || ' ' || coalesce(d.messages, 0) as line
      from usage_daily d left join account p on p.account_id = d.person_id
      left join org_unit u on u.unit_id = d.unit_id order by d.day, d.messages`,
  )
  return found.map(({ person, unit, line }) => {
    const name = NAMES.find((one) => pseudonym(one) === person) ?? 'nobody'
    return `${line} ${name} ${unit ?? '-'}`
  })
}

async function homes(store: Store): Promise<string[]> {
  const found = await rows<{ person: string; line: string }>(
    store.db,
    'homes',
    sql`select encode(a.pseudonym, 'hex') as person,
        u.path || ' ' || valid_from || ' ' || valid_to as line
      from membership m join account a on a.account_id = m.person_id
      join org_unit u using (unit_id) order by valid_from, 2`,
  )
  return found.map(
    ({ person, line }) => `${NAMES.find((one) => pseudonym(one) === person)} ${line}`,
  )
}

const login = (account: string, alias: string, sure: Login['sure'] = 'verified'): Login => ({
  account: pseudonym(account),
  alias: pseudonym(alias),
  sure,
})

const entra = asSnapshot({ id: 'people', source: 'entra', tools: [] })
const google = asSnapshot({ id: 'people', source: 'google', tools: [] })
const saml = asSnapshot({ id: 'logins', source: 'saml', tools: [] })

const seat = (account: string, more: Partial<Seat> = {}): Seat => ({
  tool: 'chatgpt',
  plan: 'business',
  account: pseudonym(account),
  from: day('2026-10-01'),
  to: null,
  monthlyMicros: null,
  currency: 'USD',
  purchased: null,
  lastActivity: null,
  ...more,
})

const seats = async (store: Store) => {
  const found = await rows<{ line: string }>(
    store.db,
    'seats',
    sql`select t.name || ' ' || valid_from || ' ' || valid_to as line from seat_assignment s
      join tool t on t.id = s.tool_id order by 1`,
  )
  return found.map(({ line }) => line)
}

describe.each(stores())('in $kind', ({ open }) => {
  test('a verified join gives a login its person; one no longer listed ends that day', async () => {
    await using store = await open()
    await pullDays(store, week, use)
    const before = await uses(store)
    await pullNow(store, [{ logins: [login('ann', 'ann-gh'), login('bob', 'cara', 'doubtful')] }], {
      stream: saml,
    })
    expect(await uses(store)).toEqual(['02 3 ann -', '03 5 ann -', '04 2 bob -'])
    // Again: no news.
    const stored = await everything(store, ...USAGE)
    await pullNow(store, [{ logins: [login('bob', 'cara', 'doubtful'), login('ann', 'ann-gh')] }], {
      stream: saml,
    })
    expect(await everything(store, ...USAGE)).toBe(stored)
    // A file that knows nothing of it leaves it alone.
    await ingest(store).directory([member('ann', 'Eng')], batch({ kind: 'directory' }), {
      merge: false,
      dryRun: false,
    })
    expect(await uses(store)).toEqual(['02 3 ann Eng', '03 5 ann Eng', '04 2 bob -'])
    // Gone from the list as of 4 November: what was before stays ann's.
    const later = { stream: saml, at: Date.parse('2026-11-04T08:00:00Z') + 30 * DAY }
    await pullNow(store, [{ logins: [login('bob', 'cara')] }], later)
    await pullDays(
      store,
      ['2026-12-04', '2026-12-04'],
      [{ reports: [said('2026-12-04', 'ann-gh', 1)] }],
    )
    expect(await uses(store)).toEqual([
      '02 3 ann Eng',
      '03 5 ann Eng',
      '04 2 bob -',
      '04 1 ann-gh -',
    ])
    expect(before).toEqual(['02 3 ann -', '03 5 ann-gh -', '04 2 bob -'])
  })

  test('a login that one source gives to two people is doubtful; another source stands', async () => {
    await using store = await open()
    await pullDays(store, week, use)
    await pullNow(store, [{ logins: [login('ann', 'ann-gh'), login('bob', 'ann-gh')] }], {
      stream: saml,
    })
    expect(await uses(store)).toContain('03 5 ann-gh -')
    await pullNow(store, [{ logins: [login('ann', 'ann-gh')] }], { stream: google })
    expect(await uses(store)).toContain('03 5 ann -')
    await pullNow(store, [], { stream: saml, at: AT + DAY })
    expect(await uses(store)).toContain('03 5 ann -')
  })

  test('the snapshot of one directory ends nothing that another one says', async () => {
    await using store = await open()
    await pullDays(store, week, use)
    await pullNow(store, [{ people: [member('ann', 'Eng'), member('bob', 'Sales')] }], {
      stream: entra,
    })
    await pullNow(store, [{ people: [member('cara', 'Ops')] }], { stream: google })
    const still = '2026-01-01 9999-12-31'
    expect(await homes(store)).toEqual([
      `ann Eng ${still}`,
      `cara Ops ${still}`,
      `bob Sales ${still}`,
    ])
    // Twice each, in any order: no news.
    const stored = await everything(store, ...USAGE)
    for (const stream of [google, entra]) {
      const people =
        stream === google ? [member('cara', 'Ops')] : [member('bob', 'Sales'), member('ann', 'Eng')]
      await pullNow(store, [{ people }], { stream, at: AT + DAY })
    }
    expect(await everything(store, ...USAGE)).toBe(stored)
    // Bob leaves, Ann moves: both as of that day.
    await pullNow(store, [{ people: [member('ann', 'Sales')] }], {
      stream: entra,
      at: AT + 2 * DAY,
    })
    expect(await homes(store)).toEqual([
      'ann Eng 2026-01-01 2026-12-02',
      `cara Ops ${still}`,
      'bob Sales 2026-01-01 2026-12-02',
      'ann Sales 2026-12-03 9999-12-31',
    ])
    expect(await uses(store)).toEqual(['02 3 ann Eng', '03 5 ann-gh -', '04 2 bob Sales'])
    await expect(pullNow(store, [], { stream: entra, at: AT + 3 * DAY })).rejects.toThrow('nobody')
  })

  test('of two directories that differ about someone the last change counts', async () => {
    await using store = await open()
    const say = (stream: typeof entra, unit: string, days: number) =>
      pullNow(store, [{ people: [member('ann', unit)] }], { stream, at: AT + days * DAY })
    await say(entra, 'Eng', 0)
    await say(google, 'Ops', 1)
    await say(entra, 'Eng', 2)
    expect(await homes(store)).toEqual(['ann Ops 2026-01-01 9999-12-31'])
    await say(entra, 'Sales', 3)
    await say(google, 'Ops', 4)
    expect(await homes(store)).toEqual([
      'ann Ops 2026-01-01 2026-12-03',
      'ann Sales 2026-12-04 9999-12-31',
    ])
  })

  test('a key is nobody, also when its use was there before it was known to be a key', async () => {
    await using store = await open()
    const services = [{ account: pseudonym('proj'), kind: 'project' as const, label: 'proj_9a' }]
    await pullDays(store, week, [{ reports: [said('2026-11-02', 'proj', 9)] }])
    expect(await uses(store)).toEqual(['02 9 proj -'])
    await pullNow(store, [{ services }], { stream: saml })
    expect(await uses(store)).toEqual(['02 9 nobody -'])
    await pullDays(store, week, [
      { reports: [said('2026-11-02', 'proj', 9), said('2026-11-03', 'proj', 1)], services },
    ])
    expect(await uses(store)).toEqual(['02 9 nobody -', '03 1 nobody -'])
    expect(await everything(store, 'active_bits', 'person', 'account_person')).not.toContain('1')
  })

  test('seats end where their stream no longer lists them, and only there', async () => {
    await using store = await open()
    const claude = asSnapshot({ id: 'claude', source: 'claude-seats', tools: ['claude'] })
    await pullNow(store, [{ seats: [seat('ann'), seat('bob')] }])
    await pullNow(store, [{ seats: [seat('ann', { tool: 'claude' })] }], { stream: claude })
    const stored = await everything(store, ...USAGE)
    await pullNow(store, [{ seats: [seat('bob'), seat('ann')] }], { at: AT + DAY })
    expect(await everything(store, ...USAGE)).toBe(stored)
    await pullNow(store, [], { at: AT + 2 * DAY })
    expect(await seats(store)).toEqual([
      'chatgpt 2026-10-01 2026-12-02',
      'chatgpt 2026-10-01 2026-12-02',
      'claude 2026-10-01 9999-12-31',
    ])
  })

  test('a bill is replaced for the days of its window', async () => {
    await using store = await open()
    const costs = byDays({ id: 'costs', source: 'costs' })
    const line = (date: string, picos: bigint) => billed(date, picos, { source: 'costs' })
    const bill = async () => {
      const found = await rows<{ line: string }>(
        store.db,
        'bill',
        sql`select to_char(day, 'DD') || ' ' || cost_picos as line from bill_line order by 1`,
      )
      return found.map((row) => row.line)
    }
    const pages = [
      { bill: [line('2026-11-02', 7n), line('2026-11-02', 7n), line('2026-11-03', 1n)] },
    ]
    await pullDays(store, week, pages, { stream: costs })
    expect(await bill()).toEqual(['02 7', '02 7', '03 1'])
    expect(
      await pullDays(store, ['2026-11-02', '2026-11-02'], [{ bill: [line('2026-11-02', 7n)] }], {
        stream: costs,
      }),
    ).toEqual({ rows: 1, changedDays: 1 })
    expect(await bill()).toEqual(['02 7', '03 1'])
  })
})
