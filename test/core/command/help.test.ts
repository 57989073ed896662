import { describe, expect, test } from 'vitest'

import { complete } from '#core/command/complete.ts'
import { EXAMPLES, helpMessage, TOPICS } from '#core/command/help.ts'
import { parse } from '#core/command/parse.ts'
import type { Message } from '#core/message/message.ts'

const texts = (message: Message): string =>
  message.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n')

const pages = [helpMessage(), ...TOPICS.map((topic) => helpMessage(topic))]

test('every command that help shows can be typed', () => {
  const shown = pages.flatMap((page) => {
    const codes = [...texts(page).matchAll(/`([^`]+)`/gu)].map(([, code = '']) => code)
    // `team:` alone is a heading, not a command.
    return codes.filter((code) => !code.endsWith(':'))
  })
  expect(shown.length).toBeGreaterThan(40)
  expect(shown.filter((code) => parse(code).kind === 'misread')).toEqual([])
})

test('every button of help runs, opens a page or the form', () => {
  const acts = pages.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons.map(({ act }) => act) : [])),
  )
  const runs = acts.flatMap((act) => (act.kind === 'ask' ? [parse(act.command).kind] : []))
  const opens = acts.flatMap((act) => (act.kind === 'help' ? [act.topic] : []))
  expect(new Set(runs)).toEqual(new Set(['ask']))
  expect(new Set(opens)).toEqual(new Set(['filters', 'periods', 'by', 'metrics', 'commands']))
  const forms = acts.filter(({ kind }) => kind === 'build')
  expect(forms).toHaveLength(1)
  expect(runs.length + opens.length + forms.length).toBe(acts.length)
})

test('the short page fits a phone', () => {
  expect(texts(helpMessage()).length).toBeLessThan(700)
})

test('examples are written the way the bot writes them back', () => {
  for (const { command } of EXAMPLES) expect(parse(command).kind).toBe('ask')
})

describe('help is found by the words people use', () => {
  test.each([
    ['periods', 'Periods'],
    ['Period', 'Periods'],
    ['team', 'Filters'],
    ['team:', 'Filters'],
    ['filtrs', 'Filters'],
    ['tokens', 'Numbers'],
    ['split', 'Splits'],
  ])('%s', (asked, head) => {
    expect(texts(helpMessage(asked))).toContain(`**${head}**`)
  })

  test('a topic there is not gets all of it in short', () => {
    expect(texts(helpMessage('horoscopes'))).toMatch(/^There is no help on `horoscopes`/u)
    // Half its letters are those of "sessions".
    expect(texts(helpMessage('nonsense'))).toMatch(/^There is no help on `nonsense`/u)
  })
})

describe('type-ahead finishes the last word', () => {
  test.each<[string, readonly string[]]>([
    ['te', ['team:']],
    ['team:eng by:m', ['team:eng by:model']],
    ['7d TO', ['7d tool:', '7d top:', '7d today', '7d tokens', '7d tokens_per_person_week']],
    ['feature:chat,ag', ['feature:chat,agents']],
    ['last', ['last month', 'last week']],
    ['team:en', []],
    ['30d', []],
  ])('%s', (typed, offered) => {
    expect(complete(typed)).toEqual(offered)
  })

  test('an empty text offers the filters first', () => {
    expect(complete('').slice(0, 3)).toEqual(['team:', 'user:', 'model:'])
  })
})
