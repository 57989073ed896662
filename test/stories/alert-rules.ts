import { describe, expect, test } from 'vitest'

import { alertBook } from '#store/alerts.ts'

import { rulesOnKeys } from './alert-keys.ts'
import { budgetsOfPeople } from './person-budget.ts'
import type { Workplace } from './workplace.ts'

/** Rules on what is used, by name and by number, where ann has the person permission and cyd watches over security. */
export function rulesOnUse(at: () => Workplace): void {
  const shown = () => at().outbox.shown()

  describe('a list of what may be used', () => {
    test('has what else is used told once, and nothing is told without a list', async () => {
      await at().raise()
      const before = at().outbox.all().length
      expect((await at().ask('cyd', 'alert allow')).said).toContain('There is no list')
      const { said } = await at().ask('cyd', 'alert allow model:claude-* tool:chatgpt')
      expect(said).toContain('One outside the list of models and tools was used')
      expect(said).toContain('gpt-4o')
      // Of few, what it is called is for ann, who may read exact numbers.
      at().promise({ floor: 50 })
      const few = await at().ask('cyd', 'alert allow')
      expect(few.said).toContain('a model fewer than 50 people used')
      expect(few.said).not.toContain('gpt-4o')
      expect((await at().ask('ann', 'alert allow')).said).toContain('gpt-4o')
      at().promise({})
      await Promise.all([at().raise(), at().raise()])
      at().advance(3_600_000)
      await at().raise()
      at().advance(-3_600_000)
      expect(at().outbox.all()).toHaveLength(before + 1)
      expect(shown().at(-1)?.summary).toBe('Warning: model gpt-4o is not allowed and was used.')
    })

    test('is made by who watches over security, in the trail, and taken away again', async () => {
      expect((await at().ask('eve', 'alert allow model:*')).said).not.toContain('Allowed models')
      expect((await at().ask('cyd', 'alert allow remove model:gpt-9')).said).toContain(
        'There is no model:gpt-9 on the lists',
      )
      const left = await at().ask('cyd', 'alert allow remove model:CLAUDE-* tool:chatgpt')
      expect(left.said).toContain('There is no list')
      expect((await at().ask('cyd', 'audit today')).said).toContain('alert allow remove')
    })
  })

  describe('a rule on a number', () => {
    test('is tried on the last 90 days before anyone switches it on', async () => {
      const { said } = await at().ask('ann', 'alert when messages > 3 per:week')
      expect(said).toContain('It would have told 1 thing in the 90 days to 6 Nov 2026. It is off.')
      expect(said).toContain('4 Nov 2026')
      expect(said).toMatch(/The highest week had \d+, from \d+ Nov 2026 on\./)
      const before = at().outbox.all().length
      await at().raise()
      expect(at().outbox.all()).toHaveLength(before)
      const [, name = ''] = /Rule (made-\d+)/.exec(said) ?? []
      // To have it told is to have the number told: that takes who may see it.
      expect((await at().ask('cyd', `alert enable ${name}`)).said).toContain('person permission')
      // The number of a built-in rule's row is no name of its own.
      expect((await at().ask('ann', 'alert enable made-1')).said).toContain('no rule made-1')
      expect((await at().ask('ann', `alert enable ${name}`)).said).toContain('10 rules are on')
      await at().raise()
      expect(shown().at(-1)?.summary).toBe(
        'Warning: messages of the company passed 3 in 2–8 Nov 2026.',
      )
      at().advance(3_600_000)
      await at().raise()
      at().advance(-3_600_000)
      expect(at().outbox.all()).toHaveLength(before + 1)
      // What a higher limit would have kept back brackets the number, and so does setting one.
      expect((await at().ask('cyd', `alert tune ${name}`)).said).toContain('exact numbers')
      expect((await at().ask('cyd', `alert rule ${name} limit:9`)).said).toContain('exact numbers')
      expect((await at().ask('ann', `alert tune ${name}`)).said).toContain('A limit of 5')
      const higher = await at().ask('ann', `alert rule ${name} limit:9`)
      expect(higher.said).toContain('Messages of the company above 9 a week')
      expect(higher.said).toContain('Undo')
      const back = await at().ask('ann', `alert rule ${name} limit:3`)
      expect(back.said).toContain('Messages of the company above 3 a week')
      expect((await at().ask('ann', 'alert rule role-changed limit:9')).said).toContain(
        'That rule has no limit',
      )
    })

    test('whose team is no more tells whoever made it, once', async () => {
      const book = alertBook(at().store.db, (_, delivery) => at().outbox.put(delivery))
      const row = {
        at: 0,
        viewer: 'slack:TFAKE/UANN',
        place: 'terminal',
        action: 'alert',
        command: '',
        outcome: 'done',
        detail: {},
      } as const
      const name = await book.make(
        {
          kind: 'limit',
          metric: 'messages',
          amount: 1,
          per: 'week',
          filters: { team: ['Dreams'] },
        },
        row,
      )
      await book.turnRule(name, { on: true, builtIn: false, row })
      const before = at().outbox.all().length
      await at().raise()
      at().advance(3_600_000)
      await at().raise()
      at().advance(-3_600_000)
      const told = at().outbox.all().slice(before)
      expect(told.map(({ target }) => target.id)).toEqual(['CADMIN', 'UANN'])
      expect(told[1]?.message.summary).toBe(
        `Warning: rule ${name} finds nothing: there is no team Dreams.`,
      )
      expect((await at().ask('ann', 'alerts')).said).toContain(`rule ${name} finds nothing`)
      await book.remove(name, row)
    })

    test('is made by who may see the number, and taken away by name', async () => {
      expect((await at().ask('cyd', 'alert budget 4 messages')).said).toContain('exact numbers')
      // One person works there: an amount that was passed would be theirs.
      const legal = await at().ask('ann', 'alert when messages team:Legal > 3 per:day')
      expect(legal.said).toContain('Fewer than 5 people')
      expect((await at().ask('ann', 'alert when messages team:Dreams > 3 per:day')).said).toContain(
        'Dreams',
      )
      // Four people work there; as many as the promise in force says must be behind a number.
      at().promise({ floor: 3 })
      const each = await at().ask('ann', 'alert when messages unusual by:team')
      expect(each.said).toContain('Messages of each team far above its weekday')
      expect(each.said).toContain('Of 1 team there is too little history yet')
      const alone = await at().ask('ann', 'alert when messages team:Engineering unusual')
      expect(alone.said).toContain('There is too little history yet')
      const small = await at().ask('ann', 'alert when messages team:Engineering > 1 per:week')
      // It was passed when two of them had used anything.
      expect(small.said).toContain('It would have told nobody anything')
      const [, few = ''] = /Rule (made-\d+)/.exec(small.said) ?? []
      expect((await at().ask('ann', `alert enable ${few}`)).said).toContain('11 rules are on')
      const before = at().outbox.all().length
      at().advance(3_600_000)
      await at().raise()
      at().advance(-3_600_000)
      expect(at().outbox.all()).toHaveLength(before)
      await at().ask('ann', `alert disable ${few}`)
      at().promise({})
      expect((await at().ask('ann', `alert enable ${few}`)).said).toContain('Fewer than 5 people')
      await at().ask('ann', `alert remove ${few}`)
      const { said } = await at().ask('ann', 'alert budget 4 messages')
      const [, number = ''] = /Rule made-(\d+)/.exec(said) ?? []
      expect((await at().ask('ann', 'alerts rules')).said).toContain(`made-${number}`)
      // The same typed again makes no second rule, which would tell everything twice.
      const again = await at().ask('ann', 'alert budget 4 messages per:month')
      expect(again.said).toContain(`Rule made-${number}:`)
      expect(again.said).toContain('There was this rule already, and it is off.')
      await at().ask('ann', `alert enable ${number}`)
      const on = await at().ask('ann', 'alert budget 4 messages')
      expect(on.said).toContain('There was this rule already, and it is on.')
      expect(on.said).toContain('Switch it off')
      await at().ask('ann', `alert disable ${number}`)
      const left = await at().ask('ann', `alert remove ${number}`)
      expect(left.said).toContain(`Rule made-${number} is removed`)
      const rules = await at().ask('ann', 'alerts rules')
      expect(rules.said).not.toContain(`made-${number}`)
    })
  })

  rulesOnKeys(at)
  budgetsOfPeople(at)
}
