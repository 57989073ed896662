import { beforeAll, describe, expect, test } from 'vitest'

import type { GovernanceEvent } from '#collect.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import type { Deliverer } from '#jobs/deliver.ts'
import { raiseAlerts } from '#jobs/raise-alerts.ts'
import { startDelivering } from '#main/delivering.ts'
import type { OpenHouse } from '#main/open-house.ts'
import type { Store } from '#store/store.ts'
import { pullLog } from '#test/store/collects.ts'
import { governanceEvent } from '#test/support/governance.ts'
import { ADA, BEN, chatOf, GROUP, GUEST, TEAM } from '#test/support/teams/people.ts'
import { actionsOf, cardOf, type Room, type Sent, textOf } from '#test/support/teams/world.ts'
import { said, type Stage } from '#test/teams/stage.ts'

const { person } = pseudonymizer('a key of at least thirty-two letters')

/** For everyone there: what is answered is seen by its asker alone. */
const isPosted = ({ only }: Sent) => only === undefined

/** Those on call: nobody of elsewhere is among them. */
const ONCALL: Room = {
  id: '19:oncall@thread.v2',
  kind: 'groupChat',
  members: [ADA, BEN],
  installed: true,
  targeted: true,
}

type At = { readonly teams: Stage<OpenHouse>; readonly house: OpenHouse; readonly store: Store }

