import { describe, expect, test } from 'vitest'

import { statusMessage, statusSentence } from '#core/collect/status-message.ts'
import { type StreamStatus, type Timed, timeToKnow } from '#core/collect/status.ts'
import { plainText } from '#core/message/plain-text.ts'
import { day } from '#core/time/day.ts'
import { duration } from '#core/time/instant.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const HOUR = 3_600_000
const OK: StreamStatus = {
  connector: 'acme',
  title: 'Acme AI',
  stream: 'usage',
  says: 'Requests by person and day.',
  health: { kind: 'ok', says: 'ok' },
  dataThrough: day('2026-11-20'),
  lastSuccess: NOW - 12 * 60_000,
  publishedAfter: 2 * HOUR,
  knownAfter: 5 * HOUR,
  rows: 31,
  nextRun: NOW + HOUR,
}
const FAILING: StreamStatus = {
  ...OK,
  stream: 'audit',
  health: { kind: 'failing', says: 'Acme AI answered 401', fix: 'Make a new key.', since: '1' },
  lastSuccess: null,
  dataThrough: null,
  knownAfter: null,
}
const OFF: StreamStatus = {
  ...FAILING,
  connector: 'bcme',
  title: 'Bcme',
  health: { kind: 'off', says: 'off (needs BCME_KEY)' },
}
const NEW: StreamStatus = { ...FAILING, health: { kind: 'never', says: 'never ran' } }

test('status is a sentence, the trouble with its fix, a table, and what is off', () => {
  const text: StreamStatus = {
    ...OFF,
    title: 'Acme AI',
    stream: 'prompts',
    health: { kind: 'needs-content', says: 'needs content permission (off)' },
  }
  expect(plainText(statusMessage([OK, FAILING, OFF, text], NOW))).toBe(`What is collected

1 of 2 streams collects as it should. In trouble: Acme AI / audit.

Acme AI / audit: Acme AI answered 401. Make a new key.

  Stream           State    Data through  Last pulled  Known after
  ---------------  -------  ------------  -----------  -----------
  Acme AI / usage  ok        20 Nov 2026  12 min ago           5 h
  Acme AI / audit  failing             –  never                  –

Not collected: Bcme off (needs BCME_KEY); Acme AI / prompts needs content permission (off).
`)
})

test.each([
  [
    'nothing is on',
    [OFF],
    'Nothing is collected yet: no connector is set up. `ai-usage connect` says how.',
  ],
  ['the only one is well', [OK, OFF], '1 stream of 1 connector collects as it should.'],
  ['all are well', [OK, OK, OFF], 'All 2 streams of 1 connector collect as they should.'],
  ['one is new', [OK, NEW], '1 of 2 streams collects as it should, 1 not pulled yet.'],
  ['another is new', [OK, OK, NEW], '2 of 3 streams collect as they should, 1 not pulled yet.'],
  ['the only one is new', [NEW], '0 of 1 stream collects as it should, 1 not pulled yet.'],
])('when %s it says so', (_, all, says) => {
  expect(statusSentence(all)).toBe(says)
})

describe('how long it takes until something is known', () => {
  const run = (happened: number | null, published: number | null, collected: number): Timed => ({
    outcome: 'ok',
    rows: 1,
    happenedAt: happened,
    publishedAt: published,
    endedAt: collected,
  })
  test('is the middle of what the runs took', () => {
    const runs = [run(300, 310, 320), run(200, 230, 290), run(100, 120, 140)]
    expect(timeToKnow(runs)).toEqual({ publishedAfter: 20, knownAfter: 40 })
    expect(timeToKnow(runs.slice(0, 2))).toEqual({ publishedAfter: 20, knownAfter: 55 })
  })

  test('is not told by a pull of the history, nor by one of a day that was known', () => {
    const first = run(300, 310, 320)
    expect(timeToKnow([run(100, 110, 322), run(200, 210, 321), first])).toEqual(timeToKnow([first]))
    expect(timeToKnow([run(300, 310, 900), first])).toEqual(timeToKnow([first]))
  })

  test('is not known from runs that failed, were empty, or know no time', () => {
    const runs = [
      { ...run(0, 1, 2), outcome: 'failed' as const },
      { ...run(0, 1, 2), rows: 0 },
      run(null, 1, 2),
    ]
    expect(timeToKnow(runs)).toEqual({ publishedAfter: null, knownAfter: null })
  })
})

test.each([
  [30_000, 'under a minute'],
  [12 * 60_000, '12 min'],
  [5 * HOUR, '5 h'],
  [47 * HOUR, '47 h'],
  [72 * HOUR, '3 days'],
])('%i ms is %s', (ms, says) => {
  expect(duration(ms)).toBe(says)
})
