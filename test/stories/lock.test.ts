import { spawn } from 'node:child_process'

import { describe, expect, test } from 'vitest'

import { lockDown, refuseLocked, unlock, watchLock } from '#jobs/lock-down.ts'
import { openLog } from '#main/log.ts'
import { memory } from '#store/memory.ts'
import { folder } from '#test/connectors/files.ts'
import { button, stage } from '#test/slack/stage.ts'
import { hasServer, newDatabase } from '#test/support/store.ts'

import { collecting } from './collecting.ts'

/** Nothing may take longer to stop. */
const WITHIN_MS = 10_000

async function within(check: () => boolean | Promise<boolean>, ms = WITHIN_MS): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end;) {
    if (await check()) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

test('a lock stops every replica within ten seconds, and unlocking lets them go on', async () => {
  await using it = await collecting()
  const other = await watchLock(memory(it.store.db), openLog('silent'))
  try {
    const before = other.signal()
    expect((await it.run(['lock', 'a key', 'leaked'])).code).toBe(0)
    expect(await within(() => it.lock.held() !== undefined && other.held() !== undefined)).toBe(
      true,
    )
    expect([before.aborted, other.held()?.reason]).toEqual([true, 'a key leaked'])

    await it.pulls.tick()
    await it.pulls.idle()
    expect(it.server.requests).toEqual([])
    const sync = await it.run(['sync'])
    expect([sync.code, sync.err]).toEqual([2, expect.stringContaining('locked: a key leaked')])
    expect((await it.run(['status'])).out).toMatch(/^Locked since .*: a key leaked\n/)
    expect(JSON.parse((await it.run(['status', '--json'])).out)).toMatchObject({
      locked: { reason: 'a key leaked', by: 'operator' },
    })

    expect((await it.run(['unlock'])).out).toContain('a key leaked')
    expect(await within(() => !it.lock.held() && !other.held())).toBe(true)
    expect([before.aborted, other.signal().aborted]).toEqual([true, false])
    await it.pulls.tick()
    await it.pulls.idle()
    expect(it.server.requests.length).toBeGreaterThan(0)
    expect((await it.audited()).map(({ action }) => action)).toEqual(['lock', 'unlock'])
    expect((await it.run(['unlock'])).out).toBe('It was not locked.\n')
  } finally {
    other.stop()
  }
}, 60_000)

test('a lock needs a reason', async () => {
  await using it = await collecting()
  expect((await it.run(['lock', ' '])).err).toContain('A lock needs a reason')
  expect(await it.audited()).toEqual([])
})

test('a replica that starts while all is locked is locked at once', async () => {
  await using it = await collecting()
  await it.run(['lock', 'stop'])
  const late = await watchLock(memory(it.store.db), openLog('silent'))
  late.stop()
  expect(late.held()).toMatchObject({ reason: 'stop' })
})

test('a process that a newer version has left behind collects and posts no more', async () => {
  await using it = await collecting()
  const told: string[] = []
  const log = { ...openLog('silent'), warn: (_: object, said: string) => told.push(said) }
  const watch = await watchLock(memory(it.store.db), log, () => Promise.resolve(true))
  watch.stop()
  expect(() => refuseLocked(watch)).toThrow('a newer version is in place')
  expect(told).toEqual([expect.stringContaining('Stop it, and start the new version.')])
})

test('where the lock can’t be read, what was seen last holds', async () => {
  let down = false
  let written = ''
  const kept = {
    get: () => (down ? Promise.reject(new Error('down')) : Promise.resolve(written)),
    set: (_: string, __: string, value: string) => {
      written = value
      return Promise.resolve()
    },
  }
  const ports = {
    memory: kept,
    audit: { record: () => Promise.resolve() },
    clock: { now: () => 0 },
  }
  await lockDown('stop', ports)
  const watch = await watchLock(kept, openLog('silent'))
  down = true
  await new Promise((resolve) => setTimeout(resolve, 3_500))
  expect(watch.held()).toMatchObject({ reason: 'stop' })
  down = false
  await unlock(ports)
  expect(await within(() => watch.held() === undefined)).toBe(true)
  watch.stop()
}, 30_000)

test('while locked, Slack answers only that it is locked, and each question is audited', async () => {
  await using s = await stage()
  const [answer] = await s.ask('team:eng 30d')
  const asked = s.house.asked.length
  s.house.day.lock = { reason: 'a secret reason', by: 'operator', at: 0 }
  await s.ask('team:eng 7d')
  expect(s.said().at(-1)).toContain('AI Usage is locked.')
  expect(s.said().join()).not.toContain('a secret reason')
  const before = s.seen().length
  await s.slack.click({
    user: 'UADMIN',
    message: answer!,
    actionId: button(answer!, 'CSV'),
  })
  await s.until(() => s.seen().length > before)
  expect(s.said().at(-1)).toContain('AI Usage is locked.')
  expect(s.house.asked.length).toBe(asked)
  expect(s.calls('files.getUploadURLExternal')).toBeLessThanOrEqual(1)
  expect(s.house.audited.slice(-2)).toMatchObject([
    { command: 'team:eng 7d', outcome: 'refused', detail: { reason: 'locked' } },
    { outcome: 'refused', detail: { reason: 'locked' } },
  ])
  const message = { title: 'x', summary: 'x', parts: [] }
  expect(await s.app.tellAdmins(message)).toBe(0)
})

test('an answer that was being made when the lock fell is not said', async () => {
  await using s = await stage()
  s.house.day.meanwhile = () => (s.house.day.lock = { reason: 'stop', by: 'operator', at: 0 })
  await s.ask('team:eng 30d')
  expect(s.house.asked).toHaveLength(1)
  expect(s.said()).toEqual([expect.stringContaining('AI Usage is locked.')])
})

describe.runIf(hasServer())('two processes on a PostgreSQL server', () => {
  const TOKEN = 'a'.repeat(32)
  const program = (argv: readonly string[], env: Readonly<Record<string, string>>) => {
    const child = spawn(process.execPath, ['bin/ai-usage.mjs', ...argv], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
    })
    const said = { text: '' }
    for (const from of [child.stdout, child.stderr])
      from.on('data', (chunk: Buffer) => (said.text += String(chunk)))
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    return { said, ended, stop: () => child.kill('SIGTERM') }
  }

  test('a lock typed on a third closes the door of both for OTLP', async () => {
    await using here = await folder()
    const { url, drop } = await newDatabase()
    const env = {
      DATABASE_URL: url,
      AI_USAGE_KEY: 'a key of at least thirty-two letters',
      AI_USAGE_DATA: `${here.path}/data`,
      AI_USAGE_OTLP_TOKEN: TOKEN,
      AI_USAGE_OTLP_PORT: '0',
      AI_USAGE_LOG_LEVEL: 'silent',
    }
    expect(await program(['migrate'], env).ended).toBe(0)
    const replicas = [0, 1].map(() => program(['start', '--only', 'collect'], env))
    const at = ({ said }: (typeof replicas)[number]) => /OTLP at (\S+)\.\n/.exec(said.text)?.[1]
    try {
      expect(await within(() => replicas.every((it) => at(it) !== undefined), 60_000)).toBe(true)
      const statuses = () =>
        Promise.all(
          replicas.map(async (it) => {
            const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
            const body = '{"resourceSpans":[]}'
            const sent = await fetch(`${at(it)}/v1/traces`, { method: 'POST', headers, body })
            return sent.status
          }),
        )
      expect(await statuses()).toEqual([200, 200])
      expect(await program(['lock', 'drill'], env).ended).toBe(0)
      expect(await within(async () => (await statuses()).every((it) => it === 503))).toBe(true)
      expect(await program(['unlock'], env).ended).toBe(0)
      expect(await within(async () => (await statuses()).every((it) => it === 200))).toBe(true)
    } finally {
      for (const it of replicas) it.stop()
      await Promise.all(replicas.map(({ ended }) => ended))
      await drop()
    }
  }, 180_000)
})
