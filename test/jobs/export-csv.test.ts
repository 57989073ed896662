import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'

import { GOVERNANCE_COLUMNS } from '#core/governance/csv.ts'
import { SIGNAL_COLUMNS } from '#core/signals/csv.ts'
import { csvFile } from '#csv/csv-file.ts'
import { CSV_COLUMNS } from '#jobs/csv-rows.ts'
import { exportCsv } from '#jobs/export-csv.ts'
import { dollars, four, models } from '#test/core/message/given.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, type Given, member, memoryHouse } from '#test/support/house.ts'
import { textOf } from '#test/support/made-file.ts'
import { measured, measurement, spread, unknown } from '#test/support/measured.ts'

type Line = Readonly<Record<string, string>>

async function csv(
  text: string,
  given: Given = {},
  { viewer, excel }: { viewer?: Parameters<typeof asks>[1]; excel?: boolean } = {},
) {
  const house = memoryHouse({ measured: measured(four()), ...given })
  const request = { ...asks(text, viewer), ...(excel !== undefined && { excel }) }
  const made = await exportCsv({ ...house, csvFile })(request)
  const content = 'file' in made ? await textOf(made.file) : ''
  return { house, made, content, lines: parse<Line>(content, { columns: true }) }
}

const sum = (lines: readonly Line[], column: string) =>
  lines.reduce((total, line) => total + Number(line[column]), 0)

