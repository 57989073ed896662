import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import type { Collection } from '#collection.ts'
import { daysIn } from '#connectors/time.ts'
import { drainLive, type DrainHouse } from '#jobs/drain-live.ts'
import { startOtlp } from '#otlp/receiver.ts'
import { priceBook } from '#prices/price-book.ts'
import { collection } from '#store/collect.ts'
import { liveInbox } from '#store/live-inbox.ts'
import { memory } from '#store/memory.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { type GivenLog, logsBody, post, pseudonyms, TOKEN } from '#test/support/otlp.ts'
import { stores } from '#test/support/store.ts'

const HOUR = 3_600_000

/** A receiver on a real store; `tick` is what the bot does each minute. */
async function receiverOn(store: Store, collecting?: Collection) {
  let now = Date.parse('2026-11-18T00:30:00Z')
  const inbox = liveInbox(store.db)
  const collects = collecting ?? collection(store)
  const silent = () => undefined
  const otlp = await startOtlp(
    { host: '127.0.0.1', port: 0, token: TOKEN },
    {
      locked: () => false,
      pseudonyms,
      price: priceBook(),
      dayOf: daysIn('UTC'),
      append: (events) => inbox.append(events),
      log: { info: silent, warn: silent, error: silent },
    },
  )
  const house: DrainHouse = {
    inbox,
    collection: collects,
    memory: memory(store.db),
    clock: { now: () => now },
    zone: 'UTC',
  }
  return {
    inbox,
    send: (logs: readonly GivenLog[], person = 'ada@example.com') =>
      post(
        { otlp },
        '/v1/logs',
        logsBody({ 'service.name': 'claude-code', 'user.email': person }, logs),
      ),
    at: (time: string) => {
      now = Date.parse(time)
    },
    async tick() {
      const drained = await drainLive(house)
      await collects.rebuild()
      return drained.events
    },
    /** Ticks hour by hour until the time, as a bot that is never down. */
    async until(time: string) {
      while (now < Date.parse(time)) {
        now = Math.min(now + HOUR / 2, Date.parse(time))
        await drainLive(house)
        await collects.rebuild()
      }
    },
    [Symbol.asyncDispose]: () => otlp.stop(),
  }
}

const facts = (store: Store) =>
  rows<{ day: string; messages: number; requests: number; output: number; prompts: number }>(
    store.db,
    'facts',
    sql`select day::text as day, sum(messages)::int as messages, sum(requests)::int as requests,
        sum(output_tokens)::int as output, sum(prompt_characters)::int as prompts
      from usage_daily group by day order by day`,
  )

const covered = async (store: Store) =>
  (
    await rows<{ day: string }>(
      store.db,
      'covered',
      sql`select distinct day::text as day from covered_day order by 1`,
    )
  ).map(({ day }) => day)

const prompt = (at: string, length: number): GivenLog => ({
  at,
  with: { 'event.name': 'user_prompt', prompt_length: length, 'session.id': 's' },
})
const request = (at: string, output: number): GivenLog => ({
  at,
  with: { 'event.name': 'api_request', output_tokens: output, model: 'claude-sonnet-4-5' },
})

describe.each(stores())('in $kind', ({ open }) => {
  test('what Claude Code sends is counted once, however often it is sent', async () => {
    await using store = await open()
    await using bot = await receiverOn(store)
    const logs = [prompt('2026-11-18T00:10:00Z', 40), request('2026-11-18T00:10:01Z', 9)]
    expect((await bot.send(logs)).status).toBe(200)
    expect(await bot.tick()).toBe(2)
    expect((await bot.send(logs)).status).toBe(200)
    await bot.tick()
    expect(await facts(store)).toEqual([
      { day: '2026-11-18', messages: 1, requests: 2, output: 9, prompts: 40 },
    ])
    expect(await bot.inbox.waiting()).toBe(0)
  })

  test('a bot that dies between storing and forgetting stores nothing twice', async () => {
    await using store = await open()
    await using bot = await receiverOn(store)
    await bot.send([prompt('2026-11-18T00:10:00Z', 40)])
    const batch = await bot.inbox.take(10)
    await bot.tick()
    await bot.inbox.append(batch?.events ?? [])
    expect(await bot.tick()).toBe(1)
    expect(await facts(store)).toMatchObject([{ messages: 1 }])
  })

  test('days it listened through are complete, also silent ones; days it was down are not', async () => {
    await using store = await open()
    await using bot = await receiverOn(store)
    await bot.tick()
    await bot.send([prompt('2026-11-18T00:10:00Z', 40)])
    await bot.until('2026-11-21T00:30:00Z')
    // The 18th had begun when it started.
    expect(await covered(store)).toEqual(['2026-11-19', '2026-11-20'])
    bot.at('2026-11-22T12:00:00Z')
    await bot.tick()
    await bot.until('2026-11-24T00:30:00Z')
    expect(await covered(store)).toEqual(['2026-11-19', '2026-11-20', '2026-11-23'])
  })
})
