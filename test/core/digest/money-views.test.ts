import { describe, expect, test } from 'vitest'

import type { DigestFacts } from '#core/digest/facts.ts'
import { oneView } from '#core/digest/one-view.ts'
import type { Message } from '#core/message/message.ts'
import { addDays, day } from '#core/time/day.ts'
import { views } from '#digests/registry.ts'

import { company } from './company.ts'
import { found, pool } from './found.ts'

const NOTICE = addDays(day('2026-11-23'), 58)
const contract = {
  tool: 'chatgpt',
  plan: '',
  from: day('2026-01-01'),
  to: day('2026-12-31'),
  seats: 340,
  monthlyMicros: 30_000_000n,
  currency: 'USD',
  noticeBy: NOTICE,
  committedMicros: null,
  creditPicos: null,
} as const

describe('renewals and budgets', () => {
  test('two months before notice: the seats that are used with room, at the contract price', () => {
    const { findings } = found('renewal', { contracts: [contract], seats: [pool] })
    expect(findings[0]).toMatchObject({
      says: 'chatgpt: notice is due by 20 Jan 2027, in 58 days',
      more: 'Of 340 seats 240 were used in 30 days, 60 were idle.',
      novelty: 1,
      // 240 × 1.1 = 264 seats; 76 × $30 × 12.
      expected: { says: '340 to 264 seats is $27,360 a year less (seats, contract price)' },
    })
  })

  const said = (more: Partial<DigestFacts>, tool?: string) => {
    const view = views.find(({ id }) => id === 'renewal')
    if (!view) throw new Error('no renewal')
    return oneView(view, company({}, more), { zone: 'UTC', tool })
  }
  const texts = (message: Message) =>
    message.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n')

  test('the page of a renewal accounts for every seat once, and its picture says it alone', () => {
    const seats = [{ ...pool, grace: 12, away: 3 }]
    const message = said({ contracts: [contract], seats })
    // 300 assigned of 340: 225 used, 12 new, 3 on leave, 60 idle.
    const account =
      '225 used in 30 days; 12 new, not used yet; 3 of people on leave; 60 idle for 30 days (20 never used); 40 assigned to nobody.'
    expect(texts(message)).toContain(account)
    const table = message.parts.find((part) => part.kind === 'table')
    // New seats and those of people on leave are kept: 240, and 264 with a tenth.
    expect(table?.rows).toEqual([
      ['As it is', '340', '$122,400'],
      ['Without idle + 10%', '264', '$95,040'],
      ['Without idle', '240', '$86,400'],
    ])
    const chart = message.parts.find((part) => part.kind === 'chart')?.chart
    expect(chart?.title).toBe('chatgpt: 340 to 264 seats is $27,360 a year less')
    expect(chart?.footer).toBe(`Of 340 seats: ${account}`)
    expect(chart?.alt).toContain('As it is: 340 $122.4k; Without idle + 10%: 264 $95.0k')
    expect(chart?.alt).not.toContain('Together')
    expect(chart?.subtitle).toContain('Notice by 20 Jan 2027')
  })

  test('each renewal has a page of its own; another tool is named with those that have one', () => {
    const other = { ...contract, tool: 'gemini', noticeBy: addDays(NOTICE, 10) }
    const more = { contracts: [other, contract], seats: [pool, { ...pool, tool: 'gemini' }] }
    expect(said(more).summary).toContain('chatgpt: notice is due')
    expect(JSON.stringify(said(more))).toContain('digest renewal tool:gemini')
    expect(said(more, 'Gemini').summary).toBe('gemini: notice is due by 30 Jan 2027, in 68 days.')
    expect(texts(said(more, 'claude'))).toContain('No contract of claude')
  })

  test('nearly all seats used: renew them as they are, and nothing is said to be saved', () => {
    const [first] = found('renewal', {
      contracts: [contract],
      seats: [{ ...pool, assigned: 340, idle: 5 }],
    }).findings
    expect(first?.action).toBe(
      'Renew the 340 seats as they are: too few are idle to give any back.',
    )
    expect(first?.expected).toEqual({ kind: 'no-evidence' })
  })

  test('without a price in dollars a year is not worked out, the seats are', () => {
    const message = said({ contracts: [{ ...contract, currency: 'EUR' }], seats: [pool] })
    expect(texts(message)).toContain('in EUR: what a year costs is worked out in dollars only')
    expect(message.parts.find((part) => part.kind === 'table')?.rows[1]).toEqual([
      'Without idle + 10%',
      '264',
      '–',
    ])
  })

  test('a notice far away is no finding', () => {
    const far = { ...contract, noticeBy: day('2027-11-01') }
    expect(found('renewal', { contracts: [far], seats: [pool] }).findings).toEqual([])
  })

  test('a commitment that will not last says to which day it does', () => {
    const commitments = [
      {
        tool: 'claude',
        from: day('2026-01-01'),
        to: day('2026-12-31'),
        committed: 100_000_000_000,
        spent: 120_000_000_000,
      },
    ]
    const [first] = found('budget', { commitments }).findings
    expect(first?.says).toBe('claude is on the way to $134,356, $100,000 is committed (tokens)')
    expect(first?.more).toContain('used up around 29 Sep 2026')
  })

  const month = {
    rule: 'r1',
    of: 'Engineering',
    filters: { team: ['Engineering'] },
    per: 'month',
    from: day('2026-11-01'),
    to: day('2026-11-30'),
    amount: 1_000_000_000,
  } as const

  test('a budget made in chat is told when its month will not do, and what to ask', () => {
    const budgets = [{ ...month, spent: 900_000_000 }]
    const [first] = found('budget', { budgets }).findings
    // $900 in 22 of 30 days.
    expect(first?.says).toBe('Engineering is on the way to $1,227, $1,000 is set aside (tokens)')
    expect(first?.more).toBe(
      '$900 is spent, 73% into the month; at this pace it lasts to 25 Nov 2026.',
    )
    expect(first?.command).toBe('why team:Engineering 2026-10-26..2026-11-22')
  })

  test('what is left of a budget is nobody’s loss, what is left of a commitment is', () => {
    expect(found('budget', { budgets: [{ ...month, spent: 100_000_000 }] }).findings).toEqual([])
    const commitments = [
      {
        tool: 'chatgpt',
        from: day('2026-01-01'),
        to: day('2026-12-31'),
        committed: 100_000_000_000,
        spent: 50_000_000_000,
      },
    ]
    const [first] = found('budget', { commitments, contracts: [contract] }).findings
    expect(first?.action).toBe(
      'Ask the vendor for $55,982 instead of $100,000 before notice is due (20 Jan 2027).',
    )
  })
})
