import { sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { UserError } from '#core/errors.ts'
import { day } from '#core/time/day.ts'
import { UNREPORTED, type UsageEvent, type UsageReport } from '#ingest.ts'
import { ingest } from '#store/ingest.ts'
import { held } from '#store/privacy-export.ts'
import { privacy } from '#store/privacy.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { batch, member, pseudonym as hash, usageEvent } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { costs, costsOf } from './forgotten-costs.ts'
import { importUsage } from './imports.ts'
import { reachedBudget } from './person-budgets.ts'

const PEOPLE = ['ann', 'bob', 'cara', 'dora'] as const
const MEMBERS = [
  member('ann', 'Eng/Core', {
    aliases: ['ann-gh'],
    manager: hash('bob'),
    leaves: [{ from: day('2026-08-03'), to: day('2026-08-14') }],
  }),
  member('bob', 'Eng/Core', { manager: hash('cara') }),
  member('cara', 'Sales/EMEA', { groups: ['Board'] }),
]

const desk = (store: Store) => privacy(store.db, hash)

async function importReports(store: Store, reports: readonly UsageReport[]) {
  await using stage = await ingest(store).stageReports(batch({ kind: 'github-copilot' }))
  for (const report of reports) await stage.add(report)
  await stage.apply({ replace: false })
}

const importAll = async (
  store: Store,
  events: readonly UsageEvent[],
  reports: readonly UsageReport[],
) => {
  await ingest(store).directory(MEMBERS, batch({ kind: 'directory' }), {
    merge: false,
    dryRun: false,
  })
  await importUsage(store, events)
  await importReports(store, reports)
}

/** All that adds up. Sessions and active people are counted person by person, so they may not stay. */
const sums = (store: Store) =>
  rows(
    store.db,
    'sums',
    sql`select d.day::text, t.name as tool, m.name as model, f.name as feature, s.name as source,
        sum(messages)::text as messages, sum(requests)::text as requests, sum(errors)::text as errors,
        sum(prompt_characters)::text as prompts, sum(input_tokens)::text as input,
        sum(output_tokens)::text as output, sum(unpriced_tokens)::text as unpriced,
        sum(code_acceptances)::text as accepted
      from usage_daily d join tool t on t.id = d.tool_id left join model m on m.id = d.model_id
      left join feature f on f.id = d.feature_id left join source s on s.id = d.source_id
      group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
  )

const idsOf = async (store: Store, person: string) => {
  const [found] = await rows<{ person: number; accounts: number[] }>(
    store.db,
    'ids',
    sql`select person_id as person, array_agg(account_id) as accounts from account_person
      where person_id = (select person_id from account_person join account using (account_id)
        where encode(pseudonym, 'hex') = ${hash(person)}) group by 1`,
  )
  return found ?? { person: -1, accounts: [-1] }
}

/** Tables with a row of these numbers, but for the empty person that keeps the number taken. */
async function left(store: Store, { person, accounts }: { person: number; accounts: number[] }) {
  const found: string[] = []
  await store.db.transaction(async (tx) => {
    const pseudonyms = sql`''::bytea as pseudonym, daterange('0001-01-01', null) as days, true as whole`
    await rows(
      tx,
      'person',
      sql`create temp table their_person on commit drop as select ${person}::int as person_id`,
    )
    await rows(
      tx,
      'accounts',
      sql`create temp table their_account on commit drop as
        select unnest(${sql.param(accounts)}::int[]) as account_id, ${pseudonyms}`,
    )
    for (const { table, of } of held()) {
      const some = await rows(
        tx,
        'rows',
        sql`select 1 as one from ${sql.identifier(table)} t where ${of}`,
      )
      if (some.length > 0 && table !== 'person') found.push(table)
    }
  })
  return found
}

const event = fc
  .record({
    at: fc
      .integer({ min: 0, max: 47 })
      .map((hour) => new Date(Date.UTC(2026, 10, 10, hour, 7)).toISOString()),
    account: fc.constantFrom(...PEOPLE, 'ann-gh', null),
    tool: fc.constantFrom('chatgpt', 'claude'),
    model: fc.constantFrom('gpt-5', null),
    error: fc.boolean(),
    promptCharacters: fc.option(fc.nat(300), { nil: null }),
    inputTokens: fc.option(fc.nat(900), { nil: null }),
    outputTokens: fc.option(fc.nat(900), { nil: null }),
    costPicos: fc.nat(9).map((n) => BigInt(n) * 500_000n),
  })
  .map((facts) => ({ ...facts, costBasis: 'estimated' as const }))
const events = fc
  .array(event, { minLength: 1, maxLength: 25 })
  .map((all) => all.map((facts, n) => usageEvent({ ...facts, id: `line ${n}` })))
const reports = fc
  .uniqueArray(fc.record({ account: fc.constantFrom(...PEOPLE), messages: fc.nat(9) }), {
    selector: ({ account }) => account,
  })
  .map((all) => all.map(({ account, messages }) => reportOf(hash(account), messages)))

const reportOf = (account: string, messages: number): UsageReport => ({
  ...UNREPORTED,
  day: day('2026-11-10'),
  account,
  tool: 'github-copilot',
  source: 'copilot',
  model: null,
  feature: null,
  active: messages > 0,
  passive: false,
  messages,
  codeAcceptances: messages * 2,
})

describe.each(stores())('in $kind', { timeout: 180_000 }, ({ open }) => {
  test('what the forgotten used stays in every sum, and comes back as nobody’s', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        reports,
        fc.subarray([...PEOPLE], { minLength: 1 }),
        async (given, told, goes) => {
          await using store = await open()
          await importAll(store, given, told)
          const before = await sums(store)
          const forgotten: string[] = []
          expect(new Set(await costs(store))).toEqual(new Set(costsOf(given, [])))
          for (const person of goes) {
            const ids = await idsOf(store, person)
            if (ids.person < 0) continue
            await desk(store).forget(person, { dryRun: true })
            expect(await idsOf(store, person)).toEqual(ids)
            await desk(store).forget(person, { dryRun: false })
            expect(await left(store, ids)).toEqual([])
            expect(await sums(store)).toEqual(before)
            forgotten.push(hash(person), ...(person === 'ann' ? [hash('ann-gh')] : []))
            expect(new Set(await costs(store))).toEqual(new Set(costsOf(given, forgotten)))
          }
          await importAll(store, given, told)
          expect(await sums(store)).toEqual(before)
          expect(new Set(await costs(store))).toEqual(new Set(costsOf(given, forgotten)))
          const known = await rows<{ known: string }>(
            store.db,
            'accounts',
            sql`select encode(pseudonym, 'hex') as known from account`,
          )
          for (const person of goes) expect(known.map((it) => it.known)).not.toContain(hash(person))
        },
      ),
      { numRuns: 5 },
    )
  })

  test('a person is exported whole, and forgotten once', async () => {
    await using store = await open()
    await importAll(
      store,
      [
        usageEvent({ account: 'ann', at: '2026-11-10T09:00:00Z', id: 'a' }),
        usageEvent({ account: 'ann-gh', at: '2026-11-10T10:00:00Z', id: 'b' }),
        usageEvent({ account: 'bob', at: '2026-11-10T09:00:00Z', id: 'c' }),
      ],
      [],
    )
    await reachedBudget(store, hash('ann'))
    await reachedBudget(store, hash('bob'))
    const { tables, names } = await desk(store).export('ann')
    expect(Object.keys(tables).toSorted()).toEqual([
      'account',
      'account_person',
      'active_bits',
      'active_day',
      'directory_said',
      'leave',
      'membership',
      'person',
      'person_budget',
      'person_budget_reached',
      'session',
      'unit_people',
      'usage_daily',
      'usage_event',
    ])
    expect(tables['usage_event']).toHaveLength(2)
    expect(tables['person_budget']).toMatchObject([{ maker: 'U1', spec: { amount: 10 } }])
    expect(tables['person_budget_reached']).toMatchObject([{ percent: 50, on_day: '2026-11-10' }])
    expect(JSON.stringify([tables['active_bits'], tables['active_day']])).not.toContain('bits"')
    expect(names).toContainEqual({ kind: 'unit', id: expect.any(Number), name: 'Eng/Core' })
    expect(await desk(store).forget('ann', { dryRun: false })).toMatchObject({
      already: false,
      accounts: 2,
      days: 1,
    })
    expect(await desk(store).forget('ann-gh', { dryRun: false })).toMatchObject({ already: true })
    await desk(store).forget('bob', { dryRun: false })
    await expect(desk(store).export('ann')).rejects.toThrow(UserError)
    await expect(desk(store).forget('nobody', { dryRun: true })).rejects.toThrow(UserError)
    await ingest(store).directory(MEMBERS, batch({ kind: 'directory' }), {
      merge: false,
      dryRun: false,
    })
    const managed = await rows(
      store.db,
      'managers',
      sql`select 1 as one from membership where manager = ${hash('bob')}`,
    )
    expect(managed).toEqual([])
  })

  test('who is forgotten stays so in a later directory, until they are to be remembered', async () => {
    await using store = await open()
    const said = [usageEvent({ account: 'bob', at: '2026-11-10T09:00:00Z', id: 'c' })]
    await importAll(store, said, [])
    await desk(store).forget('bob', { dryRun: false })
    const again = [usageEvent({ account: 'bob', at: '2026-11-11T09:00:00Z', id: 'd' })]
    await importAll(store, again, [])
    const who = () =>
      rows(
        store.db,
        'who',
        sql`select day::text, (unit_id <> 0) as placed, (person_id <> 0) as known
          from usage_daily order by day`,
      )
    expect(await who()).toEqual([
      { day: '2026-11-10', placed: false, known: false },
      { day: '2026-11-11', placed: false, known: false },
    ])
    expect(await desk(store).remember('bob')).toBe(true)
    expect(await desk(store).remember('bob')).toBe(false)
    await importAll(
      store,
      [usageEvent({ account: 'bob', at: '2026-11-12T09:00:00Z', id: 'e' })],
      [],
    )
    expect((await who()).at(-1)).toEqual({ day: '2026-11-12', placed: true, known: true })
  })
})
