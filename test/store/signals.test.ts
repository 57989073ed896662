import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { PersonWeek } from '#collect.ts'
import { addDays, day } from '#core/time/day.ts'
import { privacy } from '#store/privacy.ts'
import { retention } from '#store/retention.ts'
import { signalPanel } from '#store/signal-panel.ts'
import type { Store } from '#store/store.ts'
import { member, pseudonym } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { byDays, everything, pullDays, pullNow, report } from './collects.ts'

const FIRST = day('2026-09-07')
const WEEK = day('2026-10-05')
const work = byDays({ id: 'prs', source: 'github', tools: [], measures: [], weekly: true })
const did = (who: string, merged: number, week = WEEK): PersonWeek => ({
  account: pseudonym(who),
  week,
  signals: { prs_merged: merged },
})
const EVERYONE = ['ann', 'bob', 'cat', 'dan', 'eli', 'fay']
const span = { from: FIRST, to: day('2026-11-30') }

const pull = (store: Store, signals: readonly PersonWeek[], through = '2026-10-11') =>
  pullDays(store, ['2026-10-05', through], [{ signals }], { stream: work })

describe.each(stores())('how work went, in $kind', ({ open }) => {
  let store: Store
  const cells = () => signalPanel(store.db).cells(span)
  beforeAll(async () => {
    store = await open()
    const days = [0, 7, 14, 21, 28].map((n) => addDays(FIRST, n))
    await pullDays(
      store,
      ['2026-09-07', '2026-10-11'],
      [
        {
          reports: days.flatMap((date) =>
            EVERYONE.slice(0, 5).map((who) => report(date, who, { messages: 20 })),
          ),
        },
      ],
    )
    await pullNow(store, [
      { people: [...EVERYONE.map((who) => member(who, 'Eng')), member('gus', 'Legal')] },
    ])
  })
  afterAll(() => store[Symbol.asyncDispose]())

  test('is kept by unit, level of use and week, and of no person', async () => {
    const rows = EVERYONE.map((who, n) => did(who, n + 1))
    await pull(store, [...rows, did('nobody-knows', 99), did('ann', 50, day('2026-10-12'))])
    expect(await cells()).toEqual([
      {
        unit: 'Eng',
        level: 'none',
        cohort: null,
        week: WEEK,
        people: 1,
        signals: { prs_merged: { people: 1, sum: 6, squares: 36 } },
      },
      {
        unit: 'Eng',
        level: 'power',
        cohort: FIRST,
        week: WEEK,
        people: 5,
        signals: { prs_merged: { people: 5, sum: 15, squares: 55 } },
      },
      { unit: 'Legal', level: 'none', cohort: null, week: WEEK, people: 1, signals: {} },
    ])
    // Whom no directory knows is not even an account.
    expect(await everything(store, 'account')).not.toContain(pseudonym('nobody-knows'))
  })

  test('a window that is pulled again is what it says now, and a week that is not whole is not told', async () => {
    await pull(
      store,
      EVERYONE.map((who) => did(who, 2)),
    )
    await pull(store, [did('ann', 9)], '2026-10-10')
    const [, power] = await cells()
    expect(power?.signals).toEqual({ prs_merged: { people: 5, sum: 10, squares: 20 } })
    await pull(store, [])
    expect((await cells()).map(({ people, signals }) => ({ people, signals }))).toEqual(
      [1, 5, 1].map((people) => ({ people, signals: {} })),
    )
  })

  test('two sources of one week stand side by side, and of one signal the fuller one counts', async () => {
    await pull(
      store,
      EVERYONE.map((who) => did(who, 2)),
    )
    const other = byDays({ ...work, id: 'meetings', source: 'calendar' })
    const meets = (who: string): PersonWeek => ({
      account: pseudonym(who),
      week: WEEK,
      signals: { meeting_hours: 8, prs_merged: 7 },
    })
    await pullDays(store, ['2026-10-05', '2026-10-11'], [{ signals: [meets('ann')] }], {
      stream: other,
    })
    const [, power] = await cells()
    expect(power?.signals).toEqual({
      prs_merged: { people: 5, sum: 10, squares: 20 },
      meeting_hours: { people: 1, sum: 8, squares: 64 },
    })
  })

  test('traits are of units in which five share them, and of nobody', async () => {
    const traits = { function: 'Development', band: 'L4', tenure: '1 to 3 years' } as const
    const other = { ...traits, band: 'L7' }
    const given = EVERYONE.map((who, n) => ({
      ...member(who, 'Eng'),
      traits: n === 0 ? other : traits,
    }))
    await pullNow(store, [{ people: [...given, { ...member('gus', 'Legal'), traits: other }] }])
    expect(await signalPanel(store.db).traits()).toEqual([
      { unit: 'Eng', location: null, ...traits },
    ])
    // A directory that says no traits any more takes them back.
    await pullNow(store, [
      { people: [...EVERYONE.map((who) => member(who, 'Eng')), member('gus', 'Legal')] },
    ])
    expect(await signalPanel(store.db).traits()).toEqual([])
  })

  test('who is forgotten takes the cells along that are too small to hide them', async () => {
    const books = privacy(store.db, pseudonym)
    await books.forget('fay', { dryRun: false })
    expect((await cells()).map(({ unit, people }) => [unit, people])).toEqual([
      ['Eng', 5],
      ['Legal', 1],
    ])
  })

  test('cells go with the use of their time', async () => {
    const prune = (today: string) =>
      retention(store.db).prune({ today: day(today), factDays: 40, dryRun: false })
    await prune('2026-11-14')
    expect(await cells()).toHaveLength(2)
    await prune('2026-11-15')
    expect(await cells()).toEqual([])
  })
})
