import { describe, expect, test } from 'vitest'

import type { GovernanceEvent } from '#collect.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { pullLog } from '#test/store/collects.ts'
import { governanceEvent } from '#test/support/governance.ts'

import type { Workplace } from './workplace.ts'

const { person } = pseudonymizer('a key of at least thirty-two letters')
const who = (name: string) => person(`${name}@northwind.example`)

/** Where alerts go, where cyd watches over security and dan is an admin; eve has no role. */
export function routesOfAlerts(at: () => Workplace): void {
  let events = 0
  const happens = async (more: Partial<GovernanceEvent>) => {
    const event = governanceEvent(`routed ${(events += 1)}`, {
      at: '2026-11-07T11:50:00Z',
      actor: who('eve'),
      tool: 'gemini',
      ...more,
    })
    await pullLog(at().store, [{ governance: [event], cursor: `routed ${events}` }], {
      at: Date.parse('2026-11-07T11:55:00Z'),
    })
    const before = at().outbox.all().length
    at().advance(2 * 3_600_000)
    await at().raise()
    at().advance(-2 * 3_600_000)
    return at()
      .outbox.all()
      .slice(before)
      .filter(({ message }) => message.summary.includes('gemini'))
  }
  const say = async (name: string, text: string) => (await at().ask(name, text)).said
  /** What is bold stands on a line of its own there. */
  const run = (said: string) => said.replaceAll('\n', '')

  describe('a route of alerts', () => {
    test('is shown with what it would have taken before it is made, and nothing changes', async () => {
      expect(await say('cyd', 'alert routes')).toContain('There is no route')
      const typed = 'alert route severity:critical to <#COPEN|open>'
      const shown = await say('cyd', `${typed} preview`)
      expect(shown).toMatch(/It would have taken \d+ of the \d+ alerts of the last 30 days/)
      expect(run(shown)).toContain('These would no longer go to the admins’ channel')
      expect(shown).toContain('Make it')
      expect(await say('cyd', 'alert routes')).toContain('There is no route')
      const made = await say('cyd', typed)
      expect(made).toContain('Critical alerts go to #open now')
      expect(run(made)).toContain('These no longer go to the admins’ channel: Undo takes that back')
      expect(made).toContain('Everyone in this workspace can read this channel')
      expect(made).toContain('Undo')
    })

    test('sends an alert to its place, and where it is moved the next', async () => {
      const injected = { type: 'injection_flag' as const, action: 'prompt.flagged' }
      const [told, ...others] = await happens(injected)
      expect([told?.target.id, others]).toEqual(['COPEN', []])
      const moved = await say('cyd', 'alert route critical to <#CROOM|room>')
      expect(moved).toContain('Critical alerts go to #room now.')
      expect(run(moved)).toContain('These no longer go to #open: Undo takes that back.')
      // What was told is kept as it is where it was told.
      const id = /Alert (\d+)/.exec(told?.message.title ?? '')?.[1]
      const before = at().outbox.all().length
      await say('cyd', `alert acknowledge ${id}`)
      expect(at().outbox.all().slice(before)).toMatchObject([
        { target: { id: 'COPEN' }, edits: told?.key },
      ])
      expect(await happens({ ...injected, actor: who('fay') })).toMatchObject([
        { target: { id: 'CROOM' } },
      ])
    })

    test('tells the admins’ channel too where that is asked, and says so', async () => {
      const kept = await say('cyd', 'alert route critical to <#CROOM|room>, admins')
      expect(kept).toContain('Critical alerts go to #room and the admins’ channel now.')
      expect(kept).not.toContain('no longer go to')
      const injected = { type: 'injection_flag' as const, action: 'prompt.flagged' }
      const told = await happens({ ...injected, actor: who('gil') })
      expect(told.map(({ target }) => target.id)).toEqual(['CROOM', 'CADMIN'])
      const id = /Alert (\d+)/.exec(told[0]?.message.title ?? '')?.[1]
      const before = at().outbox.all().length
      await say('cyd', `alert acknowledge ${id}`)
      expect(
        at()
          .outbox.all()
          .slice(before)
          .map(({ edits }) => edits),
      ).toEqual(told.map(({ key }) => key))
      expect(run(await say('cyd', 'alert route critical to CROOM'))).toContain(
        'These no longer go to the admins’ channel',
      )
    })

    test('of a team takes what people of it did, where they are as many as must be', async () => {
      const typed = 'alert route team:engineering to <@UDAN>'
      expect(await say('cyd', typed)).toContain('Fewer than 5 people are in Engineering')
      at().promise({ floor: 4 })
      expect(await say('cyd', typed)).toContain('Alerts of Engineering go to messages of UDAN')
      expect(await happens({ actor: who('eve') })).toMatchObject([
        { target: { kind: 'person', id: 'UDAN' } },
      ])
      // Of somebody else, and of a team that has grown too small, all is as it was.
      const legal = await happens({ actor: who('cyd') })
      expect(legal.map(({ target }) => target.id)).toEqual(['CADMIN'])
      at().promise({})
      expect(await say('cyd', 'alert routes')).toContain('numbers alone: it would tell of 4 people')
      const small = await happens({ type: 'policy_change', actor: who('eve') })
      expect(small.map(({ target }) => target.id)).toEqual(['CADMIN'])
    })

    test('is refused to who may not, and to places that may not have it', async () => {
      for (const [name, text, why] of [
        ['eve', 'alert route critical to <#COPEN|open>', 'Only admins'],
        ['eve', 'alert routes', 'Only admins'],
        ['cyd', 'alert route critical to <#CAWAY|away>', 'AI Usage is not in'],
        ['cyd', 'alert route critical to <@UEVE>', 'may not see alerts'],
        ['cyd', 'alert route team:dreams to <#COPEN|open>', 'There is no one team'],
        ['cyd', 'alert unroute 77', 'There is no route 77'],
      ] as const)
        expect(await say(name, text)).toContain(why)
    })

    test('is taken away and brought back, and every change is a row of the trail', async () => {
      const { said } = await at().ask('cyd', 'alerts routes')
      const [, no = ''] = /Critical alerts\W+#room\W+route (\d+)/.exec(said) ?? []
      const gone = await say('cyd', `alert unroute ${no}`)
      expect(gone).toContain(`Route ${no} is gone: critical alerts go to #room no more`)
      const again = await say('cyd', 'alert route severity:critical to CROOM')
      expect(again).toContain('Critical alerts go to #room now.')
      const trail = await say('cyd', 'audit today')
      for (const row of ['alert route severity:critical to CROOM', `alert unroute ${no}`])
        expect(trail).toContain(row)
      const list = await say('cyd', 'alerts routes')
      for (const [, left] of list.matchAll(/Remove (\d+)/gu))
        await say('cyd', `alert unroute ${left}`)
      expect(await say('cyd', 'alerts routes')).toContain('There is no route')
    })
  })
}
