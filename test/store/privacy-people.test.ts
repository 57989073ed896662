import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import type { Login } from '#collect.ts'
import type { Chart } from '#core/chart/chart.ts'
import type { Made } from '#core/explain/made.ts'
import { day } from '#core/time/day.ts'
import { answers } from '#store/answers.ts'
import { people } from '#store/people.ts'
import { pictures } from '#store/pictures.ts'
import { privacy } from '#store/privacy.ts'
import { rows } from '#store/rows.ts'
import { ruledPeople } from '#store/ruled-people.ts'
import type { Store } from '#store/store.ts'
import { member, pseudonym } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { asSnapshot, AT, messages, pullDays, pullLog, pullNow, report } from './collects.ts'
import { budgetsLeft, reachedBudget } from './person-budgets.ts'
import { elsewhere, keysUsed, placesTold, usedKeys } from './used-keys.ts'
import { aliasesOf, everything, named, NEAR, written, wroteOf } from './whose-rows.ts'

const week = ['2026-11-02', '2026-11-08'] as const
/** Ann's own identifiers; `desk` was hers for two days, and is somebody else's otherwise. */
const ANNS = ['ann', 'ann-gh', 'ann-old', 'ann-list']
const OTHERS = ['bob', 'bob-x', 'ann-maybe', 'desk']
const use = [
  {
    reports: [...ANNS, ...OTHERS]
      .flatMap((who) =>
        ['2026-11-02', '2026-11-05'].map((date) => report(date, who, { messages: 1 })),
      )
      .concat(report('2026-11-05', null, { account: NEAR, messages: 1 })),
  },
]
const saml = asSnapshot({ id: 'logins', source: 'saml', tools: [] })
const google = asSnapshot({ id: 'people', source: 'google', tools: [] })
const login = (account: string, alias: string, sure: Login['sure'] = 'verified'): Login => ({
  account: pseudonym(account),
  alias: pseudonym(alias),
  sure,
})
const pair = (account: string, alias: string) => ({
  account: pseudonym(account),
  alias: pseudonym(alias),
})
const act = { by: 'operator', at: AT, dryRun: false }

/** A week of use, directories, rules, vendors' joins. The same again brings nobody back. */
async function pulled(store: Store) {
  await pullDays(store, week, use)
  await pullNow(
    store,
    [
      {
        people: [
          member('bob', 'Eng', { manager: pseudonym('ann') }),
          member('ann', 'Eng'),
          member('ann-list', 'Eng'),
        ],
      },
    ],
    { stream: google },
  )
  await ruledPeople(store.db)(
    ['ann', 'ann-gh', 'bob'].map((who) => ({ account: pseudonym(who), unit: 'Rules/Eng' })),
    AT,
  )
  await pullNow(
    store,
    [
      {
        logins: [
          login('ann', 'ann-gh'),
          login('ann', 'ann-list'),
          login('ann', 'ann-maybe', 'doubtful'),
          login('ann', 'bob-x', 'doubtful'),
        ],
      },
    ],
    { stream: saml },
  )
}

async function decided(store: Store) {
  const book = people(store.db)
  await book.join(pair('ann', 'ann-old'), act)
  await book.join({ ...pair('ann', 'desk'), from: day('2026-11-05'), to: day('2026-11-06') }, act)
  const doubts = await book.doubtful()
  await book.refuse(doubts[0]?.link ?? 0, act)
}

