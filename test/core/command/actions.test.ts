import { describe, expect, test } from 'vitest'

import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'

describe('what is done about an action is read, and written back as', () => {
  test.each([
    ['actions', 'actions'],
    ['action list', 'actions'],
    ['actions 12', 'actions 12'],
    ['actions take #12', 'actions take 12'],
    ['actions take 12 due:2026-12-14', 'actions take 12 due 2026-12-14'],
    ['Actions Snooze 12 until 2026-12-14', 'actions snooze 12 2026-12-14'],
    ['actions dismiss 12 they are on leave', 'actions dismiss 12 "they are on leave"'],
    ['actions dismiss 12 "on leave"', 'actions dismiss 12 "on leave"'],
    ['actions done 12', 'actions done 12'],
    ['actions reopen 12', 'actions reopen 12'],
    ['actions draw #3, 5 3 8', 'actions draw 3 5 8'],
  ])('%s: %s', (text, canonical) => {
    const command = parse(text)
    if (command.kind === 'misread') throw new Error(command.problems[0]?.why)
    expect(format(command)).toBe(canonical)
    expect(parse(canonical)).toEqual(command)
  })
})

describe('what is not understood says how it is written', () => {
  test.each([
    ['actions tak 12', 'actions take 12'],
    ['actions snooze 12', 'actions snooze 3 2026-12-14'],
    ['actions snooze 12 2026-02-31', 'actions snooze 3 2026-12-14'],
    ['actions take 12 friday', 'actions take 3 due 2026-12-14'],
    ['actions dismiss 12', 'actions dismiss 3 "they are on leave"'],
    [`actions dismiss 12 ${'a'.repeat(201)}`, '200 characters'],
    ['actions done 12 now', 'actions done 3'],
  ])('%s', (text, said) => {
    const misread = parse(text)
    if (misread.kind !== 'misread') throw new Error('it was understood')
    expect(`${misread.problems[0]?.why} ${misread.suggestion}`).toContain(said)
  })
})
