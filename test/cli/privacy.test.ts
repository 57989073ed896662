import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { openMemoryStore } from '#test/support/store.ts'

import { all, doorsTo, everything, houseOf, typed } from './house.ts'

test(
  'a person is exported, forgotten after a dry run, and the trail does not say who',
  { timeout: 120_000 },
  async () => {
    await using store = await openMemoryStore()
    const cwd = mkdtempSync(join(tmpdir(), 'privacy-'))
    const line = (person: string, id: string) =>
      JSON.stringify({ time: '2026-11-20T09:00:00Z', person, tool: 'chatgpt', id })
    const usage = `${line('ada@corp.test', 'a')}\n${line('bo@corp.test', 'b')}\n`
    writeFileSync(join(cwd, 'usage.ndjson'), usage)
    const run = (...argv: readonly string[]) => typed(argv, doorsTo(houseOf(store)), { cwd })
    await run('import', 'usage', 'usage.ndjson')
    const [ada] = await all<{ alias: string }>(
      store,
      'select alias from person order by person_id limit 1',
    )

    const exported = await run('privacy', 'export', 'ada@corp.test')
    const { tables } = JSON.parse(exported.out) as { tables: Record<string, unknown[]> }
    expect(tables['usage_event']).toHaveLength(1)
    expect(exported.out).toContain('p-')

    const dry = await run('privacy', 'forget', 'ADA@corp.test ')
    expect(dry.out).toMatch(/^This would forget 1 account, \d+ rows; 1 day would be counted again/)
    expect((await run('privacy', 'export', 'ada@corp.test')).out).toBe(exported.out)

    const gone = await run('privacy', 'forget', 'ada@corp.test', '--yes')
    expect(gone).toMatchObject({ code: 0, err: '' })
    expect(gone.out).toMatch(/^Forgotten: 1 account/)
    expect(await run('privacy', 'export', 'ada@corp.test')).toMatchObject({ code: 2, out: '' })
    expect((await run('privacy', 'forget', 'ada@corp.test', '--yes')).out).toBe(
      'They were forgotten before.\n',
    )
    await run('import', 'usage', 'usage.ndjson', '--yes')
    expect(await run('privacy', 'forget', 'nobody@corp.test')).toMatchObject({
      code: 2,
      err: 'The store knows nobody by that name\nGive the address or login as a source writes it, or the whole alias, like p-6kz6ex.\n',
    })
    const [count] = await all<{ n: number }>(
      store,
      'select count(*)::int as n from person where erased_at is null',
    )
    expect(count).toEqual({ n: 1 })
    const [used] = await all<{ n: number }>(
      store,
      'select sum(messages)::int as n from usage_daily',
    )
    expect(used).toEqual({ n: 2 })

    const trail = await all<{ command: string; outcome: string }>(
      store,
      `select command, outcome from audit where action = 'privacy' order by audit_id`,
    )
    expect(trail.slice(0, 4)).toEqual([
      { command: 'privacy export [person]', outcome: 'done' },
      { command: 'privacy forget [person]', outcome: 'done' },
      { command: 'privacy export [person]', outcome: 'done' },
      { command: 'privacy forget [person] --yes', outcome: 'done' },
    ])
    expect(await everything(store)).not.toMatch(/corp\.test/)
    expect(ada?.alias).toMatch(/^p-/)

    expect((await run('privacy', 'remember', 'ada@corp.test')).code).toBe(0)
    expect((await run('privacy', 'remember', 'ada@corp.test')).code).toBe(2)
  },
)
