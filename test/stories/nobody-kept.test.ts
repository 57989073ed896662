import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { readConfig } from '#config.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import type { Measured } from '#core/metric/metric.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { inventory } from '#db/inventory.ts'
import { commandsOf, commandsOn } from '#main/commands.ts'
import { openHouse } from '#main/house.ts'
import { openLog } from '#main/log.ts'
import type { OpenHouse } from '#main/open-house.ts'
import { startReceiver } from '#main/receiver.ts'
import { writePolicy } from '#policy/write-policy.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { doorsTo, terminal } from '#test/cli/house.ts'
import { folder } from '#test/connectors/files.ts'
import { logsBody, post, TOKEN } from '#test/support/otlp.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { ACME, APAC, EMEA, PEOPLE, PLACED, STRANGER } from './nobody-kept-vendor.ts'

const KEY = 'a key of at least thirty-two letters'
const hashes = pseudonymizer(KEY)

const USAGE = [
  'time,person,tool,model,input_tokens,output_tokens,cost_usd',
  ...[...EMEA, ...EMEA, ...APAC, STRANGER].map(
    (name, n) => `2026-11-11T09:0${n % 10}:00Z,${name},chatgpt,gpt-5,10,5,0.0000015`,
  ),
].join('\n')
const DIRECTORY = ['person,team', ...PLACED.map(([name, unit]) => `${name},${unit}`)].join('\n')

const REFUSAL = /nothing is kept of one person|no account of a person|nobody’s account/i

let here: Awaited<ReturnType<typeof folder>>
let store: Store
let house: OpenHouse
const run = async (...argv: readonly string[]) => {
  const { io, said } = terminal({ cwd: here.path })
  const doors = doorsTo(commandsOf(house, () => Promise.resolve()))
  const code = await commandsOn(house, doors, { argv, io })
  return { code, out: said.out, err: said.err }
}
const numbers = async (question: string) => {
  const { out, err } = await run('ask', question, '--json', '--now', '2026-11-14T12:00:00Z')
  expect(err).toBe('')
  return JSON.parse(out) as Pick<Measured, 'measurements'>
}
const policy = async (more: Partial<typeof DEFAULT_POLICY>) =>
  here.file('policy.yml', writePolicy({ ...DEFAULT_POLICY, ...more }))

beforeAll(async () => {
  here = await folder()
  store = await openMemoryStore()
  house = await openHouse(
    readConfig({ AI_USAGE_DATA: here.path, AI_USAGE_NOW: '2026-11-14T12:00:00Z' }),
    {
      key: KEY,
      log: openLog('silent'),
      store: Promise.resolve(store),
      setUps: [{ connector: ACME, missing: [], setting: () => undefined }],
    },
  )
  await policy({ mode: 'aggregate-only' })
  await here.file('usage.csv', USAGE)
  await here.file('people.csv', DIRECTORY)
  await run('policy', 'apply', 'policy.yml')
}, 120_000)
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
  await here[Symbol.asyncDispose]()
})

/** Every row of every table, and those among them that are of a person. */
const everything = async () => {
  const found = await Promise.all(
    [...new Set(inventory().map(({ table }) => table))].map(async (table) => {
      const all = await rows<{ row: Readonly<Record<string, unknown>> }>(
        store.db,
        table,
        sql`select to_jsonb(t) as row from ${sql.identifier(table)} t`,
      )
      return all.map(({ row }) => ({ table, row, text: JSON.stringify(row) }))
    }),
  )
  const all = found.flat()
  const services = new Set(
    all.flatMap(({ table, row }) => (table === 'service_account' ? [row['account_id']] : [])),
  )
  const whose = ['account_id', 'person_id', 'actor_id', 'target_id', 'alias_id', 'people', 'bits']
  const ofPeople = all.flatMap(({ table, row, text }) =>
    whose.some((column) => (row[column] ?? 0) !== 0 && !services.has(row[column]))
      ? [table, text]
      : [],
  )
  return { all, services, ofPeople }
}