describe('the CSV of an answer', () => {
  test.each([
    ['30d', 'ai-usage'],
    ['usage 30d', 'ai-usage-usage'],
    ['usage team:eng 30d', 'ai-usage-usage-team-eng'],
    ['costs 30d', 'ai-usage-costs-by-team'],
    ['people 30d', 'ai-usage-people-by-team'],
    ['seats tool:chatgpt 30d', 'ai-usage-seats-tool-chatgpt-by-tool'],
    ['spend messages team:"Zürich / EMEA" 30d', 'ai-usage-spend-messages-team-zurich-emea'],
    ['tokens by:team,model top:5 30d', 'ai-usage-tokens-by-team-model-top-5'],
    ['spend messages sessions people 30d', 'ai-usage-4-numbers'],
    ['model:gpt-5,claude-*,o3 30d', 'ai-usage-model-gpt-5-claude-and-1-more'],
    ['team:eng compare:team:sales 30d', 'ai-usage-team-eng-vs-team-sales'],
    ['spend 30d per:week vs:last year', 'ai-usage-spend-per-week-vs-last-year'],
    ['user:ann@example.com by:model 30d', 'ai-usage-one-person-by-model'],
    ['user:p-7k2fqa,p-uupvig compare:user:p-6kz6ex 30d', 'ai-usage-2-people-vs-one-person'],
  ])('of %s is named %s and its days, never after who was asked about', async (text, name) => {
    const { made } = await csv(text)
    expect(made).toMatchObject({ name: `${name}-2026-10-22-to-2026-11-20.csv` })
  })

  test('with more to say than a name holds says that there is more, and keeps its days', async () => {
    const team = 'The department of very long names and what they stand for in all of the company'
    const { made } = await csv(`usage team:"${team}" by:model 30d`)
    const name = 'name' in made ? made.name : ''
    expect(name).toMatch(/^ai-usage-usage-team-the-.*-more-2026-10-22-to-2026-11-20\.csv$/)
    expect(name.length).toBeLessThanOrEqual(90)
  })

  test.each(['usage 30d', 'costs 30d', 'people 30d', 'seats 30d', 'by:model 30d'])(
    'of %s begins with a mark for Excel where it is for Excel, and is the same else',
    async (text) => {
      const [plain, marked] = [await csv(text), await csv(text, {}, { excel: true })]
      const [one, other] = [plain.content, marked.content]
      expect(other).toBe(`\uFEFF${one}`)
    },
  )

  test('has the period and its days, which add up to it, in micro-dollars and in dollars', async () => {
    const { lines } = await csv('spend 30d')
    const [whole, ...days] = lines
    expect(whole).toMatchObject({ rows: 'period', now: '4210000000', now_usd: '4210' })
    expect(whole).toMatchObject({ before_from: '2026-09-22', before_to: '2026-10-21' })
    expect(days).toHaveLength(30)
    expect(sum(days, 'now')).toBe(dollars(4_210))
    expect(sum(days, 'now_usd')).toBeCloseTo(4_210, 6)
    expect(days[0]).toMatchObject({ rows: 'day', from: '2026-10-22', to: '2026-10-22' })
    expect(days[0]).toMatchObject({ before_from: '2026-09-22', now_usd: '140.333333' })
  })

  test('has every group of a split and what belongs to none, adding up to the whole', async () => {
    const split = four({ by: { dimension: 'model', rows: models } })
    const { lines } = await csv('by:model spend 30d', { measured: measured(split) })
    const groups = lines.filter((line) => line['rows'] === 'group')
    expect(groups.map((line) => line['key'])).toEqual(['gpt-5', 'claude-opus', 'gpt-5-mini', ''])
    expect(groups.at(-1)).toMatchObject({ label: 'unattributed', dimension: 'model' })
    expect(sum(groups, 'now')).toBe(dollars(4_210))
    expect(lines.filter((line) => line['rows'] === 'group by day')).toHaveLength(4 * 30)
  })

  test('has both of two that are compared, each row with whose it is', async () => {
    const { lines } = await csv('team:eng compare:team:sales spend 30d')
    const whole = lines.filter((line) => line['rows'] === 'period')
    expect(whole.map((line) => line['side'])).toEqual(['eng', 'sales'])
    expect(lines).toHaveLength(2 * 31)
  })

  test('leaves unknown numbers empty and shows only the metrics asked for', async () => {
    const sessions = measurement('sessions', { now: spread(90), before: unknown })
    const { lines } = await csv('sessions 30d', { measured: measured([...four(), sessions]) })
    expect(new Set(lines.map((line) => line['metric']))).toEqual(new Set(['sessions']))
    expect(lines.at(-1)).toMatchObject({ before: '', now_usd: '', before_usd: '' })
  })

  test('has no days of a number whose days are not known at all, such as seats', async () => {
    const seats = measurement('assigned_seats', { now: unknown, before: unknown }, { now: 522 })
    const { lines } = await csv('seats 30d', { measured: measured([seats]) })
    expect(lines.map(({ rows, now }) => [rows, now])).toEqual([['period', '522']])
  })

  test('keeps days that are missing among known ones, and the row of a group of which nothing is known', async () => {
    const gap = spread(dollars(900))
    const known = measurement('spend', {
      now: (index, of) => (index === 3 ? null : gap(index, of)),
      before: unknown,
    })
    const days = known.series.map(({ value }) => value)
    const rows = [
      { key: '1', label: 'Known', now: known.now, before: null, series: days },
      { key: '2', label: 'No tool tells', now: null, before: null, series: days.map(() => null) },
    ]
    const split = { ...known, by: { dimension: 'team' as const, rows } }
    const { lines } = await csv('by:team spend 30d', { measured: measured([split]) })
    const of = (label: string) =>
      lines.filter((line) => line['label'] === label).map(({ rows: kind, now }) => [kind, now])
    expect(lines.filter(({ rows: kind }) => kind === 'day').map(({ now }) => now)[3]).toBe('')
    expect(of('Known').filter(([kind]) => kind === 'group by day')).toHaveLength(30)
    expect(of('Known').filter(([, now]) => now === '')).toHaveLength(1)
    expect(of('No tool tells')).toEqual([['group', '']])
  })

  test('cuts its first and last week at the ends of the period', async () => {
    const { lines } = await csv('messages 2026-06-01..2026-11-18', {
      measured: measured([
        {
          ...measurement('messages', { now: spread(30), before: spread(30) }),
          series: [
            { from: '2026-06-01', value: 10 },
            { from: '2026-11-16', value: 20 },
          ],
        },
      ]),
    })
    expect(lines.filter((line) => line['rows'] === 'week')).toMatchObject([
      { from: '2026-06-01', to: '2026-06-07' },
      { from: '2026-11-16', to: '2026-11-18' },
    ])
  })
})

