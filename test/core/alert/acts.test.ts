import { expect, test } from 'vitest'

import { act, type AlertActKind } from '#core/alert/act.ts'
import type { Alert } from '#core/alert/alert.ts'
import { alertMessage } from '#core/alert/message.ts'

import { desk, HOUR, MINUTE, NOW, of } from './house.ts'

const words = (alert: Alert) => JSON.stringify(alertMessage(alert, { zone: 'UTC' }))

test('an alert that was silenced is heard again when someone ends that, or takes it', () => {
  const house = desk()
  const [alert] = house.turn([of(7)], NOW)
  const said = (kind: AlertActKind, at: number, own = false) => {
    const acted = act(house.kept[0] ?? alert!, { kind, by: 'ben', at, forMs: HOUR }, own)
    if (acted.kind === 'done') house.write(acted.change)
    return acted
  }
  expect(said('unsilence', NOW)).toEqual({ kind: 'refused', why: 'not silenced' })
  said('silence', NOW)
  house.turn([{ ...of(7), at: NOW + MINUTE }], NOW + MINUTE)
  // Whoever did it may not quiet it, and may have it heard.
  expect(said('unsilence', NOW + 2 * MINUTE, true)).toMatchObject({ kind: 'done' })
  expect(house.kept[0]).toMatchObject({ state: 'firing', rung: 0, silencedUntil: null })
  expect(house.told.at(-1)).toEqual([alert?.fingerprint, 'silence over', 'post'])
  expect(words(house.kept[0]!)).toContain('Nobody has taken it yet; `ben` ended its silence at')
  said('silence', NOW + 3 * MINUTE)
  expect(words(house.kept[0]!)).toContain('End silence')
  expect(words(house.kept[0]!)).not.toContain('Silence 1 h')
  said('acknowledge', NOW + 4 * MINUTE)
  expect(words(house.kept[0]!)).toContain('it is theirs now; this ended its silence.')
  expect(words(house.kept[0]!)).toContain('Silence 1 h')
  said('resolve', NOW + 5 * MINUTE)
  expect(said('unsilence', NOW + 6 * MINUTE)).toEqual({ kind: 'refused', why: 'over' })
})

test('an alert has its buttons by how often they are used, and seven at most while nobody has it', () => {
  const house = desk()
  const [alert] = house.turn([of(7)], NOW)
  const labels = (of: Alert) =>
    alertMessage(of, { zone: 'UTC' }).parts.flatMap((part) =>
      part.kind === 'buttons' ? part.buttons.map(({ label }) => label) : [],
    )
  const silences = ['Silence 1 h', 'Silence 1 day']
  expect(labels({ ...house.kept[0]!, ...alert, command: 'governance 7d' })).toEqual([
    'Acknowledge',
    'Look',
    ...silences,
    'Resolve',
    'Escalate',
    'Noise',
  ])
  expect(labels({ ...house.kept[0]!, state: 'acknowledged', command: null })).toEqual([
    'Assign to me',
    ...silences,
    'Resolve',
    'Escalate',
    'Useful',
    'Noise',
  ])
})
