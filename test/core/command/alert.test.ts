import { expect, test } from 'vitest'

import type { Command, Misread } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { metricWord } from '#core/command/metric-words.ts'
import { misreadMessage } from '#core/command/misread.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { isMoney } from '#core/metric/unit.ts'

test.each([
  ['alerts', 'alerts'],
  ['Open alerts', 'alerts'],
  ['alerts rules', 'alerts rules'],
  ['alert 3', 'alert show 3'],
  ['alert ack #3', 'alert acknowledge 3'],
  ['alert silence 3 24h', 'alert silence 3 1d'],
  ['alert silence 3 2 weeks a drill', 'alert silence 3 2w a drill'],
  ['alert close 12', 'alert resolve 12'],
  ['alert noise 3', 'alert noise 3'],
  ['alert enable Key-Created', 'alert enable key-created'],
  ['alert enable 4', 'alert enable made-4'],
  ['alert assign 3', 'alert assign 3 me'],
  ['alert assign 3 to <@UDAN12|dan>', 'alert assign 3 UDAN12'],
  ['alert escalate #3', 'alert escalate 3'],
  ['alert rule 3 to:<#C024BE|security>', 'alert rule made-3 to:C024BE'],
  [
    'alert rule Key-Created quiet: 22-7 silence:14d to:#security',
    'alert rule key-created to:#security quiet:22:00-07:00 silence:2w',
  ],
  [
    'alert rule 3 to:none quiet:off silence:none',
    'alert rule made-3 to:none quiet:none silence:none',
  ],
  ['alert routes', 'alerts routes'],
  ['alerts Routes', 'alerts routes'],
  ['alert rules', 'alerts rules'],
  ['alert route severity:critical to #sec-oncall', 'alert route severity:critical to #sec-oncall'],
  ['alert route critical to: #sec-oncall', 'alert route severity:critical to #sec-oncall'],
  [
    'alert route team:"Sales / EMEA" Severity=Warning to <@UDAN12|dan> preview',
    'alert route team:"Sales / EMEA" severity:warning to UDAN12 preview',
  ],
  ['alert route team=eng to <#C024BE|eng-ai>', 'alert route team:eng to C024BE'],
  ['alert route warnings team:eng to:ME', 'alert route team:eng severity:warning to me'],
  ['alert route team:to to here', 'alert route team:to to here'],
  [
    'alert route severity:critical to <#C024BE|eng-ai> and the Admins preview',
    'alert route severity:critical to C024BE, admins preview',
  ],
  ['alert route team:eng to admins,me', 'alert route team:eng to me, admins'],
  ['alert unroute #2', 'alert unroute 2'],
  ['alert rule 3 to:<@UDAN12|dan>', 'alert rule made-3 to:UDAN12'],
  ['alert allow', 'alert allow list'],
  [
    'alert allow Model: claude-*, tool:"Claude Code"',
    'alert allow model:claude-* tool:"Claude Code"',
  ],
  ['alert allow forget model=gpt-4o', 'alert allow remove model:gpt-4o'],
  ['alert allow rule:Shared-Key sender:ci-*', 'alert allow sender:ci-* rule:shared-key'],
  [
    'alert allow sender:p-prod-runner rule:shared-key',
    'alert allow sender:p-prod-runner rule:shared-key',
  ],
  [
    'alert allow remove integration:3FA9c21b rule:integration-connected',
    'alert allow remove integration:3FA9c21b rule:integration-connected',
  ],
  ['alert reopen 3', 'alert reopen 3'],
  ['alert unresolve #3', 'alert reopen 3'],
  ['alert snooze 3 2h a drill', 'alert silence 3 2h a drill'],
  ['alert take 3', 'alert acknowledge 3'],
  ['alert done 3', 'alert resolve 3'],
  ['alert unsnooze 3', 'alert unsilence 3'],
  ['alert why role_changed', 'alert why role-changed'],
  ['alerts silences', 'alerts'],
  ['alert silences', 'alerts'],
  ['alerts silenced', 'alerts'],
  ['alert list', 'alerts'],
  ['alert why 3', 'alert why made-3'],
  ['alert tune Role-Changed', 'alert tune role-changed'],
  ['alert rule 3 limit:$7,500', 'alert rule made-3 limit:7500'],
  ['alert rule 3 limit: 0.25 silence:1d', 'alert rule made-3 limit:0.25 silence:1d'],
  ['alert when spend team:eng > $5,000 per:week', 'alert when spend team:eng > $5,000 per:week'],
  ['alert when cost over 5k usd per day team:eng', 'alert when spend team:eng > $5,000 per:day'],
  ['alert when messages above 900 per:month', 'alert when messages > 900 per:month'],
  ['alert when adoption team:eng < 50% per:week', 'alert when adoption team:eng < 50% per:week'],
  ['alert when active people fall below 40 per day', 'alert when active_people < 40 per:day'],
  ['alert when messages less than 1k per:week', 'alert when messages < 1,000 per:week'],
  ['alert when cost per person > $50.50 per:month', 'alert when cost_per_person > $50.5 per:month'],
  ['alert when spend / messages > $0.05 per:day', 'alert when cost_per_message > $0.05 per:day'],
  ['alert when session duration > 2 h per:week', 'alert when session_duration > 120 min per:week'],
  ['alert when error rate above 2.5% per:day', 'alert when error_rate > 2.5% per:day'],
  ['alert when spend team:a2 > $500 per:week', 'alert when spend team:a2 > $500 per:week'],
  ['alert when spend is unusual tool:chatgpt', 'alert when spend tool:chatgpt unusual'],
  ['alert when spend by team is unusual', 'alert when spend unusual by:team'],
  [
    'alert when spend team:Sales/EMEA > $5 per:day',
    'alert when spend team:Sales/EMEA > $5 per:day',
  ],
  ['alert budget $20,000', 'alert budget $20,000 spend per:month'],
  [
    'alert budget of $1.5k team:"Sales / EMEA" per:week',
    'alert budget $1,500 spend team:"Sales / EMEA" per:week',
  ],
])('%s is %s, and reads back as itself', (text, canonical) => {
  const parsed = parse(text)
  if (parsed.kind === 'misread') throw new Error(JSON.stringify(parsed))
  expect(format(parsed)).toBe(canonical)
  expect(parse(canonical)).toEqual(parsed)
  expect(redact(text)).toBe(canonical.replaceAll(/sender:(?:"[^"]*"|\S+)/gu, 'sender:[name]'))
})

test.each([
  ['alert', 'by its number'],
  ['alert acknowlege 3', 'alert acknowledge 3'],
  ['alert ack', 'Say which alert by its number'],
  ['alert ack 3 now', 'Nothing follows the number'],
  ['alert silence 3', 'Say how long, up to 30 days'],
  ['alert assign 3 dan', 'Say to whom'],
  ['alert rule', 'Name one rule'],
  ['alert rule 3', 'Say where its alerts go'],
  ['alert rule 3 quiet:night', 'Say where its alerts go'],
  ['alert rule 3 limit:none', 'Say where its alerts go'],
  ['alert rule 3 limit:lots', 'Say where its alerts go'],
  ['alert rule 3 silence:90d', 'Say how long it is silent, up to 30 days'],
  ['alert allow colour:red', 'Name models or tools'],
  ['alert allow remove', 'Name models or tools'],
  ['alert allow rule:shared-key', 'Name models or tools'],
  ['alert allow model:gpt-4o rule:shared-key', 'Name models or tools'],
  ['alert allow integration:Drive rule:integration-connected', 'its name is not kept'],
  ['alert allow sender:p-abc234 rule:role-changed', 'People are on no list'],
  ['alert allow sender:p-abc234* rule:role-changed', 'People are on no list'],
  ['alert allow sender:ada@corp.test rule:role-changed', 'People are on no list'],
  ['alert silence 3 90d', 'Say how long, up to 30 days'],
  ['alert reopn 3', 'alert reopen 3'],
  // A word on one alert is never mistaken for one that takes a rule away.
  ['alert remov-it 3', 'by its number.'],
  ['alert rule role-changed silence:400d', 'Say how long it is silent, up to 30 days'],
  ['alert enable', 'Name one rule'],
  ['alerts tomorrow', 'alerts rules'],
  ['alert route', 'Say which alerts go where'],
  ['alert route to #sec', 'Where all others go is set by AI_USAGE_ADMIN_CHANNEL'],
  ['alert route severity:critical', 'Say which alerts go where'],
  ['alert route severity:high to #sec', 'info, warning, critical'],
  ['alert route critical warning to #sec', 'info, warning, critical'],
  ['alert route team:a,b to #sec', 'for one team:, one severity: or both'],
  ['alert route tool:chatgpt to #sec', 'for one team:, one severity: or both'],
  ['alert route team:eng 30d to #sec', 'for one team:, one severity: or both'],
  ['alert route critical to #sec, @dan', 'A route goes to one place; `admins` behind it'],
  ['alert route critical to admins', 'A route goes to one place; `admins` behind it'],
  ['alert when spend/agents > 3 per:week', 'There is no number for spend/agents'],
  ['alert when messages > 5% per:week', 'leave the % out'],
  ['alert when active_people < 50% per:week', 'adoption is the one in percent'],
  ['alert when adoption < 50 per:week', 'write its limit in percent'],
  ['alert when adoption > 100% per:week', 'between 0% and 100%'],
  ['alert when session_duration > 30 per:week', '30 min'],
  ['alert when spend > -5', 'A limit is above zero'],
  ['alert when proficiency < 40 per:day', 'it takes three working days'],
  ['alert when adoption unusual', 'what adds up over days'],
  ['alert budget 50% adoption per:week', 'A budget is used up by what adds up'],
  ['alert when spend messages > 5 per:week', 'here are spend and messages'],
  ['alert when spnd > $500 per:week', 'not part of a command'],
  ['siem test', 'as `ai-usage siem test`'],
  ['Import  usage use.csv', 'as `ai-usage import usage`'],
  ['alert unroute', 'by its number'],
  ['alert unroute #sec', 'by its number'],
  ['alert when spend > $5', 'Say for how long'],
  ['alert when spend per:week', 'Say how much'],
  ['alert when spend user:ann@example.com > $5 per:day', 'not about one person'],
  ['alert when messages > $5 per:day', 'are no money'],
  ['alert when spend unusual by:model', 'by:team in each of them'],
  ['alert when spend > $5 per:day by:team', 'A rule has no period, split'],
  ['alert when spend > $5 per:day 30d', 'A rule has no period'],
])('%s is told what is wrong with it', (text, why) => {
  const parsed = parse(text)
  expect(parsed).toMatchObject({ kind: 'misread' })
  expect(JSON.stringify(parsed)).toContain(why)
  const suggestion = parsed.kind === 'misread' ? (parsed.suggestion ?? '?:') : '?:'
  expect(parse(suggestion).kind).not.toBe('misread')
})

test.each([
  ['alert when spend > -5', 'alert when spend > $5 per:week'],
  ['alert when spend > $500', 'alert when spend > $500 per:week'],
  ['alert when active_people < 50% per:week', 'alert when adoption < 50% per:week'],
  ['alert when spnd team:eng > $500 per:week', 'alert when spend team:eng > $500 per:week'],
  ['alert when proficiency < 40 per:day', 'alert when proficiency < 40 per:week'],
])('%s is offered the rule that is meant: %s', (text, meant) => {
  const parsed = parse(text)
  expect(parsed).toMatchObject({ kind: 'misread', suggestion: meant })
  const said = JSON.stringify(misreadMessage(parsed as Misread))
  expect(said).toContain(meant)
  expect(said).not.toContain('Type for example')
})

const AMOUNT = { share: '40%', seconds: '30 min' } as const

test.each(Object.values(catalogue))(
  'a rule may be on $id, and reads back as itself',
  ({ id, unit }) => {
    const money = isMoney(unit) ? '$40' : undefined
    const amount = AMOUNT[unit as keyof typeof AMOUNT] ?? money ?? '40'
    const text = `alert when ${metricWord(id)} team:eng < ${amount} per:month`
    const read = parse(text)
    expect(read).toMatchObject({ kind: 'alert', act: 'when', spec: { metric: id, side: 'below' } })
    expect(parse(format(read as Command))).toEqual(read)
  },
)

test('the reason of a silence is kept without addresses', () => {
  expect(redact('alert silence 3 1d asked by ann@example.com')).not.toContain('ann@')
})
