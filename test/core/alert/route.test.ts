import { describe, expect, test } from 'vitest'

import { act } from '#core/alert/act.ts'
import type { Alert, Notice } from '#core/alert/alert.ts'
import { deliveriesOf, isOfAlert, toldBy, toldWith } from '#core/alert/notice.ts'
import { takenWords } from '#core/alert/route-words.ts'
import { inOrder, takenBy, tooFew } from '#core/alert/route.ts'

import { desk, finding, NOW } from './house.ts'
import { about, ADMIN, at, from, ids, place, route } from './routing.ts'

describe('an alert goes', () => {
  const critical = route({ severity: 'critical', to: 'CSEC' })
  const eng = route({ team: 'Engineering', to: 'CENG' })
  const urgent = route({ team: 'Engineering', severity: 'critical', to: 'CURGENT' })
  const deep = route({ team: 'Engineering/Platform', to: 'CPLAT', people: 10 })
  const all = [critical, eng, urgent, deep]

  test('by the deepest team first, then with a severity before without, whatever was made first', () => {
    expect(inOrder(all).map(({ target }) => target.id)).toEqual([
      'CPLAT',
      'CURGENT',
      'CENG',
      'CSEC',
    ])
    expect(inOrder([...all].toReversed())).toEqual(inOrder(all))
  })

  test.each([
    ['what is of a team and no other route', about({ actors: [from('Engineering')] }), 'CENG'],
    ['a team beneath it', about({ actors: [from('Engineering/Web')] }), 'CENG'],
    ['a deeper team', about(), 'CPLAT'],
    ['a deeper team, whatever its severity', about({ severity: 'critical' }), 'CPLAT'],
    [
      'a team and a severity',
      about({ severity: 'critical', actors: [from('Engineering/Web')] }),
      'CURGENT',
    ],
    ['a severity alone', about({ severity: 'critical', actors: [from('Sales')] }), 'CSEC'],
    ['nothing of it all', about({ actors: [from('Sales')] }), 'CADMIN'],
    ['a team whose name begins alike', about({ actors: [from('Engineering-EMEA')] }), 'CADMIN'],
    [
      'people of a team and of another',
      about({ actors: [from('Engineering'), from('Sales', 2)] }),
      'CADMIN',
    ],
    [
      'someone nobody knows the team of',
      about({ actors: [from('Engineering'), from(null, 2)] }),
      'CADMIN',
    ],
    [
      'someone of a team and the key they used',
      about({ actors: [from('Engineering'), { account: 9, name: 'ci-runner' }] }),
      'CENG',
    ],
    ['a key alone', about({ actors: [{ account: 9, name: 'ci-runner' }] }), 'CADMIN'],
    ['the number of a team', about({ actors: [], teams: ['Engineering/Web'] }), 'CENG'],
    [
      'the number of teams of which one is another',
      about({ actors: [], teams: ['Engineering', 'Sales'] }),
      'CADMIN',
    ],
    ['the number of the company', about({ actors: [] }), 'CADMIN'],
  ])('of %s to its place', (_, alert, wanted) => {
    expect(ids(at(all)(alert))).toEqual([wanted])
  })

  test('to its rule’s own place before any route, and by the next where either is stopped', () => {
    const own = { ...place('COWN'), name: '#own' }
    const rules = new Map([['role-changed', own]])
    expect(ids(at(all, { rules })(about()))).toEqual(['COWN'])
    const gone = new Map([['role-changed', { ...own, stopped: 'is_archived' }]])
    expect(ids(at(all, { rules: gone })(about()))).toEqual(['CPLAT'])
    const stopped = { ...deep, target: { ...deep.target, stopped: 'is_archived' } }
    expect(ids(at([critical, eng, stopped])(about()))).toEqual(['CENG'])
  })
})

