import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { liveInbox } from '#store/live-inbox.ts'
import { openStore } from '#store/open.ts'
import { spansBody, TOKEN } from '#test/support/otlp.ts'

test('what a killed receiver had accepted is there when it comes back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ai-usage-killed-'))
  const dataDir = join(folder, 'data')
  try {
    const child = fork(new URL('../support/otlp-child.ts', import.meta.url), [dataDir], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    const [line] = child.stdout ? ((await once(child.stdout, 'data')) as [Buffer]) : []
    const url = `${line?.toString().trim()}/v1/traces`
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
    let accepted = 0
    const send = async (sender: number) => {
      for (let n = 0; ; n++) {
        const call = { id: `${n}`, trace: `${sender}`, with: { 'gen_ai.operation.name': 'chat' } }
        const body = JSON.stringify(spansBody({ 'service.name': 'app' }, [call]))
        const { status } = await fetch(url, { method: 'POST', headers, body })
        if (status === 200) accepted += 1
        if (accepted === 40) child.kill('SIGKILL')
      }
    }
    const gone = once(child, 'exit')
    await Promise.allSettled([send(1), send(2), send(3)])
    await gone
    await using store = await openStore({ dataDir })
    const stored = await liveInbox(store.db).waiting()
    expect(accepted).toBeGreaterThanOrEqual(40)
    // One that was stored and not answered is sent again by its sender, under the same id.
    expect(stored).toBeGreaterThanOrEqual(accepted)
    expect(stored).toBeLessThanOrEqual(accepted + 3)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
