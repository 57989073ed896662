import { expect, test } from 'vitest'

import { day, type Day } from '#core/time/day.ts'
import type { UsageEvent, UsageReport } from '#ingest.ts'
import { newRoster } from '#jobs/roster.ts'
import { unitLive } from '#jobs/unit-live.ts'
import { member, pseudonym, usageEvent } from '#test/support/events.ts'
import { memoryCollection } from '#test/support/memory-collection.ts'

const TEAM = ['ada', 'bea', 'cem', 'dan', 'eva']
const DIRECTORY = { connector: 'google', id: 'people', source: 'google', how: 'snapshot' } as const

/** Receivers, each with its memory, before one store. */
function house() {
  const inner = memoryCollection()
  const roster = newRoster()
  const clock = { now: Date.parse('2026-11-10T12:00:00Z') }
  const kept: UsageEvent[] = []
  const stored = (): readonly UsageReport[] => inner.commits.at(-1)?.pages[0]?.reports ?? []
  const receiver = (by: string) => {
    const live = unitLive({
      kept: () =>
        Promise.resolve({ version: 1, ofUnits: () => true, today: true, floor: TEAM.length }),
      accounts: {
        keep: () => Promise.resolve(),
        nobody: () => Promise.resolve(new Set()),
        async sums(_: string, days: readonly Day[]) {
          const found = stored().filter((sum) => days.includes(sum.day))
          // Long enough for another to read the same.
          await new Promise(setImmediate)
          return found
        },
        anyPeople: () => Promise.resolve(false),
      },
      roster,
      service: pseudonym,
      ruled: () => [],
      now: () => clock.now,
      streams: () => [{ ...DIRECTORY, tools: [], everyMinutes: 60 }],
      collection: inner.collection,
      zone: 'UTC',
      by,
    })
    const inbox = live.inbox({
      append: async (events) => {
        kept.push(...events)
      },
      take: () => Promise.resolve(undefined),
      done: () => Promise.resolve(),
      waiting: () => Promise.resolve(0),
      sources: () => Promise.resolve([]),
    })
    const send = (people: readonly string[], at = '2026-11-10T09:00:00Z') =>
      inbox.append(
        people.map((account) =>
          usageEvent({ at, account, source: 'otlp-x', id: `${account} ${at}` }),
        ),
      )
    return { ...live, send }
  }
  return {
    inner,
    clock,
    kept,
    receiver,
    read: () => roster.set(DIRECTORY.source, { people: TEAM.map((who) => member(who, 'Eng')) }, 0),
    told: () => stored().map(({ day: on, messages }) => [on, messages]),
  }
}

test('nothing is written before it is known who sits where, and then nothing is lost', async () => {
  const { receiver, read, told, kept } = house()
  const { send, drain } = receiver('a')
  await send(TEAM)
  expect(await drain()).toEqual({ sums: 0, waiting: 5, inMemory: true })
  read()
  expect(await drain()).toEqual({ sums: 1, waiting: 0, inMemory: true })
  expect(told()).toEqual([[day('2026-11-10'), 5]])
  expect(kept).toEqual([])
})

test('what too few used waits until its day is over; what comes late, until the day it came on is', async () => {
  const { receiver, read, told, clock } = house()
  const { send, drain } = receiver('a')
  read()
  await send(['ada'])
  await send(['ada'], '2026-11-08T09:00:00Z')
  expect(await drain()).toMatchObject({ sums: 0, waiting: 2 })
  clock.now += 86_400_000
  expect(await drain()).toMatchObject({ sums: 2, waiting: 0 })
  expect(told()).toEqual([
    [day('2026-11-10'), 1],
    [day('2026-11-08'), 1],
  ])
  // It is sent again the next day: known still.
  await send(['ada'])
  expect(await drain({ all: true })).toMatchObject({ sums: 0, waiting: 0 })
})

test('what is stored of a day is added to, and waits while another replica does so or the store is down', async () => {
  const { receiver, read, told, inner, clock } = house()
  const [one, other] = [receiver('a'), receiver('b')]
  read()
  await one.send(TEAM)
  await one.drain()
  await other.send(TEAM, '2026-11-10T10:00:00Z')
  const name = { connector: 'otlp', stream: 'otlp-x' }
  await inner.collection.lease(name, 'a', { now: clock.now, forMs: 1000 })
  expect(await other.drain()).toMatchObject({ sums: 0, waiting: 5 })
  inner.day.down = true
  await expect(other.drain()).rejects.toThrow('down')
  inner.day.down = false
  await inner.collection.release(name, 'a')
  expect(await other.drain()).toMatchObject({ sums: 1, waiting: 0 })
  expect(told()).toEqual([[day('2026-11-10'), 10]])
})

test('asked for at once, it is written one after the other', async () => {
  const { receiver, read, told } = house()
  const { send, drain } = receiver('a')
  read()
  await send(TEAM)
  const first = drain()
  await new Promise(setImmediate)
  await send(TEAM, '2026-11-10T10:00:00Z')
  await Promise.all([first, drain({ all: true })])
  expect(told()).toEqual([[day('2026-11-10'), 10]])
})