describe('of few people nothing is told to their team', () => {
  test('where the team has fewer than the floor, but for numbers, which have people enough', () => {
    const small = route({ team: 'Legal', to: 'CLEGAL', people: 4 })
    expect(ids(at([small])(about({ actors: [from('Legal')] })))).toEqual(['CADMIN'])
    expect(ids(at([small])(about({ actors: [], teams: ['Legal'] })))).toEqual(['CLEGAL'])
    expect(ids(at([small], { floor: 4 })(about({ actors: [from('Legal')] })))).toEqual(['CLEGAL'])
  })

  test('where they are what is left beside a team with a route of its own', () => {
    const eng = route({ team: 'Engineering', to: 'CENG', people: 12 })
    const web = route({ team: 'Engineering/Web', to: 'CWEB', people: 9 })
    const rest = about({ actors: [from('Engineering')] })
    expect(ids(at([eng])(rest))).toEqual(['CENG'])
    expect(ids(at([eng, web])(rest))).toEqual(['CADMIN'])
    expect(tooFew([eng, web], 5)).toEqual(new Map([[eng.no, 3]]))
    // A team beneath that is told of nobody takes nobody away.
    expect(ids(at([eng, { ...web, people: 4 }])(rest))).toEqual(['CENG'])
    // Nor does one twice: what is beneath it is its own.
    const css = route({ team: 'Engineering/Web/Css', people: 6 })
    expect(tooFew([{ ...eng, people: 20 }, { ...web, people: 12 }, css], 5)).toEqual(new Map())
  })
})

test('what a route would have taken is counted, with what others take before it', () => {
  const eng = route({ team: 'Engineering', to: 'CENG' })
  const urgent = route({ team: 'Engineering', severity: 'critical', to: 'CURGENT' })
  const routing = {
    rules: new Map([['key-created', { ...place('COWN'), name: '#own' }]]),
    routes: [eng, urgent],
    usual: [ADMIN],
    floor: 5,
  }
  const number = (more: Partial<Alert> = {}) =>
    about({ actors: [], teams: ['Engineering/Platform'], ...more })
  const alerts = [
    number(),
    number(),
    number({ severity: 'critical' }),
    number({ rule: 'key-created' }),
    number({ teams: ['Sales'] }),
    about(),
  ]
  expect(takenBy(eng.no, routing, alerts)).toEqual({
    all: 5,
    taken: 2,
    toRules: 1,
    toRoutes: 1,
    uncounted: 1,
  })
  expect(takenWords(takenBy(eng.no, routing, alerts))).toBe(
    'It would have taken 2 of the 5 alerts of the last 30 days. 1 that fit go by a route that is tried before it, 1 to their rule’s own place and alerts about people are not counted here, as the count would tell who is in a team.',
  )
})

test('which alerts about people a team takes is not counted: two counts would tell who is in it', () => {
  const urgent = route({ severity: 'critical', to: 'CURGENT' })
  const routing = { rules: new Map(), usual: [ADMIN], floor: 5 }
  const alerts = [about({ severity: 'critical', actors: [from('Engineering')] })]
  expect(takenBy(urgent.no, { ...routing, routes: [urgent] }, alerts)).toMatchObject({ taken: 1 })
  for (const team of ['Engineering', 'Sales']) {
    const its = route({ team, to: 'CTEAM' })
    for (const of of [its, urgent])
      expect(takenBy(of.no, { ...routing, routes: [its, urgent] }, alerts)).toEqual({
        all: 0,
        taken: 0,
        toRules: 0,
        toRoutes: 0,
        uncounted: 1,
      })
  }
})

