/**
 * Digests through faults: replicas on one PostgreSQL server, each with the real planner, outbox, sender
 * and Slack client, against the Slack fake. They are killed (-9) at random and started again; the fake
 * drops answers, lands posts late, refuses and limits at random. At the end every digest is looked for:
 * how many are there twice, how many are nowhere though nobody says so, of how many nobody knows.
 *
 *   node bench/delivery.ts [--faults N] [--digests N] [--seed N]
 *
 * Goals: 0 duplicates and 0 losses where Slack's answer is known. Time in the replicas runs fifteen times
 * as fast, so that who has died is followed within seconds.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import type { Posted } from '#core/delivery/delivery.ts'
import { delivery } from '#db/schema/delivery.ts'
import type { Fault } from '#demo/slack-fake/faults.ts'
import { startSlackFake } from '#demo/slack-fake/start.ts'
import { deliverer } from '#jobs/deliver.ts'
import { openKit } from '#slack/app.ts'
import { createReach } from '#slack/reach.ts'
import { migrate } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'
import { outbox } from '#store/outbox.ts'
import { subscriptionBook } from '#store/subscriptions.ts'
import { testHouse } from '#test/slack/house.ts'
import { findServer, withDatabase } from '#test/support/postgres.ts'

import { randomOf } from './insight/random.ts'

const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: '1000' },
    digests: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    replica: { type: 'boolean' },
  },
})
const FAULTS = Number(values.faults)
const DIGESTS = Number(values.digests)
const REPLICAS = 3
const SPEED = 15
const START = Date.parse('2026-11-23T08:00:00Z')
const CHANNELS = 40
/** A tenth of the faults are deaths; one of three comes about so often. */
const KILLS = Math.round(FAULTS / 10)
const DEATH_MS = 2_000
const OVER_MS = KILLS * DEATH_MS

type Begin = {
  readonly databaseUrl: string
  readonly apiUrl: string
  readonly botToken: string
  /** The real time at which the replicas' clock began. */
  readonly since: number
}

async function replica(): Promise<void> {
  const [{ databaseUrl, apiUrl, botToken, since }] = (await once(process, 'message')) as [Begin]
  const store = await openStore({ databaseUrl })
  const clock = { now: () => START + (Date.now() - since) * SPEED }
  const { kit } = await openKit({ botToken, apiUrl }, { ...testHouse(), clock })
  const sender = deliverer({
    book: outbox(store.db),
    subscriptions: subscriptionBook(store.db),
    chats: createReach(kit),
    compose: async ({ subscription }) => ({
      message: {
        title: '',
        summary: `Digest ${subscription}.`,
        parts: [],
      },
    }),
    lock: { held: () => undefined, signal: () => new AbortController().signal },
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    tell: async () => 1,
    platforms: () => ['slack'],
    by: String(process.pid),
    chance: Math.random,
  })
  process.send?.('ready')
  for (;;) {
    await sender.tick()
    await sleep(30)
  }
}

