import { expect, test } from 'vitest'

import type { Json } from '#demo/slack-fake/world.ts'

import { button, outcome, startDesk } from './tiny-app.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const section = (text: string): Json => ({ type: 'section', text: mrkdwn(text) })
const actions = (...elements: Json[]): Json => ({ type: 'actions', elements })
const many = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index))
const fields = (...texts: string[]): Json => ({ type: 'section', fields: texts.map(mrkdwn) })
const image = (rest: Json): Json => ({ type: 'image', alt_text: 'A chart', ...rest })
const cell = (text: string) => ({ type: 'raw_text', text })
const table = (rows: number, columns: number, text = 'x'): Json => ({
  type: 'table',
  rows: many(rows, () => many(columns, () => cell(text))),
})

const points = (count: number) => many(count, (index) => ({ label: `W${index}`, value: index }))
const line = (count: number, change: Json = {}, names = ['now']): Json => ({
  type: 'data_visualization',
  title: 'Spend',
  chart: {
    type: 'line',
    series: names.map((name) => ({ name, data: points(count) })),
    axis_config: { categories: points(count).map(({ label }) => label) },
  },
  ...change,
})
const pie = (count: number, value = 1): Json => ({
  type: 'data_visualization',
  title: 'Share',
  chart: { type: 'pie', segments: many(count, (index) => ({ label: `S${index}`, value })) },
})

const accepted: readonly [what: string, blocks: readonly Json[]][] = [
  ['fifty blocks', many(50, () => ({ type: 'divider' }))],
  ['a section of 3,000 characters', [section('x'.repeat(3000))]],
  ['ten fields', [fields(...many(10, () => 'x'))]],
  ['twenty-five buttons', [actions(...many(25, (index) => button('x', `a${index}`)))]],
  ['one action id in two blocks', [actions(button('x', 'a')), actions(button('x', 'a'))]],
  ['a header of 150 characters', [{ type: 'header', text: plain('x'.repeat(150)) }]],
  ['a picture by URL', [image({ image_url: 'https://example.com/a.png' })]],
  ['a table of 100 rows', [table(100, 2)]],
  ['a line of twenty points', [line(20)]],
  ['six segments', [pie(6)]],
  ['two charts', [line(3), pie(3)]],
  [
    'texts of 10,000 characters in all',
    [...many(3, () => section('x'.repeat(3000))), section('x'.repeat(1000))],
  ],
]

test.each(accepted)('Slack takes %s', async (_, blocks) => {
  await using desk = await startDesk()
  const post = { channel: 'CGENERAL', text: 'x', blocks: blocks }
  expect(await outcome(desk.client.apiCall('chat.postMessage', post))).toBe('ok')
})

const refused: readonly [what: string, blocks: readonly Json[], at: string][] = [
  ['fifty-one blocks', many(51, () => ({ type: 'divider' })), 'no more than 50 items allowed'],
  ['an unknown block', [{ type: 'sparkle' }], 'unsupported type: sparkle'],
  ['an unknown field', [{ type: 'divider', colour: 'red' }], '/blocks/0]'],
  ["a modal's alert", [{ type: 'alert', text: mrkdwn('x') }], 'unsupported type: alert'],
  ['a section of 3,001 characters', [section('x'.repeat(3001))], '/blocks/0/text/text'],
  ['an empty section', [section('')], '/blocks/0/text/text'],
  ['a section without text', [{ type: 'section' }], 'missing required field'],
  ['eleven fields', [fields(...many(11, () => 'x'))], '/blocks/0/fields'],
  ['a field of 2,001 characters', [fields('x'.repeat(2001))], '/blocks/0/fields/0/text'],
  [
    'a header of 151 characters',
    [{ type: 'header', text: plain('x'.repeat(151)) }],
    '/blocks/0/text',
  ],
  ['a header with markup', [{ type: 'header', text: mrkdwn('x') }], '/blocks/0/text'],
  [
    'twenty-six buttons',
    [actions(...many(26, (index) => button('x', `a${index}`)))],
    '/blocks/0/elements',
  ],
  ['no buttons', [actions()], '/blocks/0/elements'],
  [
    'a button of 76 characters',
    [actions(button('x'.repeat(76), 'a'))],
    '/blocks/0/elements/0/text',
  ],
  [
    'a value of 2,001 characters',
    [actions({ ...button('x', 'a'), value: 'x'.repeat(2001) })],
    '/value',
  ],
  [
    'one action id twice in a block',
    [actions(button('x', 'a'), button('y', 'a'))],
    'action_id already exists: a',
  ],
  [
    'one block id twice',
    many(2, () => ({ type: 'divider', block_id: 'b' })),
    'block_id already exists: b',
  ],
  [
    'a block id of 256 characters',
    [{ type: 'divider', block_id: 'x'.repeat(256) }],
    '/blocks/0/block_id',
  ],
  [
    'a picture without alt text',
    [{ type: 'image', image_url: 'https://e.com/a.png' }],
    '/blocks/0/alt_text',
  ],
  [
    'an alt text of 2,001 characters',
    [image({ alt_text: 'x'.repeat(2001), image_url: 'https://e.com/a.png' })],
    '/alt_text',
  ],
  ['a picture from nowhere', [image({})], 'exactly one of: image_url, slack_file'],
  [
    'eleven context elements',
    [{ type: 'context', elements: many(11, () => mrkdwn('x')) }],
    '/blocks/0/elements',
  ],
  ['a table of 101 rows', [table(101, 1)], '/blocks/0/rows'],
  ['a table of 21 columns', [table(1, 21)], '/blocks/0/rows/0'],
  ['a line of 21 points', [line(21)], '/blocks/0/chart'],
  [
    'seven series',
    [
      line(
        3,
        {},
        many(7, (index) => `s${index}`),
      ),
    ],
    '/blocks/0/chart/series',
  ],
  ['two series of one name', [line(3, {}, ['a', 'a'])], 'series names must be unique'],
  ['a chart title of 51 characters', [line(3, { title: 'x'.repeat(51) })], '/blocks/0/title'],
  ['a pie with an empty slice', [pie(2, 0)], '/blocks/0/chart/segments/0/value'],
  ['seven segments', [pie(7)], '/blocks/0/chart/segments'],
  ['three charts', [line(3), line(3), pie(3)], 'no more than 2 data_visualization'],
]

