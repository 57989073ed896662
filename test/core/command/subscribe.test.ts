import { describe, expect, test } from 'vitest'

import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'

describe('a subscription is typed as it is said', () => {
  test.each([
    ['subscribe "team:eng 30d" weekly monday 09:00', 'team:eng 30d', 'weekly monday 09:00', []],
    ['subscribe team:eng 30d weekly monday 09:00', 'team:eng 30d', 'weekly monday 09:00', []],
    ['subscribe 30d', '30d', 'weekly monday 09:00', []],
    ['subscribe 30d to:here', '30d', 'weekly monday 09:00', [{ place: 'here' }]],
    [
      'subscribe “30d” daily 8am Europe/Berlin to:#sales',
      '30d',
      'daily 08:00 Europe/Berlin',
      [{ place: '#sales' }],
    ],
    [
      'subscribe 30d to:<#C0123|sales> weekly fri',
      '30d',
      'weekly friday 09:00',
      [{ place: 'C0123' }],
    ],
    [
      'subscribe 30d monthly last to:#eng team:eng to:#emea team:"Sales / EMEA"',
      '30d',
      'monthly last 09:00',
      [
        { place: '#eng', team: 'eng' },
        { place: '#emea', team: 'Sales / EMEA' },
      ],
    ],
    ['subscribe digest weekly', 'digest', 'weekly monday 09:00', []],
    [
      'subscribe "digest team:eng" weekly to:me',
      'digest team:eng',
      'weekly monday 09:00',
      [{ place: 'me' }],
    ],
    ['subscribe status daily', 'status', 'daily 09:00', []],
  ])('%s', (text, what, cadence, to) => {
    const command = parse(text)
    expect(command).toEqual({ kind: 'subscribe', what, cadence, to })
    expect(parse(format(command as Parameters<typeof format>[0]))).toEqual(command)
  })

  test.each([
    ['subscribe digest weekly monday 09:00 to:here only:notable'],
    ['subscribe digest only when notable weekly to:here'],
    ['subscribe digest to:here only notable'],
  ])('%s is sent only when something stands out', (text) => {
    const to = [{ place: 'here' }]
    const wanted = { kind: 'subscribe', what: 'digest', cadence: 'weekly monday 09:00', to }
    expect(parse(text)).toEqual({ ...wanted, only: 'notable' })
    expect(format(parse(text) as Parameters<typeof format>[0])).toBe(
      'subscribe digest weekly monday 09:00 to:here only:notable',
    )
  })

  test.each([
    ['subscribe digest weekly only:sometimes', 'subscribe digest weekly only:notable'],
    ['subscribe 30d weekly only:notable', 'subscribe 30d weekly'],
    ['subscribe "tem:eng 30d" weekly', 'subscribe "team:eng 30d" weekly'],
    ['subscribe 30d weekly funday', 'subscribe 30d weekly monday 09:00'],
    ['subscribe 30d monthly 31', 'subscribe 30d monthly last 09:00'],
    ['subscribe 30d daily 9:60', 'subscribe 30d daily 09:00'],
    [
      'subscribe 30d weekly monday 09:00 Europe/Berln',
      'subscribe 30d weekly monday 09:00 Europe/Berlin',
    ],
  ])('%s is answered with %s', (text, suggestion) => {
    expect(parse(text)).toMatchObject({ kind: 'misread', suggestion })
    expect(parse(suggestion).kind).toBe('subscribe')
  })

  test.each([
    ['subscribe', 'Say what'],
    ['subscribe me weekly', 'Your own numbers are stored nowhere'],
    ['subscribe "roles list" weekly', 'can not be sent by itself'],
    ['subscribe "digest by:team" weekly', 'A digest takes a view'],
    ['subscribe "digest as-of:2026-11-23" weekly', 'as of its own Monday'],
    ['subscribe "subscribe 30d" weekly', 'can not be sent by itself'],
  ])('%s can not be, and its reader learns why', (text, why) => {
    const command = parse(text)
    const [problem] = command.kind === 'misread' ? command.problems : []
    expect(problem?.why).toContain(why)
  })

  test('whom it names is no more in the audit trail than with any question', () => {
    expect(redact('subscribe "user:ann@example.com 30d" weekly')).toBe(
      'subscribe "user:[person] 30d" weekly monday 09:00',
    )
  })
})

describe('what is done with subscriptions', () => {
  test.each([
    ['subscriptions', 'subscriptions'],
    ['subscriptions list', 'subscriptions'],
    ['subscription all', 'subscriptions all'],
    ['subscriptions pause #3', 'subscriptions pause 3'],
    ['subscriptions unsubscribe 3', 'subscriptions remove 3'],
    ['subscriptions edit 3 daily 8am', 'subscriptions move 3 daily 08:00'],
    ['subscriptions resend 12', 'subscriptions resend 12'],
    ['subscriptions edit 3', 'subscriptions edit 3'],
    ['subscriptions change 3 choose daily 8am', 'subscriptions edit 3 choose daily 08:00'],
    ['subscriptions edit 3 "team:eng 30d"', 'subscriptions edit 3 "team:eng 30d"'],
    [
      'subscriptions edit 3 30d to:#eng team:eng to:me weekly tue 10:00 Europe/Berlin',
      'subscriptions edit 3 30d weekly tuesday 10:00 Europe/Berlin to:#eng team:eng to:me',
    ],
    ['subscriptions edit 3 digest only:off', 'subscriptions edit 3 digest only:off'],
    ['subscriptions edit 3 to:<#C12|eng>', 'subscriptions edit 3 to:C12'],
  ])('%s', (text, canonical) => {
    const command = parse(text)
    if (command.kind === 'misread') throw new Error('it was not understood')
    expect(format(command)).toBe(canonical)
    expect(parse(canonical)).toEqual(command)
  })

  test.each([
    'subscriptions 3',
    'subscriptions pause',
    'subscriptions move 3 hourly',
    'subscriptions edit 3 "me"',
    'subscriptions edit 3 "30d" weekly funday',
    'subscriptions edit 3 digest only:sometimes',
  ])('%s is not understood', (text) => {
    expect(parse(text).kind).toBe('misread')
  })

  test('whom an edit names is not in the audit trail', () => {
    expect(redact('subscriptions edit 3 "user:ann@example.com 30d"')).toBe(
      'subscriptions edit 3 "user:[person] 30d"',
    )
  })
})
