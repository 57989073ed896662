import { readFileSync } from 'node:fs'

import {
  type Arbitrary,
  array,
  assert,
  constant,
  constantFrom,
  integer,
  oneof,
  property,
  record,
  string,
  subarray,
} from 'fast-check'
import { describe, expect, test } from 'vitest'

import { UserError } from '#core/errors.ts'
import {
  DEFAULT_POLICY,
  MODES,
  type Policy,
  POLICY_PLACES,
  policyText,
} from '#core/policy/policy.ts'
import { readPolicy } from '#policy/read-policy.ts'
import { writePolicy } from '#policy/write-policy.ts'

const GOOD = writePolicy(DEFAULT_POLICY)

const faultOf = (text: string): string => {
  try {
    readPolicy(text, 'policy.yml')
  } catch (error) {
    if (error instanceof UserError) return `${error.message}\n${error.fix}`
    throw error
  }
  return 'no fault'
}

test('the file of the documentation is the default', () => {
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(readFileSync('docs/policy.md', 'utf8')) ?? []
  expect(readPolicy(example, 'policy.yml')).toEqual(DEFAULT_POLICY)
})

describe('a wrong file is told where, what it says and what would be right', () => {
  test.each<[string, string, string]>([
    [
      'floor: 5',
      'floor: 2',
      'line 3, floor: 2 is not usable. Write a whole number of people, 3 or more.',
    ],
    [
      'floor: 5',
      'floor: many',
      'line 3, floor: "many" is not usable. Write a whole number of people',
    ],
    ['floor: 5\n', '', 'line 1, floor: is missing. Write a whole number of people, 3 or more.'],
    [
      'mode: pseudonymous',
      'mode: secret',
      'line 4, mode: "secret" is not usable. Write named, pseudonymous',
    ],
    [
      '  use: forever',
      '  use: 20',
      'line 6, retention.use: 20 is not usable. Write a whole number of days, 35 or more',
    ],
    [
      '  runs: 90',
      '  runs: 1.5',
      'line 8, retention.runs: 1.5 is not usable. Write a whole number of days',
    ],
    [
      '  runs: 90',
      '  runs: 90\n  prompts: 9',
      'line 9, retention.prompts: there is no such point.',
    ],
    ['floor: 5', 'flor: 5', 'line 3, flor: there is no such point. Did you mean floor?'],
    [
      '  - person',
      '  - everyone',
      'line 10, reveal[1]: "everyone" is not usable. Write a list of person',
    ],
    [
      '  - dm',
      '  - shared-channel',
      'line 12, places[1]: "shared-channel" is not usable. Write a list of dm',
    ],
    ['floor: 5', 'floor: 5\nfloor: 3', 'line 4: Map keys must be unique'],
    ['floor: 5', 'floor: [', 'line'],
    [GOOD, '', 'line 1, purposes: is missing.'],
    [GOOD, '- a list', 'line 1, the file: ["a list"] is not usable.'],
    [GOOD, `# ${'x'.repeat(70_000)}`, 'longer than any policy'],
  ])('%j as %j', (right, wrong, says) => {
    expect(GOOD).toContain(right)
    const fault = faultOf(GOOD.replace(right, wrong))
    expect(fault).toContain('policy.yml is no policy:')
    expect(fault).toContain(says)
  })

  test('all at once', () => {
    const fault = faultOf(GOOD.replace('floor: 5', 'floor: 1').replace('runs: 90', 'runs: 0'))
    expect(fault.match(/^ {2}line/gm)).toHaveLength(2)
  })

  test.each([
    ['aliases that grow', `a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n`, 'aliases'],
    ['brackets in brackets', '['.repeat(60_000), 'line 1'],
    ['a list in a list', `floor: ${'['.repeat(9_000)}${']'.repeat(9_000)}`, 'line 1'],
    ['the prototype of every object', `${GOOD}__proto__: { floor: 1 }\n`, '__proto__: there is no'],
  ])('%s is refused', (_, text, says) => {
    expect(faultOf(text)).toContain(says)
    expect(Object.hasOwn(Object.prototype, 'floor')).toBe(false)
  })
})

const keep = (least: number) =>
  oneof(constant('forever' as const), integer({ min: least, max: 36_500 }))
const anyPolicy: Arbitrary<Policy> = record({
  purposes: array(
    string({ minLength: 1, maxLength: 50 }).filter((text) => text.trim() === text),
    { minLength: 1, maxLength: 4 },
  ),
  floor: integer({ min: 3, max: 1000 }),
  mode: constantFrom(...MODES),
  retention: record({ use: keep(35), replaced: keep(1), runs: keep(1) }),
  reveal: array(constantFrom('person', 'U024BE7LH', 'W1234')),
  places: subarray([...POLICY_PLACES], { minLength: 1 }),
})

test('what is shown as a file says the same when it is read', () => {
  assert(
    property(anyPolicy, (policy) => {
      expect(policyText(readPolicy(writePolicy(policy), 'policy.yml'))).toBe(policyText(policy))
    }),
  )
})
