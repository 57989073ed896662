import { readFileSync } from 'node:fs'

import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import type { LogFacts } from '#core/privacy/log-fields.ts'
import { inventory } from '#db/inventory.ts'
import type { Inventory } from '#db/inventory/inventory.ts'
import { privacyReference } from '#db/privacy-reference.ts'
import type { account } from '#db/schema/people.ts'
import { rows } from '#store/rows.ts'
import { openMemoryStore } from '#test/support/store.ts'

const FILE = 'docs/privacy.md'
const [BEGIN, END] = ['<!-- inventory -->\n', '<!-- /inventory -->']

// To write it anew: npx vitest run test/db/inventory.test.ts --update
test('docs/privacy.md lists every column, log field and message field as the code declares them', async () => {
  const text = readFileSync(FILE, 'utf8')
  const [before = '', rest = ''] = text.split(BEGIN)
  const after = rest.split(END)[1] ?? ''
  await expect(`${before}${BEGIN}\n${privacyReference()}\n${END}${after}`).toMatchFileSnapshot(
    `../../${FILE}`,
  )
})

test('every column of the migrated store is declared, and none that is not there', async () => {
  await using store = await openMemoryStore()
  const stored = await rows<{ name: string }>(
    store.db,
    'columns',
    sql`select c.table_name || '.' || c.column_name as name from information_schema.columns c
      join pg_class t on t.relname = c.table_name and not t.relispartition
        and t.relkind in ('r', 'p')
      where c.table_schema = 'public' order by 1`,
  )
  expect(stored.map(({ name }) => name).toSorted()).toEqual(
    inventory()
      .map(({ table, column }) => `${table}.${column}`)
      .toSorted(),
  )
})

test('a text of a measured person is a hash, or a name that the company published; one alone is a vendor’s id of an entry', () => {
  const texts = inventory().filter(
    ({ sqlType, whose }) => whose === 'measured person' && /text|json/.test(sqlType),
  )
  expect(texts.length).toBeGreaterThan(5)
  const clear = texts.filter(({ class: kind }) => !/^(keyed hash|published name|enum)$/.test(kind))
  expect(clear.map(({ table, column, class: kind }) => [`${table}.${column}`, kind])).toEqual([
    ['governance_event.reference', 'entry of a log'],
  ])
})

describe('what is not declared does not compile', () => {
  const entry = { whose: 'measured person', kept: 'roster' } as const

  test('a column without a class', () => {
    const lacking = {
      ...entry,
      columns: { accountId: 'id', keyVersion: 'number' },
    } as const
    // @ts-expect-error pseudonym is missing
    const refused: Inventory<typeof account> = lacking
    expect(refused.columns).not.toHaveProperty('pseudonym')
  })

  test('a hash that is declared to be a number', () => {
    const wrong = {
      ...entry,
      columns: { accountId: 'id', keyVersion: 'number', pseudonym: 'number' },
    } as const
    // @ts-expect-error bytes are a pseudonym, a keyed hash or an id
    const refused: Inventory<typeof account> = wrong
    expect(refused.columns.pseudonym).toBe('number')
  })

  test('a log field that could hold anything', () => {
    // @ts-expect-error no such field
    const refused: LogFacts = { prompt: 'text' }
    expect(refused).toHaveProperty('prompt')
  })
})
