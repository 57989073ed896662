import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { format } from '#core/command/format.ts'
import { DIMENSION_NAMES, FILTER_KEYS } from '#core/command/grammar.ts'
import { parse } from '#core/command/parse.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { MetricId } from '#core/metric/metric.ts'
import { views } from '#digests/registry.ts'

const rows = readFileSync('docs/products.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, shows = '', command = '', answer = ''] =
      /^\| (.+?) \| `(.+?)` \| (.*) \|$/u.exec(line) ?? []
    return command === '' ? [] : [{ shows, command, answer }]
  })

test('what dashboards show has a command each, which is understood, and an answer', () => {
  expect(rows.length).toBeGreaterThan(50)
  for (const { command, answer } of rows) {
    const parsed = parse(command)
    if (parsed.kind === 'misread') throw new Error(`${command}: ${JSON.stringify(parsed.problems)}`)
    // What is written reads back as the same: nothing of it was passed over.
    expect([command, parse(format(parsed))]).toEqual([command, parsed])
    expect([command, answer]).toEqual([command, expect.stringMatching(/\w/)])
  }
})

test('every view of the digest that is named is there', () => {
  const named = rows.flatMap(({ command }) => {
    const parsed = parse(command)
    return parsed.kind === 'digest' && parsed.show !== undefined ? [parsed.show] : []
  })
  expect(named.length).toBeGreaterThan(5)
  expect(views.map(({ id }) => id)).toEqual(expect.arrayContaining(named))
})

test('every number, filter and split there is has its line', () => {
  const asks = rows.flatMap(({ command }) => {
    const parsed = parse(command)
    return parsed.kind === 'ask' ? [parsed] : []
  })
  const text = readFileSync('docs/products.md', 'utf8')
  const shown = new Set<MetricId>(asks.flatMap(({ metrics = [] }) => metrics))
  expect(Object.keys(catalogue).filter((id) => !shown.has(id as MetricId))).toEqual([])
  expect(FILTER_KEYS.filter((key) => !text.includes(`\`${key}:`))).toEqual([])
  const splits = new Set(asks.flatMap(({ by, also }) => [by, also]))
  expect(DIMENSION_NAMES.filter((name) => !splits.has(name))).toEqual([])
})
