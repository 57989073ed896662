import { describe, expect, test } from 'vitest'

import { member } from '#test/support/house.ts'

import { company } from './speaking.ts'

describe('a sentence', () => {
  test.each([
    [
      'how much did engineering spend on Claude last month?',
      'team:engineering tool:Claude spend last month',
    ],
    ['How many messages did sales send last week', 'team:sales messages 1w'],
    [
      'what has customer success spent with gpt-5 in 90 days?',
      'team:"customer success" model:gpt-5 spend 90d',
    ],
    ['show me how much we spent today', 'spend today'],
    ['who uses AI the most?', 'by:user top:10 messages 30d'],
    ['which team has idle seats', 'by:team idle_seats 30d'],
    ['which models does sales use', 'team:sales by:model 30d'],
    ['what teams spent the most last month?', 'by:team spend last month'],
    ['compare engineering and sales', 'team:engineering compare:team:sales 30d'],
    [
      'engineering vs sales spend last month',
      'team:engineering compare:team:sales spend last month',
    ],
    ['is chatgpt worth it?', 'tool:chatgpt spend active_people cost_per_person 30d'],
    ['who are our power users', 'level:power by:user messages 30d'],
    ['how many prompts are under 50 characters', 'short_prompt_share 30d'],
    ['how is adoption going', 'adoption 30d'],
    ['show me everything about sales', 'team:sales 30d'],
    ['what did sales spend last quarter', 'team:sales spend 2026-07-01..2026-09-30'],
    ['top 5 teams by cost this month', 'by:team top:5 spend 2026-11-01..2026-11-20'],
    ['spend since october', 'spend 2026-10-01..2026-11-20'],
    ['who uses chatgpt most?', 'tool:chatgpt by:user top:10 messages 30d'],
    ['who is using gpt-5', 'model:gpt-5 by:user messages 30d'],
    ['who has not used their seat?', 'by:user idle_seats 30d'],
    ['which team is the most expensive?', 'by:team spend 30d'],
    ['did spend go up this month?', 'spend 2026-11-01..2026-11-20'],
    ['average session length', 'session_duration 30d'],
    ['which prompts are used most', 'asset:prompts by:asset 30d'],
    ['how many agents did we run last week', 'agent_runs 1w'],
    ['compare this month with last month', '2026-11-01..2026-11-20 vs:last month'],
    ['adoption in sales over time', 'team:sales adoption 30d per:week'],
    ['list the teams', 'by:team 30d'],
    ['what percentage of people use AI', 'adoption 30d'],
    ['how many employees use chatgpt', 'tool:chatgpt active_people 30d'],
    ['is anyone using chatgpt', 'tool:chatgpt active_people 30d'],
    ['who are the top spenders', 'by:user top:10 spend 30d'],
    ['spend by team for sales in october', 'team:sales by:team spend 2026-10-01..2026-10-31'],
    ['how many seats are unused', 'idle_seats 30d'],
    ['are spend and messages rising?', 'spend messages 30d'],
    ['how much did the sales team spend', 'team:sales spend 30d'],
    ['spend in the last 3 months', 'spend 90d'],
    ['how much do we pay for unused seats', 'idle_seat_cost 30d'],
    ['how much money are we wasting on idle licences?', 'idle_seat_cost 30d'],
    ['what agent share do we have', 'agent_share 30d'],
    ['average cost per session in sales', 'team:sales cost_per_session 30d'],
    [
      'how many seats does sales use?',
      'team:sales by:tool assigned_seats seat_utilisation idle_seats idle_seat_cost 30d',
    ],
    [
      'are we using our licences?',
      'by:tool assigned_seats seat_utilisation idle_seats idle_seat_cost 30d',
    ],
    ['messages team:sales in october', 'team:sales messages 2026-10-01..2026-10-31'],
  ])('%s is read as %s, which is said', async (text, command) => {
    expect(await company().ask(text)).toMatchObject({ read: command, outcome: 'answered' })
  })

  test('that is a command already is not read twice', async () => {
    expect((await company().ask('team:eng 30d')).read).toBeUndefined()
  })

  test.each([
    ['how much did marketing spend', 'a name nobody has'],
    ['average messages', 'a sum is no average'],
    ['which team uses AI the least', 'the largest come first'],
    ['which model should I use', 'what one may use is no use of theirs'],
    ['how do I use this', 'what one may use is no use of theirs'],
    ['how much did soft spend', 'a name in the middle of another'],
    ['how much did ann@example.com spend', 'an address'],
  ])('%s stays a misread: %s', async (text) => {
    expect(await company().ask(text)).toMatchObject({ read: undefined, outcome: 'misread' })
  })

  test('of who may not ask about teams tells nothing of which there are', async () => {
    const { ask, looked } = company()
    const { read, outcome } = await ask('how much did engineering spend', member())
    expect({ read, outcome }).toEqual({ read: undefined, outcome: 'misread' })
    expect(looked.filter((filter) => filter.startsWith('team'))).toEqual([])
  })
})

