import type { CardElement } from '@microsoft/teams.cards'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Message, Part } from '#core/message/message.ts'
import { bytes, fit } from '#teams/fit.ts'
import { nextAt } from '#teams/pace.ts'
import { card, plainText, renderTeams } from '#teams/render.ts'
import { escaped, paragraphs } from '#teams/text.ts'
import { faultOf, textOf } from '#test/support/teams/world.ts'

test.each([
  ['[click](https://evil.test)', '\\[click\\](https://evil.test)'],
  ['**bold** _it_ `x`', '\\*\\*bold\\*\\* \\_it\\_ \\`x\\`'],
  ['<at>Everyone</at>', '\\<at\\>Everyone\\</at\\>'],
  ['{{DATE(2026-01-01)}}', '{\u2060{DATE(2026-01-01)}}'],
  ['$4,210 ▲ 8 %', '$4,210 ▲ 8 %'],
])('a name stays what it is where cards read Markdown: %s', (name, written) => {
  expect(escaped(name)).toBe(written)
})

test('bold and code are runs, each line a paragraph, and a name in them is never markup', () => {
  expect(paragraphs('Say **it** `now`\n[x](y)')).toEqual([
    {
      type: 'RichTextBlock',
      inlines: [
        { type: 'TextRun', text: 'Say ' },
        { type: 'TextRun', text: 'it', weight: 'Bolder' },
        { type: 'TextRun', text: ' ' },
        { type: 'TextRun', text: 'now', fontType: 'Monospace' },
      ],
    },
    { type: 'RichTextBlock', spacing: 'Small', inlines: [{ type: 'TextRun', text: '[x](y)' }] },
  ])
})

const words = fc.string({ unit: 'grapheme', maxLength: 60 })
const label = fc.string({ minLength: 1, maxLength: 30 })

const part: fc.Arbitrary<Part> = fc.oneof(
  words.map((text): Part => ({ kind: 'text', text })),
  words.map((text): Part => ({ kind: 'note', text })),
  fc
    .array(fc.record({ label, value: label, note: label }), { maxLength: 12 })
    .map((facts): Part => ({ kind: 'facts', facts })),
  fc
    .array(fc.tuple(words, words), { maxLength: 300 })
    .map((rows): Part => ({ kind: 'table', head: ['A', 'B'], rows })),
  fc.array(label, { maxLength: 20 }).map((labels): Part => ({
    kind: 'buttons',
    buttons: labels.map((each) => ({ label: each, act: { kind: 'ask', command: '30d' } })),
  })),
)

const message: fc.Arbitrary<Message> = fc.record({
  title: words,
  summary: words,
  parts: fc.array(part, { maxLength: 6 }),
})

test('any message is a card that Teams takes, within any size, and says what it left out', () => {
  fc.assert(
    fc.property(message, fc.constantFrom(80_000, 40_000, 28_000), (said, most) => {
      const { body, cut } = fit(renderTeams(said, { personal: false }), most)
      const drawn = card(body, said)
      expect(faultOf(JSON.parse(JSON.stringify(drawn)))).toBeUndefined()
      expect(bytes(drawn)).toBeLessThanOrEqual(most)
      expect(textOf(drawn).includes('Left out, as Teams takes no more')).toBe(cut.length > 0)
      expect(plainText(said).length).toBeLessThanOrEqual(4_000)
    }),
    { numRuns: 60 },
  )
})

test('a picture does not count, and the buttons stay whatever else has to go', () => {
  const picture: CardElement = {
    type: 'Image',
    url: `data:image/png;base64,${'A'.repeat(200_000)}`,
    altText: 'x',
  }
  expect(bytes(picture)).toBeLessThan(200)
  const long: Message = {
    title: 'T',
    summary: 'S',
    parts: [
      ...Array.from({ length: 60 }, (): Part => ({ kind: 'text', text: 'x'.repeat(900) })),
      { kind: 'buttons', buttons: [{ label: 'CSV', act: { kind: 'csv', command: '30d' } }] },
    ],
  }
  const { body, cut } = fit(renderTeams(long, { personal: true }))
  expect(body.some(({ type }) => type === 'ActionSet')).toBe(true)
  expect(cut).toEqual([expect.stringMatching(/^\d+ parts$/)])
})

test.each([
  [[], 1_000, 1_000],
  [[1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000], 1_100, 2_000],
  [[0, 0, 0, 0, 0, 0, 900, 950], 1_000, 2_000],
])('after calls at %j, one wanted at %i leaves at %i', (sent, now, at) => {
  const limits = [
    { most: 7, withinMs: 1_000 },
    { most: 8, withinMs: 2_000 },
  ]
  expect(nextAt(sent, limits, now)).toBe(at)
})
