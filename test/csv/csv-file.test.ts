import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'

import {
  array,
  asyncProperty,
  assert,
  constantFrom,
  integer,
  nat,
  oneof,
  string,
  tuple,
} from 'fast-check'
import { describe, expect, test } from 'vitest'

import { csvFile } from '#csv/csv-file.ts'
import { writeCsv } from '#csv/write-csv.ts'
import { textOf } from '#test/support/made-file.ts'

const HEAD = ['name', 'now']
const NO_MARK = { bom: false }

const onDisk = async () =>
  (await readdir(tmpdir())).filter((name) => /^ai-usage-[\w-]{36}\.csv$/.test(name))

test('Excel is told that it is UTF-8 by a mark, once, and only where that is wanted', async () => {
  const written = async (how: { readonly bom: boolean }) => {
    await using file = await csvFile(['name'], [[['Zoë Müller']], [['Åsa']]], how)
    return Buffer.concat(await Array.fromAsync(file.read()))
  }
  const mark = Buffer.from([0xef, 0xbb, 0xbf])
  const plain = Buffer.from('name\r\nZoë Müller\r\nÅsa\r\n')
  expect(await written({ bom: true })).toEqual(Buffer.concat([mark, plain]))
  expect(await written(NO_MARK)).toEqual(plain)
})

test('page by page, in memory or on disk, it is the table that it would be at once', async () => {
  const cell = oneof(string({ unit: 'grapheme' }), integer(), constantFrom(null, '=1', 'é'))
  const pages = array(array(tuple(cell, cell), { maxLength: 4 }), { maxLength: 6 })
  await assert(
    asyncProperty(pages, nat(300), nat(200), nat(200), async (rows, heldBytes, one, other) => {
      await using file = await csvFile(HEAD, rows, { ...NO_MARK, heldBytes })
      const whole = writeCsv(HEAD, rows.flat())
      expect(await textOf(file)).toBe(whole)
      // As often as wanted, and any part of it.
      expect(await textOf(file)).toBe(whole)
      expect(file.rows).toBe(rows.flat().length)
      expect(file.bytes).toBe(Buffer.byteLength(whole))
      const [from, to] = [
        Math.min(one, other, file.bytes),
        Math.min(Math.max(one, other), file.bytes),
      ]
      expect(Buffer.concat(await Array.fromAsync(file.read(from, to)))).toEqual(
        Buffer.from(whole).subarray(from, to),
      )
    }),
    { numRuns: 60 },
  )
})

describe('what is too long for memory', () => {
  const pages = [[['Ada', 1]], [['Bo', 2]]] as const

  test('stands on disk under no name, so that nothing stays behind', async () => {
    const before = await onDisk()
    await using file = await csvFile(HEAD, pages, { ...NO_MARK, heldBytes: 0 })
    expect(await onDisk()).toEqual(before)
    expect(await textOf(file)).toBe('name,now\r\nAda,1\r\nBo,2\r\n')
  })

  test('is gone once it is let go', async () => {
    const file = await csvFile(HEAD, pages, { ...NO_MARK, heldBytes: 0 })
    await file[Symbol.asyncDispose]()
    await expect(textOf(file)).rejects.toThrow('file closed')
  })
})

test('whoever waits is told after each page how many rows there are', async () => {
  const told: number[] = []
  const pages = [
    [['a', 1]],
    [],
    [
      ['b', 2],
      ['c', 3],
    ],
  ] as const
  await using _ = await csvFile(HEAD, pages, { ...NO_MARK, wrote: (rows) => told.push(rows) })
  expect(told).toEqual([1, 1, 3])
})

test('where its rows break off there is no file', async () => {
  const pages = async function* () {
    yield [['Ada', 1]] as const
    throw new Error('the store is gone')
  }
  await expect(csvFile(HEAD, pages(), { ...NO_MARK, heldBytes: 0 })).rejects.toThrow('is gone')
})
