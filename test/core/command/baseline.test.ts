import { expect, test } from 'vitest'

import { baselineOf } from '#core/baseline/baseline.ts'
import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'
import { day } from '#core/time/day.ts'

test.each([
  ['baseline', 'baseline'],
  ['Baselines list', 'baseline'],
  ['baseline unpin #3', 'baseline unpin 3'],
  [
    'baseline pin 2026-06-01..2026-08-31 "before Copilot"',
    'baseline pin 2026-06-01..2026-08-31 "before Copilot"',
  ],
  [
    'baseline pin team:"Sales/EMEA" 2026-06-01 to 2026-08-31 “before  *Copilot*”',
    'baseline pin 2026-06-01..2026-08-31 team:Sales/EMEA "before Copilot"',
  ],
  ['7d vs the baseline', '7d vs:baseline'],
  ['team:eng 30d compared with the pinned baseline', 'team:eng 30d vs:baseline'],
])('%s is understood', (text, canonical) => {
  const command = parse(text)
  if (command.kind === 'misread') throw new Error(command.problems[0]?.why)
  expect(format(command)).toBe(canonical)
  expect(parse(canonical)).toEqual(command)
})

test.each([
  ['baseline pin 30d "before Copilot"', 'from..to'],
  ['baseline pin 2026-06-01..2026-08-31', 'in quotes'],
  ['baseline pin 2026-06-01..2026-08-31 ""', '1 to 80 characters'],
  ['baseline pin 2026-06-01..2026-08-31 tool:chatgpt "x"', 'of one team'],
  ['baseline pin 2026-06-01..2026-08-31 team:a,b "x"', 'of one team'],
  ['baseline pni 3', 'is pinned like'],
])('%s is not, and it is said how it is written', (text, said) => {
  const misread = parse(text)
  if (misread.kind !== 'misread') throw new Error('it was understood')
  expect(misread.problems[0]?.why).toContain(said)
})

test('a team is compared with its own baseline, else with that of what it is in, else with everyone’s', () => {
  const days = { from: day('2026-06-01'), to: day('2026-08-31'), says: 'x' }
  const all = [
    { id: 1, unit: null, ...days },
    { id: 2, unit: 'Sales', ...days },
    { id: 3, unit: 'Sales/EMEA', ...days },
    { id: 4, unit: null, ...days },
  ]
  const of = (unit: string | null) => baselineOf(all, unit)?.id
  expect([of('Sales/EMEA'), of('Sales/EMEA/North'), of('Sales/EMEAX')]).toEqual([3, 3, 2])
  expect([of('Eng'), of(null)]).toEqual([4, 4])
  expect(baselineOf(all.slice(1, 3), null)).toBeUndefined()
})
