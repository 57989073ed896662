import { describe, expect, test } from 'vitest'

import type { GovernanceEvent, UsedKey } from '#collect.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { day } from '#core/time/day.ts'
import { alertBook } from '#store/alerts.ts'
import { digestReads } from '#store/digest-reads.ts'
import { pullLog } from '#test/store/collects.ts'
import { governanceEvent } from '#test/support/governance.ts'

import type { Workplace } from './workplace.ts'

const { person, service, asset } = pseudonymizer('a key of at least thirty-two letters')
const who = (name: string) => person(`${name}@northwind.example`)
const key = (name: string, more: Partial<UsedKey> = {}): UsedKey => ({
  account: service(`vendor:key:${name}`),
  label: name,
  network: asset('network:198.51.100'),
  place: 'ours',
  ...more,
})

/** Rules on keys, where cyd watches over security. */
export function rulesOnKeys(at: () => Workplace): void {
  let used = 0
  let looks = 0
  async function uses(...given: readonly Partial<GovernanceEvent>[]) {
    const governance = given.map((more) =>
      governanceEvent(`use ${(used += 1)}`, {
        type: 'key_used',
        action: 'key.used',
        tool: 'litellm',
        at: '2026-11-07T11:50:00Z',
        ...more,
      }),
    )
    await pullLog(at().store, [{ governance, cursor: `use ${used}` }], {
      at: Date.parse('2026-11-07T11:55:00Z'),
    })
    // Keys are looked at every ten minutes, and were two hours from now.
    const later = 3 * 3_600_000 + (looks += 1) * 11 * 60_000
    at().advance(later)
    await at().raise()
    at().advance(-later)
  }
  const summaries = () =>
    at()
      .outbox.shown()
      .map(({ summary }) => summary)

  describe('a key of ours', () => {
    test('that is used from elsewhere is told at once, by its name, and nothing of the address', async () => {
      const before = at().outbox.all().length
      await uses(
        { key: key('ci-runner', { place: 'other address' }), actor: who('ben') },
        { key: key('ci-runner', { place: 'other address' }) },
        { key: key('nightly') },
      )
      expect(at().outbox.all()).toHaveLength(before + 1)
      const message = at().outbox.shown().at(-1)
      expect(message?.summary).toBe(
        'Critical: own key used from an address that is not ours in litellm, 2 times.',
      )
      expect(JSON.stringify(message)).toContain('1 person and ci-runner')
      // Whoever used it has it not quieted by themselves.
      const [, id = ''] = /Alert (\d+)/.exec(message?.title ?? '') ?? []
      expect((await at().ask('ben', `alert ack ${id}`)).said).toContain('something you did')
      await at().ask('cyd', `alert resolve ${id}`)
    })

    test('is looked for by one process of several, every ten minutes', async () => {
      const book = alertBook(at().store.db, (_, delivery) => at().outbox.put(delivery))
      let looked = 0
      const counting = (): typeof book => ({
        ...book,
        sharedKeys: (...asked) => ((looked += 1), book.sharedKeys(...asked)),
      })
      const later = 2.5 * 3_600_000
      at().advance(later)
      await Promise.all([at().raise(counting()), at().raise(counting())])
      expect(looked).toBe(1)
      at().advance(10 * 60_000)
      await at().raise(counting())
      expect(looked).toBe(2)
      at().advance(-later - 10 * 60_000)
    })

    test('that several people use is told once a week, and a key is no person', async () => {
      const before = summaries().length
      await uses(
        { key: key('shared'), actor: who('eve') },
        { key: key('shared'), actor: who('ben') },
      )
      await uses({ key: key('shared'), actor: who('dan') })
      expect(summaries().slice(before)).toEqual([
        'Warning: one key was used by several people in a day in litellm.',
      ])
      expect((await at().ask('cyd', 'governance 7d type:key_used')).said).toContain('key used')
    })

    test('is passed over by a rule that was told to, which says so, until that is taken back', async () => {
      const before = summaries().length
      const typed = 'alert allow sender:night* rule:own-key-elsewhere'
      expect((await at().ask('cyd', typed)).said).toContain('sender:night')
      const wrong = await at().ask('cyd', 'alert allow tool:cursor rule:dreams')
      expect(wrong.said).toContain('dreams is no rule')
      const use = { key: key('nightly', { place: 'other endpoint' }) }
      await uses(use)
      expect(summaries()).toHaveLength(before)
      const why = await at().ask('cyd', 'alert why own-key-elsewhere')
      expect(why.said).toMatch(/allowed by\W+sender\W/)
      expect(why.said).toContain('Of 3 things it found in the last 7 days, it told 2.')
      await at().ask('cyd', typed.replace('allow', 'allow remove'))
      expect((await at().ask('cyd', 'audit today')).said).toContain(
        'alert allow remove sender:[name] rule:',
      )
      await uses(use)
      expect(summaries().slice(before)).toEqual([
        'Critical: own key used on an endpoint that is not ours in litellm.',
      ])
    })

    test('that moves in our own networks is in one of them, whatever endpoint it is used on', async () => {
      const before = summaries().length
      const from = (n: number) => ({
        at: '2026-11-06T11:50:00Z',
        key: key('roaming', { network: asset(`network:203.0.${n}`), place: 'other endpoint' }),
      })
      await uses(...[1, 2, 3, 4].map(from))
      expect(summaries().slice(before)).toEqual([
        'Critical: own key used on an endpoint that is not ours in litellm, 4 times.',
      ])
    })

    test('is one thing that was found, however often it is looked at', async () => {
      expect((await at().ask('cyd', 'alert why shared-key')).said).toContain(
        'Of 1 thing it found in the last 7 days, it told 1.',
      )
      await at().ask('cyd', 'alert allow sender:shared rule:shared-key')
      await uses()
      await uses()
      expect((await at().ask('cyd', 'alert why shared-key')).said).toContain(
        'Of 2 things it found in the last 7 days, it told 1.',
      )
    })

    test('is no entry of an audit log where those are counted', async () => {
      const weeks = await digestReads(at().store.db).governance(day('2026-11-08'))
      const types = weeks.map(({ type }) => type)
      expect(types).toContain('role_change')
      expect(types).not.toContain('key_used')
    })
  })
}
