import { expect, test } from 'vitest'

import { type Listed, listMessage } from '#core/delivery/list.ts'
import { plainText } from '#core/message/plain-text.ts'

const NOW = Date.parse('2026-11-23T08:00:00Z')
const weekly: Listed = {
  id: 3,
  cadence: { every: 'week', day: 1, hour: 9, minute: 0, zone: 'UTC' },
  state: 'active',
  nextAt: NOW,
  targets: [{ what: 'digest', name: '#eng' }],
}

test('what comes when is listed, with what can be done about it', () => {
  expect(plainText(listMessage([weekly]))).toMatch(
    /digest to #eng · weekly monday 09:00 UTC\nNext: Monday 23 Nov 2026, 08:00 \(UTC\)/,
  )
})

test('a time that can not be read is shown with what to type instead, beside the others', () => {
  const said = plainText(listMessage([{ ...weekly, cadence: { unread: 'fortnightly `x`' } }]))
  expect(said).toContain('fortnightly x')
  expect(said).toContain('Not sent: that is no time. Choose another: subscriptions move 3 weekly')
})

test('a quiet week is told, so that silence is not taken for a fault', () => {
  const quiet = { slot: Date.parse('2026-11-16T08:00:00Z'), turns: 3 }
  const said = plainText(listMessage([{ ...weekly, notable: true, quiet }]))
  expect(said).toContain('weekly monday 09:00 UTC · only when notable')
  expect(said).toContain('Quiet on 16 Nov 2026: nothing stood out, as 2 times before')
})
