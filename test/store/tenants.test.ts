import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { admins } from '#store/admins.ts'
import { aliases } from '#store/aliases.ts'
import { precedence } from '#store/precedence.ts'
import { roles } from '#store/roles.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { directoryCsv, newHouse } from '#test/stories/house.ts'

const { person: pseudonym } = pseudonymizer('a key of at least thirty-two letters')
const NAMES = ['ann', 'ben', 'cyd']

/** Every table that says whose its rows are, but parts of other tables. */
const TABLES = sql`
  select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
  where a.attname = 'tenant_id' and c.relkind in ('r', 'p') and not c.relispartition
    and c.relnamespace = 'public'::regnamespace order by 1`

/** Copies all there is to a second company. Numbers the store gives itself are given anew. */
async function copied(store: Store): Promise<number> {
  let copies = 0
  for (const { name } of await rows<{ name: string }>(store.db, 'tables', TABLES)) {
    const columns = await rows<{ name: string }>(
      store.db,
      'columns',
      sql`select quote_ident(attname) as name from pg_attribute
        where attrelid = ${name}::regclass and attnum > 0 and not attisdropped
          and attidentity = '' and attgenerated = '' and attname <> 'tenant_id'
          and not (${name} = 'answer' and attname = 'answer_id')`,
    )
    const list = columns.map((column) => column.name).join(', ')
    const made = await rows(
      store.db,
      `copy ${name}`,
      sql.raw(
        `insert into "${name}" (tenant_id, ${list}) select 2, ${list} from "${name}" where tenant_id = 1 returning 1`,
      ),
    )
    copies += made.length
  }
  return copies
}

const MANY_READS_MS = 120_000

test(
  'no row of another company is read: with all rows there twice, every answer is the same',
  async () => {
    await using house = await newHouse()
    const lines = NAMES.map(
      (name, n) => `2026-11-0${n + 1}T09:00:00Z,${name}@x.example,chatgpt,gpt-4o,chat,${10 ** n}`,
    )
    const usage = `time,person,tool,model,feature,input_tokens\n${lines.join('\n')}\n`
    const staff = NAMES.map((name) => ({
      person: `${name}@x.example`,
      team: 'Sales/EMEA',
      from: '',
      to: '',
      aliases: '',
    }))
    for (const [kind, content] of [
      ['usage', usage],
      ['directory', directoryCsv(staff)],
    ] as const)
      await house.run('import', kind, await house.here.file(`${kind}.csv`, content), '--quiet')
    const { db } = house.store
    const known = roles(db, { admins: [], roles: [] })
    const to = { workspace: 'T1', user: 'U1', by: 'a test' }
    await known.give({ grant: 'admin' }, to)
    await known.give({ grant: 'lead', unit: 'Sales' }, to)
    await house.run('precedence', 'set', 'chatgpt', 'tokens', 'chatgpt')

    async function everythingRead() {
      const asked = []
      for (const text of [
        '7d',
        'by:team 7d',
        'by:department 7d',
        'by:user 7d',
        'by:model 7d',
        'by:tool 7d',
        'by:feature 7d',
        'team:sales 7d',
        'user:ann@x.example 7d',
        'costs reconcile 7d',
      ])
        asked.push(await house.run('ask', text, '--json'))
      const measured = aliases(db, pseudonym)
      const [alias = ''] = (await measured.byPseudonym([pseudonym('ann@x.example')])).values()
      return {
        asked,
        imports: await house.run('imports', 'list'),
        precedence: await precedence(db).list(),
        roles: await known.list(),
        held: await known.of({ workspace: 'T1', user: 'U1' }),
        admins: await admins(db, { configured: [] }).list('slack', 'T1'),
        alias,
      }
    }
    const looks = (alias: string) => aliases(db, pseudonym).looks(alias)
    const before = await everythingRead()
    expect(before.asked.map(({ code }) => code)).toEqual(before.asked.map(() => 0))
    const first = await looks(before.alias)
    expect(first.length).toBeGreaterThan(0)
    expect(await copied(house.store)).toBeGreaterThan(30)
    expect(await looks(before.alias)).toEqual(first)
    expect(await everythingRead()).toEqual(before)
  },
  MANY_READS_MS,
)

test('who is an admin of another company is none of this one', async () => {
  await using house = await newHouse()
  const { db } = house.store
  const known = roles(db, { admins: [], roles: [] })
  await rows(
    db,
    'other company',
    sql`insert into admin (tenant_id, platform, workspace, user_id, granted_by)
      values (2, 'slack', 'T1', 'U1', 'them')`,
  )
  await rows(
    db,
    'other company',
    sql`insert into role_grant (tenant_id, platform, workspace, user_id, role, granted_by)
      values (2, 'slack', 'T1', 'U1', 'analyst', 'them')`,
  )
  expect(await known.of({ workspace: 'T1', user: 'U1' })).toEqual([])
  const chiefs = admins(db, { configured: [] })
  expect(await chiefs.isAdmin('slack', 'T1', 'U1')).toBe(false)
  expect(await chiefs.newClaimCode()).toBeDefined()
})
