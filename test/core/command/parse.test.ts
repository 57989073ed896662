import { describe, expect, test } from 'vitest'

import type { Ask, Command } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { FILTERS } from '#core/command/grammar.ts'
import { parse } from '#core/command/parse.ts'
import { day } from '#core/time/day.ts'
import { FEATURES } from '#ingest.ts'

const ask = (parts: Partial<Ask>): Ask => ({
  kind: 'ask',
  filters: {},
  period: { kind: 'days', count: 30 },
  ...parts,
})

const july = { kind: 'range', from: day('2026-07-01'), to: day('2026-07-31') } as const
const summer = { kind: 'range', from: day('2026-07-01'), to: day('2026-09-30') } as const

test.each(['status', ' Status. ', 'STATUS?'])('%j asks how the connectors fare', (text) => {
  expect(parse(text)).toEqual({ kind: 'status' })
})

test('a slip of status is met with status', () => {
  expect(parse('statsu')).toMatchObject({ kind: 'misread', suggestion: 'status' })
})

describe('metrics lists what can be measured, or defines one number', () => {
  test.each<[string, string]>([
    ['metrics', 'metrics'],
    ['Metrics list', 'metrics'],
    ['definitions', 'metrics'],
    ['metrics cost per message', 'metrics cost_per_message'],
    ['metrics cost_per_message', 'metrics cost_per_message'],
    ['metrics users', 'metrics active_people'],
    ['metrics session depth?', 'metrics messages_per_session'],
  ])('%s is %s', (typed, canonical) => {
    const command = parse(typed)
    expect(command.kind === 'misread' ? command : format(command)).toBe(canonical)
  })

  test('a number there is not is a misread with the nearest ones', () => {
    expect(parse('metrics aceptance rate')).toMatchObject({
      kind: 'misread',
      problems: [{ suggestions: expect.arrayContaining(['metrics acceptance_rate']) }],
      suggestion: 'metrics',
    })
  })

  test.each<[string, string]>([
    ['cost per message team:eng 90d', 'team:eng cost_per_message 90d'],
    ['sessions per active person per week 14w', 'sessions_per_person_week 14w'],
    ['weekly active users by department 90d', 'by:department weekly_active_people 90d'],
    ['cache hit rate and error rate by model', 'by:model cache_hit_rate error_rate 30d'],
    ['spend per team', 'by:team spend 30d'],
    ['messages per session per tool', 'by:tool messages_per_session 30d'],
    ['metrics: acceptance rate', 'acceptance_rate 30d'],
  ])('%s is a question of numbers', (typed, canonical) => {
    const command = parse(typed)
    expect(command.kind === 'misread' ? command : format(command)).toBe(canonical)
  })
})

describe('the audit trail takes days, approvals a number', () => {
  test.each([
    ['audit', 'audit 30d'],
    ['Audit  today', 'audit today'],
    ['audit 2026-11', 'audit 2026-11-01..2026-11-30'],
    ['approvals', 'approvals list'],
    ['approval LIST', 'approvals list'],
    ['approvals approve #3', 'approvals approve 3'],
    ['approvals Refuse 12', 'approvals refuse 12'],
  ])('%s is %s', (text, canonical) => {
    const command = parse(text)
    expect(command.kind === 'misread' ? command : format(command)).toBe(canonical)
    expect(parse(canonical)).toEqual(command)
  })

  test.each([
    ['audit team:eng 7d', 'audit 7d'],
    ['audit by:user', 'audit 30d'],
    ['approvals approve', 'approvals list'],
    ['approvals approve all', 'approvals list'],
  ])('%s is not, but %s', (text, suggestion) => {
    expect(parse(text)).toMatchObject({ kind: 'misread', suggestion })
  })
})

