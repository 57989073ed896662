import { describe, expect, test } from 'vitest'

import { nextRun } from '#core/collect/due.ts'
import { healthOf, type Known } from '#core/collect/health.ts'
import { day } from '#core/time/day.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const HOUR = 3_600_000
const FINE: Known = {
  missing: [],
  needsConsent: false,
  how: 'days',
  pulledThrough: day('2026-11-20'),
  startedAt: NOW - HOUR,
  succeededAt: NOW - HOUR,
  failingSince: null,
  fault: null,
  now: NOW,
}
const FAULT = { what: 'Acme AI answered 401', fix: 'Make a new key.' }
const FAILING: Known = { ...FINE, failingSince: NOW - HOUR, fault: FAULT }

describe('how a stream fares', () => {
  test.each<[string, Known, string, string]>([
    ['it works', FINE, 'ok', 'ok'],
    ['a setting is missing', { ...FAILING, missing: ['ACME_KEY'] }, 'off', 'off (needs ACME_KEY)'],
    [
      'nobody consented to text',
      { ...FINE, needsConsent: true },
      'needs-content',
      'needs content permission (off)',
    ],
    ['it never ran', { ...FINE, startedAt: null, succeededAt: null }, 'never', 'never ran'],
    [
      'its first pull goes on',
      { ...FINE, succeededAt: null },
      'never',
      'its first pull is under way',
    ],
    ['it fails', FAILING, 'failing', 'Acme AI answered 401'],
    [
      'the vendor asked to wait an hour ago',
      { ...FAILING, fault: { ...FAULT, retryAt: NOW + HOUR } },
      'ok',
      'ok',
    ],
    [
      'the vendor has asked to wait for more than a day',
      { ...FAILING, failingSince: NOW - 25 * HOUR, fault: { ...FAULT, retryAt: NOW + HOUR } },
      'failing',
      'Acme AI answered 401',
    ],
    [
      'it is 25 of 30 days behind',
      { ...FINE, retentionDays: 30, pulledThrough: day('2026-10-26') },
      'behind',
      'behind: collected to 26 Oct 2026, and the vendor forgets after 30 days: the next are lost in 5 days',
    ],
    [
      'it is 24 of 30 days behind',
      { ...FINE, retentionDays: 30, pulledThrough: day('2026-10-27') },
      'ok',
      'ok',
    ],
    [
      'the vendor has begun to forget',
      { ...FAILING, retentionDays: 30, pulledThrough: day('2026-10-20') },
      'behind',
      'behind: collected to 20 Oct 2026, and the vendor forgets after 30 days: days from 21 Oct 2026 on are being lost',
    ],
    [
      'a log has not been read for 26 days',
      { ...FINE, how: 'cursor', retentionDays: 30, succeededAt: NOW - 26 * 24 * HOUR },
      'behind',
      'behind: collected to 26 Oct 2026, and the vendor forgets after 30 days: the next are lost in 4 days',
    ],
  ])('%s', (_, known, kind, says) => {
    expect(healthOf(known)).toMatchObject({ kind, says })
  })

  test('what is behind because it fails says how to mend it', () => {
    const known = { ...FAILING, retentionDays: 30, pulledThrough: day('2026-10-26') }
    expect(healthOf(known).fix).toBe('Acme AI answered 401. Make a new key.')
  })
})

describe('when a stream is pulled next', () => {
  const pulls = { startedAt: NOW, failures: 0, fault: null }
  test.each([
    ['never pulled: at once', undefined, 0],
    ['as often as it says', pulls, NOW + 60 * 60_000],
    ['after one fault: in 5 minutes', { ...pulls, failures: 1 }, NOW + 5 * 60_000],
    ['after three: in 20 minutes', { ...pulls, failures: 3 }, NOW + 20 * 60_000],
    ['after many: as often as it says', { ...pulls, failures: 99 }, NOW + 60 * 60_000],
    ['when the vendor says', { ...pulls, failures: 1, fault: { retryAt: NOW + 7 } }, NOW + 7],
  ])('%s', (_, pulls, at) => {
    expect(nextRun(60, pulls)).toBe(at)
  })
})
