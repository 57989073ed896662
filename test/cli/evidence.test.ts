import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { folder } from '#test/connectors/files.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { all, doorsTo, houseOf, typed } from './house.ts'

const AT = Date.parse('2026-11-21T12:00:00Z')

async function office() {
  const store = await openMemoryStore()
  const here = await folder()
  const keyFile = join(here.path, 'audit.key')
  const house = houseOf(store)
  const doors = doorsTo(house, {
    evidence: async () => ({ 'egress.csv': 'connector,host\n', 'sbom.cdx.json': '{}\n' }),
    signing: () => ({ keyFile, publicKeys: undefined, post: undefined, now: () => AT }),
  })
  const run = (...argv: readonly string[]) => typed(argv, doors, { cwd: here.path })
  expect((await run('audit', 'keygen', 'audit.key')).code).toBe(0)
  return {
    run,
    house,
    doors,
    rows: () => all<object>(store, 'select * from audit order by audit_id'),
    path: (name: string) => join(here.path, name),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

const KEY = ['--key', 'audit.key.pub']

test('one signed file holds what the code says, the policy and the end of the audit trail', async () => {
  await using it = await office()
  // A row, so that there is an end.
  await it.run('people', 'join', 'ann@example.com', 'ann')
  const policy = (await it.run('policy', 'show', '--json')).out
  const made = await it.run('evidence')
  expect([made.code, made.err]).toEqual([0, ''])
  expect(made.out).toMatch(
    /^3 documents in evidence-2026-11-21\.json, signed with key [0-9a-f]{32}/,
  )
  const archive = JSON.parse(readFileSync(it.path('evidence-2026-11-21.json'), 'utf8'))
  const head = JSON.parse((await it.run('audit', 'head')).out)
  expect(archive).toMatchObject({ version: '0.0.0-test', at: '2026-11-21T12:00:00.000Z' })
  // The last row says who made which file, and follows the one that the file ends with.
  expect(head.seq).toBe(archive.auditHead.seq + 1)
  const digest = createHash('sha256').update(readFileSync(it.path('evidence-2026-11-21.json')))
  expect((await it.rows()).at(-1)).toMatchObject({
    viewer: 'operator',
    action: 'evidence',
    detail: { archive: digest.digest('hex'), head: archive.auditHead.seq },
  })
  const checked = await it.run('evidence', 'verify', 'evidence-2026-11-21.json', ...KEY)
  expect([checked.code, checked.err]).toEqual([0, ''])
  expect(checked.out).toContain(`policy ${archive.policy}`)
  const unpacked = await it.run('evidence', 'unpack', 'evidence-2026-11-21.json', 'all', ...KEY)
  expect(unpacked.code).toBe(0)
  expect(readdirSync(it.path('all')).toSorted()).toEqual([
    'egress.csv',
    'policy.json',
    'sbom.cdx.json',
  ])
  expect(readFileSync(it.path('all/policy.json'), 'utf8')).toBe(policy)
  const before = (await it.rows()).length
  expect((await it.run('evidence')).err).toContain('is there already')
  expect(await it.rows()).toHaveLength(before)
})

test('an archive that the trail could not be told of is not handed out', async () => {
  await using it = await office()
  const { audit } = it.house
  const full = {
    ...it.house,
    audit: { ...audit, evidence: () => Promise.reject(new Error('full')) },
  }
  const opened = { ...it.doors, openHouse: () => Promise.resolve(full) }
  const { code, out } = await typed(['evidence'], opened, { cwd: it.path('.') })
  expect([code, out]).toEqual([2, ''])
  expect(readdirSync(it.path('.'))).toEqual(['audit.key', 'audit.key.pub'])
  const wrong = await it.run('evidence', 'record', 'abc', '1')
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('no SHA-256')])
})

type Archive = {
  at: string
  policy: string
  auditHead: { seq: number }
  documents: { name: string; text: string; sha256: string }[]
}

test.each<[string, (archive: Archive) => void]>([
  ['another text', ({ documents }) => (documents[0]!.text += ' ')],
  [
    'another text with its hash',
    ({ documents }) => (documents[0] = { ...documents[1]!, name: 'a' }),
  ],
  ['a document that is gone', ({ documents }) => documents.pop()],
  ['another day', (archive) => (archive.at = '2026-11-22T12:00:00.000Z')],
  ['another policy', (archive) => (archive.policy = '0'.repeat(64))],
  ['another end of the trail', ({ auditHead }) => (auditHead.seq += 1)],
])('%s is found, and nothing is unpacked', async (_, change) => {
  await using it = await office()
  await it.run('evidence', '--out', 'e.json')
  const archive = JSON.parse(readFileSync(it.path('e.json'), 'utf8')) as Archive
  change(archive)
  writeFileSync(it.path('e.json'), JSON.stringify(archive))
  const { code, err } = await it.run('evidence', 'unpack', 'e.json', 'all', ...KEY)
  expect([code, err]).toEqual([3, expect.stringContaining('e.json was changed')])
  expect(readdirSync(it.path('.'))).not.toContain('all')
})

test.each([
  ['a name that leads elsewhere', '../evil', 'no evidence archive'],
  ['a hidden name', '.profile', 'no evidence archive'],
])('%s is refused before anything is written', async (_, name, says) => {
  await using it = await office()
  await it.run('evidence', '--out', 'e.json')
  const archive = JSON.parse(readFileSync(it.path('e.json'), 'utf8')) as Archive
  archive.documents[0]!.name = name
  writeFileSync(it.path('e.json'), JSON.stringify(archive))
  const { code, err } = await it.run('evidence', 'unpack', 'e.json', 'all', ...KEY)
  expect([code, err]).toEqual([2, expect.stringContaining(says)])
})

test('a key that is not known says nothing of an archive, and without one none is made', async () => {
  await using it = await office()
  await using other = await office()
  await it.run('evidence', '--out', 'e.json')
  const strange = await it.run('evidence', 'verify', 'e.json', '--key', other.path('audit.key.pub'))
  expect([strange.code, strange.err]).toEqual([2, expect.stringContaining('not known here')])
  const closed = await typed(['evidence'], doorsTo(houseOf({} as never)))
  expect([closed.code, closed.err]).toEqual([
    2,
    expect.stringContaining('AI_USAGE_AUDIT_KEY_FILE is not set'),
  ])
})