describe('costs reconcile takes days and tools', () => {
  const thirty = { kind: 'days', count: 30 } as const
  test.each<[string, Command]>([
    ['costs reconcile', { kind: 'reconcile', period: thirty }],
    ['Costs  Reconcile 7d', { kind: 'reconcile', period: { kind: 'days', count: 7 } }],
    ['reconcile tool:codex', { kind: 'reconcile', period: thirty, tools: ['codex'] }],
    [
      'cost reconcile last month tool:codex,cursor',
      { kind: 'reconcile', period: { kind: 'last-month' }, tools: ['codex', 'cursor'] },
    ],
  ])('%s', (text, command) => {
    expect(parse(text)).toEqual(command)
    expect(parse(format(command))).toEqual(command)
  })

  test.each([
    ['costs reconcile team:eng 7d', 'team:', 'costs reconcile 7d'],
    ['costs reconcile by:model tool:x', 'by:model', 'costs reconcile tool:x 30d'],
    ['costs reconcile 7d frobnicate', 'frobnicate', 'costs reconcile 7d'],
  ])('%s is not understood whole', (text, wrong, suggestion) => {
    expect(parse(text)).toMatchObject({ kind: 'misread', suggestion, problems: [{ text: wrong }] })
  })

  test('costs alone begin with the spend', () => {
    expect(parse('cost 7d')).toMatchObject({ kind: 'ask', metrics: ['spend'] })
    expect(parse('costs 7d')).toMatchObject({ kind: 'ask', by: 'team', metrics: { 0: 'spend' } })
  })
})

describe('a command says who, which days and how to split', () => {
  test.each<[string, string, Ask]>([
    ['nothing at all is everyone, thirty days', '', ask({})],
    ['one team', 'team:eng', ask({ filters: { team: ['eng'] } })],
    ['a department is a team', 'dept:eng', ask({ filters: { team: ['eng'] } })],
    ['person: is user:', 'person:p-7k2fqa', ask({ filters: { user: ['p-7k2fqa'] } })],
    ['an address', 'user:ann@example.com', ask({ filters: { user: ['ann@example.com'] } })],
    ['two teams', 'team:eng,sales', ask({ filters: { team: ['eng', 'sales'] } })],
    ['a filter twice', 'team:eng team:sales', ask({ filters: { team: ['eng', 'sales'] } })],
    ['two filters', 'tool:x model:y', ask({ filters: { tool: ['x'], model: ['y'] } })],
    ['a split', 'by:model', ask({ by: 'model' })],
    ['two splits', 'by:team,model', ask({ by: 'team', also: 'model' })],
    ['people as a split', 'by:people', ask({ by: 'user' })],
    ['departments as a split', 'by:dept', ask({ by: 'department' })],
    ['the largest rows', 'by:team top:10', ask({ by: 'team', top: 10 })],
    ['one number', 'spend', ask({ metrics: ['spend'] })],
    ['two numbers', 'people spend', ask({ metrics: ['active_people', 'spend'] })],
    [
      'tokens are four counts',
      'tokens',
      ask({
        metrics: ['input_tokens', 'cache_read_tokens', 'cache_write_tokens', 'output_tokens'],
      }),
    ],
  ])('%s: %s', (_, text, command) => {
    expect(parse(text)).toEqual(command)
  })
})

describe('names are typed as they are written', () => {
  test.each<[string, string, readonly string[]]>([
    ['with spaces, in quotes', 'team:"Sales / EMEA"', ['Sales / EMEA']],
    ['in the curly quotes of a phone', 'team:“Sales / EMEA”', ['Sales / EMEA']],
    ['in single quotes', "team:'Customer Success'", ['Customer Success']],
    ['in curly single quotes', 'team:‘Customer Success’', ['Customer Success']],
    ['with an apostrophe inside single quotes', "team:'Kid's Team'", ["Kid's Team"]],
    ['with an apostrophe and no quotes', "team:O'Brien", ["O'Brien"]],
    ['quoted and not, with commas', 'team:"A B",eng,“C D”', ['A B', 'eng', 'C D']],
    ['with a comma in quotes', 'team:"Legal, Risk"', ['Legal, Risk']],
    ['with a quote in quotes', String.raw`team:"say \"hi\""`, ['say "hi"']],
    ['with a backslash', String.raw`team:"C:\dir"`, [String.raw`C:\dir`]],
    ['as a path', 'team:Sales/EMEA', ['Sales/EMEA']],
    ['as a path with spaces and no quotes', 'team:Sales / EMEA', ['Sales / EMEA']],
    ['with emoji', 'team:🚀', ['🚀']],
    ['from right to left', 'team:שיווק', ['שיווק']],
    ['like SQL', `team:"'; DROP TABLE usage;--"`, ["'; DROP TABLE usage;--"]],
    ['like the grammar', 'team:"by:model 7d"', ['by:model 7d']],
    ['with a control character', 'team:"a\u0000b"', ['a\u0000b']],
  ])('%s: %s', (_, text, team) => {
    expect(parse(`${text} 7d`)).toEqual(
      ask({ filters: { team }, period: { kind: 'days', count: 7 } }),
    )
  })
})