describe('who gets it', () => {
  test('leaves an audit row of its own', async () => {
    const { house } = await csv('team:eng 30d', {}, { viewer: member({ admin: true }) })
    expect(house.rows).toMatchObject([
      { action: 'csv', command: 'team:eng 30d', outcome: 'answered', viewer: 'slack:T1/U1' },
    ])
  })

  test.each<[string, string, Given, Parameters<typeof asks>[1], string]>([
    ['not who may not ask', '30d', {}, member(), 'Numbers for everyone are not published here yet'],
    ['not without an audit row', '30d', { down: ['audit'] }, undefined, 'audit log'],
    ['not while the store is down', '30d', { down: ['usage'] }, undefined, 'could not be read'],
    ['not for what was not understood', 'by:modle', {}, undefined, 'Did you mean'],
    [
      'not where there is nothing',
      '30d',
      { measured: measured([], { empty: true }) },
      undefined,
      'No use',
    ],
  ])('%s', async (_, text, given, viewer, says) => {
    const { made } = await csv(text, given, viewer && { viewer })
    expect('refused' in made ? plain(made.refused) : made.name).toContain(says)
  })
})

test.each([
  ['from: team:eng', undefined, ['export team:eng 30d']],
  ['by:modle 7d', true, ['export by:model 7d for:excel']],
])('what was mistyped of a file, %s, is offered as a file', async (text, excel, offered) => {
  const { made } = await csv(text, {}, excel === undefined ? {} : { excel })
  const acts = ('refused' in made ? made.refused.parts : []).flatMap((part) =>
    part.kind === 'buttons' ? part.buttons.map(({ act }) => act) : [],
  )
  expect(acts.flatMap((act) => (act.kind === 'ask' ? [act.command] : []))).toEqual(offered)
})

test('docs/csv.md explains every column of the file', async () => {
  const { content } = await csv('30d')
  const [head = ''] = content.split('\r\n')
  expect(head.split(',')).toEqual(Object.keys(CSV_COLUMNS))
  const table = (columns: Readonly<Record<string, string>>) =>
    ['| Column | Meaning |', '| --- | --- |']
      .concat(Object.entries(columns).map(([name, means]) => `| \`${name}\` | ${means} |`))
      .join('\n')
  await expect(`# The CSV behind an answer

The button **CSV** under an answer gives the numbers it was made of. Who may ask may have it, and each
export leaves an audit row. UTF-8, comma, one head line. Text that a spreadsheet would run as a formula
starts with an apostrophe.

Excel takes such a file for another alphabet unless it begins with a mark (a byte order mark), and shows “MÃ¼ller” for
“Müller”. \`export usage 30d for:excel\` gives the file with that mark; in Slack so does **For Excel**, the button below a file. Programs
that read CSV are better off without it: some take it for a part of the first column’s name.

A file is named after what was asked and its days, as in
\`ai-usage-costs-team-engineering-by-model-2026-10-24-to-2026-11-22.csv\`; of people it says how many, never which.

A bucket that is empty among known ones is a gap: not known, which is not 0. Where no bucket of a number or a group is
known at all, there are none of them, and the row of the whole says what there is: seats are as of a day and have no
days, and of a group whose tools report no spend one empty row says so.

## Long files

A file that takes longer than some seconds comes later: meanwhile a message to you says how many rows it has so far, and
of how many where that is known. You may go on asking. If the program is stopped over it, a message says so and offers to
make it again. A file is written page by page, never held whole in memory; what is longer than 4 MiB waits on the disk of the
machine, in a file that has no name and is gone with the program.

Nothing is left out of a file, however long. Excel shows the first 1,048,576 rows of one; the message that gives a longer
one says so.

## Columns

${table(CSV_COLUMNS)}

## Events of \`governance\`

One row an event, the newest first.

${table(GOVERNANCE_COLUMNS)}

## Outcomes of \`signals\`

One row a unit, week, level and signal, where enough people are in it.

${table(SIGNAL_COLUMNS)}
`).toMatchFileSnapshot('../../docs/csv.md')
})
