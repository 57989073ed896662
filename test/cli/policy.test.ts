import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { folder } from '#test/connectors/files.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { doorsTo, houseOf, typed } from './house.ts'

const hashIn = (text: string) => /[0-9a-f]{64}/.exec(text)?.[0]

test('what is shown can be saved, made stricter and applied; its hash is the same everywhere', async () => {
  await using store = await openMemoryStore()
  await using here = await folder()
  const file = join(here.path, 'policy.yml')
  const house = houseOf(store)
  const run = (...argv: readonly string[]) => typed(argv, doorsTo(house))
  const shown = await run('policy', 'show')
  expect(shown.out).toMatch(/^# The default\. SHA-256 [0-9a-f]{64}\npurposes:/)
  writeFileSync(file, shown.out)
  expect((await run('policy', 'apply', file)).out).toMatch(/^This policy holds already/)
  writeFileSync(file, shown.out.replace('floor: 5', 'floor: 6'))
  const checked = await run('policy', 'check', file)
  expect((await run('policy', 'apply', file, '--dry-run')).out).toBe(
    'stricter  floor: 5 → 6\nIt would hold at once.\n',
  )
  const applied = await run('policy', 'apply', file)
  expect(applied.out).toMatch(/^stricter {2}floor: 5 → 6\nIt holds now\./)
  const text = (await run('policy', 'show', '--json')).out
  const hash = createHash('sha256').update(text).digest('hex')
  const everywhere = [checked, applied, await run('privacy', 'policy'), await run('policy', 'show')]
  expect(everywhere.map(({ out }) => hashIn(out))).toEqual([hash, hash, hash, hash])
})

test('a weaker one says who has to type what, and changes nothing yet', async () => {
  await using store = await openMemoryStore()
  await using here = await folder()
  const file = join(here.path, 'policy.yml')
  const house = houseOf(store)
  const run = (...argv: readonly string[]) => typed(argv, doorsTo(house))
  writeFileSync(file, (await run('policy', 'show')).out.replace('floor: 5', 'floor: 3'))
  const { code, out } = await run('policy', 'apply', file)
  expect(code).toBe(0)
  expect(out).toContain('weaker    floor: 5 → 3')
  expect(out).toContain('/ai-usage approvals approve 1')
  expect((await run('policy', 'show')).out).toContain('floor: 5')
  await house.approvals.decide(1, 'approved', { by: 'slack:T1/U2', place: 'slack:dm/D2' })
  expect((await run('policy', 'apply', file)).out).toContain('It holds now.')
  expect((await run('privacy', 'policy')).out).toMatch(/Weakened on 2026-11-21: .*floor/)
})

test('a file that is wrong or not there is exit code 2, and opens no store', async () => {
  await using here = await folder()
  const file = join(here.path, 'policy.yml')
  writeFileSync(file, 'floor: 1\n')
  const closed = { ...houseOf({} as never), policy: undefined as never }
  const wrong = await typed(['policy', 'check', file], doorsTo(closed))
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('line 1, floor: 1')])
  const none = await typed(['policy', 'check', join(here.path, 'none.yml')], doorsTo(closed))
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('cannot be read')])
})
