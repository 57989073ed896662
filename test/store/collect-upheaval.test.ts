import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { member } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { asSnapshot, AT, pullNow } from './collects.ts'

const DAY = 86_400_000
const entra = asSnapshot({ id: 'people', source: 'entra', tools: [] })

const team = (name: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => member(`p${from + n}`, name))

/** `Eng 30, Sales 10` */
async function teams(store: Store): Promise<string> {
  const found = await rows<{ line: string }>(
    store.db,
    'teams',
    sql`select u.path || ' ' || count(*) as line from membership m join org_unit u using (unit_id)
      where m.valid_to = '9999-12-31' group by u.path order by 1`,
  )
  return found.map(({ line }) => line).join(', ')
}

describe.each(stores())('in $kind', ({ open }) => {
  const pull = (store: Store, people: ReturnType<typeof team>, days = 1, approved = false) =>
    pullNow(store, [{ people }], {
      stream: entra,
      at: AT + days * DAY,
      ...(approved && { approved: true as const }),
    })

  test('a directory that empties teams is held as it was, says what it would do, and is applied when that is wanted', async () => {
    await using store = await open()
    await pull(store, [...team('Eng', 0, 30), ...team('Sales', 30, 40)], 0)
    const shrunk = [...team('Eng', 0, 25), ...team('Sales', 25, 34)]
    await expect(pull(store, shrunk)).rejects.toMatchObject({
      message:
        "The directory 'entra' would take 6 of 40 people out of their teams and move 5 to another: more than a fifth, so it is held",
      fix: 'Nothing of it was changed. If it is right, apply it: ai-usage people apply-directory vendor --yes',
    })
    expect(await teams(store)).toBe('Eng 30, Sales 10')
    await pull(store, shrunk, 2, true)
    expect(await teams(store)).toBe('Eng 25, Sales 9')
    // What was agreed to is how it is now.
    await pull(store, shrunk, 3)
    expect(await teams(store)).toBe('Eng 25, Sales 9')
  })

  test('some leave and some move every day, and who left long ago makes no company larger', async () => {
    await using store = await open()
    await pull(store, [...team('Eng', 0, 30), ...team('Sales', 30, 40)], 0)
    await pull(store, [...team('Eng', 0, 27), ...team('Sales', 27, 37)], 1)
    expect(await teams(store)).toBe('Eng 27, Sales 10')
    await expect(pull(store, [...team('Eng', 0, 27), ...team('Sales', 27, 29)], 2)).rejects.toThrow(
      'would take 8 of 37 people out of their teams: more than a fifth',
    )
  })
})