describe('a whole question', () => {
  test.each([
    ['hello', 'help'],
    ['thanks!', 'help'],
    ['what can you do?', 'help'],
    ['what should we do', 'digest'],
    ['when does the chatgpt contract end', 'contract'],
    ['budget left on chatgpt', 'digest budget'],
    ['what changed last week?', 'digest'],
    ['are there any alerts?', 'alerts'],
    ['who can see my data?', 'privacy'],
    ['how much did I use last month', 'me last month'],
    ['what did I spend?', 'me 30d'],
    ['show me my usage', 'me 30d'],
  ])('%s is read as %s', async (text, command) => {
    expect((await company().ask(text)).read).toBe(command)
  })

  test.each(['how much did I spend on chatgpt?', 'show me my usage by model'])(
    '%s is no question of the company: of oneself only days are asked',
    async (text) => {
      const { said, outcome } = await company().ask(text)
      expect(outcome).toBe('misread')
      expect(said).toContain('[me 30d]')
    },
  )

  test('that changes something is never made of words that were not typed as a command', async () => {
    const { ask, rows } = company()
    expect((await ask('subscribe spend this month weekly')).read).toBeUndefined()
    expect(rows.at(-1)).toMatchObject({ outcome: 'misread' })
  })
})

test('a team beside itself by another name says nothing, and is asked about alone', async () => {
  const { ask } = company()
  const { said, outcome } = await ask('team:engin compare:team:engineering 30d')
  expect(outcome).toBe('misread')
  expect(said).toContain('Did you mean team:engin 30d?')
  expect((await ask('team:engin compare:team:sales 30d')).outcome).toBe('answered')
})

describe('a name nobody has', () => {
  test('is not offered as a command that would fail', async () => {
    const { said } = await company().ask('asdf qwerty')
    expect(said).toContain('no team, tool or model that you may ask about')
    expect(said).not.toContain('team:"asdf qwerty"')
  })

  test('is named, and what is left without it is offered', async () => {
    expect((await company().ask('zork')).said).toMatch(/`zork`: This is no word[^]*\[30d\]/)
    expect((await company().ask('by:model zork 7d')).said).toContain('[by:model 7d]')
  })

  test('is offered as the one it is a slip of, whole', async () => {
    const { said } = await company().ask('spned on chatgtp')
    expect(said).toContain('Did you mean tool:chatgpt spend 30d?')
  })

  test.each([
    ['usage 30d for:excel', 'export usage 30d for:excel'],
    ['audit 30d for:excel', 'audit 30d'],
    ['digset team:engineering', 'digest team:engineering'],
    ['me by:team 7d', 'me 7d'],
  ])('has no part in %s, of which %s is offered whole', async (text, command) => {
    const { said } = await company().ask(text)
    expect(said).toContain(`Did you mean ${command}?`)
    expect(said).toContain(`[${command}]`)
  })

  test('that is an alias is offered as the person', async () => {
    expect((await company().ask('p-uupvig 7d')).said).toContain('user:p-uupvig 7d')
  })

  test('stays in doubt for those who may not ask which names there are', async () => {
    const { ask, looked } = company()
    await ask('asdf', member())
    expect(looked.filter((filter) => filter.startsWith('team'))).toEqual([])
  })
})

