import { describe, expect, test } from 'vitest'

import type { Ask, Misread } from '#core/command/command.ts'
import { misreadMessage, unresolvedMessage } from '#core/command/misread.ts'
import { parse } from '#core/command/parse.ts'
import type { Button, Message } from '#core/message/message.ts'

function misread(text: string): Misread {
  const read = parse(text)
  if (read.kind !== 'misread') throw new Error(`understood: ${text}`)
  return read
}

function asked(text: string): Ask {
  const read = parse(text)
  if (read.kind !== 'ask') throw new Error(`no question: ${text}`)
  return read
}

const buttons = (message: Message): readonly Button[] =>
  message.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []))
const runs = (message: Message): readonly string[] =>
  buttons(message).flatMap(({ act }) => (act.kind === 'ask' ? [act.command] : []))
const texts = (message: Message): string =>
  message.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n')

describe('what is not understood is named, with the nearest right command', () => {
  test.each<[string, string, string]>([
    ['tem:eng 7d', 'tem:eng', 'team:eng 7d'],
    ['usr:p-7k2fqa', 'usr:p-7k2fqa', 'user:p-7k2fqa 30d'],
    ['byy:model', 'byy:model', 'by:model 30d'],
    ['by:modle 7d', 'by:modle', 'by:model 7d'],
    ['digset team:eng', 'digset', 'digest team:eng'],
    ['govenance 7d by:tool', 'govenance', 'governance by:tool 7d'],
    ['aprovals', 'aprovals', 'approvals list'],
    ['reconcle last month', 'reconcle', 'costs reconcile last month'],
    ['by:teem,modle', 'by:teem,modle', 'by:team,model 30d'],
    ['by:team,model,tool', 'by:team,model,tool', 'by:team,model 30d'],
    ['by:team,team', 'by:team,team', 'by:team 30d'],
    ['team:eng 30dd', '30dd', 'team:eng 30d'],
    ['30', '30', '30d'],
    ['0d', '0d', '1d'],
    ['731d', '731d', '730d'],
    ['105w', '105w', '104w'],
    ['99999999999999999999999d', '99999999999999999999999d', '730d'],
    ['2026-02-30', '2026-02-30', '2026-02-28'],
    ['2026-13', '2026-13', '2026-12-01..2026-12-31'],
    ['2026-07-01..2026-09-31', '2026-07-01..2026-09-31', '2026-07-01..2026-09-30'],
    ['last 3 months', 'last 3 months', '90d'],
    ['this week', 'this week', '7d'],
    ['month', 'month', '30d'],
    ['last quarter', 'last quarter', '90d'],
    ['2 years', '2 years', '730d'],
    ['14wx', '14wx', '14w'],
    ['tol:chatgpt', 'tol:chatgpt', 'tool:chatgpt 30d'],
    ['last weekk', 'last weekk', '1w'],
    ['toady', 'toady', 'today'],
    ['spnd by:team', 'spnd', 'by:team spend 30d'],
    ['30d models', 'models', 'by:model 30d'],
    ['team eng 7d', 'team eng', 'team:eng 7d'],
    ['team:customer success 7d', 'team:customer success', 'team:"customer success" 7d'],
    ['team:"Sales 7d', 'team:"Sales', 'team:Sales 7d'],
    ['ann@example.com 7d', 'ann@example.com', 'user:ann@example.com 7d'],
    ['by:team top:0', 'top:0', 'by:team top:10 30d'],
    ['by:team top:5000', 'top:5000', 'by:team top:1000 30d'],
    ['team:eng help', 'help', 'help'],
  ])('%s', (text, named, suggestion) => {
    const read = misread(text)
    expect(read.problems.map((problem) => problem.text)).toEqual([named])
    expect(read.suggestion).toBe(suggestion)
  })

  test('two slips are mended at once', () => {
    expect(misread('tem:eng byy:model').suggestion).toBe('team:eng by:model 30d')
  })
})

describe('what may mean several things is left to the reader', () => {
  test.each<[string, readonly string[]]>([
    ['eng 7d', ['team:eng 7d', 'user:eng 7d', 'tool:eng 7d', 'model:eng 7d']],
    ['team:eng 7d 90d', ['team:eng 7d', 'team:eng 90d']],
    ['by:team by:model', ['by:team,model 30d', 'by:team 30d', 'by:model 30d']],
    ['by:region', ['by:team 30d', 'by:model 30d', 'by:tool 30d']],
  ])('%s', (text, commands) => {
    const read = misread(text)
    expect(read.suggestion).toBeUndefined()
    expect(runs(misreadMessage(read))).toEqual(commands)
  })
})

