import { describe, expect, test } from 'vitest'

import { deliveriesOf } from '#core/alert/notice.ts'
import { quietUntil, readQuiet } from '#core/alert/quiet.ts'
import { type Rated, tuningMessage, tuningParts } from '#core/alert/tuning.ts'
import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'
import { addDays, day } from '#core/time/day.ts'

import { desk, finding, HOUR, MINUTE, NOW } from './house.ts'

describe('quiet hours', () => {
  test.each([
    ['22:00-07:00', '22:00-07:00'],
    ['22-7', '22:00-07:00'],
    ['9:30–17', '09:30-17:00'],
    ['24:00-07:00', undefined],
    ['22:60-7', undefined],
    ['8-8', undefined],
    ['at night', undefined],
  ])('%s are %s', (typed, wanted) => {
    expect(readQuiet(typed)).toBe(wanted)
  })
  // Clocks in Berlin go back on 25 October and forward on 28 March.
  test.each([
    ['22:00-07:00', '2026-11-20T21:00:00Z', '2026-11-21T06:00:00Z'],
    ['22:00-07:00', '2026-11-20T05:59:00Z', '2026-11-20T06:00:00Z'],
    ['22:00-07:00', '2026-11-20T06:00:00Z', undefined],
    ['12:00-13:00', '2026-11-20T11:30:00Z', '2026-11-20T12:00:00Z'],
    ['12:00-13:00', '2026-11-20T12:00:00Z', undefined],
    ['22:00-07:00', '2026-10-24T21:00:00Z', '2026-10-25T06:00:00Z'],
    ['22:00-02:30', '2027-03-27T22:00:00Z', '2027-03-28T01:30:00Z'],
  ])('of %s in Berlin end for what is found at %s at %s', (quiet, at, wanted) => {
    const until = quietUntil(quiet, Date.parse(at), 'Europe/Berlin')
    expect(until && new Date(until).toISOString().replace('.000', '')).toBe(wanted)
  })

  const sent = (severity: 'warning' | 'critical', how: 'post' | 'edit', opened = NOW) => {
    const house = desk()
    const [alert] = house.turn([finding({ severity })], opened)
    const target = { platform: 'slack', workspace: '', kind: 'channel', id: 'C1' } as const
    const options = { targets: [target], quiet: '11:00-14:00', zone: 'UTC', now: NOW }
    const told = { ...alert!, toldIn: [{ target, key: 'alert:the first' }] }
    return deliveriesOf(told, { reason: 'new', how }, options)[0]?.notBefore
  }
  test('keep what is not critical until they end, and nothing else', () => {
    expect(sent('warning', 'post')).toBe(NOW + 2 * HOUR)
    expect(sent('critical', 'post')).toBe(NOW)
  })
  test('keep the change of a message only where they keep the message', () => {
    expect(sent('warning', 'edit', NOW - 30 * MINUTE)).toBe(NOW + 2 * HOUR)
    expect(sent('warning', 'edit', NOW - 3 * HOUR)).toBe(NOW)
  })
})

describe('a rule', () => {
  test('that is silenced is counted, and what it found is told when that is over', () => {
    const house = desk()
    const muted = new Map([['role-changed', NOW + HOUR]])
    house.turn([finding(), finding({ subject: 'cursor/7', rule: 'key-created' })], NOW, { muted })
    expect(house.told.map(([, reason]) => reason)).toEqual(['new'])
    expect(house.kept).toMatchObject([{ state: 'silenced', events: 1 }, { state: 'firing' }])
    house.turn([finding()], NOW + 30 * MINUTE, { muted })
    house.turn([], NOW + HOUR)
    expect(house.told.at(-1)).toEqual(['role-changed|chatgpt/7', 'silence over', 'post'])
    expect(house.kept[0]).toMatchObject({ state: 'firing', events: 2, notices: 1 })
  })

  const told = (feedback: Rated['feedback'], more: Partial<Rated> = {}): Rated => ({
    fingerprint: 'role-changed|chatgpt/7',
    tool: 'chatgpt',
    feedback,
    openedAt: NOW - 10 * 24 * HOUR,
    ...more,
  })
  const rated = [
    told('noise', { tool: 'cursor' }),
    told('noise', { tool: 'cursor', openedAt: NOW - HOUR }),
    told('noise'),
    told('useful'),
    told(null),
  ]
  const rule = { rule: 'role-changed', spec: null, passesOver: true, weekFrom: NOW - 7 * 24 * HOUR }
  test('that was noise three times shows what each change would have kept back; twice it does not', () => {
    expect(tuningParts({ ...rule, rated: rated.slice(1) })).toEqual([])
    const [text, table, , buttons] = tuningParts({ ...rule, rated })
    expect(text).toMatchObject({
      text: expect.stringContaining('of 5 in 90 days were rated noise, 1 useful'),
    })
    expect(table).toMatchObject({
      rows: [
        ['Passing over cursor', '2 of 5', '2', '0'],
        ['Passing over chatgpt', '3 of 5', '1', '1'],
        ['Silenced, had it been for the last week', '1 of 5', '1', '0'],
        ['Switched off', '5 of 5', '3', '1'],
      ],
    })
    expect(buttons).toMatchObject({
      buttons: [
        { act: { command: 'alert allow tool:cursor rule:role-changed' } },
        { act: { command: 'alert allow tool:chatgpt rule:role-changed' } },
        { act: { command: 'alert rule role-changed silence:1w' } },
        { act: { command: 'alert disable role-changed' } },
      ],
    })
    for (const { act } of buttons?.kind === 'buttons' ? buttons.buttons : []) {
      const command = act.kind === 'ask' ? act.command : ''
      const parsed = parse(command)
      expect(parsed.kind === 'misread' || format(parsed)).toBe(command)
    }
  })
  test('on a number is replayed with higher limits, for who may see when it was passed', () => {
    const spec = {
      kind: 'limit',
      metric: 'spend',
      filters: {},
      amount: 100_000_000,
      per: 'day',
    } as const
    const spans = [120, 80, 160, 250].map((dollars, n) => ({
      from: addDays(day('2026-11-09'), n),
      dollars,
    }))
    const spansAt = new Map(
      [100, 150, 200].map((limit) => [
        limit * 1_000_000,
        new Set(spans.flatMap(({ from, dollars }) => (dollars > limit ? [from] : []))),
      ]),
    )
    const of = (on: string, feedback: Rated['feedback']) =>
      told(feedback, { fingerprint: `made-3|${on}/100`, tool: null })
    const made = {
      rule: 'made-3',
      spec,
      passesOver: false,
      weekFrom: NOW,
      rated: [of('2026-11-09', 'noise'), of('2026-11-11', 'noise'), of('2026-11-12', 'useful')],
    }
    const [, table, , buttons] = tuningMessage({ ...made, told: spansAt }).parts
    expect(table).toMatchObject({
      rows: expect.arrayContaining([
        ['A limit of $150', '1 of 3', '1', '0'],
        ['A limit of $200', '2 of 3', '2', '0'],
      ]),
    })
    expect(JSON.stringify(buttons)).toContain('alert rule made-3 limit:150')
    const unseen = JSON.stringify(tuningMessage(made))
    expect(unseen).not.toContain('A limit of')
    expect(unseen).toContain('alert tune made-3')
  })
})