test('with aggregate-only, an import and a pull of everything leave sums of units and no row of a person', async () => {
  expect((await house.policyInForce()).policy.mode).toBe('aggregate-only')
  expect(await run('import', 'directory', 'people.csv')).toMatchObject({
    code: 2,
    err: expect.stringContaining('nothing be kept of one person') as string,
  })
  const imported = await run('import', 'usage', '--quiet', '--directory', 'people.csv', 'usage.csv')
  expect(imported).toMatchObject({ code: 0, err: '' })
  expect(await run('sync')).toMatchObject({ code: 0 })
  const { all, services, ofPeople } = await everything()
  expect(services.size).toBe(3)
  expect(ofPeople).toEqual([])
  const known = [...PEOPLE, 'ada-gh', ...PEOPLE.map((name) => `${name}@corp.test`)]
  // The vendor's log says whose an entry is.
  for (const gone of [...[...known, 'boss@corp.test'].map(hashes.person), 'entry-of-ada'])
    expect(all.find(({ text }) => text.includes(gone))).toBeUndefined()
  const held = new Set(all.map(({ table }) => table))
  for (const table of [
    'person',
    'usage_event',
    'session',
    'membership',
    'seat_assignment',
    'period_use',
  ])
    expect(held).not.toContain(table)
  expect(held).toContain('governance_event')
})

test('each unit has what its people used; those of a unit of too few are counted in the one above', async () => {
  const teams = await numbers('tool:acme by:team messages 30d')
  const parts = teams.measurements.find(({ metric }) => metric === 'messages')?.by?.rows
  expect(parts?.map(({ key, now }) => [key, now])).toEqual([
    ['Sales', 6 + 7 + 8 + 9 + 10],
    ['Sales/EMEA', 1 + 2 + 3 + 4 + 5],
    [null, 11 + 100],
  ])
  const imported = await numbers('tool:chatgpt team:Sales/EMEA spend 7d')
  // Ten requests of 1.5 micro-dollars, rounded once.
  expect(imported.measurements).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ metric: 'spend', now: 15 }),
      expect.objectContaining({ metric: 'messages', now: 10 }),
    ]) as never,
  )
})

test('requests that a vendor tells by whole days are sums of them, each counted once; of seats is told how many there are', async () => {
  const asked = await numbers('tool:gemini by:team messages spend 7d')
  const of = (wanted: string) => asked.measurements.find(({ metric }) => metric === wanted)
  expect(of('messages')?.by?.rows.map(({ key, now }) => [key, now])).toEqual([
    ['Sales/EMEA', 10],
    ['Sales', 5],
    [null, 1],
  ])
  expect(of('spend')?.now).toBe(32)
  const seats = await numbers('purchased_seats idle_seats 7d')
  const told = new Map(seats.measurements.map(({ metric, now }) => [metric, now]))
  expect([told.get('purchased_seats'), told.get('idle_seats')]).toEqual([9, null])
  const pools = await rows(
    store.db,
    'pools',
    sql`select valid_from::text, purchased from seat_pool`,
  )
  expect(pools).toEqual([{ valid_from: '2026-11-01', purchased: 9 }])
})

