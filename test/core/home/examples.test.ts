import { expect, test } from 'vitest'

import type { Action } from '#core/access/rules.ts'
import { examplesFor } from '#core/home/examples.ts'

const offered = (actions: readonly Action[], ownUnits = false) =>
  examplesFor({ may: new Set(actions), ownUnits }).map(({ command }) => command)

test('someone who may ask about the whole company alone is offered no question about teams', () => {
  expect(offered(['ask company', 'me'])).toEqual(['30d', 'by:model 90d', 'tool:chatgpt last month'])
})

test('who leads some units is offered a split by team, and no team by name that may not be theirs', () => {
  const led = offered(['ask company', 'ask units'], true)
  expect(led).toContain('by:team top:10 spend 14w')
  expect(led).not.toContain('team:eng 30d')
})

test('who may ask about every team is offered one', () => {
  expect(offered(['ask company', 'ask units'])).toContain('team:eng 30d')
})
