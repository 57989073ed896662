import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { act } from '#core/alert/act.ts'
import type { Notice } from '#core/alert/alert.ts'
import { MOST_OPENED } from '#core/alert/group.ts'
import { deliveriesOf } from '#core/alert/notice.ts'
import { MORE_EVERY_MS } from '#core/alert/notify.ts'
import { lostFinding } from '#core/alert/number-words.ts'
import { decideAlerts } from '#core/alert/pipeline.ts'
import { ESCALATE_MS, QUIET_MS, REMIND_MS } from '#core/alert/tend.ts'

import { desk, finding, HOUR, MINUTE, NOW, of } from './house.ts'

const PLACE = { platform: 'slack', workspace: '', kind: 'channel', id: 'C1' } as const
const DAN = { platform: 'slack', workspace: 'T1', kind: 'person', id: 'UDAN' } as const

describe('one alert', () => {
  test('is told once, says how much more there is, and no more often than that', () => {
    const house = desk()
    house.turn([of(7), of(7)], NOW)
    house.turn([of(7)], NOW + MINUTE)
    house.turn([], NOW + 2 * MINUTE)
    expect(house.told).toEqual([['role-changed|chatgpt/7', 'new', 'post']])
    house.turn([], NOW + MORE_EVERY_MS)
    expect(house.told.at(-1)).toEqual(['role-changed|chatgpt/7', 'more', 'edit'])
    expect(house.kept).toMatchObject([{ events: 3, toldEvents: 3, notices: 2 }])
  })

  test('that is silenced counts on, and is told when the silence ends', () => {
    const house = desk()
    const [alert] = house.turn([of(7)], NOW)
    const silence = { kind: 'silence', by: 'ben', at: NOW, forMs: HOUR, reason: 'a drill' } as const
    const acted = act(alert!, silence, false)
    if (acted.kind === 'done') house.write(acted.change)
    house.turn([of(7)], NOW + 30 * MINUTE)
    expect(house.told.map(([, reason]) => reason)).toEqual(['new', 'acted'])
    house.turn([], NOW + HOUR)
    expect(house.told.at(-1)).toEqual(['role-changed|chatgpt/7', 'silence over', 'post'])
    // Whoever had been asked before the silence is asked anew, and not at once.
    expect(house.kept).toMatchObject([{ rung: 0, escalatedAt: NOW + HOUR }])
    expect(house.kept).toMatchObject([{ state: 'firing', events: 2, toldEvents: 2 }])
  })

  test('that is critical is posted again when nobody takes it, then everyone is told, each once; and it is brought back once a day', () => {
    const house = desk()
    house.turn([of(7, { severity: 'critical' })], NOW)
    for (const later of [ESCALATE_MS - 1, ESCALATE_MS, 2 * ESCALATE_MS - 1, 2 * ESCALATE_MS])
      house.turn([], NOW + later)
    const escalated = NOW + 2 * ESCALATE_MS
    const days = [REMIND_MS - 1, REMIND_MS, 2 * REMIND_MS - 1, 2 * REMIND_MS]
    for (const later of days) house.turn([], escalated + later)
    expect(house.told.map(([, ...why]) => why)).toEqual([
      ['new', 'post'],
      ['escalated', 'post'],
      ['escalated', 'edit'],
      ['reminder', 'post'],
      ['reminder', 'post'],
    ])
    expect(house.kept).toMatchObject([{ state: 'firing', rung: 2 }])
  })

  test('that is not is over after a quiet day, and its message says so', () => {
    const house = desk()
    house.turn([of(7)], NOW)
    house.turn([], NOW + QUIET_MS)
    expect(house.told.at(-1)).toEqual(['role-changed|chatgpt/7', 'resolved', 'edit'])
    house.turn([of(7)], NOW + QUIET_MS + MINUTE)
    expect(house.told.at(-1)).toEqual(['role-changed|chatgpt/7', 'new', 'post'])
  })

  test('of a rule that lost its team is open as long as it is lost, is no more for that, and is told anew another time', () => {
    const lost = lostFinding(
      {
        rule: 'made-1',
        spec: {
          kind: 'limit',
          metric: 'messages',
          amount: 1,
          per: 'week',
          filters: { team: ['Dreams'] },
        },
        by: 'slack:T1/UANN',
      },
      [{ key: 'team', value: 'Dreams' }],
      NOW,
    )
    const house = desk()
    for (const hours of [0, 1, 12, 24, 36]) house.turn([lost], NOW + hours * HOUR)
    expect(house.open()).toMatchObject([{ state: 'firing', events: 1, toldEvents: 1 }])
    house.turn([], NOW + 60 * HOUR)
    house.turn([lost], NOW + 61 * HOUR)
    expect(house.told.map(([, reason]) => reason)).toEqual(['new', 'resolved', 'new'])
  })

  test('that was acknowledged and forgotten is brought back once a day', () => {
    const house = desk()
    const [alert] = house.turn([of(7)], NOW)
    const acted = act(alert!, { kind: 'acknowledge', by: 'ben', at: NOW }, false)
    if (acted.kind === 'done') house.write(acted.change)
    for (const hours of [23, 24, 25, 47, 48]) house.turn([], NOW + hours * HOUR)
    expect(house.told.map(([, reason]) => reason)).toEqual(['new', 'acted', 'reminder', 'reminder'])
    expect(REMIND_MS).toBe(24 * HOUR)
  })

  test('that is taken again is brought back a day after that, and not after the time before', () => {
    const house = desk()
    const [alert] = house.turn([of(7)], NOW)
    const said = (kind: 'acknowledge' | 'escalate', at: number) => {
      const acted = act(house.kept[0] ?? alert!, { kind, by: 'ben', at }, false)
      if (acted.kind === 'done') house.write(acted.change)
    }
    said('acknowledge', NOW)
    house.turn([], NOW + REMIND_MS)
    said('escalate', NOW + 25 * HOUR)
    said('acknowledge', NOW + 40 * HOUR)
    for (const hours of [48, 63, 64]) house.turn([], NOW + hours * HOUR)
    const reminded = house.told.filter(([, reason]) => reason === 'reminder')
    expect(reminded).toHaveLength(2)
    expect(house.kept[0]?.remindedAt).toBe(NOW + 64 * HOUR)
  })

  test('is given to someone, who is told in private and reminded', () => {
    const house = desk()
    const [alert] = house.turn([of(7)], NOW)
    const word = { kind: 'assign', by: 'slack:T1/UANN', at: NOW, to: 'slack:T1/UDAN' } as const
    const acted = act(alert!, word, false)
    if (acted.kind !== 'done') throw new Error('it was not given')
    const given = house.write(acted.change)
    expect(given).toMatchObject({ state: 'acknowledged', assignee: 'slack:T1/UDAN' })
    expect(act(given, word, false)).toMatchObject({ kind: 'same' })
    expect(act(alert!, word, true)).toEqual({ kind: 'refused', why: 'theirs' })
    house.turn([], NOW + REMIND_MS)
    const reminded = { reason: 'reminder', how: 'post', also: 'assignee' } as const
    const sent = (notice: Notice) =>
      deliveriesOf(house.kept[0]!, notice, {
        targets: [PLACE],
        everyone: [DAN],
        zone: 'UTC',
        now: NOW,
      })
    expect(house.told.at(-1)).toEqual(['role-changed|chatgpt/7', 'reminder', 'post'])
    expect(sent(reminded).map(({ target }) => target.id)).toEqual(['C1', 'UDAN'])
    // Where it is posted anyway, they hear it there.
    const dm = { targets: [DAN], zone: 'UTC', now: NOW }
    expect(deliveriesOf(house.kept[0]!, reminded, dm)).toHaveLength(1)
    const [edit, alone] = sent(acted.change.notice!)
    expect(edit?.edits).toBeDefined()
    expect(alone).toMatchObject({ target: DAN })
    expect(alone?.message.summary).toMatch(/^It is yours now: /)
  })

  test('is escalated by anyone, once, and is critical from then on', () => {
    const house = desk()
    const [alert] = house.turn([of(7)], NOW)
    const word = { kind: 'escalate', by: 'slack:T1/UANN', at: NOW } as const
    const acted = act(alert!, word, true)
    if (acted.kind !== 'done') throw new Error('it was not escalated')
    const raised = house.write(acted.change)
    expect(raised).toMatchObject({ state: 'firing', severity: 'critical', rung: 2 })
    expect(act(raised, word, false)).toMatchObject({ kind: 'same' })
    house.turn([], NOW + 3 * ESCALATE_MS)
    expect(house.told.map(([, reason]) => reason)).toEqual(['new', 'escalated'])
    const deliveries = deliveriesOf(raised, acted.change.notice!, {
      targets: [PLACE],
      everyone: [DAN],
      zone: 'UTC',
      now: NOW,
    })
    expect(deliveries).toMatchObject([
      { target: PLACE, critical: false },
      {
        target: DAN,
        critical: true,
        message: { summary: 'Escalated: critical: role changed in chatgpt.' },
      },
    ])
  })

  test.each([
    ['acknowledge', true, 'own'],
    ['silence', true, 'own'],
    ['resolve', true, 'own'],
    ['noise', true, 'own'],
    ['acknowledge', undefined, 'unknown self'],
  ] as const)('%s is refused to who did it themselves (%s)', (kind, own, why) => {
    const [alert] = desk().turn([of(7)], NOW)
    const word = { kind, by: 'ann', at: NOW, forMs: HOUR }
    expect(act(alert!, word, own)).toEqual({ kind: 'refused', why })
    expect(act(alert!, word, false)).toMatchObject({ kind: 'done' })
  })
})

