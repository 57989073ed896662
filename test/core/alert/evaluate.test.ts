import { describe, expect, test } from 'vitest'

import { allowFindings, evaluate } from '#core/alert/evaluate.ts'
import type { Exception } from '#core/alert/except.ts'
import type { SeenEvent } from '#core/alert/rule.ts'
import { BUILT_IN } from '#core/alert/rules.ts'

import { finding, HOUR, MINUTE, NOW } from './house.ts'

describe('what rules make of events', () => {
  const event = (more: Partial<SeenEvent> = {}): SeenEvent => ({
    at: NOW - MINUTE,
    tool: 'chatgpt',
    type: 'role_change',
    action: 'role.updated',
    actor: { account: 7, name: 'p-ann234' },
    outcome: null,
    ...more,
  })
  const rule = BUILT_IN.find(({ id }) => id === 'role-changed')
  const judged = (given: SeenEvent, allowed: readonly Exception[] = []) => {
    const made = evaluate([given], [{ rule: rule!, allowed }], NOW)
    return [made.findings.length, ...made.tallied.map(({ reason }) => reason)]
  }
  test.each([
    ['what it watches for', event(), [1]],
    ['another type', event({ type: 'key_created' }), [0, 'no rule']],
    ['a type nobody knows', event({ type: 'dream' }), [0, 'no rule']],
    ['what happened four days ago', event({ at: NOW - 96 * HOUR }), [0, 'old']],
    ['what a skewed clock puts into the future', event({ at: NOW + HOUR }), [1]],
    ['what nobody is named for', event({ actor: null }), [1]],
  ])('%s', (_, given, wanted) => {
    expect(judged(given)).toEqual(wanted)
  })
  test.each([
    ['other address', 'Own key used from an address that is not ours'],
    ['other endpoint', 'Own key used on an endpoint that is not ours'],
    ['ours', undefined],
    [null, undefined],
  ] as const)('a key used where it is %s: %s', (place, says) => {
    const rules = BUILT_IN.filter(({ id }) => id === 'own-key-elsewhere')
    const key = { account: 3, name: 'ci-runner' }
    const given = event({ type: 'key_used', key, place })
    const { findings } = evaluate(
      [given],
      rules.map((rule) => ({ rule, allowed: [] })),
      NOW,
    )
    expect(findings.map((one) => [one.says, one.severity, one.subject, one.also])).toEqual(
      says === undefined ? [] : [[says, 'critical', `chatgpt/key/3/${place}`, [key]]],
    )
  })
  test.each([
    ['tool', 'chatgpt', true],
    ['tool', 'chat*', true],
    ['tool', 'cursor', false],
    ['sender', 'ci-*', true],
    // People are passed over by nothing.
    ['sender', 'p-*', false],
    ['integration', '3fa9c21b', true],
    ['integration', '3fa9c21c', false],
    ['action', 'role.*', true],
  ] as const)('what it passes over is none, counted by its kind: %s:%s', (kind, pattern, none) => {
    const given = event({
      object: '3fa9c21bdd',
      key: { account: 3, name: 'ci-runner' },
    })
    const passed = judged(given, [{ rule: 'role-changed', kind, pattern }])
    expect(passed).toEqual(none ? [0, `allowed: ${kind}`] : [1])
  })
  test('a rule that no log tells of passes over keys by their names', () => {
    const also = [
      { account: 3, name: 'ci-runner' },
      { account: 4, name: 'p-prod-runner' },
      { account: 7, name: 'p-ann234' },
    ]
    const found = finding({ rule: 'shared-key', also, actor: null })
    const except = (rule: string, pattern = 'CI-*') =>
      allowFindings([found], [{ rule, kind: 'sender', pattern }])
    expect(except('shared-key', 'p-ann*').findings).toEqual([found])
    expect(except('shared-key', 'p-prod*').findings).toEqual([])
    expect(except('role-changed')).toEqual({ findings: [found], tallied: [] })
    expect(except('shared-key')).toMatchObject({
      findings: [],
      tallied: [{ rule: 'shared-key', reason: 'allowed: sender', events: 1, look: true }],
    })
  })
})
