import { describe, expect, test } from 'vitest'

import type { GovernanceEvent } from '#collect.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { day } from '#core/time/day.ts'
import { alertWeek } from '#store/alert-week.ts'
import { alertBook } from '#store/alerts.ts'

import type { Workplace } from './workplace.ts'

/** Entries of a log come in. */
export type Happens = (
  ...given: readonly Partial<GovernanceEvent & { readonly at: string }>[]
) => Promise<void>

const { person } = pseudonymizer('a key of at least thirty-two letters')
const who = (name: string) => person(`${name}@northwind.example`)

/** Where a rule's alerts go and when, and what becomes of one that is noise. */
export function rulesThemselves(at: () => Workplace, happens: Happens): void {
  describe('a rule', () => {
    test('has a place and hours of its own', async () => {
      const typed = 'alert rule policy-changed to:<#CROOM|room> quiet:11-15'
      const set = (await at().ask('cyd', typed)).said
      expect(set).toMatch(/on, to #room, quiet 11:00–15:00/)
      expect(set).toContain('Its alerts go there, and no longer where all others go.')
      expect(set).toContain('The members of this channel can read this')
      expect(set).toContain('Undo')
      expect((await at().ask('cyd', 'alert rule dreams quiet:22-7')).said).toContain(
        'There is no rule dreams',
      )
      await at().ask('cyd', 'alert rule policy-changed to:<#CAWAY|away>')
      at().advance(2 * 3_600_000)
      await happens({ type: 'policy_change', tool: 'cursor', actor: who('fay') })
      await at().raise()
      at().advance(-2 * 3_600_000)
      // The summary of a storm that goes on waits an hour, and then it is one like any other.
      const last = at().outbox.all().at(-1)
      expect(last).toMatchObject({
        target: { id: 'CROOM' },
        notBefore: Date.parse('2026-11-07T15:00Z'),
      })
    })

    test('that is noise for the third time may be silenced from there, and is', async () => {
      const rated: string[] = []
      for (const { id, rule } of await alertBook(at().store.db).open())
        if (rule === 'policy-changed' && rated.length < 3)
          rated.push((await at().ask('cyd', `alert noise ${id}`)).said)
      expect(rated.map((said) => said.includes('rated noise, 0 useful'))).toEqual([
        false,
        false,
        true,
      ])
      expect(rated[2]).toContain('Pass over')
      expect((await at().ask('cyd', 'alert tune policy-changed')).said).toContain('Switched off')
      const { said } = await at().ask(
        'cyd',
        'alert rule policy-changed silence:1w to:none quiet:none',
      )
      expect(said).toContain('Undo')
      expect(said).toContain('on, silenced until 2026-11-14 12:00')
      const before = at().outbox.all().length
      await happens({ type: 'policy_change', tool: 'copilot', actor: who('eve') })
      at().advance(2 * 3_600_000)
      await at().raise()
      at().advance(-2 * 3_600_000)
      expect(at().outbox.all()).toHaveLength(before)
      await at().ask('cyd', 'alert rule policy-changed silence:none')
      // The weekly summary has what was noise, and what was done about it.
      const { rules, changes } = await alertWeek(at().store.db, day('2026-11-09'))
      expect(rules).toContainEqual(expect.objectContaining({ rule: 'policy-changed', noise: 3 }))
      expect(changes[0]).toBe('alert rule policy-changed silence:none')
      expect(changes).not.toContainEqual(expect.stringContaining('noise'))
      at().advance(2 * 24 * 3_600_000)
      const { said: summary } = await at().ask('ann', 'digest governance')
      at().advance(-2 * 24 * 3_600_000)
      expect(summary).toMatch(/policy-changed\s+· \d+ · 0 · 3\s/u)
      expect(summary).toContain('Rules changed:')
    })
  })
}