test.each(refused)('Slack refuses %s and says where', async (_, blocks, where) => {
  await using desk = await startDesk()
  const said = await outcome(
    desk.client.apiCall('chat.postMessage', {
      channel: 'CGENERAL',
      text: 'x',
      blocks: blocks,
    }),
  )
  expect(said).toMatch(/^invalid_blocks \[ERROR\] /)
  expect(said).toContain(where)
  expect(desk.fake.visibleTo('UADMIN', 'CGENERAL')).toEqual([])
})

test('labels that differ from the categories are refused', async () => {
  await using desk = await startDesk()
  const chart = line(3)
  const moved = { ...(chart['chart'] as Json), axis_config: { categories: ['a', 'b', 'c'] } }
  const blocks = [{ ...chart, chart: moved }]
  expect(
    await outcome(
      desk.client.apiCall('chat.postMessage', { channel: 'CGENERAL', text: 'x', blocks }),
    ),
  ).toContain('data labels must match axis categories')
})

test('texts of more than 10,000 characters in all are too long, though each block is fine', async () => {
  await using desk = await startDesk()
  const blocks = [...many(3, () => section('x'.repeat(3000))), section('x'.repeat(1001))]
  const post = { channel: 'CGENERAL', text: 'x', blocks }
  expect(await outcome(desk.client.apiCall('chat.postMessage', post))).toBe('msg_blocks_too_long')
  desk.fake.settings.maxBlockCharacters = 13_200
  expect(await outcome(desk.client.apiCall('chat.postMessage', post))).toBe('ok')
})

test('a second table is refused', async () => {
  await using desk = await startDesk()
  const blocks = [table(1, 1), table(1, 1)]
  expect(
    await outcome(
      desk.client.apiCall('chat.postMessage', { channel: 'CGENERAL', text: 'x', blocks }),
    ),
  ).toBe('invalid_attachments')
})

test('a workspace that does not know native charts yet refuses them', async () => {
  await using desk = await startDesk({ nativeCharts: 'refused' })
  const blocks = [line(3)]
  expect(
    await outcome(
      desk.client.apiCall('chat.postMessage', { channel: 'CGENERAL', text: 'x', blocks }),
    ),
  ).toContain('unsupported type: data_visualization')
})

test('native charts, tables and markdown stand in messages, not in the App Home', async () => {
  await using desk = await startDesk()
  const publish = (block: Json) =>
    outcome(
      desk.client.apiCall('views.publish', {
        user_id: 'UADMIN',
        view: { type: 'home', blocks: [block] },
      }),
    )
  expect(await publish(section('x'))).toBe('ok')
  for (const block of [line(3), table(1, 1), { type: 'markdown', text: 'x' }])
    expect(await publish(block)).toContain('unsupported type')
})