describe('what follows a question', () => {
  test.each([
    ['team:engineering spend 90d', 'and for sales?', 'team:sales spend 90d'],
    ['team:engineering spend 90d', 'and last month', 'team:engineering spend last month'],
    ['team:engineering 30d', 'by model instead', 'team:engineering by:model 30d'],
    ['by:team top:5 7d', 'what about chatgpt?', 'tool:chatgpt by:team top:5 7d'],
    ['team:sales 7d', 'and 77d for engineering', 'team:engineering 77d'],
    ['tool:chatgpt 7d', 'only messages', 'tool:chatgpt messages 7d'],
    ['team:sales 7d', 'and last quarter?', 'team:sales 2026-07-01..2026-09-30'],
  ])('after %s, %s changes only what it says', async (first, text, command) => {
    const { ask } = company()
    await ask(first)
    expect(await ask(text)).toMatchObject({ read: command, outcome: 'answered' })
  })

  test('follows that again', async () => {
    const { ask } = company()
    await ask('team:engineering 7d')
    await ask('and for sales?')
    expect((await ask('and 90d')).read).toBe('team:sales 90d')
  })

  test('without a question before stands alone', async () => {
    expect((await company().ask('and for sales?')).read).toBe('team:sales 30d')
  })

  test('is decided anew: who lost a role gets no more than they may', async () => {
    const { ask, rows } = company()
    await ask('7d', member())
    expect((await ask('and by team', member())).outcome).toBe('refused')
    expect(rows.at(-1)).toMatchObject({ outcome: 'refused', detail: { reason: 'company-only' } })
  })
})

test.each([
  ['alert when spend > -5', 'alert when spend > $5 per:week'],
  ['alert when active_people < 50% per:week', 'alert when adoption < 50% per:week'],
  ['alert when spend widgets > $500 per:week', 'alert when spend > $500 per:week'],
])('%s is answered with the rule that is meant', async (text, meant) => {
  const { said } = await company().ask(text)
  expect(said).toContain(meant)
  expect(said).not.toContain('Type for example')
})

describe('a split or days alone, in a thread where one asked before', () => {
  const thread = { inThread: true }

  test.each([
    ['team:engineering spend 90d', 'by model', 'team:engineering by:model spend 90d'],
    ['team:engineering spend 90d', 'by:model', 'team:engineering by:model spend 90d'],
    ['team:engineering by:model 90d', '7d', 'team:engineering by:model 7d'],
    ['team:engineering 90d', 'last month?', 'team:engineering last month'],
    ['team:engineering 90d', 'in october', 'team:engineering 2026-10-01..2026-10-31'],
    ['team:engineering by:model 90d', 'top:5', 'team:engineering by:model top:5 90d'],
    ['team:engineering 90d', 'per week', 'team:engineering 90d per:week'],
  ])('are of the question before: after %s, %s is %s', async (first, text, command) => {
    const { ask } = company()
    await ask(first)
    expect(await ask(text, undefined, thread)).toMatchObject({ read: command, outcome: 'answered' })
  })

  test.each(['spend by:model', 'tool:chatgpt', 'usage 7d', 'usage', 'team:sales by:model 30d'])(
    'say no more than that: %s asks for itself',
    async (text) => {
      const { ask } = company()
      await ask('team:engineering 90d')
      expect(await ask(text, undefined, thread)).toMatchObject({ read: undefined })
    },
  )

  test('stand alone outside of a thread, and where nothing was asked before', async () => {
    const { ask } = company()
    expect((await ask('by:model', undefined, thread)).read).toBeUndefined()
    await ask('team:engineering 90d')
    expect((await ask('by:model')).read).toBeUndefined()
  })

  test('are not said to be read as what they are', async () => {
    const { ask } = company()
    await ask('30d')
    expect((await ask('by:model 30d', undefined, thread)).read).toBeUndefined()
  })
})
