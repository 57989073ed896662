import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Chart } from '#core/chart/chart.ts'
import type { Act, Button, Fact, Message, Part } from '#core/message/message.ts'
import { acceptBlocks, characters as slackCharacters } from '#demo/slack-fake/blocks/check.ts'
import { seedWorld } from '#demo/slack-fake/seed.ts'
import type { Json } from '#demo/slack-fake/world.ts'
import { fit } from '#slack/fit.ts'
import { cut, pieces } from '#slack/limits.ts'
import { fallbackText, renderSlack, type RenderContext } from '#slack/render.ts'

const { world } = seedWorld({ signingSecret: 'secret', settings: { maxBlockCharacters: 10_000 } })
world.files.set('F1', {
  id: 'F1',
  name: 'a.png',
  title: 'a',
  length: 1,
  uploadPath: '/upload/1',
  bytes: Uint8Array.of(1),
  completed: true,
  readyAt: 0,
  shares: [],
})

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '<!channel>',
    '<https://evil|click>',
    '**',
    '`',
    '*_~',
    'שלום',
    '👩‍👩‍👧',
    '&lt;',
    '\n',
    '',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => text.repeat(200)),
)
const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 })

// Around the length at which a button no longer carries it.
const long = fc.integer({ min: 1_900, max: 2_050 }).map((many) => 'x'.repeat(many))

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('ask' as const, 'csv' as const),
    command: fc.oneof(words, long),
  }),
  fc.constantFrom<Act>({ kind: 'keep' }, { kind: 'ask-for-access' }, { kind: 'help' }),
)
const button: fc.Arbitrary<Button> = fc.record({ label, act })
const fact: fc.Arbitrary<Fact> = fc.record({ label, value: words })
const value = fc.option(fc.integer({ min: 0, max: 1e12 }))
const frame = {
  title: words,
  subtitle: words,
  footer: words,
  alt: words,
  unit: fc.constantFrom('count' as const, 'usd_micros' as const),
}
const point = fc.record({ from: label, value })
// Days, all there: what a native chart could show, but for its length.
const days = fc
  .integer({ min: 15, max: 25 })
  .map((many) =>
    Array.from({ length: many }, (_, at) => ({ from: `2026-10-${at + 1}`, value: at })),
  )
const chart: fc.Arbitrary<Chart> = fc.oneof(
  fc.record({
    kind: fc.constant('lines' as const),
    grain: fc.constant('day' as const),
    now: fc.oneof(days, fc.array(point, { maxLength: 40, size: 'max' })),
    before: fc.array(point, { maxLength: 40, size: 'max' }),
    ...frame,
  }),
  fc.record({
    kind: fc.constant('bars' as const),
    head: label,
    beforeHead: label,
    rows: fc.array(fc.record({ label, now: fc.integer({ min: 0 }), before: value }), {
      maxLength: 30,
    }),
    ...frame,
  }),
)
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: words }),
  fc.record({ kind: fc.constant('note' as const), text: words }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fact, { maxLength: 25, size: 'max' }),
  }),
  fc.record({ kind: fc.constant('chart' as const), chart }),
  fc.record({
    kind: fc.constant('buttons' as const),
    buttons: fc.array(button, { maxLength: 40, size: 'max' }),
  }),
  fc.integer({ min: 0, max: 25 }).chain((columns) =>
    fc.record({
      kind: fc.constant('table' as const),
      head: fc.array(label, { minLength: columns, maxLength: columns }),
      rows: fc.array(fc.array(label, { minLength: columns, maxLength: columns }), {
        maxLength: 150,
      }),
    }),
  ),
)
const message: fc.Arbitrary<Message> = fc.record({
  title: words,
  summary: words,
  parts: fc.array(part, { maxLength: 70, size: 'max' }),
})
const context: fc.Arbitrary<RenderContext> = fc.record({
  answerId: fc.constant('answer-1'),
  picture: fc.constantFrom(
    { kind: 'none' as const },
    { kind: 'image-block' as const, file: 'F1' },
    { kind: 'native-chart' as const },
    { kind: 'dm-file' as const, url: 'https://northwind.slack.com/files/F1' },
    { kind: 'text' as const },
  ),
  tables: fc.constantFrom('block' as const, 'lines' as const),
  dm: fc.boolean(),
})

test('any message fits what Slack documents that it takes', () => {
  fc.assert(
    fc.property(message, context, (message, context) => {
      const text = fallbackText(message)
      const { blocks } = fit(renderSlack(message, context), 10_000 - text.length)
      const written = JSON.parse(JSON.stringify(blocks)) as readonly Json[]
      acceptBlocks(world, written, { surface: 'message', ephemeral: true })
      expect(slackCharacters(written) + text.length).toBeLessThanOrEqual(10_000)
    }),
    { numRuns: 120 },
  )
})

