import { expect, test } from 'vitest'

import type { Message } from '#core/message/message.ts'
import { plainText } from '#core/message/plain-text.ts'

const answer: Message = {
  title: 'Engineering, last 30 days',
  summary: 'Spend rose **8 %** to $4,210.',
  parts: [
    {
      kind: 'facts',
      facts: [
        { label: 'Spend', value: '$4,210', change: '▲ 8 %', note: 'v the 30 days before' },
        { label: 'Active people', value: '38', change: 'about the same' },
      ],
    },
    {
      kind: 'table',
      head: ['Model', 'Spend', 'Share'],
      rows: [
        ['gpt-4o', '$4,100', '97 %'],
        ['`o3`', '$110.50', '3 %'],
      ],
    },
    {
      kind: 'chart',
      chart: {
        kind: 'lines',
        title: 'Spend',
        subtitle: '',
        footer: '',
        alt: 'Spend per day rose from $100 to $180.',
        unit: 'usd_micros',
        grain: 'day',
        now: [],
        before: [],
      },
    },
    {
      kind: 'buttons',
      buttons: [
        { label: '7 days', act: { kind: 'ask', command: 'team:eng 7d' } },
        { label: 'CSV', act: { kind: 'csv', command: 'team:eng 30d' } },
        { label: 'Keep', act: { kind: 'keep' } },
        { label: 'Help', act: { kind: 'help' } },
      ],
    },
    { kind: 'note', text: 'Data through 2026-11-20.' },
  ],
}

test('an answer reads well in a terminal: columns line up, numbers to the right', () => {
  expect(plainText(answer)).toBe(`Engineering, last 30 days

Spend rose 8 % to $4,210.

  Spend          $4,210  ▲ 8 %           v the 30 days before
  Active people      38  about the same

  Model     Spend  Share
  ------  -------  -----
  gpt-4o   $4,100   97 %
  o3      $110.50    3 %

Chart: Spend per day rose from $100 to $180.

Ask next:
  team:eng 7d
  help

Data through 2026-11-20.
`)
})

test('a summary that is also the first text is said once', () => {
  const parts = [{ kind: 'text', text: 'Nothing yet.' }] as const
  expect(plainText({ title: 'AI Usage', summary: 'Nothing yet.', parts })).toBe(
    'AI Usage\n\nNothing yet.\n',
  )
})

test('buttons that only a chat can press are left out', () => {
  const parts = [{ kind: 'buttons', buttons: [{ label: 'Keep', act: { kind: 'keep' } }] }] as const
  expect(plainText({ title: 'T', summary: 'S', parts })).toBe('T\n\nS\n')
})

test.each([
  ['and more lines behind it', 'There is no help.\nType help.'],
  ['and more sentences behind it', 'There is no help. Type help.'],
])('what the first part begins with, %s, is said once', (_, text) => {
  const message: Message = {
    title: 'Not understood',
    summary: 'There is no help.',
    parts: [{ kind: 'text', text }],
  }
  expect(plainText(message)).toBe(`Not understood\n\n${text}\n`)
})

test('a first part that goes on within a word stands beside the summary', () => {
  const parts = [{ kind: 'text', text: 'Spend rose and fell' }] as const
  expect(plainText({ title: 'T', summary: 'Spend rose an', parts })).toBe(
    'T\n\nSpend rose an\n\nSpend rose and fell\n',
  )
})
