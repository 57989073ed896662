import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import type { Doors } from '#cli/doors.ts'
import type { Anchor } from '#core/audit/anchor.ts'
import { audit } from '#store/audit.ts'
import type { Store } from '#store/store.ts'
import { folder } from '#test/connectors/files.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { all, doorsTo, houseOf, typed } from './house.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-21T12:00:00Z')

/** A trail of questions, a day apart, and a command line on it that may sign. */
async function desk(questions = 40) {
  const store = await openMemoryStore()
  const here = await folder()
  const posted: string[] = []
  const settings = { keyFile: join(here.path, 'audit.key'), publicKeys: publicKeys(here.path) }
  const signing: Doors['signing'] = () => ({
    ...settings,
    publicKeys: publicKeys(here.path),
    post: (line) => {
      posted.push(line)
      return Promise.resolve()
    },
    now: () => NOW,
  })
  await ask(store, questions)
  const run = (...argv: readonly string[]) =>
    typed(argv, doorsTo(houseOf(store), { signing }), { cwd: here.path })
  return {
    store,
    run,
    posted,
    path: (name: string) => join(here.path, name),
    async [Symbol.asyncDispose]() {
      await here[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

function publicKeys(path: string): string | undefined {
  try {
    return readFileSync(join(path, 'audit.key.pub'), 'utf8')
  } catch {
    return undefined
  }
}

async function ask(store: Store, count: number): Promise<void> {
  for (let n = 0; n < count; n++)
    await audit(store.db).record({
      at: NOW - (count - n) * DAY,
      viewer: n % 2 === 0 ? 'slack:T1/U1' : 'operator',
      place: 'terminal',
      action: 'ask',
      command: `${n + 1}d`,
      outcome: 'answered',
      detail: { n },
    })
}

const WHOLE = /^The audit trail is whole: \d+ rows/
const VERIFY = ['audit', 'verify', '--anchor', 'anchors.ndjson', '--key', 'audit.key.pub'] as const

test('a trail is signed, posted and verified against its anchors', async () => {
  await using given = await desk()
  const { run, posted, path } = given
  expect((await run('audit', 'sign')).err).toContain('cannot be read')
  expect((await run('audit', 'keygen', 'audit.key')).out).toMatch(/^Key [0-9a-f]{32} was made/)
  expect(statSync(path('audit.key')).mode & 0o777).toBe(0o600)
  expect((await run('audit', 'keygen', 'audit.key')).code).toBe(2)
  const { code, out } = await run('audit', 'sign', '--out', 'anchors.ndjson')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ kind: 'head', seq: 40, at: '2026-11-21T12:00:00.000Z' })
  expect(readFileSync(path('anchors.ndjson'), 'utf8')).toBe(out)
  expect(posted).toEqual([out.trim()])
  expect(out).not.toContain('PRIVATE')
  const verified = await run(...VERIFY)
  expect(verified).toMatchObject({ code: 0, err: '' })
  expect(verified.out).toMatch(WHOLE)
  expect(verified.out).toContain('agrees with 1 signed anchor')
})

test.each<[string, string[], RegExp]>([
  [
    'an edited row',
    [`update audit set command = '1d' where seq = 7`],
    /broken at row 7\. Row 7 is not/,
  ],
  ['a deleted row', ['delete from audit where seq = 7'], /broken at row 7\. Row 7 is missing/],
  [
    'a cut tail',
    [
      'delete from audit where seq > 30',
      'update audit_head set seq = 30, hash = (select hash from audit where seq = 30)',
    ],
    /broken at row 31\. Row 31 and what followed are missing: row 40 was signed/,
  ],
  [
    'a full rebuild',
    [`delete from audit`, `update audit_head set seq = 0, hash = repeat('0', 64)`, 'ASK'],
    /broken at row 1\. The trail was written anew/,
  ],
])('%s is found by exit code 3 and named', async (_, tampering, says) => {
  await using given = await desk()
  const { run, store } = given
  await run('audit', 'keygen', 'audit.key')
  await run('audit', 'sign', '--out', 'anchors.ndjson')
  for (const statement of tampering)
    await (statement === 'ASK' ? ask(store, 41) : all(store, statement))
  const { code, out, err } = await run(...VERIFY)
  expect({ code, out }).toEqual({ code: 3, out: '' })
  expect(err).toMatch(says)
})

test('a broken trail is not signed', async () => {
  await using given = await desk()
  await given.run('audit', 'keygen', 'audit.key')
  await all(given.store, `update audit set viewer = 'operator' where seq = 3`)
  const { code, out } = await given.run('audit', 'sign')
  expect({ code, out, posted: given.posted }).toEqual({ code: 3, out: '', posted: [] })
})

test('an anchor that was changed, or signed by a stranger, is refused', async () => {
  await using given = await desk()
  const { run, path } = given
  await run('audit', 'keygen', 'audit.key')
  const anchor = JSON.parse((await run('audit', 'sign')).out) as Anchor
  const verify = async (changed: Anchor | string) => {
    const text = typeof changed === 'string' ? changed : JSON.stringify(changed)
    writeFileSync(path('anchors.ndjson'), `Copied from chat:\n${text}\n`)
    return run(...VERIFY)
  }
  expect(await verify(anchor)).toMatchObject({ code: 0 })
  for (const changed of [
    { ...anchor, seq: 39 },
    { ...anchor, at: '2026-11-22T12:00:00.000Z' },
    { ...anchor, kind: 'checkpoint' as const },
    { ...anchor, hash: 'a'.repeat(64) },
    { ...anchor, signature: Buffer.alloc(64).toString('base64') },
  ]) {
    const { code, err } = await verify(changed)
    expect({ code, err }).toMatchObject({ code: 2 })
    expect(err).toContain('does not bear the signature')
  }
  expect((await verify({ ...anchor, keyId: 'f'.repeat(32) })).err).toContain('not known here')
  expect((await verify('{"kind": "head"}')).err).toContain('anchors.ndjson, line 2 is no anchor')
  expect((await verify('')).err).toContain('holds no anchor')
})

test('old rows go only up to a signed row; what is left is whole with the key alone', async () => {
  await using given = await desk()
  const { run, store, path } = given
  await run('audit', 'keygen', 'audit.key')
  await run('audit', 'sign', '--out', 'anchors.ndjson')
  expect((await run('audit', 'prune', 'anchors.ndjson')).err).toContain('holds no checkpoint')
  const signed = await run('audit', 'sign', '--before', '2026-10-31', '--out', 'checkpoint.ndjson')
  expect(JSON.parse(signed.out)).toMatchObject({ kind: 'checkpoint', seq: 19 })
  const forged = { ...(JSON.parse(signed.out) as Anchor), seq: 39 }
  writeFileSync(path('forged.ndjson'), JSON.stringify(forged))
  expect((await run('audit', 'prune', 'forged.ndjson')).code).toBe(2)
  expect((await run('audit', 'prune', 'checkpoint.ndjson')).out).toMatch(/^19 rows were dropped/)
  expect((await run('audit', 'prune', 'checkpoint.ndjson')).code).toBe(2)
  expect((await run(...VERIFY)).out).toMatch(WHOLE)
  expect(await run('audit', 'list', '--action', 'audit-prune')).toMatchObject({
    out: expect.stringMatching(/failed .*audit prune\n.* done /) as string,
  })
  await all(store, 'delete from audit where seq = 20')
  expect((await run(...VERIFY)).err).toContain('Row 20 is missing')
  await all(store, `update audit_checkpoint set seq = 20`)
  expect((await run(...VERIFY)).err).toContain('no key of ours signed')
  await all(store, `delete from audit_checkpoint`)
  expect((await run(...VERIFY)).err).toContain('Row 1 is missing')
})

test('the trail is listed by day, person and act, and every look is a row', async () => {
  await using given = await desk()
  const { run, store } = given
  const { out } = await run('audit', 'list', '--since', '2026-11-18', '--who', 'U1')
  expect(out).toBe(
    [
      'Row  When                  Who          Where     What  Outcome   Command',
      '39   2026-11-19T12:00:00Z  slack:T1/U1  terminal  ask   answered  39d',
      '',
    ].join('\n'),
  )
  expect((await run('audit', 'list', '--action', 'csv')).err).toBe('No row fits.\n')
  await run('audit', 'export', 'audit.ndjson')
  expect(await all(store, 'select command from audit where seq > 40 order by seq')).toEqual([
    { command: 'audit list --since 2026-11-18 --who U1' },
    { command: 'audit list --action csv' },
    { command: 'audit export' },
  ])
  expect((await run('audit', 'export', 'audit.ndjson')).code).toBe(2)
})

const doc = readFileSync('docs/audit.md', 'utf8')

test('docs/audit.md: its commands run, in their order, and its check of an export works', async () => {
  await using given = await desk()
  const lines = [...doc.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) =>
    block.trim().split('\n'),
  )
  expect(lines.length).toBeGreaterThan(7)
  for (const line of lines) {
    const [, command = ''] = /npm run -s ai-usage -- (.*)$/.exec(line) ?? []
    const { code, err } = await given.run(...command.split(' '))
    expect({ line, code, err }).toMatchObject({ line, code: 0 })
  }
  const [, script = ''] = /^```js\n(.*?)^```/ms.exec(doc) ?? []
  writeFileSync(given.path('check.mjs'), script)
  const check = () =>
    execFileSync(process.execPath, ['check.mjs'], {
      cwd: given.path('.'),
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
  const file = readFileSync(given.path('audit.ndjson'), 'utf8')
  expect(file.trim().endsWith(`"hash":"${check()}"}`)).toBe(true)
  for (const edited of [
    file.replace('"command":"9d"', '"command":"8d"'),
    file.split('\n').toSpliced(5, 1).join('\n'),
  ]) {
    writeFileSync(given.path('audit.ndjson'), edited)
    expect(check).toThrow('is not right')
  }
  const [, mend = ''] = /^```sql\n(.*?)^```/ms.exec(doc) ?? []
  await all(given.store, 'delete from audit_head')
  await all(given.store, mend)
  expect((await given.run('audit', 'verify')).out).toMatch(WHOLE)
})
