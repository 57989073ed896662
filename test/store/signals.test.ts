import { readFile } from 'node:fs/promises'

import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

import type { PersonWeek } from '#collect.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { day } from '#core/time/day.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { privacy } from '#store/privacy.ts'
import { retention } from '#store/retention.ts'
import { rows } from '#store/rows.ts'
import { signalReader } from '#store/signal-told.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'
import { plain } from '#test/core/message/plain.ts'
import { member, pseudonym } from '#test/support/events.ts'
import { asks, member as viewer, memoryHouse } from '#test/support/house.ts'
import { stores } from '#test/support/store.ts'

import { byDays, everything, pullNow } from './collects.ts'
import {
  codeHosts,
  did,
  EVERYONE,
  makeCompany,
  pull,
  pulledBy,
  toldOf,
  work,
} from './signal-company.ts'

const SETTLED = '2026-10-19'
const WEEK = day('2026-10-05')

describe.each(stores())('how work went, in $kind', ({ open }) => {
  let store: Store
  const told = () => toldOf(store)
  beforeAll(async () => {
    store = await open()
    await makeCompany(store)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  test('a week is told when another has passed, and one of which nothing can be told is not decided on', async () => {
    await pull(
      store,
      EVERYONE.map((who) => did(who, 3)),
      '2026-10-18',
    )
    expect(await told()).toEqual([])
    await pull(store, [did('ann', 3), did('bob', 4)])
    expect(await everything(store, 'signal_told', 'signal_week')).toBe(
      'signal_told\n\n\nsignal_week\n',
    )
  })

  test('is told in sums of enough people, and nothing else of it is kept', async () => {
    const rows = EVERYONE.map((who, n) => did(who, n + 1))
    await pull(store, [...rows, did('nobody-knows', 99), did('ann', 50, day('2026-10-12'))])
    // Who uses no AI is one of six: levels are not told apart.
    expect(await told()).toEqual(['all prs_merged 6 21', 'Eng prs_merged 6 21'])
    // Whom no directory knows is not even an account.
    expect(await everything(store, 'account')).not.toContain(pseudonym('nobody-knows'))
    expect(await signalReader(store.db).answers()).toEqual([])
  })

  test('a window that is pulled again tells nothing else: who takes one answer from the other has nothing', async () => {
    await pull(store, [...EVERYONE.slice(1).map((who) => did(who, 2)), did('ann', 9)])
    await pull(store, [])
    expect(await told()).toEqual(['all prs_merged 6 21', 'Eng prs_merged 6 21'])
  })

  test('of a signal that one source tells no other is heard, of another signal it is', async () => {
    const other = byDays({ ...work, id: 'meetings', source: 'calendar' })
    const meets = (who: string): PersonWeek => ({
      account: pseudonym(who),
      week: WEEK,
      signals: { meeting_hours: 8, prs_merged: 7 },
    })
    await pull(store, EVERYONE.slice(0, 5).map(meets), SETTLED, other)
    expect(await told()).toEqual([
      'all meeting_hours 5 40',
      'Eng meeting_hours 5 40',
      'all prs_merged 6 21',
      'Eng prs_merged 6 21',
    ])
    const next = EVERYONE.map((who) => did(who, 1, day('2026-10-12')))
    await pull(store, next, '2026-10-26', other)
    expect(await told()).toHaveLength(4)
  })

  test('who was on leave from Monday to Friday is not in the week, who was for some days is', async () => {
    const leave = (to: string) => ({ leaves: [{ from: day('2026-10-12'), to: day(to) }] })
    const away = new Map([
      ['fay', leave('2026-10-16')],
      ['bob', leave('2026-10-15')],
    ])
    expect(await signalReader(store.db).leaveKnown?.()).toBe(false)
    const people = EVERYONE.map((who) => member(who, 'Eng', away.get(who) ?? { leaves: [] }))
    await pullNow(store, [{ people: [...people, member('gus', 'Legal')] }])
    expect(await signalReader(store.db).leaveKnown?.()).toBe(true)
    await pull(
      store,
      EVERYONE.map((who) => did(who, 1, day('2026-10-12'))),
      '2026-10-26',
    )
    expect((await told()).slice(4)).toEqual(['all prs_merged 5 5', 'Eng prs_merged 5 5'])
  })

  test('traits are of units in which five share them, and of nobody', async () => {
    const traits = { function: 'Development', band: 'L4', tenure: '1 to 3 years' } as const
    const other = { ...traits, band: 'L7' }
    const given = EVERYONE.map((who, n) => ({
      ...member(who, 'Eng'),
      traits: n === 0 ? other : traits,
    }))
    await pullNow(store, [{ people: [...given, { ...member('gus', 'Legal'), traits: other }] }])
    expect(await signalReader(store.db).traits()).toEqual([
      { unit: 'Eng', location: null, ...traits },
    ])
    // A directory that says no traits any more takes them back.
    await pullNow(store, [
      { people: [...EVERYONE.map((who) => member(who, 'Eng')), member('gus', 'Legal')] },
    ])
    expect(await signalReader(store.db).traits()).toEqual([])
  })

  test('who is forgotten stays in sums that hide them, and is in none that is told later', async () => {
    const before = await told()
    await privacy(store.db, pseudonym).forget('fay', { dryRun: false })
    expect(await told()).toEqual(before)
    const week = day('2026-10-19')
    await pull(
      store,
      EVERYONE.map((who) => did(who, 1, week)),
      '2026-11-02',
    )
    expect((await told()).slice(before.length)).toEqual([
      'all prs_merged 5 5',
      'Eng prs_merged 5 5',
    ])
  })

  describe('with policies', () => {
    const DECIDING = '2026-11-09'
    const policies = async (...all: readonly (readonly [floor: number, at: string])[]) => {
      for (const [n, [floor, at]] of all.entries()) {
        const weaker = floor < (all[n - 1]?.[0] ?? DEFAULT_POLICY.floor)
        const policy = JSON.stringify({ ...DEFAULT_POLICY, floor })
        await rows(
          store.db,
          'promise',
          sql`insert into policy_version (version, policy, hash, at, by, weaker)
            values (${n + 1}::int, ${policy}::text::jsonb, 'h', ${at}::timestamptz, 'test',
              ${weaker ? '[{"point": "floor"}]' : '[]'}::text::jsonb)`,
        )
      }
    }
    const answered = async () => {
      await rows(
        store.db,
        'answer',
        sql`insert into signal_answer (signal, unit_id, since, through, answers, course, floor)
          values ('prs_merged', -1, '2026-06-01', '2026-08-31', '{}', '[]', 5)`,
      )
      const answers = await signalReader(store.db).answers()
      await rows(store.db, 'no answer', sql`delete from signal_answer`)
      return answers.map(({ since }) => since)
    }
    const decided = () => everything(store, 'signal_week', 'signal_told')
    const week = EVERYONE.map((who) => did(who, 1, day('2026-10-26')))
    const pullWeek = () => pull(store, week, DECIDING)
    afterEach(() => rows(store.db, 'no policy', sql`delete from policy_version`))

    test('a higher floor of the policy holds for what is told from then on', async () => {
      const before = await decided()
      await policies([6, `${DECIDING}T05:00:00Z`])
      await pullWeek()
      expect(await decided()).toBe(before)
    })

    test('what was decided by a lower floor than was promised since is not shown: differences would be of fewer', async () => {
      const before = await told()
      expect(before).not.toEqual([])
      await policies([6, `${DECIDING}T05:00:00Z`])
      expect(await told()).toEqual([])
      expect(await answered()).toEqual([])
      await rows(store.db, 'no policy', sql`delete from policy_version`)
      expect(await told()).toEqual(before)
      expect(await answered()).toEqual(['2026-06-01'])
    })

    test('a lower floor tells nothing of weeks before it, which were promised the higher one', async () => {
      const before = await decided()
      await policies([6, '2026-09-01T05:00:00Z'], [5, '2026-11-03T05:00:00Z'])
      await pullWeek()
      expect(await decided()).toBe(before)
    })
  })

  test('sources whose weeks are told in another way from a release on are pulled at once', async () => {
    const migration = await readFile('db/migrations/0025_signals_told.sql', 'utf8')
    const update = migration.split('--> statement-breakpoint').filter((one) => /UPDATE/.test(one))
    await rows(
      store.db,
      'pulled',
      sql`insert into stream_state (connector, stream, started_at)
        values ('google-calendar', 'busy', now()), ('openai', 'usage', now())`,
    )
    for (const one of update) await rows(store.db, 'migrate', sql.raw(one))
    const pulled = await rows(
      store.db,
      'who is not due',
      sql`delete from stream_state where connector in ('google-calendar', 'openai')
        and started_at is not null returning connector`,
    )
    expect(pulled).toEqual([{ connector: 'openai' }])
  })

  test('from GitHub and GitLab to a lead: the team’s week of both is told to who leads it, and a team of one to nobody', async () => {
    const at = Date.parse('2026-11-09T06:00:00Z')
    await using hosts = await codeHosts(at)
    const both = hosts.sources
    const pullOf = (n: 0 | 1, sources: readonly (typeof both)[number][] = both) =>
      pulledBy(store, { source: both[n], sources, at })
    const merged = async () =>
      (await signalReader(store.db).told({ from: day('2026-10-26'), to: day('2026-11-01') }))
        .filter(({ signal }) => signal === 'prs_merged')
        .map(({ unit, people, sum }) => `${unit || 'all'} ${people} ${sum}`)
    // While one of the two can't be read nothing is decided on: half of it would be told for all.
    hosts.faults.push({ path: /graphql/, times: 1, answer: { status: 401, body: {} } })
    expect(await pullOf(0)).toMatchObject([
      { result: 'failed', fault: { what: expect.stringContaining('GitLab') } },
    ])
    expect(await merged()).toEqual([])
    expect(await pullOf(0)).toMatchObject([{ result: 'pulled' }])
    // Ann 1, Cat 1 and 1, Dan 1, Eli 1: of five, since Fay is forgotten.
    const told = ['all 5 5', 'Eng 5 5']
    expect(await merged()).toEqual(told)
    // The other’s own turn tells nothing twice, nor does the first alone once the other is gone.
    expect(await pullOf(1)).toMatchObject([{ result: 'pulled' }])
    expect(await pullOf(0, both.slice(0, 1))).toMatchObject([{ result: 'pulled' }])
    expect(await merged()).toEqual(told)
    expect(await everything(store, 'signal_week')).toContain('github-pulls+gitlab-merge-requests')
    const usage = usageReader(store.db, { pseudonym })
    const house = { ...memoryHouse(), usage, signals: signalReader(store.db) }
    const ask = (team: string) =>
      answerCommand(house)(asks(`signals team:${team} 4w`, viewer({ leads: [team] })))
    const [eng, legal] = [await ask('Eng'), await ask('Legal')]
    // One each, of five, a week earlier and then.
    expect(plain(eng.message)).toContain('| Everyone | 5 | 1.0 | 1.0 |')
    expect([eng.outcome, legal.outcome]).toEqual(['answered', 'refused'])
    expect(plain(legal.message)).toContain('nothing is told of so few')
  })

  test('what was told goes with the use of its time, and is not told anew from what is left', async () => {
    const prune = (today: string) =>
      retention(store.db).prune({ today: day(today), factDays: 40, dryRun: false })
    const before = await told()
    await prune('2026-11-14')
    expect(await told()).toEqual(before)
    await prune('2026-11-15')
    await pull(
      store,
      EVERYONE.map((who) => did(who, 2)),
    )
    expect((await told()).length).toBeLessThan(before.length)
    expect((await told()).filter((row) => row.endsWith('21'))).toEqual([])
  })
})