test('sixty short paragraphs are fifty blocks, and the last says what is missing', () => {
  const parts = Array.from(
    { length: 60 },
    (_, at) => ({ kind: 'text', text: `Line ${at}` }) as const,
  )
  const { blocks, cut } = fit(
    renderSlack(
      { title: '', summary: 'Line 0', parts },
      { picture: { kind: 'none' }, tables: 'block', dm: false },
    ),
  )
  expect(blocks.length).toBe(50)
  expect(cut).toEqual(['11 parts of the text'])
})

test('what fits is sent whole and nothing is said to be left out', () => {
  const blocks = renderSlack(
    { title: 'Short', summary: 'Short.', parts: [{ kind: 'text', text: 'All of it.' }] },
    { picture: { kind: 'none' }, tables: 'block', dm: false },
  )
  expect(fit(blocks)).toEqual({ blocks, cut: [] })
})

test('a table of 400 rows arrives as far as Slack takes it, and says where the rest is', () => {
  const rows = Array.from({ length: 400 }, (_, at) => [`Team ${at}`, '$1'])
  const message: Message = {
    title: 'Teams',
    summary: 'All teams.',
    parts: [
      { kind: 'table', head: ['Team', 'Spend'], rows },
      { kind: 'buttons', buttons: [{ label: 'CSV', act: { kind: 'csv', command: 'by:team' } }] },
    ],
  }
  const { blocks, cut } = fit(
    renderSlack(message, { picture: { kind: 'none' }, tables: 'block', dm: false }),
  )
  expect(cut).toEqual(['301 rows of the table'])
  expect(JSON.stringify(blocks.at(-1))).toContain('The CSV button has every number.')
  expect(blocks.map(({ type }) => type)).toEqual([
    'header',
    'rich_text',
    'table',
    'actions',
    'context',
  ])
})

test('14,000 characters arrive shortened, their buttons last', () => {
  const text = 'word '.repeat(2_800)
  const { blocks, cut } = fit(
    renderSlack(
      {
        title: 'Long',
        summary: 'Long.',
        parts: [
          { kind: 'text', text },
          { kind: 'buttons', buttons: [{ label: 'Keep', act: { kind: 'keep' } }] },
        ],
      },
      { picture: { kind: 'none' }, tables: 'block', dm: false },
    ),
  )
  expect(cut).toEqual(['2 parts of the text'])
  expect(blocks.at(-2)?.type).toBe('actions')
  expect(JSON.stringify(blocks.at(-1))).toContain('Ask for less')
})

test('a command too long for a button leaves the others', () => {
  const command = 'x'.repeat(2_500)
  const { blocks, cut } = fit(
    renderSlack(
      {
        title: '',
        summary: '',
        parts: [
          {
            kind: 'buttons',
            buttons: [
              { label: 'Again', act: { kind: 'ask', command } },
              { label: 'Help', act: { kind: 'help' } },
            ],
          },
        ],
      },
      { picture: { kind: 'none' }, tables: 'block', dm: false },
    ),
  )
  expect(cut).toEqual(['1 button'])
  expect(JSON.stringify(blocks[0])).toContain('Help')
})

test('text is cut at a word and never inside a character', () => {
  expect(cut('one two three', 9)).toBe('one two…')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, most) => {
      expect(cut(text, most).length).toBeLessThanOrEqual(most)
      expect(cut(text, most).isWellFormed() || !text.isWellFormed()).toBe(true)
    }),
  )
})

test('pieces of a text are short enough and lose only the spaces between them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (text, most) => {
      const found = pieces(text, most)
      expect(found.every((piece) => piece.length <= most && piece !== '')).toBe(true)
      expect(found.join('').replaceAll(/[ \n]/g, '')).toBe(text.replaceAll(/[ \n]/g, ''))
    }),
  )
})

test('someone of this workspace is shown by name, and a word in capitals is a word', () => {
  const text = 'Taken on by `T1/U024BE7LH`, of `UNITED` and `analyst U024BE7LH`.'
  const message: Message = { title: '', summary: text, parts: [{ kind: 'text', text }] }
  const context: RenderContext = { picture: { kind: 'text' }, tables: 'block', dm: true }
  const said = JSON.stringify(fit(renderSlack(message, context)).blocks)
  expect(said).toContain('{"type":"user","user_id":"U024BE7LH"}')
  expect(said.split('"user_id"')).toHaveLength(2)
  expect(said).toContain('"text":"UNITED"')
})
