import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { allowMessage } from '#core/alert/allow-message.ts'
import { type AllowEntry, isAllowed } from '#core/alert/allow.ts'
import { dormantFindings } from '#core/alert/dormant.ts'
import { outside, unapprovedFindings, type Use } from '#core/alert/unapproved.ts'
import { day } from '#core/time/day.ts'

import { NOW } from './house.ts'

const models = (...patterns: readonly string[]): readonly AllowEntry[] =>
  patterns.map((pattern) => ({ kind: 'model', pattern }))
const use = (model: string | null, more: Partial<Use> = {}): Use => ({
  tool: 'chatgpt',
  model,
  day: day('2026-11-05'),
  few: false,
  ...more,
})

const told = { at: () => NOW, floor: 5 }

describe('a list of models', () => {
  test.each([
    ['claude-*', 'claude-opus', true],
    ['claude-*', 'Claude-Opus', true],
    ['claude-*', 'my-claude-opus', false],
    ['*', 'anything', true],
    ['gpt-4o', 'gpt-4o', true],
    ['gpt-4o', 'gpt-4o-mini', false],
    ['gpt-*-mini', 'gpt-4o-mini', true],
    ['gpt-*-mini', 'gpt-mini', false],
    ['a*a', 'a', false],
    ['.*', 'gpt', false],
  ])('%s and %s: %s', (pattern, name, wanted) => {
    expect(isAllowed('model', name, models(pattern))).toBe(wanted)
  })
  test('has a name that its pieces are in, in their order', () => {
    const piece = fc.stringMatching(/^[a-c]{0,3}$/)
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, piece), { maxLength: 4 }), (pairs) => {
        const pattern = pairs.map(([fixed]) => fixed).join('*')
        const name = pairs.map(([fixed, free], n) => (n === 0 ? '' : free) + fixed)
        // What a star stands for comes before the piece behind it.
        expect(isAllowed('model', name.join(''), models(pattern))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
  test('that is not there has nothing outside it, nor does a list of tools', () => {
    expect(outside('model', [use('gpt-4o')], [])).toEqual([])
    expect(outside('model', [use('gpt-4o')], [{ kind: 'tool', pattern: 'cursor' }])).toEqual([])
    expect(outside('model', [use(null)], models('claude-*'))).toEqual([])
  })
  test('has what else was used outside it, once, from its first day and with all its tools', () => {
    const uses = [use('o3'), use('o3', { tool: 'cursor', day: day('2026-11-04') }), use('claude-x')]
    const found = outside('model', uses, models('claude-*'))
    expect(found).toEqual([
      { name: 'o3', day: '2026-11-04', tools: ['chatgpt', 'cursor'], few: false },
    ])
    expect(unapprovedFindings('model', found, told)).toMatchObject([
      { says: 'Model o3 is not allowed and was used', subject: 'model/o3', once: true, tool: null },
    ])
  })
  test('that was just begun tells of the many outside it together', () => {
    const uses = Array.from({ length: 9 }, (_, n) => use(`model-${n}`))
    const found = outside('model', uses, models('claude-*'))
    expect(unapprovedFindings('model', found, told)).toMatchObject([
      { says: '9 models that are not allowed were used', subject: 'many/2026-11-02' },
    ])
  })
})

describe('a model that few people used', () => {
  const fineTune = 'ft:gpt-4o:acme::ada-lovelace'
  const named = (text: unknown) => JSON.stringify(text).includes('ada-lovelace')
  test('has its name told to who may read exact numbers alone, and is told again by name', () => {
    const list = models('claude-*')
    const few = outside('model', [use(fineTune, { few: true })], list)
    const [first] = unapprovedFindings('model', few, told)
    expect(first?.says).toBe('A model fewer than 5 people used is not allowed and was used')
    expect(named(first?.facts?.filter((fact) => fact.exact !== true))).toBe(false)
    expect(first?.facts).toContainEqual({ label: 'Model', value: fineTune, exact: true })
    const many = outside('model', [use(fineTune)], list)
    const [again] = unapprovedFindings('model', many, told)
    expect(again?.subject).not.toBe(first?.subject)
    expect(again?.says).toContain(fineTune)
  })
  test('is one of many without its name', () => {
    const uses = Array.from({ length: 9 }, (_, n) => use(`${fineTune}-${n}`, { few: n < 3 }))
    const [found] = unapprovedFindings('model', outside('model', uses, models('claude-*')), told)
    const [open, exact] = found?.facts ?? []
    expect(open?.value).toContain('3 models fewer than 5 people used each')
    expect(open?.value).not.toContain(`${fineTune}-0`)
    expect(exact).toMatchObject({ exact: true })
  })
  test('has no name in the list for others, and is a tool like any other', () => {
    const uses = [use(fineTune, { few: true, tool: 'acme' })]
    const list = [...models('claude-*'), { kind: 'tool', pattern: 'cursor' } as const]
    const rows = list.map((entry) => ({ ...entry, by: 'operator' }))
    const others = JSON.stringify(
      allowMessage(rows, { exceptions: [], uses }, { exact: false, floor: 5 }),
    )
    expect(others).toContain('a model fewer than 5 people used')
    expect(others).toContain('acme')
    expect(named(others)).toBe(false)
    expect(named(allowMessage(rows, { exceptions: [], uses }, { exact: true, floor: 5 }))).toBe(
      true,
    )
  })
})

describe('dormant seats', () => {
  const pool = {
    tool: 'chatgpt',
    plan: 'enterprise',
    purchased: 50,
    assigned: 40,
    idle: 8,
    never: 0,
    grace: 0,
    away: 0,
    known: true,
    monthlyMicros: null,
    priced: null,
    currency: 'USD',
    idleBy: [],
  }
  const found = (more: Partial<typeof pool>) =>
    dormantFindings([{ ...pool, ...more }], { floor: 5, on: day('2026-11-06'), at: NOW })
  test('are told from a fifth on, once a month, and their number is for who may read it', () => {
    expect(found({})).toMatchObject([
      {
        subject: 'chatgpt/enterprise/2026-11-01',
        once: true,
        facts: [{ label: 'Plan' }, { label: 'Idle', value: '8 of 40', exact: true }],
      },
    ])
  })
  test.each([
    ['fewer than a fifth', { idle: 7 }],
    ['so few that they would be people', { assigned: 6, idle: 4 }],
    ['whose use is not known', { known: false }],
  ])('%s are not', (_, more) => {
    expect(found(more)).toEqual([])
  })
})