describe.each(stores())('in $kind', { timeout: 120_000 }, ({ open }) => {
  test('who is forgotten is gone from links, rules, directories and decisions, and stays gone', async () => {
    await using store = await open()
    await pulled(store)
    await decided(store)
    await usedKeys(store, '1', 'laptop', 'shared')
    await pullLog(store, [{ cursor: '1 more', governance: elsewhere }])
    expect(await placesTold(store)).toEqual([
      ['ann by laptop', null, null],
      ['bob by shared', null, null],
      ['ann elsewhere', 'other endpoint', 'other endpoint'],
      ['shared elsewhere', 'other address', 'other address'],
    ])
    // By a login that was not joined with hers yet, and of another.
    await reachedBudget(store, pseudonym('ann-gh'))
    const bobsBudget = await reachedBudget(store, pseudonym('bob'))
    const before = await messages(store)
    const aliases = await aliasesOf(store, ANNS)
    expect(aliases).toHaveLength(4)
    const ids = (
      await rows<{ id: number }>(
        store.db,
        'ids',
        sql`select account_id as id from account
          where encode(pseudonym, 'hex') = any(${sql.param(ANNS.map(pseudonym))}::text[])`,
      )
    ).map(({ id }) => id)
    const message = () => ({ title: '', summary: '', parts: [] })
    const kept: Pick<Made, 'people'> = { people: aliases.join(' ') }
    const made = kept as Made
    const seen = {
      viewer: 'operator',
      at: Date.now(),
      command: 'by:user 7d',
      message,
      made,
    } as const
    await answers(store.db).put({ ...seen, view: 'exact' })
    const desk = privacy(store.db, pseudonym)
    const planned = await desk.forget('ann', { dryRun: true })
    expect(await desk.forget('ann', { dryRun: false })).toEqual(planned)
    const gone = async () => {
      expect(await messages(store)).toEqual(before)
      expect(await named(store, ids)).toEqual([])
      const all = await everything(store)
      for (const alias of aliases) expect(all).not.toContain(alias)
      for (const who of ANNS) expect(all).not.toContain(pseudonym(who))
    }
    const machines = { key: 'Key shared', network: true, place: 'other address', entries: 1 }
    const bobs = { key: 'Key shared', network: true, place: 'ours', entries: 1 }
    const nobodys = { key: null, network: false, place: null }
    await gone()
    expect(await budgetsLeft(store)).toEqual([`budget ${bobsBudget}`, `reached ${bobsBudget}`])
    expect(await keysUsed(store)).toEqual([bobs, machines, { ...nobodys, entries: 3 }])
    await pulled(store)
    await usedKeys(store, '2', 'laptop', 'shared', 'phone')
    await gone()
    expect(await keysUsed(store)).toEqual([bobs, machines, { ...nobodys, entries: 4 }])
    const all = await everything(store)
    // A key that only she used stands for nobody else.
    for (const key of ['laptop', 'phone']) {
      expect(all).not.toContain(`Key ${key}`)
      expect(all).not.toContain(pseudonym(key))
    }
    expect(all).toContain('Key shared')
    await expect(people(store.db).join(pair('ann', 'ann-old'), act)).rejects.toThrow('not known')
    expect(await people(store.db).decided()).toEqual([])
  })

  test('what was said of who is forgotten goes, also by the shorter alias they had, and what was said of others stays', async () => {
    await using store = await open()
    await pullDays(store, week, use)
    const [alias = ''] = await aliasesOf(store, ['ann'])
    const [near = ''] = await aliasesOf(store, ['near'])
    const former = alias.slice(0, 'p-'.length + 6)
    expect([alias.length > former.length, near.startsWith(former)]).toEqual([true, true])
    const said = (what: string) => ({ title: what, summary: '', parts: [] })
    const answer = (what: string, command = '7d') =>
      answers(store.db).put({
        viewer: 'operator',
        at: Date.now(),
        command,
        message: () => said(what),
        view: 'exact',
      })
    const others = [`of ${near}`, 'of a step-by-step guide', 'of everyone']
    for (const what of [alias, former, former.slice(0, -1), ...others])
      await answer(what === former.slice(0, -1) ? 'typed' : what, `user:${what} 7d`)
    const send = (what: string) =>
      rows(
        store.db,
        'a delivery',
        sql`insert into delivery (key, kind, target, not_before, message)
          values (${what}, 'digest', '{}', now(), ${JSON.stringify(said(`line\n${what}`))}::jsonb)`,
      )
    for (const what of [former, near]) await send(what)
    const drawn = (id: string, chart: string) =>
      pictures(store.db).keep({ id, chart: { title: chart } as Chart, at: 0, until: 8e12 })
    for (const what of [former, near]) await drawn(what, `Use of ${what}`)
    for (const what of [former, near]) await wroteOf(store, what)
    await privacy(store.db, pseudonym).forget('ann', { dryRun: false })
    expect(await pictures(store.db).find(former, 1)).toBeUndefined()
    expect(await pictures(store.db).find(near, 1)).toBeDefined()
    expect(await written(store)).toEqual([
      `${near} was here`,
      `it was ${near}`,
      `before ${near} came`,
      `${near} is away`,
    ])
    const left = () =>
      rows<{ said: string }>(
        store.db,
        'what is left',
        sql`select message ->> 'title' as said from answer
          union all select key || ' ' || state from delivery where message is not null order by 1`,
      )
    const kept = [...others, `${near} due`].toSorted().map((said) => ({ said }))
    expect((await left()).toSorted((a, b) => (a.said < b.said ? -1 : 1))).toEqual(kept)
    // After a change of key nobody can tell whose the aliases of before were.
    await rows(
      store.db,
      'a second key',
      sql`insert into pseudonym_key (version, key_check) values (2, '')`,
    )
    await answer('of p-aaaaaa')
    await privacy(store.db, pseudonym).forget('bob', { dryRun: false })
    expect(await left()).toHaveLength(kept.length)
  })

  test('whose login a desk was on two days takes nothing with them that is another’s', async () => {
    await using store = await open()
    await pulled(store)
    await decided(store)
    await privacy(store.db, pseudonym).forget('ann', { dryRun: false })
    const whose = await rows<{ day: string; mine: boolean }>(
      store.db,
      'use of the desk',
      sql`select r.day::text, encode(a.pseudonym, 'hex') = ${pseudonym('desk')} as mine
        from usage_report r join account a using (account_id)
        where encode(a.pseudonym, 'hex') in (${pseudonym('desk')}) order by 1`,
    )
    expect(whose).toEqual([{ day: '2026-11-02', mine: true }])
    const [joined] = await rows<{ days: string }>(
      store.db,
      'days of the desk',
      sql`select range_agg(daterange(p.valid_from, p.valid_to, '[]'))::text as days
        from account_person p join account a using (account_id)
        where encode(a.pseudonym, 'hex') = ${pseudonym('desk')} and p.person_id = p.account_id`,
    )
    expect(joined?.days).toBe('{[0001-01-01,10000-01-01)}')
  })
})
