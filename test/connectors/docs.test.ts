import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { COMMAND_NAMES } from '#cli/commands.ts'
import { parse } from '#cli/parse.ts'
import { CONTRACT_FIELDS } from '#connectors/contracts.ts'
import { DIRECTORY_FIELDS } from '#connectors/directory.ts'
import { GOVERNANCE_FIELDS } from '#connectors/governance-file.ts'
import { NOTE_FIELDS } from '#connectors/notes.ts'
import { SEAT_FIELDS } from '#connectors/seats.ts'
import { REQUIRED_FIELDS, USAGE_FIELDS, usageLineSchema } from '#connectors/usage-schema.ts'
import { GOVERNANCE_TYPES } from '#core/governance/type.ts'

const docs = readFileSync('docs/import.md', 'utf8')
const section = (name: string) =>
  docs.split(`<!-- fields:${name} -->\n`)[1]?.split(`<!-- /fields:${name} -->`)[0] ?? ''
const named = (name: string) =>
  section(name)
    .split('\n')
    .flatMap((row) => row.split('|')[1]?.match(/(?<=`)[a-z_]+(?=`)/g) ?? [])

test('docs/import.md describes the usage fields as the schema does', () => {
  const rows = USAGE_FIELDS.map((field) => {
    const { description, example } = usageLineSchema.shape[field].meta() ?? {}
    const required = REQUIRED_FIELDS.includes(field) ? 'yes' : 'no'
    return `| \`${field}\` | ${required} | ${description} | \`${String(example)}\` |\n`
  })
  expect(section('usage')).toBe(
    `| Field | Required | What it is | Example |\n|---|---|---|---|\n${rows.join('')}`,
  )
})

test('the examples in the docs make a line that is taken', () => {
  const line = Object.fromEntries(
    USAGE_FIELDS.map((field) => [field, usageLineSchema.shape[field].meta()?.['example']]),
  )
  expect(usageLineSchema.safeParse(line).error).toBeUndefined()
})

test('fields are required as the docs say', () => {
  for (const field of USAGE_FIELDS) {
    const line: Record<string, unknown> = {
      time: '2026-11-20T09:15:00Z',
      person: 'ada',
      tool: 'chatgpt',
    }
    delete line[field]
    expect([field, usageLineSchema.safeParse(line).success]).toEqual([
      field,
      !REQUIRED_FIELDS.includes(field),
    ])
  }
})

test.each([
  ['directory', DIRECTORY_FIELDS],
  ['seats', SEAT_FIELDS],
  ['contracts', CONTRACT_FIELDS],
  ['notes', NOTE_FIELDS],
  ['governance', GOVERNANCE_FIELDS],
])('docs/import.md names every field of %s', (name, fields) => {
  expect(named(name)).toEqual([...fields])
})

test('docs/import.md says every import command, as the command line takes it', () => {
  const typed = [...docs.matchAll(/^npm run -s ai-usage -- (import .+)$/gm)].map(([, line = '']) =>
    line.endsWith('\\') ? `${line.slice(0, -1)} x.csv` : line,
  )
  const commands = COMMAND_NAMES.filter((name) => name.startsWith('import '))
  expect(commands.filter((name) => !docs.includes(`\`${name} `))).toEqual([])
  const parsed = new Set(typed.map((line) => parse(line.split(/\s+/)).command))
  expect([...parsed].toSorted()).toEqual(commands.toSorted())
})

test('docs/import.md lists every type of a governance event', () => {
  const listed = /\nTypes: ([\s\S]*?)\.\n/u.exec(docs)?.[1] ?? ''
  expect(listed.match(/\w+/gu)).toEqual(GOVERNANCE_TYPES)
})
