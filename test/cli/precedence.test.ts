import { expect, test } from 'vitest'

import { importUsage } from '#test/store/imports.ts'
import { importReports, reported, sent } from '#test/store/truth.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { all, doorsTo, houseOf, typed } from './house.ts'

test('which source is believed is listed, set, audited and set back', async () => {
  await using store = await openMemoryStore()
  const use = { account: 'ada', day: '2026-11-02', requests: 5 }
  await importReports(store, [reported(use)])
  await importUsage(store, sent('litellm', use))
  const run = (...argv: readonly string[]) => typed(argv, doorsTo(houseOf(store)))

  expect((await run('precedence', 'list')).out).toMatch(
    /claude-code +tokens +always +built in +anthropic-usage, claude-enterprise-usage, claude-code-\*/,
  )
  const order = ['precedence', 'set', 'claude-code', 'tokens', 'litellm']
  expect(await run(...order, '--from', '2026-11-01')).toEqual({
    code: 0,
    err: '',
    out: 'Set; 1 day counted again. Back: ai-usage precedence set claude-code tokens default --from 2026-11-01\n',
  })
  expect((await run('precedence', 'list')).out).toMatch(
    /claude-code +tokens +2026-11-01 +operator +litellm, then others by name/,
  )
  const back = ['precedence', 'set', 'claude-code', 'tokens', 'default', '--from', '2026-11-01']
  expect((await run(...back)).out).toContain('precedence set claude-code tokens litellm')
  expect((await run('precedence', 'list')).out).not.toContain('operator')
  expect(
    await all(
      store,
      `select command, outcome from audit where action = 'precedence' order by audit_id`,
    ),
  ).toEqual([
    { command: 'precedence set claude-code tokens litellm --from 2026-11-01', outcome: 'done' },
    { command: 'precedence set claude-code tokens default --from 2026-11-01', outcome: 'done' },
  ])

  expect((await run('precedence', 'set', 'claude-code', 'money', 'litellm')).err).toContain(
    "'money' is no measure",
  )
  expect((await run('precedence', 'set', 'claude-code', 'cost', 'litellm,litellm')).err).toContain(
    'twice',
  )
  expect((await run('precedence', 'set', 'claude-code', 'cost', 'litelm')).err).toContain(
    "Did you mean 'litellm'?",
  )
})
