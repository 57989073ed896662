import { describe, expect, test } from 'vitest'

import { parse } from '#core/command/parse.ts'
import { composeDigest } from '#core/digest/compose.ts'
import type { DigestFacts, SeatUse } from '#core/digest/facts.ts'
import { oneView, viewList } from '#core/digest/one-view.ts'
import type { Message } from '#core/message/message.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { views } from '#digests/registry.ts'

import { company } from './company.ts'

const SEATS: readonly SeatUse[] = [
  {
    tool: 'chatgpt',
    plan: 'business',
    purchased: 340,
    assigned: 300,
    known: true,
    idle: 40,
    never: 10,
    grace: 3,
    away: 0,
    monthlyMicros: 30_000_000,
    currency: 'USD',
    priced: 'contract',
    idleBy: [
      { department: 'Sales', idle: 30 },
      { department: null, idle: 10 },
    ],
  },
]

const triples = (unit: number, back: number) => (unit === 3 && back === 0 ? 3 : 1)
const EVENTFUL = company({ times: triples }, { seats: SEATS })
const digest = (facts: DigestFacts, more = {}) =>
  composeDigest(facts, { views, zone: 'UTC', ...more })

const texts = ({ parts }: Message) =>
  parts.flatMap((part) => (part.kind === 'text' || part.kind === 'note' ? [part.text] : []))
const asks = ({ parts }: Message) =>
  parts.flatMap((part) =>
    part.kind === 'buttons'
      ? part.buttons.flatMap(({ act }) => (act.kind === 'ask' ? [act.command] : []))
      : [],
  )

test('a week of which half is in is compared with what was in of the weeks before', () => {
  const halved = (_: number, back: number) => (back === 0 ? 0.5 : 1)
  const half = EVENTFUL.weeks.map((_, week) => (week < EVENTFUL.weeks.length - 1 ? 0.5 : 1))
  const age = {
    factors: { spend: half, messages: half },
    late: [{ tool: 'copilot', share: 0.5 }],
    unknown: ['cursor'],
  }
  const keys = (facts: DigestFacts) => digest(facts).keys.filter((key) => !key.startsWith('adopt'))
  expect(keys(company({ times: halved }))).not.toEqual([])
  const alike = company({ times: halved }, { age })
  expect(keys(alike)).toEqual([])
  const said = texts(digest(alike).message).join(' ')
  expect(said).toContain('Usually in of a week by now: copilot 50%; messages and spend of the')
  expect(said).toContain('Late days of cursor have grown before')
})

describe('a Monday on which a team and seats stood out', () => {
  const { message, keys, notable } = digest(EVENTFUL)

  test('the notification is the finding with its number, short enough for a phone', () => {
    expect(message.summary).toBe('Team 3 sent 1,670 messages last week, 2.9 times usual.')
    expect(message.summary.length).toBeLessThanOrEqual(110)
  })

  test('the headline has at most 60 words and says how many numbers were looked at', () => {
    const [headline = ''] = texts(message)
    expect(headline).toContain('Looked at 105 numbers, 2 stood out.')
    expect(headline.split(/\s+/u).length).toBeLessThanOrEqual(60)
  })

  test('each finding says what to do and what that is worth, or that nobody knows', () => {
    expect(texts(message).join('\n')).toContain(
      '**Expect:** 40 × $30.00 = $1,200 a month from the renewal on (seats, contract price).',
    )
    expect(texts(message).filter((text) => text.includes('**Do:**'))).toHaveLength(2)
  })

  test('what was noted that week stands beside it, and what was noted before does not', () => {
    const on = (day: Day) => ({ ...EVENTFUL, notes: [{ id: 1, day, says: 'Copilot rolled out' }] })
    const noted = '**Noted that week:** '
    const { message } = digest(on(EVENTFUL.week.to))
    expect(texts(message).find((text) => text.startsWith(noted))).toContain('Copilot rolled out.')
    expect(JSON.stringify(message)).toContain('"marks":[')
    const before = texts(digest(on(addDays(EVENTFUL.week.from, -1))).message)
    expect(before.some((text) => text.startsWith(noted))).toBe(false)
  })

  test('every button asks something that can be typed, one to a finding', () => {
    expect(asks(message).filter((command) => parse(command).kind === 'misread')).toEqual([])
    const [first, second, ...rest] = asks(message)
    expect([first, second]).not.toContain(undefined)
    expect(rest).toEqual(['digest views', 'actions', 'subscribe digest weekly monday 09:00'])
  })

  test('every amount says whether it is of tokens or seats, and how it is known', () => {
    const [headline = ''] = texts(message)
    expect(headline).toMatch(/tokens cost \*\*\$\d+\*\* \(estimated\)/u)
  })

  test('the same facts give the same words', () => {
    expect(digest(EVENTFUL).message).toEqual(message)
    expect(notable).toBe(true)
  })

  test('what somebody dismissed is not told, and that it was is said', () => {
    const { told, message: said } = digest(EVENTFUL, { quiet: new Set([keys[0]]) })
    expect(told.map(({ key }) => key)).toEqual(keys.slice(1))
    expect(texts(said).join(' ')).toContain('1 finding kept out, dismissed or snoozed')
  })

  test.each([
    ['messages_per_session', 1 / 3, 'rose'],
    ['messages_per_session', 3, undefined],
    ['spend', 4, 'fell'],
    ['spend', 1 / 4, undefined],
  ] as const)(
    'of %s that came to %d times, it is watched whether it %s',
    (metric, times, wanted) => {
      const usual = company()
      const units = usual.units.map((unit, n) => {
        if (n !== 3) return unit
        const values = unit.values[metric]
        const last = Math.round((values.at(-1) ?? 0) * times)
        return { ...unit, values: { ...unit.values, [metric]: [...values.slice(0, -1), last] } }
      })
      const [found] = digest({ ...usual, units }).told
      expect(found?.unit).toBe('Sales/Team 3')
      expect(found?.watched).toEqual(wanted && { metric, wanted })
    },
  )
})