describe('the message names the misread and runs the correction', () => {
  test('a slip in a filter', () => {
    const message = misreadMessage(misread('tem:eng 7d'))
    expect(message.summary).toBe('Did you mean team:eng 7d?')
    // The sentence above has the whole command: saying its parts again helps nobody.
    expect(texts(message)).toBe('`tem:eng`: There is no filter called tem.')
    expect(buttons(message)).toEqual([
      { label: 'team:eng 7d', act: { kind: 'ask', command: 'team:eng 7d' }, style: 'primary' },
      { label: 'Help', act: { kind: 'help' } },
    ])
  })

  test('a filter nobody has is answered with those there are', () => {
    expect(texts(misreadMessage(misread('continent:europe')))).toContain(
      'There are team:, user:, model:, tool:, feature:, group:, level:, quartile:, asset:.',
    )
  })

  test.each(['july', 'Q3 2026', '01.07.2026', 'since 2026-07-01'])(
    '%s is answered with how dates are written',
    (text) => {
      expect(texts(misreadMessage(misread(text)))).toContain('2026-07-01..2026-09-30')
    },
  )

  test('a value that is missing is answered with an example', () => {
    expect(texts(misreadMessage(misread('team: by:model')))).toContain('for example team:eng')
  })

  test('a command of 10,000 characters is refused without repeating it', () => {
    const read = misread('zebra '.repeat(1667))
    expect(JSON.stringify(read)).not.toContain('zebra')
    expect(texts(misreadMessage(read))).toBe(
      'That is 10,002 characters; a command has at most 2,000.\nType for example `team:eng 30d`.',
    )
  })

  test('a correction that is too long to be typed is not offered', () => {
    const read = misread(`tem:eng team:${'\\'.repeat(1900)}`)
    expect(read.problems.map(({ suggestions }) => suggestions)).toEqual([['team:eng']])
    expect(read.suggestion).toBeUndefined()
    expect(runs(misreadMessage(read))).toEqual([])
  })

  test('typed text cannot break out of the message or fill it', () => {
    const shown = texts(misreadMessage(misread(`x\`**${'y'.repeat(500)}\u202E🙂:z`)))
    expect(shown).not.toMatch(/`\*\*|\u202E/u)
    expect(shown.length).toBeLessThan(400)
  })

  test.each([
    ['frobnicate the numbers', ['30d']],
    ['from:', ['30d']],
    ['from: team:eng 90d', ['team:eng 90d']],
    ['adopters xx:1 team:eng 7d', ['team:eng 7d', 'adoption 30d']],
    ['usage xx:1 team:eng 7d', ['usage team:eng 7d']],
    ['costs xx:1 by:model 7d', ['costs by:model 7d']],
  ])('of %s what was understood is offered, then words that begin alike: %j', (text, offered) => {
    const message = misreadMessage(misread(text))
    expect(runs(message)).toEqual(offered)
    expect(buttons(message).map(({ label }) => label)).toContain('Build a question')
  })

  test.each(['from:', 'from:2026-10-01 to:2026-10-31', 'since:yesterday'])(
    '%s is told how days are typed',
    (text) => {
      expect(texts(misreadMessage(misread(text)))).toContain('`2026-10-01..2026-10-31`')
    },
  )

  test('of many misreads three are shown', () => {
    const text = ['aa:1', 'bb:2', 'cc:3', 'dd:4', 'ee:5'].join(' ')
    expect(texts(misreadMessage(misread(text)))).toContain('And 2 more.')
  })
})

describe('a name nobody here has is answered with the nearest names', () => {
  test('each suggestion asks the same question with the right name', () => {
    const message = unresolvedMessage(
      [
        {
          key: 'team',
          value: 'enginering',
          why: 'unknown',
          suggestions: ['Engineering', 'Eng Ops'],
        },
      ],
      asked('team:enginering,sales by:model'),
    )
    expect(texts(message)).toBe(
      'There is no team `enginering`. Did you mean `Engineering` or `Eng Ops`?',
    )
    expect(runs(message)).toEqual([
      'team:Engineering,sales by:model 30d',
      'team:"Eng Ops",sales by:model 30d',
    ])
  })

  test('a name that fits several asks which', () => {
    const message = unresolvedMessage(
      [{ key: 'team', value: 'sales', why: 'ambiguous', suggestions: ['Sales/EMEA', 'Sales/US'] }],
      asked('team:sales'),
    )
    expect(message.summary).toBe('sales fits more than one team: Sales/EMEA, Sales/US.')
  })

  test('two unknown names are mended in one command', () => {
    const message = unresolvedMessage(
      [
        { key: 'team', value: 'enj', why: 'unknown', suggestions: ['eng'] },
        { key: 'model', value: 'gtp-5', why: 'unknown', suggestions: ['gpt-5', 'gpt-4'] },
      ],
      asked('team:enj model:gtp-5 7d'),
    )
    expect(runs(message)).toEqual(['team:eng model:gpt-5 7d'])
  })

  test('with nothing near, the list of names is one press away', () => {
    const message = unresolvedMessage(
      [{ key: 'model', value: 'zzz', why: 'unknown', suggestions: [] }],
      asked('team:eng model:zzz 7d'),
    )
    expect(runs(message)).toEqual(['by:model 7d'])
  })
})

test('a filter that is typed twice is meant once', () => {
  const [one, both] = [parse('team:eng team:eng 30d'), parse('team:eng,sales,eng 30d')]
  expect(one).toMatchObject({ filters: { team: ['eng'] } })
  expect(both).toMatchObject({ filters: { team: ['eng', 'sales'] } })
})

test.each([
  ['team:eng compare:team:eng', 'team:eng 30d'],
  ['team:eng,Sales compare:team:sales,eng spend 7d', 'team:eng,Sales spend 7d'],
  ['team:eng by:model compare:team:eng', 'team:eng by:model 30d'],
])('%s: what stands beside itself says nothing', (text, suggestion) => {
  const read = misread(text)
  expect(read.suggestion).toBe(suggestion)
  expect(read.problems.map(({ why }) => why)).toEqual([
    'That is what is asked about already: name another to set beside it.',
  ])
})

test.each([
  ['level', 'power, habitual, novice, low and non-user'],
  ['quartile', 'heavy, moderate, light, minimal and non-user'],
] as const)('an unknown %s is answered with all there are', (key, all) => {
  const ask = asked('30d')
  const unknown = { key, value: 'super', why: 'unknown', suggestions: [] } as const
  const { summary } = unresolvedMessage([unknown], { ...ask, filters: { [key]: ['super'] } })
  expect(summary).toContain(`There are ${all}.`)
})
