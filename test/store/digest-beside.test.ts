import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { plainText } from '#core/message/plain-text.ts'
import { addDays } from '#core/time/day.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { baselineBook } from '#store/baselines.ts'
import { digestReads } from '#store/digest-reads.ts'
import { ingest } from '#store/ingest.ts'
import { rebuildDirtyDays } from '#store/rebuild.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'
import { usageEvent } from '#test/support/events.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { ASOF, COMPANY, FIRST } from './digest-company.ts'
import { importUsage } from './imports.ts'
import { found } from './reader-company.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const reader = () => usageReader(store.db, { pseudonym: (text) => text })

test('a pinned baseline is what answers and the digest are compared with, and saying so is left in the trail', async () => {
  const memory = memoryHouse({ now: '2026-11-23T09:00:00Z' })
  await found(store, COMPANY)
  const baselines = baselineBook(store.db)
  const answer = answerCommand({
    ...memory,
    usage: reader(),
    digests: digestReads(store.db),
    baselines,
  })
  const admin = member({ admin: true, person: true })
  const said = async (text: string, viewer = admin) => {
    const { outcome, message } = await answer(asks(text, viewer))
    return `${outcome} ${plainText(message)}`
  }
  const [from, to] = [FIRST, addDays(FIRST, 27)]
  expect(await said('1w vs:baseline')).toMatch(/misread .*No baseline is pinned/s)
  expect(await said(`baseline pin ${to}..${from} "x"`)).toContain('comes after')
  expect(await said(`baseline pin ${from}..2026-12-01 "x"`)).toContain('is not over')
  expect(await said(`baseline pin ${from}..${to} team:nobody "x"`)).toContain('nobody')
  expect(await said(`baseline pin ${from}..${to} "before Copilot"`, member())).toContain('refused')
  expect(await said('digest')).not.toContain('Beside the baseline')
  expect(await said(`baseline pin ${from}..${to} "before Copilot"`)).toContain(
    'Pinned: before Copilot, 31 Aug – 27 Sep 2026, everyone.',
  )
  await said(`baseline pin ${from}..${addDays(from, 6)} team:"Team 4" "its first week"`)
  const compared = await said('1w vs:baseline')
  expect(compared).toContain('over the baseline (31 Aug – 27 Sep 2026)')
  expect(compared).toContain('per working day')
  expect(await said('team:"Team 4" 1w vs:baseline')).toContain('the baseline (31 Aug – 6 Sep 2026)')
  expect(await said('digest')).toMatch(
    /Beside the baseline \(before Copilot, 31 Aug – 27 Sep 2026\): messages .*per working day/,
  )
  expect(await said('digest team:"Team 4"')).toContain('its first week, 31 Aug – 6 Sep 2026')
  expect(await said('baseline unpin 9')).toContain('There is no baseline 9')
  const [pin] = await baselines.list()
  expect(await said(`baseline unpin ${pin?.id}`)).toContain('no longer pinned')
  const trail = await rows(
    store.db,
    'trail',
    sql`select command from audit where action = 'baseline' order by seq`,
  )
  expect(trail).toHaveLength(3)
})

test('a source whose days came in late is told of in the answers that rest on it, by its own history', async () => {
  await found(store, {})
  await rows(store.db, 'empty', sql`truncate import_batch, vintage`)
  const monday = addDays(ASOF, -7)
  const bring = async (each: number, at: string) => {
    const lines = Array.from({ length: 7 * each }, (_, n) => {
      const minute = String(n).padStart(2, '0')
      return usageEvent({ at: `${addDays(monday, n % 7)}T10:${minute}:00Z`, account: 'ann' })
    })
    await importUsage(store, lines, { batch: { at: Date.parse(at) } })
    return rebuildDirtyDays(store.db)
  }
  await bring(2, '2026-11-23T06:00:00Z')
  // Before that, each day was half in on the next morning, and whole four days later.
  await rows(
    store.db,
    'earlier days',
    sql`insert into vintage (day, tool_id, source_id, seen_at, messages, tokens, cost_micros)
      select d.day - n, v.tool_id, v.source_id, d.day - n + age, messages, 0, 0
      from (select date '2026-11-15' as day) d cross join generate_series(0, 35) n
      cross join (select distinct tool_id, source_id from vintage) v
      cross join (values (interval '30 hours', 2), (interval '5 days', 4)) e (age, messages)`,
  )
  const memory = memoryHouse({ now: '2026-11-23T09:00:00Z' })
  const digests = digestReads(store.db)
  const answer = answerCommand({ ...memory, usage: reader(), digests })
  const admin = member({ admin: true, person: true })
  const said = async (text: string) => JSON.stringify((await answer(asks(text, admin))).message)
  const late = 'chatgpt, export: Sunday is usually 50 % in by now, Saturday 50 % and Friday 50 %'
  expect(await said('status')).toContain(late)
  expect(await said('1w')).not.toContain('usually')
  expect(await said('explain')).toContain(late)
  expect(await said('2026-10-26..2026-11-01')).not.toContain('usually')
  expect(await said('explain')).not.toContain('usually')

  await bring(4, '2026-11-23T12:00:00Z')
  const of = (all: Awaited<ReturnType<typeof digests.arrivals>>) =>
    all.flatMap(({ day, messages }) => (day === monday ? [messages] : []))
  expect(of(await digests.arrivals(ASOF))).toEqual([2, 4])
  const [last] = await ingest(store).list()
  await ingest(store).undo(last?.batch ?? 0)
  expect(of(await digests.arrivals(ASOF))).toEqual([2])
})
