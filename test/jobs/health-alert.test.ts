import { describe, expect, test } from 'vitest'

import type { Health } from '#core/collect/health.ts'
import type { StreamStatus } from '#core/collect/status.ts'
import type { Message } from '#core/message/message.ts'
import { alertHealth } from '#jobs/health-alert.ts'

const OK: Health = { kind: 'ok', says: 'ok' }
const failing = (since: string): Health => ({
  kind: 'failing',
  says: 'Acme AI answered 401',
  fix: 'Make a new key.',
  since,
})
const behind = (since: string): Health => ({ kind: 'behind', says: 'behind', since })
const OFF: Health = { kind: 'off', says: 'off (needs ACME_KEY)' }

const stream = (health: Health, name = 'usage'): StreamStatus => ({
  connector: 'acme',
  title: 'Acme AI',
  stream: name,
  says: '',
  health,
  dataThrough: null,
  lastSuccess: null,
  publishedAfter: null,
  knownAfter: null,
  rows: null,
  nextRun: null,
})

/** A store that replicas share, and admins who can be reached or not. */
function admins() {
  const claimed = new Set<string>()
  const remembered = new Map<string, string>()
  const told: string[] = []
  const reach = { now: 1 }
  const clock = { now: Date.parse('2026-11-21T12:00:00Z') }
  const readers = ['ada']
  /** Where the process that tells is killed. */
  const dies: { before?: string; after?: string } = {}
  const ports = {
    claims: {
      claim: async (key: string) => {
        const first = !claimed.has(key)
        claimed.add(key)
        return first
      },
    },
    memory: {
      get: async (where: string, key: string) => remembered.get(`${where} ${key}`),
      set: async (where: string, key: string, value: string) => {
        remembered.set(`${where} ${key}`, value)
      },
    },
    tell: async (message: Message, first?: (reader: string) => Promise<boolean>) => {
      let reached = 0
      for (const reader of readers) {
        if (!first || (await first(reader))) {
          if (reader === dies.before) await new Promise(() => {})
          told.push(reader === 'ada' ? message.summary : `${reader}: ${message.summary}`)
          if (reader === dies.after) await new Promise(() => {})
        }
        reached += reach.now
      }
      return reached
    },
    clock: { now: () => clock.now },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  }
  const see = (...all: StreamStatus[]) => alertHealth(all, ports)
  return {
    told,
    reach,
    claimed,
    readers,
    see,
    /** Sees it, and is killed before or after this reader is told. */
    async seeAndDie(at: typeof dies, ...all: StreamStatus[]) {
      Object.assign(dies, at)
      void see(...all)
      await new Promise((resolve) => setTimeout(resolve, 20))
      delete dies.before
      delete dies.after
    },
    later: (minutes: number) => (clock.now += minutes * 60_000),
  }
}

const TROUBLE = '1 stream of usage in trouble: Acme AI / usage.'
const WELL = '1 stream of usage well again: Acme AI / usage.'

test('trouble is told once, and once when it is over', async () => {
  const it = admins()
  await it.see(stream(OK))
  for (let minute = 0; minute < 3; minute++) await it.see(stream(failing('1')))
  for (let minute = 0; minute < 3; minute++) await it.see(stream(OK))
  expect(it.told).toEqual([TROUBLE, WELL])
  await it.see(stream(failing('2')))
  expect(it.told).toEqual([TROUBLE, WELL, TROUBLE])
})

test('two replicas that see it at once tell it once', async () => {
  const it = admins()
  await Promise.all([it.see(stream(failing('1'))), it.see(stream(failing('1')))])
  await Promise.all([it.see(stream(OK)), it.see(stream(OK))])
  expect(it.told).toEqual([TROUBLE, WELL])
})

test('what is claimed is remembered for good, not for a day', async () => {
  const it = admins()
  await it.see(stream(failing('1')))
  expect([...it.claimed]).toEqual([
    'for-good:health acme/usage:failing 1:0',
    'for-good:health acme/usage:failing 1:0 to ada',
  ])
})

test('one wrong key is one message, however many streams it stops', async () => {
  const it = admins()
  await it.see(stream(failing('1')), stream(failing('1'), 'audit'))
  expect(it.told).toEqual(['2 streams of usage in trouble: Acme AI / usage and Acme AI / audit.'])
})

test('an alert that reached nobody is told again until it does', async () => {
  const it = admins()
  it.reach.now = 0
  await it.see(stream(failing('1')))
  it.reach.now = 1
  await it.see(stream(failing('1')))
  await it.see(stream(failing('1')))
  expect(it.told).toEqual([TROUBLE, TROUBLE])
  it.reach.now = 0
  await it.see(stream(OK))
  it.reach.now = 1
  await it.see(stream(OK))
  await it.see(stream(OK))
  expect(it.told.slice(2)).toEqual([WELL, WELL])
})

describe('a process that is killed while it tells', () => {
  test('before it asked whom to tell, leaves it to the next one, a moment later', async () => {
    const it = admins()
    const readers = it.readers.splice(0)
    it.readers.push('nobody yet')
    await it.seeAndDie({ before: 'nobody yet' }, stream(failing('1')))
    it.readers.splice(0, 1, ...readers)
    await it.see(stream(failing('1')))
    expect(it.told).toEqual([])
    it.later(3)
    await Promise.all([it.see(stream(failing('1'))), it.see(stream(failing('1')))])
    await it.see(stream(failing('1')))
    expect(it.told).toEqual([TROUBLE])
    await it.see(stream(OK))
    expect(it.told).toEqual([TROUBLE, WELL])
  })

  test('after it told one of three, leaves the others to the next, and none hears it twice', async () => {
    const it = admins()
    it.readers.push('bob', 'cyd')
    const both = [stream(failing('1')), stream(failing('1'), 'audit')]
    await it.seeAndDie({ after: 'ada' }, ...both)
    it.later(3)
    await it.see(...both)
    it.later(3)
    await it.see(...both)
    const said = '2 streams of usage in trouble: Acme AI / usage and Acme AI / audit.'
    expect(it.told).toEqual([said, `bob: ${said}`, `cyd: ${said}`])
  })

  test('is not the last to speak of a trouble that ended meanwhile', async () => {
    const it = admins()
    it.readers.push('bob')
    await it.seeAndDie({ after: 'ada' }, stream(failing('1')))
    await it.seeAndDie({ after: 'ada' }, stream(OK))
    it.later(3)
    await it.see(stream(OK))
    it.later(3)
    await it.see(stream(OK))
    expect(it.told).toEqual([TROUBLE, WELL, `bob: ${WELL}`])
  })
})

test('failing and then falling behind what the vendor remembers are two troubles', async () => {
  const it = admins()
  await it.see(stream(failing('1')))
  await it.see(stream(behind('2026-10-26')))
  await it.see(stream(behind('2026-10-27')))
  expect(it.told).toEqual([TROUBLE, TROUBLE])
})

test('a connector that is switched off while it fails is told no more', async () => {
  const it = admins()
  await it.see(stream(failing('1')))
  await it.see(stream(OFF))
  await it.see(stream(OK))
  expect(it.told).toEqual([TROUBLE])
})
