import { expect, test } from 'vitest'

import { act, type AlertActKind } from '#core/alert/act.ts'
import { actedMessage } from '#core/alert/acted.ts'
import type { Alert } from '#core/alert/alert.ts'
import { alertMessage } from '#core/alert/message.ts'
import { tend } from '#core/alert/tend.ts'

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

test('an alert says who has it as an account that each chat shows by name', () => {
  const house = desk()
  house.turn([of(7)], NOW)
  const ack = { kind: 'acknowledge', at: NOW } as const
  const said = (by: string) => {
    const acted = act(house.kept[0]!, { ...ack, by }, false)
    return acted.kind === 'done' ? words(acted.change.alert) : acted.kind
  }
  // Slack shows an account with its workspace by name, and a bare id as a code nobody knows.
  expect(said('slack:T1/UDAN')).toContain('by `T1/UDAN` at')
  const object = '8d6f0a3e-54a9-4b7e-9a2c-2b2d5b1f0001'
  expect(said(`teams:7d0c4f0e-54a9-4b7e-9a2c-2b2d5b1f0001/${object}`)).toContain(
    `by \`${object}\` at`,
  )
})

test('an alert resolved by mistake is taken up again by who reopens it, unless it is open anew', () => {
  const house = desk()
  house.turn([of(7)], NOW)
  const said = (kind: AlertActKind, by: string, how: { own?: boolean; again?: number } = {}) => {
    const asked = { kind, by, at: NOW + 3 * HOUR }
    const acted = act(house.kept[0]!, asked, how.own ?? false, how.again)
    if (acted.kind === 'done') house.write(acted.change)
    return acted
  }
  expect(said('reopen', 'ben')).toEqual({ kind: 'refused', why: 'open' })
  said('resolve', 'ben')
  expect(words(house.kept[0]!)).toContain('"label":"Reopen"')
  expect(said('reopen', 'ben', { own: true })).toEqual({ kind: 'refused', why: 'own' })
  expect(said('reopen', 'ben', { again: 9 })).toEqual({ kind: 'refused', why: 'again', id: 9 })
  expect(said('reopen', 'dan')).toMatchObject({ kind: 'done' })
  expect(house.kept[0]).toMatchObject({ state: 'acknowledged', assignee: 'dan', rung: 0 })
  expect(words(house.kept[0]!)).toContain('it is theirs now; this reopened it.')
  expect(house.told.at(-1)?.slice(1)).toEqual(['acted', 'edit'])
  // The other one, who presses a moment later, reads whose it is.
  const second = said('reopen', 'ann')
  expect(second).toMatchObject({ kind: 'same' })
  const told = { id: 1, zone: 'UTC', sight: {}, logPages: new Map() }
  expect(actedMessage(second, told).summary).toContain('It was acknowledged by `dan` already')
})

test('a silence that lasts longer says how to have a shorter one', () => {
  const house = desk()
  house.turn([of(7)], NOW)
  const silence = (hours: number, by: string) =>
    act(house.kept[0]!, { kind: 'silence', by, at: NOW, forMs: hours * HOUR }, false)
  const long = silence(24, 'ben')
  if (long.kind === 'done') house.write(long.change)
  const told = { id: 1, zone: 'UTC', sight: {}, logPages: new Map() }
  expect(actedMessage(silence(1, 'dan'), told).summary).toContain(
    'It was silenced by `ben` already at 2026-11-20 12:00. Nothing changed: a shorter silence takes End silence first.',
  )
})

test('an alert says how many came since it was last told, in the message that tells it', () => {
  const house = desk()
  house.turn([of(7)], NOW)
  house.turn([{ ...of(7), at: NOW + MINUTE }], NOW + MINUTE)
  const change = tend(house.kept[0]!, NOW + 6 * MINUTE)
  expect(change?.notice).toMatchObject({ reason: 'more', how: 'edit' })
  const edited = alertMessage(change!.alert, { zone: 'UTC', notice: change!.notice })
  expect(JSON.stringify(edited)).toContain('"value":"2","note":"1 more since 2026-11-20 12:00"')
})

test('a reminder says how long ago it was acknowledged, and what was told once is not said to be over', () => {
  const house = desk()
  house.turn([of(7, { once: true })], NOW)
  const said = (alert: Alert, at: number) => {
    const change = tend(alert, at)
    return change && alertMessage(change.alert, { zone: 'UTC', notice: change.notice }).summary
  }
  const taken = { state: 'acknowledged', by: 'ben', actedAt: NOW, remindedAt: NOW } as const
  expect(said({ ...house.kept[0]!, ...taken }, NOW + 72 * HOUR)).toContain(
    'Acknowledged 3 days ago and still open: warning',
  )
  expect(said(house.kept[0]!, NOW + 24 * HOUR)).toBe(
    'Closed: warning: role changed in chatgpt (resolved).',
  )
})