describe('the days are typed in many ways', () => {
  test.each<[string, Ask['period']]>([
    ['7d', { kind: 'days', count: 7 }],
    ['730d', { kind: 'days', count: 730 }],
    ['14w', { kind: 'weeks', count: 14 }],
    ['104w', { kind: 'weeks', count: 104 }],
    ['last 30 days', { kind: 'days', count: 30 }],
    ['this 30 days', { kind: 'days', count: 30 }],
    ['the past 2 weeks', { kind: 'weeks', count: 2 }],
    ['30 days', { kind: 'days', count: 30 }],
    ['30D', { kind: 'days', count: 30 }],
    ['period:90d', { kind: 'days', count: 90 }],
    ['yesterday', { kind: 'days', count: 1 }],
    ['today', { kind: 'today' }],
    ['last week', { kind: 'weeks', count: 1 }],
    ['last month', { kind: 'last-month' }],
    ['Last  Month', { kind: 'last-month' }],
    ['last-month', { kind: 'last-month' }],
    ['2026-07-01..2026-09-30', summer],
    ['2026-07-01...2026-09-30', summer],
    ['2026-07-01 to 2026-09-30', summer],
    ['from 2026-07-01 until 2026-09-30', summer],
    ['between 2026-07-01 and 2026-09-30', summer],
    ['2026-07-01–2026-09-30', summer],
    ['2026-07-01 – 2026-09-30', summer],
    ['2026/7/1..2026/9/30', summer],
    ['2026-07..2026-09', summer],
    ['2026-07', july],
    ['2026-07-04', { kind: 'range', from: day('2026-07-04'), to: day('2026-07-04') }],
    ['2026-09-30..2026-07-01', { kind: 'range', from: day('2026-09-30'), to: day('2026-07-01') }],
  ])('%s', (text, period) => {
    expect(parse(`team:eng ${text} by:model`)).toEqual(
      ask({ filters: { team: ['eng'] }, by: 'model', period }),
    )
  })
})

describe('small slips of form are forgiven', () => {
  test.each<[string, string]>([
    ['TEAM:eng BY:Model', 'team:eng by:model 30d'],
    ['team=eng 7d', 'team:eng 7d'],
    ['team: eng 7d', 'team:eng 7d'],
    ['team : eng 7d', 'team:eng 7d'],
    ['team：eng 7d', 'team:eng 7d'],
    ['team:eng, sales 7d', 'team:eng,sales 7d'],
    ['team:eng ,sales, 7d', 'team:eng,sales 7d'],
    ['team:eng, by:model, 7d', 'team:eng by:model 7d'],
    ['teams:eng models:gpt-5', 'team:eng model:gpt-5 30d'],
    ['group by model', 'by:model 30d'],
    ['by model', 'by:model 30d'],
    ['per team', 'by:team 30d'],
    ['by team and model', 'by:team,model 30d'],
    ['messages by tool, models 7d', 'by:tool,model messages 7d'],
    ['by team and people', 'by:team active_people 30d'],
    ['split by: tools', 'by:tool 30d'],
    ['top 10 models', 'by:model top:10 30d'],
    ['top 5 people by spend', 'by:user top:5 spend 30d'],
    ['top10 by:team', 'by:team top:10 30d'],
    ['show me the usage of tool:chatgpt for the last 30 days', 'tool:chatgpt 30d'],
    ['How much did we spend in team:eng last month?', 'team:eng spend last month'],
    ['active people and input tokens', 'active_people input_tokens 30d'],
    ['metrics:spend,messages 7d', 'spend messages 7d'],
    ['30d 30d', '30d'],
    ['\u200F team:eng \u202E 7d\u200B', 'team:eng 7d'],
    ['  \n\tteam:eng\n7d', 'team:eng 7d'],
  ])('%s', (typed, canonical) => {
    const command = parse(typed)
    expect(command.kind === 'misread' ? command.problems : format(command)).toBe(canonical)
  })
})

describe('help is a word of its own', () => {
  test.each([
    ['help', { kind: 'help' }],
    [' HELP ', { kind: 'help' }],
    ['?', { kind: 'help' }],
    ['--help', { kind: 'help' }],
    ['help periods', { kind: 'help', topic: 'periods' }],
    ['help: by', { kind: 'help', topic: 'by' }],
  ])('%s', (text, command) => {
    expect(parse(text)).toEqual(command)
  })
})

test('the features of the filter are the features there are', () => {
  expect(FILTERS.feature.values).toEqual(FEATURES)
})
