import { expect, test } from 'vitest'

import { alertsMessage } from '#core/alert/alerts-message.ts'
import { plain } from '#test/core/message/plain.ts'

test('the list says what rules found in a week and who was told of it, apart from history and what no rule is about', () => {
  const tallied = [
    { rule: 'role-changed', reason: 'new', events: 3 },
    { rule: 'role-changed', reason: 'more', events: 2 },
    { rule: 'role-changed', reason: 'old', events: 40 },
    { rule: 'key-created', reason: 'silenced', events: 1 },
    { rule: '', reason: 'no rule', events: 150 },
  ]
  expect(plain(alertsMessage({ open: [], tallied }, 'UTC'))).toContain(
    'In the last 7 days rules found 46 things, and 5 were told. 40 had happened more than 3 days before they came here and paged nobody; `governance` has them, by when they happened. No rule is about 150 events more.',
  )
  const quiet = plain(alertsMessage({ open: [], tallied: [] }, 'UTC'))
  expect(quiet).toContain('In the last 7 days rules found 0 things, and 0 were told.')
  expect(quiet).not.toContain('No rule')
})
