import { describe, expect, test } from 'vitest'

import { act } from '#core/alert/act.ts'
import { deliveriesOf, toldWith } from '#core/alert/notice.ts'
import { losingWords, usualWords } from '#core/alert/route-words.ts'
import { type Route, takenFrom } from '#core/alert/route.ts'
import { routesMessage } from '#core/alert/routes-message.ts'

import { desk, finding, NOW } from './house.ts'
import { about, ADMIN, at, ids, place, route } from './routing.ts'

describe('a route that tells the admins too', () => {
  const both = route({ severity: 'critical', to: 'CSEC' })
  const urgent = { ...both, target: { ...both.target, admins: true as const } }
  const critical = about({ severity: 'critical' })

  test('goes to its place and to where all others go, and to one place once', () => {
    expect(ids(at([urgent])(critical))).toEqual(['CSEC', 'CADMIN'])
    const usual = [place('CSEC'), ADMIN]
    expect(ids(at([urgent], { usual })(critical))).toEqual(['CSEC', 'CADMIN'])
    // As does the own place of a rule.
    const rules = new Map([
      ['role-changed', { ...place('COWN'), name: '#own', admins: true }],
    ]) as Map<string, Route['target']>
    expect(ids(at([urgent], { rules })(critical))).toEqual(['COWN', 'CADMIN'])
  })

  test('is one message in each place, both kept as it is, and nothing is posted twice', () => {
    const house = desk()
    const [alert] = house.turn([finding({ severity: 'critical' })], NOW)
    const { targets } = at([urgent])(alert!)
    const rest = { targets, zone: 'UTC', now: NOW }
    const sent = deliveriesOf(alert!, { reason: 'new', how: 'post' }, rest)
    expect(sent.map(({ target, edits }) => [target.id, edits])).toEqual([
      ['CSEC', undefined],
      ['CADMIN', undefined],
    ])
    const told = { ...alert!, toldIn: toldWith(alert!, sent) }
    const acted = act(told, { kind: 'acknowledge', by: 'ben', at: NOW }, false)
    if (acted.kind !== 'done') throw new Error('it was not taken')
    const after = deliveriesOf(acted.change.alert, acted.change.notice!, rest)
    expect(after.map(({ edits }) => edits)).toEqual(sent.map(({ key }) => key))
  })
})

describe('whom a route takes alerts from', () => {
  const taken = (to: Route, others: readonly Route[] = [], before?: Route['target']) => {
    const { places, usual } = takenFrom(
      to.no,
      { rules: new Map(), routes: [...others, to], usual: [ADMIN], floor: 5 },
      before,
    )
    return [...places.map(({ id }) => id), ...(usual ? ['all'] : [])]
  }
  const critical = route({ severity: 'critical', to: 'CSEC' })
  const eng = route({ team: 'Engineering', to: 'CENG' })
  const urgent = route({ team: 'Engineering', severity: 'critical', to: 'CURGENT' })
  const tells = (one: Route, more: Partial<Route['target']>): Route => ({
    ...one,
    target: { ...one.target, ...more },
  })

  test('is where all others go, unless they are told too', () => {
    expect(taken(critical)).toEqual(['all'])
    expect(taken(tells(critical, { admins: true }))).toEqual([])
    expect(taken(tells(critical, { id: 'CADMIN' }))).toEqual([])
  })

  test('is every route tried after it that has some of the same, as far as one that has all', () => {
    expect(taken(urgent, [eng, critical])).toEqual(['CENG'])
    expect(taken(eng, [critical])).toEqual(['CSEC', 'all'])
    expect(taken(critical, [eng])).toEqual(['all'])
    expect(taken(eng, [route({ severity: 'info', to: 'CINFO' }), urgent])).toEqual(['CINFO', 'all'])
    expect(taken(urgent, [tells(eng, { admins: true })])).toEqual(['CENG', 'all'])
    // Those of another severity, and of another team, are others.
    expect(taken(urgent, [route({ severity: 'info' }), route({ team: 'Sales' })])).toEqual(['all'])
    // Those of a team that is told of nobody are told by the next as well; a stopped one has none.
    expect(taken(urgent, [{ ...eng, people: 4 }, critical])).toEqual(['CENG', 'CSEC'])
    expect(taken(urgent, [tells(eng, { stopped: 'is_archived' })])).toEqual(['all'])
  })

  test('is where it went before, when it is moved', () => {
    const was = tells(critical, { id: 'CWAS' }).target
    expect(taken(critical, [], was)).toEqual(['CWAS'])
    expect(taken(critical, [], { ...was, admins: true })).toEqual(['CWAS', 'all'])
    expect(taken(tells(critical, { admins: true }), [], critical.target)).toEqual([])
    expect(taken(critical, [], { ...was, stopped: 'is_archived' })).toEqual(['all'])
  })

  test('is said in a sentence, with how to have it otherwise', () => {
    const losing = { places: [{ ...place('COPEN'), name: '#open' }], usual: true }
    const at = {
      all: [{ ...ADMIN, platform: 'teams' as const }],
      target: { ...place('CSEC'), name: '#sec' },
    }
    expect(losingWords(losing, { ...at, made: true, undo: true })).toBe(
      'These no longer go to **#open** and **the admins’ channel in Teams**: **Undo** takes that back, **Admins too** tells the admins as well.',
    )
    expect(losingWords({ ...losing, usual: false }, { ...at, made: false })).toBe(
      'These would no longer go to **#open**.',
    )
    // Teams has no names for its conversations: one that goes by the same is another.
    const chat = { ...place('19:b@thread.v2'), name: 'the group chat' }
    expect(
      losingWords(
        { places: [{ ...chat, id: '19:a@thread.v2' }], usual: false },
        { ...at, target: chat, made: true },
      ),
    ).toBe('These no longer go to **the other group chat**.')
    expect(losingWords({ places: [], usual: false }, { ...at, made: true })).toBeUndefined()
    const person = { ...ADMIN, kind: 'person', platform: 'teams' } as const
    const teams = { ...ADMIN, platform: 'teams' } as const
    for (const [usual, short, words] of [
      [[ADMIN], false, 'the admins’ channel'],
      [[ADMIN, teams], false, 'the admins’ channels in Slack and Teams'],
      [[ADMIN, person], true, 'the admins’ channel in Slack and the admins in Teams'],
      [[person], false, 'each admin and the security role, in private'],
    ] as const)
      expect(usualWords(usual, { beside: [], short })).toBe(words)
  })
})

test('conversations of Teams that are called the same are told apart, and which one is here', () => {
  const chat = (id: string) => ({
    ...place(id),
    platform: 'teams' as const,
    name: 'the group chat',
  })
  const routes = [
    { ...route({ severity: 'critical' }), no: 1, target: chat('19:a@thread.v2') },
    { ...route({ severity: 'info' }), no: 2, target: chat('19:b@thread.v2') },
  ]
  const listed = (of: readonly Route[]) =>
    JSON.stringify(
      routesMessage({
        routing: { rules: new Map(), routes: of, usual: [ADMIN], floor: 5 },
        platform: 'teams',
        here: '19:b@thread.v2',
      }).parts[0],
    )
  expect(listed(routes)).toContain('**the group chat** (route 1, `19:a@thread.v2`)')
  expect(listed(routes)).toContain('**the group chat** (route 2, here, `19:b@thread.v2`)')
  expect(listed(routes.slice(1))).toContain('**the group chat** (route 2, here)')
})