/** Where alerts go, in Teams: ada is an admin, ben watches over security, all alerts go to their group. */
export function routesInTeams(at: () => At): void {
  let events = 0
  let sender: Deliverer
  const seen = (room: string) => at().teams.people.seen(ADA, room)
  const titled = (room: string, words: string) =>
    seen(room).filter((one) => said(one).includes(words))
  const ask = async (text: string, room = chatOf(ADA)) => at().teams.ask(ADA, room, text)
  const run = (shown: Sent) => said(shown).replaceAll(/\s+/gu, ' ')
  const click = async (shown: Sent, title: string) =>
    textOf(
      ((await at().teams.people.click(ADA, shown, title)).body as { readonly value: unknown })
        .value,
    ).replaceAll(/\s+/gu, ' ')

  /** What ada reads after she named somebody with @ in the chat of those on call. */
  async function named(words: string, { name, id }: Pick<typeof BEN, 'name' | 'id'>) {
    const { people, until } = at().teams
    const before = seen(ONCALL.id).length
    const typed = people.words(ADA, ONCALL.id, words)
    const mention = { type: 'mention', text: `<at>${name}</at>`, mentioned: { id, name } }
    const entities = [...(typed['entities'] as readonly unknown[]), mention]
    await people.deliver({ ...typed, entities })
    await until(() => seen(ONCALL.id).length > before, 'an answer')
    return run(seen(ONCALL.id).at(-1)!)
  }

  /** Somebody is flagged in a tool: critical, and another alert for each of them. */
  async function happens(name: string, more: Partial<GovernanceEvent> = {}): Promise<void> {
    const event = governanceEvent(`in teams ${(events += 1)}`, {
      at: '2026-11-07T11:50:00Z',
      type: 'injection_flag',
      action: 'prompt.flagged',
      actor: person(`${name}@corp.test`),
      ...more,
    })
    await pullLog(at().store, [{ governance: [event], cursor: `in teams ${events}` }], {
      at: Date.parse('2026-11-07T11:55:00Z'),
    })
    await tell()
  }

  async function tell(): Promise<void> {
    await raiseAlerts(at().house)
    await sender.tick()
  }

  describe('a route of alerts in Teams', () => {
    beforeAll(async () => {
      const { teams, house } = at()
      teams.world.rooms.set(ONCALL.id, { ...ONCALL })
      for (const room of [ONCALL.id, GROUP.id]) await teams.people.install(ADA, room, 'add')
      house.subscribing.chats.connect('teams', teams.app.reach)
      sender = startDelivering(house, async () => 0)
      return () => sender.stop()
    })

    test('is shown with who reads it and who gets its alerts no more, and is made from there', async () => {
      const shown = await ask('alert route severity:critical to here preview', ONCALL.id)
      expect(shown.only).toBe(ADA.id)
      expect(run(shown)).toContain('Nothing was changed.')
      expect(run(shown)).toContain('The members of this channel can read this')
      expect(run(shown)).toContain('These would no longer go to the admins’ channel')
      expect(run(await ask('alert routes'))).toContain('There is no route.')
      expect(await click(shown, 'Make it')).toMatch(/Critical alerts go to .* now\./u)
      expect(run(await ask('alert routes'))).toContain('(route 1)')
      const trail = run(await ask('audit today'))
      expect(trail).toContain('alert route severity:critical to 19:oncall@thread.v2')
    })

    test('is refused where people of elsewhere read, and for a team of few', async () => {
      expect(run(await ask('alert route warning to here', TEAM.id))).toContain(
        'People of other companies read the team’s channel, and alerts are not told there',
      )
      expect(run(await ask('alert route team:Legal to me'))).toContain(
        'Fewer than 5 people are in Legal',
      )
    })

    test('goes to whoever is named with @, who may see alerts; what Teams does not know is said', async () => {
      const asked = 'alert route warning to <at>Ben</at> preview'
      expect(await named(asked, BEN)).toContain(
        'It would have taken the one alert of the last 30 days. With this route warning alerts go to messages of Ben.',
      )
      const unknown = 'alert route warning to <at>Zoe</at> preview'
      expect(await named(unknown, { name: 'Zoe', id: '29:zoe' })).toContain(
        'Mention AI Usage there and say the same with here',
      )
      const gus = `alert route warning to ${GUEST.object}`
      expect(run(await ask(gus))).toContain(`roles grant security ${GUEST.object}`)
      expect(run(await ask('alert route warning to #security'))).toContain(
        'Teams does not say which conversation that is',
      )
      expect(run(await ask('alert routes'))).toContain('alert route severity:critical to here')
    })

    test('has its alert told there alone, and its buttons change the card where it stands', async () => {
      const [before] = [seen(GROUP.id).length]
      await happens('dora')
      const told = () => titled(ONCALL.id, 'Alert')
      expect(told()).toHaveLength(1)
      expect(seen(GROUP.id)).toHaveLength(before)
      const [alert] = told()
      for (const [title, answer, now] of [
        ['Acknowledge', '(acknowledged)', /Acknowledged\s+by\s+Ada\b/u],
        ['Silence 1 h', '(silenced)', /Silenced\s+by\s+Ada\b.*until 2026-11-07 13:00/u],
        ['Resolve', '(resolved)', /Resolved\s+by\s+Ada\b/u],
      ] as const) {
        expect(await click(alert!, title)).toContain(answer)
        await sender.tick()
        expect(said(alert!)).toMatch(now)
      }
      expect(told()).toEqual([alert])
      const left = actionsOf(cardOf(alert!)).map(({ title }) => title)
      expect(left).not.toContain('Resolve')
    })

    test('that the app was taken from falls back, and who made it is told once', async () => {
      const { teams } = at()
      await happens('eric')
      const [, open] = titled(ONCALL.id, 'Alert')
      teams.world.rooms.get(ONCALL.id)!.installed = false
      await teams.people.install(ADA, ONCALL.id, 'remove')
      const before = seen(GROUP.id).length
      await happens('finn')
      await happens('gwen')
      const since = () => seen(GROUP.id).slice(before)
      expect(since().filter((one) => said(one).includes('Who'))).toHaveLength(2)
      const told = since().filter((one) => said(one).includes('any more'))
      expect(told.map(run)).toEqual([
        expect.stringContaining('the app is not installed there. Add the app there.'),
      ])
      // What was told there before is changed elsewhere, once somebody has taken it.
      const no = /Alert (\d+)/u.exec(said(open!))?.[1]
      await ask(`alert ack ${no}`)
      await sender.tick()
      expect(titled(GROUP.id, `Alert ${no}`).map(run)).toEqual([
        expect.stringContaining('(acknowledged)'),
      ])
      expect(since().filter((one) => said(one).includes('any more'))).toEqual(told)
      expect(run(await ask('alert routes'))).toContain('stopped: the app is not installed there')
    })

    test('goes on once somebody has added the app again and resumed it', async () => {
      const { teams } = at()
      const [told] = titled(GROUP.id, 'any more')
      expect(await click(told!, 'Resume 1')).toContain('not installed in that conversation')
      teams.world.rooms.get(ONCALL.id)!.installed = true
      await teams.people.install(ADA, ONCALL.id, 'add')
      expect(await click(told!, 'Resume 1')).toMatch(/Critical alerts go to .* now\./u)
      const posted = () => [ONCALL.id, GROUP.id].map((room) => seen(room).filter(isPosted).length)
      const before = posted()
      await happens('hana')
      expect(posted().map((count, at) => count - (before[at] ?? 0))).toEqual([1, 0])
    })

    test('tells the admins too where that is asked, and both are kept as it is', async () => {
      const shown = await ask('alert routes')
      expect(run(shown)).toContain('(route 1)')
      await ask(`alert route critical to ${ONCALL.id}, admins`)
      const before = [ONCALL.id, GROUP.id].map((room) => seen(room).length)
      await happens('ivan')
      const both = [ONCALL.id, GROUP.id].map((room, at) => seen(room).slice(before[at]))
      expect(both.map((one) => one.length)).toEqual([1, 1])
      await click(both[1]![0]!, 'Acknowledge')
      await sender.tick()
      for (const [one] of both) expect(said(one!)).toMatch(/Acknowledged\s+by\s+Ada\b/u)
      const no = /Alert (\d+)/u.exec(said(both[0]![0]!))?.[1]
      expect(await named(`alert assign ${no} to <at>Ben</at>`, BEN)).toMatch(/Assigned to Ben\b/u)
    })
  })
}
