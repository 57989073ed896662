import { expect, test } from 'vitest'

import { BUNDLE_KEYS } from '#core/command/bundles.ts'
import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'

const canonical = (text: string) => {
  const command = parse(text)
  return command.kind === 'misread' ? command : format(command)
}

test.each<[string, string]>([
  [
    'costs team:eng 30d',
    'team:eng by:team spend cost_per_person cost_per_session cost_per_message cache_hit_rate 30d',
  ],
  ['models', 'by:model sessions premium_share spend 14w'],
  ['Models team:eng 30d', 'team:eng by:model sessions premium_share spend 30d'],
  [
    'people by:department',
    'by:department active_people weekly_active_people sessions_per_person_week messages_per_session 30d',
  ],
  [
    'seats tool:chatgpt',
    'tool:chatgpt by:tool assigned_seats seat_utilisation idle_seats idle_seat_cost 30d',
  ],
  [
    'seats by:department 7d',
    'by:department assigned_seats seat_utilisation idle_seats idle_seat_cost 7d',
  ],
  ['cost of idle seats by tool', 'by:tool idle_seat_cost 30d'],
  // Beside other numbers the word is a number itself.
  ['costs and messages 7d', 'spend messages 7d'],
  ['people sessions', 'active_people sessions 30d'],
  ['usage spend last month', 'spend last month'],
  // Two are compared whole.
  ['models compare:tool:chatgpt 7d', 'compare:tool:chatgpt sessions premium_share spend 7d'],
  // Elsewhere in a sentence it is what it always was.
  ['show me the costs of team:eng', 'team:eng spend 30d'],
  ['by:team people 7d', 'by:team active_people 7d'],
  ['costs reconcile 7d', 'costs reconcile 7d'],
])('%s asks %s', (typed, whole) => {
  expect(canonical(typed)).toBe(whole)
})

test.each(BUNDLE_KEYS)('%s is a question that reads back the same', (key) => {
  const asked = parse(key)
  expect(asked.kind !== 'misread' && parse(format(asked))).toEqual(asked)
})

test('a slip behind the word keeps what the word asks for', () => {
  expect(parse('models tem:eng 30d')).toMatchObject({
    kind: 'misread',
    suggestion: 'team:eng by:model sessions premium_share spend 30d',
  })
})