describe('many', () => {
  test('of one rule are a handful and one summary, and every event is in one of them', () => {
    const house = desk()
    const all = Array.from({ length: 10_000 }, (_, n) => of(n % 500))
    for (let at = 0; at < all.length; at += 1_000)
      house.turn(all.slice(at, at + 1_000), NOW + at * 6)
    expect(house.told.filter(([, , how]) => how === 'post')).toHaveLength(MOST_OPENED + 1)
    expect(house.told).toHaveLength(MOST_OPENED + 1)
    expect(house.kept.reduce((sum, { events }) => sum + events, 0)).toBe(10_000)
    const storm = house.kept.find((one) => one.storm)
    expect(storm).toMatchObject({ events: 9_900, tool: null })
    expect(storm?.actors).toHaveLength(495)
    house.turn([], NOW + 2 * MORE_EVERY_MS)
    expect(house.told.filter(([, reason]) => reason === 'more')).toHaveLength(MOST_OPENED + 1)
  })

  test('findings are neither lost nor counted twice, however they come', () => {
    const someone = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(fc.array(fc.array(someone, { maxLength: 9 }), { maxLength: 8 }), (rounds) => {
        const house = desk()
        rounds.forEach((round, n) =>
          house.turn(
            round.map((who) => of(who)),
            NOW + n * 20 * MINUTE,
          ),
        )
        const all = rounds.flat().length
        expect(house.kept.reduce((sum, { events }) => sum + events, 0)).toBe(all)
        expect([...house.tallied.values()].reduce((sum, n) => sum + n, 0)).toBe(all)
        const open = house.open().map(({ fingerprint }) => fingerprint)
        expect(new Set(open).size).toBe(open.length)
      }),
      { numRuns: 60 },
    )
  })

  test('of a series the highest is told, and none of them again', () => {
    const budget = (percent: number) =>
      finding({
        rule: 'made-1',
        subject: `2026-11/${percent}`,
        once: true,
        series: { id: 'made-1/2026-11', rank: percent },
        actor: null,
        facts: [],
      })
    const house = desk()
    house.turn([budget(50), budget(80)], NOW)
    house.turn([budget(50), budget(80)], NOW + HOUR)
    house.turn([budget(50), budget(80), budget(100)], NOW + 48 * HOUR)
    expect(house.told.filter(([, reason]) => reason === 'new').map(([one]) => one)).toEqual([
      'made-1|2026-11/80',
      'made-1|2026-11/100',
    ])
  })

  test('numbers of a tool of which nothing is known are not told', () => {
    const house = desk()
    house.turn([finding({ facts: [], actor: null })], NOW, { blind: new Set(['chatgpt']) })
    expect([house.kept, [...house.tallied]]).toEqual([[], [['no data', 1]]])
  })

  test('looks at the same thing are one thing that was found, and what is not told is counted by the day', () => {
    const house = desk()
    const crossed = finding({ rule: 'made-1', once: true, facts: [], actor: null })
    const lost = finding({ rule: 'made-2', standing: true, facts: [], actor: null })
    for (const hours of [0, 1, 2]) house.turn([crossed, lost], NOW + hours * HOUR)
    expect([...house.tallied]).toEqual([['new', 2]])
    const held = { open: [], told: new Set<string>(), blind: new Set(['chatgpt']) }
    expect(decideAlerts([crossed], held, NOW).tallied).toEqual([
      { rule: 'made-1', reason: 'no data', events: 1, look: true },
    ])
  })
})
