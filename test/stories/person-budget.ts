import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { textOf } from '#demo/slack-fake/see.ts'
import { rows } from '#store/rows.ts'

import { idOf, type Workplace } from './workplace.ts'

const TEN_MINUTES = 600_000

/** Budgets of one person's use, where ann has the person permission, ben is an admin and cyd watches over security. */
export function budgetsOfPeople(at: () => Workplace): void {
  const alone = (name: string) =>
    [...at().slack.visibleTo(idOf(name), at().slack.dmOf(idOf(name)))].filter(
      ({ from }) => from !== 'person',
    )
  const looks = async () => {
    await at().watchBudgets()
    await at().sendAfter(0)
  }
  /** What others can read of it: the trail, and every text of alerts. */
  const told = async () => {
    const trail = await rows<{ readonly row: string }>(
      at().store.db,
      'rows of the trail that tell of budgets',
      sql`select concat(command, ' ', detail) as row from audit
        where command like 'budget%' or detail ? 'budget'`,
    )
    const alerts = await rows<{ readonly row: string }>(
      at().store.db,
      'alerts and rules',
      sql`select a::text as row from alert a union all select r::text from alert_rule r`,
    )
    return [...trail, ...alerts].map(({ row }) => row).join('\n')
  }

  describe('a budget of one person', () => {
    test('is made by who may see people, in private, and tried before it is switched on', async () => {
      const ben = await at().alias('ben')
      const typed = 'budget 2 messages user:ben@northwind.example per:month'
      for (const name of ['ben', 'cyd', 'dan', 'eve'])
        expect((await at().ask(name, typed)).said).toContain('only to admins with the person')
      at().promise({ mode: 'aggregate-only' })
      expect((await at().ask('ann', typed)).said).toContain('nothing is kept of one person')
      at().promise({})
      expect((await at().ask('ann', 'budget')).said).toContain('You have set no budget')
      expect((await at().ask('ann', 'budget 2 messages user:p-nobody')).said).toContain('p-nobody')
      expect((await at().ask('ann', 'budget $5,000 team:eng')).said).toContain('of one person')
      const { said, rows } = await at().ask(
        'ann',
        'alert budget 2 messages user:ben@northwind.example',
      )
      expect(said).toContain('It would have told you 1 thing in 9 Aug – 6 Nov 2026. It is off.')
      expect(said).toContain(`Of ${ben}.`)
      expect(rows).toMatchObject([{ command: 'budget user:[person]', detail: { budget: 1 } }])
      await looks()
      expect(alone('ann')).toEqual([])
    })

    test('is told once to its maker alone, and a locked phone shows neither whose nor how much', async () => {
      const ben = await at().alias('ben')
      expect((await at().ask('ann', 'budget enable 1')).said).toContain('1 of them on')
      const before = at().outbox.all().length
      await Promise.all([at().watchBudgets(), at().watchBudgets()])
      at().advance(TEN_MINUTES)
      await looks()
      at().advance(-TEN_MINUTES)
      const [message, ...more] = alone('ann')
      expect(more).toEqual([])
      expect(message?.text).toContain('A budget of yours has reached 50%.')
      expect(message?.text).not.toMatch(/p-|messages/)
      const text = textOf(message!)
      for (const said of [ben, '2 messages a month', '2 Nov 2026', '11 Nov 2026'])
        expect(text).toContain(said)
      // No channel and no other admin reads of it, in any list.
      expect(at().outbox.all()).toHaveLength(before)
      for (const name of ['ben', 'cyd', 'dan']) expect(alone(name)).toEqual([])
      expect((await at().ask('ben', 'alerts rules')).said).not.toContain('2 messages a')
      expect((await at().ask('cyd', 'audit today')).said).not.toContain(ben)
      expect(await told()).not.toMatch(new RegExp(`${ben}|2 messages|per:month`))
    })

    test('is seen with me by whom it is about: how much, by whom, when, and what it reached', async () => {
      const { said } = await at().ask('ben', 'me')
      expect(said).toContain('Budgets of your use')
      expect(said).toMatch(/7 Nov 2026: \W*UANN\W* set a budget of 2 messages a month on your use/)
      expect(said).toContain('Reached 50% on 2 Nov 2026.')
      expect((await at().ask('dan', 'me')).said).not.toContain('Budgets of your use')
    })

    test('is paused when its maker may not see people any more, also what was about to be sent', async () => {
      await at().ask('ann', 'budget 1 messages user:ben@northwind.example per:month')
      await at().ask('ann', 'budget enable 2')
      const before = alone('ann').length
      await at().watchBudgets()
      await at().take('ann', { grant: 'person' })
      try {
        await at().sendAfter(0)
        expect(alone('ann')).toHaveLength(before)
        at().advance(2 * TEN_MINUTES)
        await looks()
        at().advance(-2 * TEN_MINUTES)
      } finally {
        await at().give('ann', { grant: 'person' })
      }
      const paused = alone('ann').slice(before).map(textOf).join('\n')
      expect(paused).toContain('Budget 1 is paused')
      expect(paused).toContain('Budget 2 is paused')
      expect(paused).not.toContain(await at().alias('ben'))
      expect((await at().ask('ann', 'budget')).said).toContain('paused: you could not see people')
      expect((await at().ask('ben', 'me')).said).toContain('It is paused')
      // Hers again once she switches it on; nobody else's.
      await at().give('ben', { grant: 'person' })
      expect((await at().ask('ben', 'budget remove 2')).said).toContain('You have no budget 2')
      expect((await at().ask('ben', 'budget')).said).toContain('You have set no budget')
      await at().take('ben', { grant: 'person' })
      expect((await at().ask('ann', 'budget enable 1')).said).toContain('1 of them on')
      expect((await at().ask('ann', 'budget remove 2')).said).not.toContain('**2**')
      expect((await at().ask('ben', 'me')).said).toContain('It was removed on 7 Nov 2026.')
    })
  })
}