async function faults(): Promise<void> {
  const chance = randomOf(Number(values.seed)).uniform
  const server = await findServer()
  if (server === undefined) throw new Error('There is no PostgreSQL server to run this on')
  await using closing = new AsyncDisposableStack()
  closing.defer(() => server.stop())
  const databaseUrl = withDatabase(server.url, 'postgres')
  const store = closing.use(await openStore({ databaseUrl }))
  await migrate(store)
  const book = subscriptionBook(store.db)
  const channels = Array.from({ length: CHANNELS }, (_, n) => `C${n}`)
  const row = {
    at: START,
    viewer: 'slack:TFAKE/UADMIN',
    place: 'terminal',
    action: 'subscribe',
    command: 'subscribe 30d weekly',
    outcome: 'done',
    detail: {},
  } as const
  for (let n = 1; n <= DIGESTS; n += 1) {
    const made = {
      platform: 'slack',
      workspace: 'TFAKE',
      owner: 'UADMIN',
      cadence: 'weekly monday 08:00 UTC',
      notable: false,
      // Due one after another, over the time that the faults take.
      nextAt: START + Math.floor((n / DIGESTS) * OVER_MS * SPEED),
      targets: [
        { no: 1, what: '30d', kind: 'channel', id: channels[n % CHANNELS] ?? '', name: '#x' },
      ],
    } as const
    await book.add(made, () => row)
  }
  const fake = await startSlackFake({
    signingSecret: 'bench',
    workspace: {
      channels: channels.map((id) => ({ id, name: id.toLowerCase(), members: ['UBOT'] })),
    },
  })
  closing.defer(() => fake.stop())
  const begin: Begin = {
    databaseUrl,
    apiUrl: fake.apiUrl,
    botToken: fake.botToken,
    since: Date.now(),
  }

  const struck = { kills: 0, chat: 0 }
  const over = new AbortController()
  const live = new Set<ChildProcess>()
  closing.defer(() => {
    for (const child of live) child.kill('SIGKILL')
  })

  /** One replica after another in the same place, each killed after a while. */
  async function place(): Promise<void> {
    while (!over.signal.aborted) {
      const child = fork(import.meta.filename, ['--replica'], { stdio: 'inherit' })
      live.add(child)
      child.send(begin)
      const gone = once(child, 'exit')
      await Promise.race([once(child, 'message'), gone])
      if (struck.kills < KILLS) {
        struck.kills += 1
        await sleep(500 + chance() * 4_000)
        child.kill('SIGKILL')
      }
      await gone
      live.delete(child)
    }
  }

  const KINDS: readonly (() => Fault)[] = [
    () => ({ dropReply: true }),
    () => ({ landsAfter: Math.floor(chance() * 500) }),
    () => ({ status: 503 }),
    () => ({ error: 'internal_error' }),
    () => ({ retryAfter: 1 + Math.floor(chance() * 5) }),
    () => ({ error: 'ratelimited' }),
    () => ({ error: 'fatal_error' }),
  ]
  const posts = () => fake.world.calls.filter(({ method }) => method === 'chat.postMessage').length
  async function unkind(): Promise<void> {
    while (struck.chat < FAULTS - KILLS) {
      const one = KINDS[Math.floor(chance() * KINDS.length)]
      if (one) fake.fail('chat.postMessage', one())
      struck.chat += 1
      // Between two faults some posts go well, however slow this machine is.
      const next = posts() + Math.ceil((chance() * 2 * DIGESTS) / (FAULTS - KILLS))
      for (let waited = 0; posts() <= next && waited < 3_000; waited += 20) await sleep(20)
    }
  }

  const places = Array.from({ length: REPLICAS }, () => place())
  await unkind()
  const rowsNow = () => store.db.select().from(delivery)
  const digests = async () => (await rowsNow()).filter(({ key }) => key.startsWith('digest:'))
  for (let waited = 0; waited < 300; waited += 1) {
    const all = await digests()
    const open = all.filter(({ state }) => state === 'due' || state === 'sending').length
    if (all.length === DIGESTS && open === 0) break
    await sleep(1_000)
  }
  over.abort()
  for (const child of live) child.kill('SIGKILL')
  await Promise.all(places)

  const there = new Map<string, number>()
  for (const { text } of fake.world.messages) {
    const [, n] = /^Digest (\d+)\.$/.exec(text) ?? []
    if (n !== undefined) there.set(n, (there.get(n) ?? 0) + 1)
  }
  const all = await digests()
  const copies = (row: (typeof all)[number]) => there.get(String(row.subscriptionId)) ?? 0
  const of = (state: Posted['kind'] | 'dead' | 'due' | 'sending') =>
    all.filter((row) => row.state === state)
  const unknown = of('unknown')
  const lost = of('sent').filter((row) => copies(row) === 0)
  const unfinished = DIGESTS - of('sent').length - unknown.length - of('dead').length
  const notices = (await rowsNow()).filter(({ key }) => key.startsWith('notice:unknown:'))
  const percent = (n: number) => `${((100 * n) / DIGESTS).toFixed(1)} %`
  console.log(
    `${DIGESTS} digests, ${REPLICAS} replicas, ${struck.kills + struck.chat} faults: ${struck.kills} kill -9 and ${struck.chat} of Slack’s; seed ${values.seed}`,
  )
  const done = all.flatMap(({ doneAt }) => (doneAt === null ? [] : [Date.parse(doneAt)]))
  const seconds = (Math.max(...done) - Math.min(...done)) / 1_000 / SPEED
  console.log(
    `  sent                   ${of('sent').length}, ${(done.length / seconds).toFixed(0)} a second at the most they were due`,
  )
  console.log(`  duplicates             ${[...there.values()].filter((n) => n > 1).length}`)
  console.log(`  lost                   ${lost.length + unfinished + of('dead').length}`)
  console.log(
    `  unknown                ${unknown.length} (${percent(unknown.length)}); of these ${unknown.filter((row) => copies(row) === 1).length} are there; ${notices.length} owners were asked`,
  )
}

await (values.replica ? replica() : faults())
