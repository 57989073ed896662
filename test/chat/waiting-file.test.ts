import { setTimeout as sleep } from 'node:timers/promises'

import { expect, test } from 'vitest'

import { waitingFor } from '#chat/waiting-file.ts'
import type { Message } from '#core/message/message.ts'
import type { FileProgress, Locked } from '#ports.ts'
import { plain } from '#test/core/message/plain.ts'
import { memoryOutbox } from '#test/support/outbox.ts'

const READY: Message = { title: '', summary: 'The CSV is ready.', parts: [] }
const REFUSED: Message = { title: '', summary: 'Too few people.', parts: [] }
const ADA = { platform: 'slack', workspace: 'T1', kind: 'person', id: 'UADA' } as const
const NOW = 1_000_000

type Make = Parameters<typeof waitingFor>[0]

function waits(what: string, { closed = false } = {}) {
  const outbox = memoryOutbox()
  const said: string[] = []
  const warned: string[] = []
  let held: Locked | undefined
  let now = NOW
  const waiting = {
    house: {
      outbox,
      clock: { now: () => now },
      lock: { held: () => held, signal: () => new AbortController().signal },
      log: {
        info: () => {},
        warn: (_: unknown, line: string) => void warned.push(line),
        error: () => {},
      },
    },
    wanted: { what, excel: false },
    target: ADA,
    open: async () => {
      if (closed) throw new Error('no messages with this app')
      return async (message: Message) => void said.push(plain(message))
    },
    nameOf: () => 'error',
    patienceMs: 20,
    everyMs: 20,
  }
  return {
    outbox,
    said,
    warned,
    passes: (ms: number) => (now += ms),
    lock: () => (held = { reason: 'drill', by: 'operator', at: 0 }),
    file: (make: Make) => waitingFor(make, waiting),
  }
}

/** Made so slowly that each step of it is read. */
const slowly =
  (
    said: readonly string[],
    steps: readonly (readonly [FileProgress | undefined, string])[],
    end: Awaited<ReturnType<Make>>,
  ): Make =>
  async (watch) => {
    for (const [progress, says] of steps) {
      if (progress) watch(progress)
      await expect.poll(() => said.at(-1)).toContain(says)
    }
    return end
  }

const READING = [undefined, 'Reading the numbers …'] as const

test('a file that comes at once comes without a word', async () => {
  const s = waits('30d')
  expect(await s.file(async () => ({ given: READY }))).toBe(READY)
  await sleep(60)
  expect(s.said).toEqual([])
  expect(s.outbox.all()).toEqual([])
})

test('who waits reads how far it is, and last that it is made', async () => {
  const s = waits('governance 365d')
  const steps = [
    READING,
    [{ rows: 0, of: 300_000 }, 'Reading the numbers …'],
    [{ rows: 120_000, of: 300_000 }, '120,000 of 300,000 rows (40 %) …'],
    [{ rows: 5_000 }, '5,000 rows so far …'],
  ] as const
  expect(await s.file(slowly(s.said, steps, { given: READY }))).toBe(READY)
  expect(s.said[0]).toContain('Your CSV of `governance 365d` is being made.')
  expect(s.said.at(-1)).toContain('Your CSV of `governance 365d` is made.')
  expect(s.outbox.all()).toEqual([])
})

test('where the program dies over it, another one tells who waited, and offers it again', async () => {
  const s = waits('by:model 365d')
  void s.file(() => new Promise(() => {}))
  await expect.poll(() => s.said.length).toBeGreaterThan(0)
  const [told] = s.outbox.all()
  expect(told).toMatchObject({ kind: 'private', target: ADA, owner: undefined })
  expect(plain(told!.message)).toContain('Your CSV of `by:model 365d` was cut off.')
  expect(JSON.stringify(told!.message.parts)).toContain('"command":"export by:model 365d"')
})

test('as long as it is being made, nobody is told that it was cut off', async () => {
  const s = waits('30d')
  const due = () => s.outbox.all()[0]?.notBefore ?? 0
  void s.file(() => new Promise(() => {}))
  await expect.poll(due).toBeGreaterThan(NOW)
  const first = due()
  s.passes(60_000)
  await expect.poll(due).toBe(first + 60_000)
})

test('whom it is about is not kept for that', async () => {
  const s = waits('user:ada@example.com 30d')
  void s.file(() => new Promise(() => {}))
  await expect.poll(() => s.outbox.all().length).toBe(1)
  const kept = JSON.stringify(s.outbox.all())
  expect(kept).not.toContain('ada@example.com')
  expect(kept).not.toContain('"buttons"')
})

test('a refusal is said where it was asked for, and who was told of the file reads that there is none', async () => {
  const s = waits('30d')
  expect(await s.file(slowly(s.said, [READING], { refused: REFUSED }))).toBe(REFUSED)
  expect(s.said.at(-1)).toContain('There is no CSV of `30d`.')
  expect(s.outbox.all()).toEqual([])
})

test('a fault goes to who asked, and leaves nothing to be told', async () => {
  const s = waits('30d')
  const make: Make = async () => {
    await expect.poll(() => s.said.length).toBeGreaterThan(0)
    throw new Error('the upload failed')
  }
  await expect(s.file(make)).rejects.toThrow('the upload failed')
  expect(s.said.at(-1)).toContain('There is no CSV of `30d`.')
  expect(s.outbox.all()).toEqual([])
})

test('where nothing can be told, the file is made all the same', async () => {
  const s = waits('30d', { closed: true })
  const make: Make = async () => {
    await expect.poll(() => s.warned.length).toBeGreaterThan(0)
    return { given: READY }
  }
  expect(await s.file(make)).toBe(READY)
  expect(s.outbox.all()).toEqual([])
})

test('while the bot is locked nobody is told how far it is', async () => {
  const s = waits('30d')
  s.lock()
  await s.file(async () => {
    await expect.poll(() => s.outbox.all().length).toBe(1)
    return { refused: REFUSED }
  })
  expect(s.said).toEqual([])
})
