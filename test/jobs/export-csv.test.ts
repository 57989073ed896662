import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'

import { GOVERNANCE_COLUMNS } from '#core/governance/csv.ts'
import { SIGNAL_COLUMNS } from '#core/signals/csv.ts'
import { writeCsv } from '#csv/write-csv.ts'
import { CSV_COLUMNS } from '#jobs/csv-rows.ts'
import { exportCsv } from '#jobs/export-csv.ts'
import { dollars, four, models } from '#test/core/message/given.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, type Given, member, memoryHouse } from '#test/support/house.ts'
import { measured, measurement, spread, unknown } from '#test/support/measured.ts'

type Line = Readonly<Record<string, string>>

async function csv(text: string, given: Given = {}, viewer?: Parameters<typeof asks>[1]) {
  const house = memoryHouse({ measured: measured(four()), ...given })
  const made = await exportCsv({ ...house, writeCsv })(asks(text, viewer))
  const lines = 'csv' in made ? parse<Line>(made.csv, { columns: true }) : []
  return { house, made, lines }
}

const sum = (lines: readonly Line[], column: string) =>
  lines.reduce((total, line) => total + Number(line[column]), 0)

describe('the CSV of an answer', () => {
  test('is named after its days and its split, never after who was asked about', async () => {
    const { made } = await csv('user:ann@example.com by:model 30d')
    expect(made).toMatchObject({ name: 'ai-usage-by-model-2026-10-22-to-2026-11-20.csv' })
  })

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
    const { house } = await csv('team:eng 30d', {}, member({ admin: true }))
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
    const { made } = await csv(text, given, viewer)
    expect('refused' in made ? plain(made.refused) : made.csv).toContain(says)
  })
})

test('docs/csv.md explains every column of the file', async () => {
  const { made } = await csv('30d')
  const [head = ''] = 'csv' in made ? made.csv.split('\r\n') : []
  expect(head.split(',')).toEqual(Object.keys(CSV_COLUMNS))
  const table = (columns: Readonly<Record<string, string>>) =>
    ['| Column | Meaning |', '| --- | --- |']
      .concat(Object.entries(columns).map(([name, means]) => `| \`${name}\` | ${means} |`))
      .join('\n')
  await expect(`# The CSV behind an answer

The button **CSV** under an answer gives the numbers it was made of. Who may ask may have it, and each
export leaves an audit row. UTF-8, comma, one head line. Text that a spreadsheet would run as a formula
starts with an apostrophe.

${table(CSV_COLUMNS)}

## Events of \`governance\`

One row an event, the newest first.

${table(GOVERNANCE_COLUMNS)}

## Outcomes of \`signals\`

One row a unit, week, level and signal, where enough people are in it.

${table(SIGNAL_COLUMNS)}
`).toMatchFileSnapshot('../../docs/csv.md')
})