describe('an alert is kept as it is now where it was told', () => {
  const told = (alert: Alert, notice: Notice, targets: readonly ReturnType<typeof place>[]) => {
    const sent = deliveriesOf(alert, notice, { targets, zone: 'UTC', now: NOW })
    return { sent, alert: { ...alert, toldIn: toldWith(alert, sent) } }
  }
  const begun = () => {
    const house = desk()
    const [alert] = house.turn([finding()], NOW)
    return told(alert!, { reason: 'new', how: 'post' }, [place('CENG')])
  }

  test('also when it would go elsewhere by now', () => {
    const { sent, alert } = begun()
    const [first] = sent
    const acted = act(alert, { kind: 'acknowledge', by: 'ben', at: NOW }, false)
    if (acted.kind !== 'done') throw new Error('it was not taken')
    const after = told(acted.change.alert, acted.change.notice!, [place('CSEC')])
    expect(after.sent).toMatchObject([{ target: { id: 'CENG' }, edits: first?.key }])
    expect(after.alert.toldIn).toEqual(alert.toldIn)
  })

  test('and, once it is worse, where that goes as well', () => {
    const { sent, alert } = begun()
    const acted = act(alert, { kind: 'escalate', by: 'ben', at: NOW }, false)
    if (acted.kind !== 'done') throw new Error('it was not escalated')
    const raised = told(acted.change.alert, acted.change.notice!, [place('CSEC')])
    expect(raised.sent).toMatchObject([
      { target: { id: 'CENG' }, edits: sent[0]?.key, critical: false },
      { target: { id: 'CSEC' }, critical: true },
    ])
    expect(raised.sent[1]?.edits).toBeUndefined()
    // From now on both are kept as it is: nothing is posted twice.
    const over = act(raised.alert, { kind: 'resolve', by: 'ben', at: NOW }, false)
    if (over.kind !== 'done') throw new Error('it was not resolved')
    const after = told(over.change.alert, over.change.notice!, [place('CSEC')])
    expect(after.sent.map(({ edits }) => edits)).toEqual(
      raised.sent.map(({ edits, key }) => edits ?? key),
    )
  })

  test('in the newest message of a place too, and in what somebody was told besides', () => {
    const { sent: first, alert: begins } = begun()
    const told = (alert: Alert, notice: Notice) => {
      const number = { ...alert, notices: alert.notices + 1 }
      const everyone = ['UANN', 'UDAN'].map((id) => ({ ...place(id), kind: 'person' as const }))
      const how = { targets: [place('CENG')], everyone, zone: 'UTC', now: NOW }
      const sent = deliveriesOf(number, notice, how)
      return { sent, alert: { ...number, toldIn: toldWith(number, sent) } }
    }
    const posted = [1, 2].reduce(({ alert }) => told(alert, { reason: 'reminder', how: 'post' }), {
      alert: begins,
      sent: first,
    })
    const called = told(
      { ...posted.alert, by: 'slack:T1/UANN' },
      { reason: 'escalated', how: 'edit', also: 'everyone' },
    )
    // Who calls the others is not called; the message between the first and the newest is history.
    expect(called.sent.map(({ target, edits }) => [target.id, edits])).toEqual([
      ['CENG', first[0]?.key],
      ['CENG', posted.sent[0]?.key],
      ['UDAN', undefined],
    ])
    const after = told(called.alert, { reason: 'acted', how: 'edit' })
    expect(after.sent.map(({ edits }) => edits)).toEqual([
      first[0]?.key,
      posted.sent[0]?.key,
      called.sent[2]?.key,
    ])
    expect(new Set(after.sent.map(({ key }) => key)).size).toBe(3)
    expect(after.alert.toldIn).toEqual(called.alert.toldIn)
    // What takes nothing any more is told elsewhere for the place alone, and once.
    expect(after.sent.map(({ key }) => toldBy(key) !== undefined)).toEqual([true, false, false])
    for (const { key } of after.sent) expect(isOfAlert(key)).toBe(true)
  })

  test('and a delivery says which alert it is of, and its key anywhere else', () => {
    const { sent, alert } = begun()
    const [first] = sent
    expect(toldBy(first!.key)).toMatchObject({
      fingerprint: alert.fingerprint,
      openedAt: alert.openedAt,
    })
    expect(toldBy(first!.key)?.keyAt(place('CENG'))).toBe(first?.key)
    expect(toldBy(first!.key)?.keyAt(ADMIN)).toContain('CADMIN')
    expect(toldBy('notice:alert:x:firing:1.1:slack/T1/C1')).toBeUndefined()
    expect(toldBy('digest:3:1:2026-11-02')).toBeUndefined()
  })
})
