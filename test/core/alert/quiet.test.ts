import { describe, expect, test } from 'vitest'

import { deliveriesOf } from '#core/alert/notice.ts'
import { quietUntil, readQuiet } from '#core/alert/quiet.ts'
import { tuningParts } from '#core/alert/tuning.ts'

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
    return deliveriesOf(alert!, { reason: 'new', how }, options)[0]?.notBefore
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

  const rated = { alerts: 7, noise: 3, useful: 1, lastWeek: 2 }
  test('that was noise three times is told of, with what would change; twice is not', () => {
    expect(tuningParts('role-changed', null, { ...rated, noise: 2 })).toEqual([])
    const said = JSON.stringify(tuningParts('role-changed', null, rated))
    expect(said).toContain('of 7 in 90 days were rated noise, 1 useful')
    expect(said).toContain('it would have kept back 2.')
    expect(said).toContain('alert rule role-changed silence:1w')
    expect(said).not.toContain('limit')
  })
  test('on a number can have a higher limit, which is tried first', () => {
    const spec = {
      kind: 'limit',
      metric: 'spend',
      filters: {},
      amount: 100_000_000,
      per: 'day',
    } as const
    expect(JSON.stringify(tuningParts('made-3', spec, rated))).toContain(
      '"command":"alert when spend > $150 per:day"',
    )
  })
})
