import { describe, expect, test } from 'vitest'

import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'

describe('what is compared, per what, and without a picture', () => {
  test.each<[string, string]>([
    ['30d vs:last year', '30d vs:last year'],
    ['spend compared with last year', 'spend 30d vs:last year'],
    ['last month vs the same days last year', 'last month vs:last year'],
    ['7d versus a month ago', '7d vs:last month'],
    ['2026-09 against 2026-08', '2026-09-01..2026-09-30 vs:2026-08-01..2026-08-31'],
    ['vs: 2026-08-01 to 2026-08-31 7d', '7d vs:2026-08-01..2026-08-31'],
    ['spend per week 90d', 'spend 90d per:week'],
    ['monthly spend 365d', 'spend 365d per:month'],
    ['per:weeks by:team', 'by:team 30d per:week'],
    ['per:team', 'by:team 30d'],
    ['messages by day', 'messages 30d per:day'],
    ['team:eng compare:team:sales', 'team:eng compare:team:sales 30d'],
    ['team:eng vs team:sales 7d', 'team:eng compare:team:sales 7d'],
    ['compare:department:"Sales / EMEA",hr', 'compare:team:"Sales / EMEA",hr 30d'],
    ['compare last year', '30d vs:last year'],
    ['compare 2026-09 with 2026-08', '2026-09-01..2026-09-30 vs:2026-08-01..2026-08-31'],
    ['compare 7d with last month team:eng', 'team:eng 7d vs:last month'],
    ['team:eng chart:no', 'team:eng 30d chart:none'],
  ])('%s is %s', (typed, canonical) => {
    const command = parse(typed)
    expect(command.kind === 'misread' ? command : format(command)).toBe(canonical)
    expect(parse(canonical)).toEqual(command)
  })

  test.each<[string, string | undefined]>([
    ['by:week 90d', '90d per:week'],
    ['vs:2026-02-31 7d', '7d vs:2026-02-28'],
    ['chart:pie 7d', '7d chart:none'],
    ['vs:last year vs:last month', undefined],
    ['vs:14d', undefined],
    ['team:eng compare:sales', undefined],
    ['team:eng vs:"Sales EMEA"', undefined],
    ['compare:team:sales by:model 7d', 'compare:team:sales 7d'],
    ['per:year', undefined],
    ['vs:', undefined],
    ['me vs:last year', 'me 30d'],
  ])('%s is a misread', (typed, suggestion) => {
    const command = parse(typed)
    expect(command).toMatchObject({ kind: 'misread' })
    expect(command.kind === 'misread' && command.suggestion).toBe(suggestion)
  })
})