test('what is sent as it happens waits in memory until enough people are in it, and counts once however often it comes', async () => {
  const receiver = await startReceiver({
    ...house,
    config: { ...house.config, otlp: { token: TOKEN, port: 0 } },
  })
  if (!receiver) throw new Error('a token is set')
  // As a process that died leaves it: what it had in memory is lost, so today is not complete.
  await house.memory.set('otlp', 'receiver-whole-from', '2026-11-01')
  await house.memory.set('otlp', 'receiver-last-seen', String(house.collect.clock.now()))
  const send = async (names: readonly string[], at: string) => {
    for (const name of names) {
      const sent = logsBody({ 'service.name': 'claude-code', 'user.email': `${name}@corp.test` }, [
        {
          at: `2026-11-14T${at}Z`,
          with: { 'event.name': 'user_prompt', 'session.id': name, prompt_length: 7 },
        },
      ])
      expect((await post({ otlp: receiver }, '/v1/logs', sent)).status).toBe(200)
    }
  }
  const told = async () => {
    await receiver.drain()
    return await rows(
      store.db,
      'sums received',
      sql`select label, messages::int from usage_report
        join source s on s.id = source_id join service_account using (account_id)
        where s.name like '%otlp%' order by label`,
    )
  }
  await send([...EMEA.slice(1), 'joe', 'joe'], '09:00:00')
  // Four of five: nobody's use is at rest before the fifth comes.
  expect(await told()).toEqual([])
  await send(EMEA, '09:00:00')
  expect(await told()).toEqual([{ label: 'Sales/EMEA', messages: 5 }])
  await send(EMEA, '10:00:00')
  await send(['ada'], '10:30:00')
  expect(await told()).toEqual([{ label: 'Sales/EMEA', messages: 11 }])
  const { all, ofPeople } = await everything()
  expect(ofPeople).toEqual([])
  expect(all.some(({ table }) => table === 'live_inbox' || table === 'usage_event')).toBe(false)
  expect(await house.memory.get('otlp', 'receiver-whole-from')).toBe('2026-11-15')
  await receiver.stop()
  expect(await told()).toEqual([
    { label: 'Sales', messages: 1 },
    { label: 'Sales/EMEA', messages: 11 },
  ])
})

test('people are not counted, and whoever asks about one reads why', async () => {
  const { measurements } = await numbers('people 7d')
  expect(measurements.find(({ metric }) => metric === 'active_people')).toMatchObject({ now: null })
  const { out } = await run('ask', '7d')
  expect(out).toContain('Nobody can count this: the privacy policy')
  expect(out).not.toContain('by:user')
  for (const argv of [
    ['ask', 'by:user 7d'],
    ['ask', 'me 7d'],
    ['privacy', 'export', 'ada'],
    ['privacy', 'forget', 'ada'],
    ['people', 'unmatched'],
  ])
    expect(await run(...argv)).toMatchObject({ code: 2, err: expect.stringMatching(REFUSAL) })
})

test('the same again changes nothing, and the numbers stay', async () => {
  const sum = async () =>
    rows(
      store.db,
      'sum',
      sql`select tool_id, unit_id, messages::int, digest from usage_report
      join service_unit using (account_id) order by 1, 2`,
    )
  const before = await sum()
  const again = await run('import', 'usage', '--quiet', '--directory', 'people.csv', 'usage.csv')
  expect([again.code, await run('sync')]).toMatchObject([0, { code: 0 }])
  expect(await sum()).toEqual(before)
})

test('weaker again, what was used before stays sums; a store that holds people cannot begin with it', async () => {
  await policy({ mode: 'pseudonymous' })
  expect(await run('policy', 'apply', 'policy.yml')).toMatchObject({ code: 0 })
  const ann = { by: 'slack:T1/U1', place: 'slack:dm/D1' }
  await house.approvals.decide(1, 'approved', ann)
  expect((await run('policy', 'apply', 'policy.yml')).out).toContain('aggregate-only')
  expect((await house.policyInForce()).policy.mode).toBe('pseudonymous')
  expect(await run('sync', '--since', '2026-11-09')).toMatchObject({ code: 0 })
  const kept = await rows(store.db, 'people', sql`select 1 as one from person`)
  expect(kept).toEqual([])
  await rows(
    store.db,
    'somebody',
    sql`insert into account_person (account_id, valid_from, valid_to, person_id)
      values (900, '2026-01-01', '2026-12-31', 900)`,
  )
  await policy({ mode: 'aggregate-only' })
  const refused = await run('policy', 'apply', 'policy.yml')
  expect(refused).toMatchObject({
    code: 2,
    err: expect.stringContaining('this store holds people'),
  })
})
