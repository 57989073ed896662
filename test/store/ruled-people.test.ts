import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { rebuildDirtyDays } from '#store/rebuild.ts'
import { rows } from '#store/rows.ts'
import { ruledPeople } from '#store/ruled-people.ts'
import type { Store } from '#store/store.ts'
import { member, pseudonym } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { asSnapshot, AT, pullDays, pullNow, report } from './collects.ts'

const DAY = 86_400_000

async function units(store: Store): Promise<string[]> {
  await rebuildDirtyDays(store.db)
  const found = await rows<{ line: string }>(
    store.db,
    'use by unit',
    sql`select concat_ws(' ', to_char(r.day, 'MM-DD'), coalesce(u.path, '-'), r.messages) as line
      from rollup_unit_day r left join org_unit u using (unit_id) order by r.day, r.messages`,
  )
  return found.map(({ line }) => line)
}

const ruled = (name: string, unit: string | null) => ({ account: pseudonym(name), unit })

describe.each(stores())('in $kind', { timeout: 120_000 }, ({ open }) => {
  test('rules give teams to who has none; a directory knows better; a changed rule counts from its day', async () => {
    await using store = await open()
    const keep = ruledPeople(store.db)
    await pullDays(
      store,
      ['2026-11-02', '2026-12-10'],
      [
        {
          reports: [
            report('2026-11-02', 'ann', { messages: 1 }),
            report('2026-11-02', 'bob', { messages: 2 }),
            report('2026-12-05', 'ann', { messages: 3 }),
          ],
        },
      ],
    )
    await keep([ruled('ann', 'Labs'), ruled('bob', 'Sales'), ruled('key', null)], AT)
    expect(await units(store)).toEqual(['11-02 Labs 1', '11-02 Sales 2', '12-05 Labs 3'])
    // Others that come in later take nobody away, and the same again is no news.
    await keep([ruled('cara', 'Ops')], AT + DAY)
    await keep([ruled('ann', 'Labs')], AT + DAY)
    expect(await units(store)).toEqual(['11-02 Labs 1', '11-02 Sales 2', '12-05 Labs 3'])
    await keep([ruled('ann', 'Research')], AT + 2 * DAY)
    expect(await units(store)).toEqual(['11-02 Labs 1', '11-02 Sales 2', '12-05 Research 3'])
    await pullNow(store, [{ people: [member('bob', 'Ops')] }], {
      stream: asSnapshot({ source: 'scim', tools: [] }),
    })
    await keep([ruled('bob', 'Marketing')], AT + 3 * DAY)
    expect(await units(store)).toEqual(['11-02 Labs 1', '11-02 Ops 2', '12-05 Research 3'])
    await keep([ruled('ann', null)], AT + 2 * DAY)
    expect(await units(store)).toEqual(['11-02 Labs 1', '11-02 Ops 2', '12-05 - 3'])
  })
})
