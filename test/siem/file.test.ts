import { mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { openSink } from '#siem/open-sink.ts'
import { anEvent, SENDER } from '#test/support/siem.ts'

import { sinkAt } from './desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'ai-usage-siem-'))

test('a file is appended to, may be moved away at any time, and a torn line ends no other', async () => {
  const path = join(folder, 'out.ndjson')
  const sink = openSink(sinkAt(1, `file://${path}?format=json`), SENDER, () => 0)
  const send = (...ids: readonly string[]) => sink.send(ids.map((id) => anEvent({ id })))
  const lines = () => readFileSync(path, 'utf8').split('\n')
  const idOf = (line = '') => (JSON.parse(line) as { id: string }).id
  writeFileSync(path, '{"kind":"event","i')
  await send('one', 'two')
  await send('three')
  expect(lines()[0]).toBe('{"kind":"event","i')
  expect(lines().slice(1, -1).map(idOf)).toEqual(['one', 'two', 'three'])
  renameSync(path, `${path}.1`)
  await send('four')
  expect(lines().slice(0, -1).map(idOf)).toEqual(['four'])
})

test('a file whose folder is gone took nothing, and says why', async () => {
  const sink = openSink(sinkAt(1, `file://${folder}/not/there.ndjson`), SENDER, () => 0)
  await expect(sink.send([anEvent()])).rejects.toMatchObject({ kind: 'ENOENT' })
})
