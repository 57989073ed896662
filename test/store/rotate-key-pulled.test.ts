import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { pseudonym } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import {
  asSnapshot,
  billed,
  byCursor,
  entry,
  pullDays,
  pullLog,
  pullNow,
  report,
} from './collects.ts'
import {
  anew,
  MEMBERS,
  memberUnderBoth,
  rotationOf,
  sum,
  typed,
  withBoth,
  withNew,
  withOld,
} from './two-keys.ts'

describe.each(stores())('in $kind', { timeout: 60_000 }, ({ open }) => {
  test('all that connectors pull is the same people’s under both keys', async () => {
    await using store = await open()
    const page = (hash: (name: string) => string) => ({
      reports: [report('2026-11-10', null, { account: hash('ann'), messages: 2 })],
      bill: [billed('2026-11-10', 5n, { account: hash('bob') })],
      services: [{ account: hash('project'), kind: 'project' as const, label: 'Bot' }],
      logins: [{ account: hash('ann'), alias: hash('ann-gh'), sure: 'verified' as const }],
      periods: [
        {
          source: 'vendor',
          tool: 'chatgpt',
          account: hash('cara'),
          from: day('2026-11-01'),
          to: day('2026-11-30'),
          lastActivity: null,
          activeDays: null,
          messages: 3,
          enabled: true,
        },
      ],
    })
    const log = (hash: (name: string) => string) => ({
      cursor: '1',
      governance: [
        {
          ...entry('e'),
          id: hash('e'),
          actor: hash('ann'),
          target: hash('bob'),
          object: hash('o'),
        },
      ],
    })
    const people = (of: (it: (typeof MEMBERS)[number]) => (typeof MEMBERS)[number]) => [
      { people: MEMBERS.map(of) },
    ]
    const pull = async (into: Store, hash: (name: string) => string, of = memberUnderBoth) => {
      await pullDays(into, ['2026-11-10', '2026-11-10'], [page(hash)])
      await pullLog(into, [log(hash)], { stream: byCursor() })
      await pullNow(into, people(of), { stream: asSnapshot() })
    }
    await pull(withOld(store), pseudonym, (it) => it)
    const counts = await sum(store)
    const tables = [
      'account',
      'account_link',
      'governance_event',
      'bill_line',
      'period_use',
      'directory_said',
      'service_account',
    ]
    const count = () =>
      Promise.all(
        tables.map((table) =>
          rows(store.db, 'rows', sql`select 1 as one from ${sql.identifier(table)}`),
        ),
      )
    const held = (await count()).map((all) => all.length)
    const change = rotationOf(withBoth(store))
    await change.begin()
    await pull(withBoth(store), typed)
    expect(await sum(store)).toEqual(counts)
    expect((await count()).map((all) => all.length)).toEqual(held)
    const status = await change.status()
    expect(status).toMatchObject({ services: { seen: 1, of: 1 }, lines: 0 })
    expect(status?.people.seen).toBe(status?.people.of)
    await change.finish({ dryRun: false })
    await pull(
      withNew(store),
      (name) => anew(pseudonym(name)),
      (it) => ({
        ...it,
        account: anew(it.account),
        aliases: it.aliases.map(anew),
        manager: it.manager && anew(it.manager),
      }),
    )
    expect(await sum(store)).toEqual(counts)
    expect((await count()).map((all) => all.length)).toEqual(held)
  })
})
