import { expect, test } from 'vitest'

import { leftOut } from '#core/explain/left-out.ts'
import { madeOf } from '#core/explain/made.ts'
import { aboutText } from '#core/message/about.ts'
import { answerMessage } from '#core/message/answer.ts'
import { csvRows, CSV_COLUMNS } from '#jobs/csv-rows.ts'
import { reportOf } from '#jobs/report.ts'
import { measured, measurement, spread, unknown } from '#test/support/measured.ts'

import { answered, dollars, october } from './given.ts'
import { plain } from './plain.ts'

const withheld = { reason: 'few', about: { low: 12_350, high: 12_450 } } as const
const messages = measurement('messages', { now: unknown, before: unknown }, { withheld })
const ask = { filters: { team: ['legal'] }, metrics: ['messages' as const] }
const legal = answered(
  {
    measured: measured([messages]),
    labels: { team: ['Legal'] },
    span: { ...october, grain: 'week' },
  },
  ask,
)

test('a number that is told rounded is said to be about so much, between what, and why', () => {
  const said = plain(answerMessage(legal))
  expect(said).toContain('Legal sent about 12,400 (12,350 to 12,450) messages')
  expect(said).toContain(
    'Messages: rounded, so that nobody’s use can be worked out from it and what else is told.',
  )
  expect(said).not.toContain('not told')
  expect(said).not.toContain('not known')
})

test('a rounded number of spend is in dollars', () => {
  expect(aboutText('spend', { low: dollars(272), high: dollars(278) })).toBe(
    'about $275 ($272 to $278)',
  )
})

test('in a split what is rounded stands beside what is exact, without a share or a change', () => {
  const rows = [
    {
      key: 'Product/Design',
      label: 'Design',
      now: null,
      before: 480,
      withheld: { reason: 'few', about: { low: 521, high: 531 } },
    },
    {
      key: 'others',
      label: 'Others, too few to tell apart',
      now: null,
      before: null,
      withheld: { reason: 'few', about: { low: 426, high: 436 } },
    },
  ] as const
  const whole = measurement(
    'messages',
    { now: spread(957), before: spread(900) },
    { by: { dimension: 'team', rows } },
  )
  const said = plain(
    answerMessage({ ...legal, measured: measured([whole]), ask: { ...legal.ask, by: 'team' } }),
  )
  expect(said).toMatch(/Design.*about 526 \(521 to 531\).*–/)
  expect(said).toMatch(/Others.*about 431 \(426 to 436\)/)
  expect(said).toContain('rounded, so that nobody’s use can be worked out')
})

test('files carry both ends of what is rounded, and no number in its place', () => {
  const head = Object.keys(CSV_COLUMNS)
  const [whole = []] = csvRows(legal)
  const cell = (column: string) => whole[head.indexOf(column)]
  expect([cell('now'), cell('low'), cell('high')]).toEqual([null, 12_350, 12_450])
  const message = answerMessage(legal)
  const report = reportOf({ canonical: 'x', viewer: 'y', answered: legal, message })
  expect(report.measurements[0]).toMatchObject({
    now: null,
    rounded: { low: 12_350, high: 12_450 },
  })
})

test('explain says between what a rounded number was told', () => {
  const made = madeOf(legal, { code: '1', policy: { version: 1, hash: 'x' } })
  expect(leftOut(made, undefined).join(' ')).toContain(
    'Messages: told as about 12,400 (12,350 to 12,450), to guard people',
  )
})
