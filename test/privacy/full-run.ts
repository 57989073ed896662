import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { sql } from 'drizzle-orm'

import type { Io } from '#cli/doors.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { daysIn } from '#connectors/time.ts'
import { drainLive } from '#jobs/drain-live.ts'
import { pseudonymKey } from '#key.ts'
import { commandsOn } from '#main/commands.ts'
import { doors } from '#main/doors.ts'
import { openHouse } from '#main/house.ts'
import { openLog } from '#main/log.ts'
import type { OpenHouse } from '#main/open-house.ts'
import { settingsOf } from '#main/settings.ts'
import { startOtlp } from '#otlp/receiver.ts'
import { priceBook } from '#prices/price-book.ts'
import { collection } from '#store/collect.ts'
import { liveInbox } from '#store/live-inbox.ts'
import { memory } from '#store/memory.ts'
import { migrate } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'
import { rows } from '#store/rows.ts'
import { TOKEN } from '#test/support/otlp.ts'

/**
 * One whole life of a bot in a process of its own: OTLP received, files imported, vendors pulled, questions
 * asked. Reads the command lines from a file, one JSON array a line; leaves what it said and logged, and
 * its heap. With `--plant` it keeps a canary in each place that is searched.
 */
const [folder = '', plan = '', planted] = process.argv.slice(2)
const settings = settingsOf(process.env)
const { config, setUps, redact } = settings
const { key } = pseudonymKey(config)
const said: string[] = []
const logged: string[] = []
const to = new Writable({
  write(chunk, _, done) {
    logged.push(String(chunk))
    done()
  },
})
const log = openLog('info', { redact, to })

type Aside = (house: OpenHouse, argv: readonly string[], io: Io) => Promise<number>

/** What goes before some command lines. */
const ASIDE: Readonly<Record<string, Aside>> = {
  'a second person approves': async ({ approvals }) => {
    for (const { id } of await approvals.waiting())
      await approvals.decide(id, 'approved', { by: 'slack:T1/U2', place: 'a message' })
    return 0
  },
  'weeks before': (house, argv, io) => {
    const clock = { now: () => Date.parse('2026-10-01T12:00:00Z') }
    const then = { ...house, clock, policy: { ...house.policy, clock } }
    return commandsOn(then, doors('0.0.0'), { argv, io })
  },
  // What whoever runs it may read, and nobody keeps.
  'shows names': (house, argv, io) =>
    commandsOn(house, doors('0.0.0'), {
      argv,
      io: { ...io, out: (text) => appendFileSync(join(folder, 'shown'), text) },
    }),
}

await receive()
await run()
writeFileSync(join(folder, 'said'), said.join(''))
writeFileSync(join(folder, 'logged'), logged.join(''))

async function receive(): Promise<void> {
  await using store = await openStore({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataFolder,
  })
  await migrate(store)
  const inbox = liveInbox(store.db)
  const otlp = await startOtlp(
    { host: '127.0.0.1', port: 0, token: TOKEN },
    {
      locked: () => false,
      pseudonyms: pseudonymizer(key),
      price: priceBook(),
      dayOf: daysIn('UTC'),
      append: (events) => inbox.append(events),
      log,
    },
  )
  const sent = new Promise<void>((resolve) => {
    process.once('message', () => resolve())
  })
  process.send?.(otlp.url)
  await sent
  process.disconnect?.()
  await otlp.stop()
  const clock = { now: () => config.now ?? 0 }
  await drainLive({
    inbox,
    collection: collection(store),
    memory: memory(store.db),
    clock,
    zone: 'UTC',
  })
  if (planted === undefined) return
  await rows(
    store.db,
    'plant a leak',
    sql`insert into workspace_memory (workspace, key, value) values ('T1', 'leak', ${planted})`,
  )
}

async function run(): Promise<void> {
  await using house = await openHouse(config, { key, log, setUps, redact })
  await commands(house)
  await settle()
}

async function commands(house: OpenHouse): Promise<void> {
  const io = {
    cwd: folder,
    tty: false,
    out: (text: string) => void said.push(text),
    err: (text: string) => void said.push(text),
    // Consent is given by typing the connector's name.
    ask: () => Promise.resolve('chatgpt'),
  }
  for (const line of readFileSync(plan, 'utf8').trim().split('\n')) {
    const [first = '', ...rest] = JSON.parse(line) as string[]
    const code = await (ASIDE[first]?.(house, rest, io) ??
      commandsOn(house, doors('0.0.0'), { argv: [first, ...rest], io }))
    said.push(`exit ${code}\n`)
  }
}

/** The bot is idle and its store open: what is only waiting to be collected is not kept. */
async function settle(): Promise<void> {
  if (planted !== undefined) {
    said.push(planted)
    log.info({ message: planted }, 'A planted leak')
    Object.assign(globalThis, { planted: { of: [planted] } })
    writeFileSync(join(config.dataFolder, 'leak'), planted)
  }
  // The last match of a regular expression keeps the text it was found in.
  ;/nothing/.test('nothing')
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let round = 0; round < 4; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 700))
    collect()
  }
  writeHeapSnapshot(join(folder, 'heap'))
}
