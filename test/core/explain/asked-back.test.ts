import { expect, test } from 'vitest'

import { measuredBy } from '#core/explain/asked-back.ts'
import { digestedOf } from '#core/explain/digested.ts'
import { day } from '#core/time/day.ts'
import { company } from '#test/core/digest/company.ts'

const of = (view: string, key: string, command: string) =>
  measuredBy({ view, key, command, says: '' }, day('2026-11-23'))

test('a finding is counted again by what it is about, and by nothing else', () => {
  const seats = 'idle_seats assigned_seats idle_seat_cost 2026-10-24..2026-11-22'
  expect(of('seats', 'seats|idle', 'digest seats')).toBe(seats)
  expect(of('renewal', 'renewal|chatgpt|30', 'digest renewal tool:chatgpt')).toBe(
    `tool:chatgpt ${seats}`,
  )
  expect(of('agents', 'agents|a9a715', 'digest agents')).toBe(
    'asset:a9a715 agent_runs agent_success 2026-10-26..2026-11-22',
  )
  expect(of('pattern', 'pattern|eng', 'team:eng messages 14w')).toBe('team:eng messages 14w')
  expect(of('governance', 'governance|x', 'digest governance')).toBeUndefined()
})

test('a digest is marked where it was for who may read how work goes', () => {
  const made = (more: Parameters<typeof company>[1]) =>
    digestedOf(company({}, more), { zone: 'UTC', told: [] }).signals
  expect(made({})).toBeUndefined()
  expect(made({ signals: null })).toBeUndefined()
  expect(made({ signals: { kind: 'too few', floor: 5 } })).toBe(true)
})