test('a quiet week says so, with its numbers', () => {
  const { message, notable } = digest(company())
  expect(message.summary).toMatch(
    /^Nothing stood out in the week of 16 Nov 2026: \d+ people used AI\.$/u,
  )
  expect(notable).toBe(false)
})

test('the first Monday tells where it starts, and no change', () => {
  const { message } = digest(EVENTFUL, { first: true })
  expect(message.summary).toMatch(/^Where the company starts: \d+ of 400 people used AI/u)
  expect(texts(message).join(' ')).toContain('**Most spent on tokens last week:**')
})

test('with three weeks it says from which Monday on changes are looked for', () => {
  const short = company({ times: (_, back) => (back < 3 ? 1 : null) })
  expect(texts(digest(short).message).join(' ')).toContain('3 weeks are known in full')
  expect(texts(digest(short).message).join(' ')).toContain('from 4 Jan 2027 on')
})

test('what everyone may read names no team', () => {
  const { whole } = EVENTFUL
  const published = { ...EVENTFUL, view: 'published', units: [], whole, seats: null } as const
  expect(JSON.stringify(digest(published).message)).not.toContain('Team ')
})

test('a team sees itself and the middle of the others, and no name of theirs', () => {
  const [own] = EVENTFUL.units
  if (!own) throw new Error('There is no team')
  const said = JSON.stringify(digest({ ...EVENTFUL, whole: own, seats: null }).message)
  expect(said).toContain('In the middle of 19 other teams')
  expect(said.replaceAll('Team 0', '')).not.toMatch(/Team \d/u)
})

test('a tool whose last days are missing is named and left out', () => {
  const late = [{ tool: 'cursor', dataThrough: '2026-11-19' }]
  expect(texts(digest(company({}, { leftOut: late })).message).at(-1)).toContain(
    'Left out, not complete: cursor (to 19 Nov 2026).',
  )
})

test.each(views.map((view) => [view.id, view] as const))(
  'the view %s can be asked for by itself, with or without what it needs',
  (id, view) => {
    expect(parse(`digest ${id}`)).toEqual({ kind: 'digest', show: id })
    const bare = company({ times: () => null })
    for (const facts of [EVENTFUL, company(), bare]) {
      const message = oneView(view, facts, { zone: 'UTC' })
      expect(message.summary).not.toMatch(/undefined|NaN|null/u)
      expect(JSON.stringify(message)).not.toMatch(/undefined|NaN/u)
      expect(asks(message).filter((command) => parse(command).kind === 'misread')).toEqual([])
    }
  },
)

test('the list of views says how each is asked for', () => {
  const [list = ''] = texts(viewList(views))
  for (const { id, question } of views) expect(list).toContain(`\`digest ${id}\` ${question}`)
})
