/**
 * Alerts through deaths: replicas on one PostgreSQL server, each with the real pipeline, outbox, sender and
 * Slack client, against the Slack fake. Events are stored one by one; the replicas are killed (-9) at random
 * while they look, write and post, and started again. At the end every event is looked for: in an alert, and
 * in one message in the channel. Before that, without deaths: how long from stored to sent.
 *
 *   node bench/alerts-killed.ts [--kill N] [--events N] [--seed N]
 *
 * Goals: 0 lost and 0 told twice where Slack's answer is known; stored to sent in 2 s (p95). Where no answer
 * came, a critical alert is sent again, marked as a possible repeat, and the others are counted as unknown.
 * While replicas die, their time runs fifteen times as fast, so that who has died is followed within seconds.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { evaluate } from '#core/alert/evaluate.ts'
import { deliveriesOf } from '#core/alert/notice.ts'
import { decideAlerts } from '#core/alert/pipeline.ts'
import type { ActiveRule } from '#core/alert/rule.ts'
import { roleChanged } from '#core/alert/rules/role-changed.ts'
import { delivery } from '#db/schema/delivery.ts'
import { startSlackFake } from '#demo/slack-fake/start.ts'
import { deliverer } from '#jobs/deliver.ts'
import { openKit } from '#slack/app.ts'
import { createReach } from '#slack/reach.ts'
import { alertBook } from '#store/alerts.ts'
import { migrate } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'
import { outbox, putDelivery } from '#store/outbox.ts'
import { subscriptionBook } from '#store/subscriptions.ts'
import { testHouse } from '#test/slack/house.ts'
import { pullLog } from '#test/store/collects.ts'
import { governanceEvent } from '#test/support/governance.ts'
import { findServer, withDatabase } from '#test/support/postgres.ts'

import { randomOf } from './insight/random.ts'

const { values } = parseArgs({
  options: {
    kill: { type: 'string', default: '40' },
    events: { type: 'string', default: '400' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    replica: { type: 'boolean' },
  },
})
const KILLS = Number(values.kill)
const EVENTS = Number(values.events)
const REPLICAS = 2
const SPEED = 15
const QUIETLY = 100
const START = Date.parse('2026-11-23T08:00:00Z')
const CHANNEL = { platform: 'slack', workspace: '', kind: 'channel', id: 'CADMIN' } as const

/** The same rule for each of many tools, so that each event is an alert of its own; some are critical. */
const rules: readonly ActiveRule[] = Array.from({ length: QUIETLY + EVENTS }, (_, n) => ({
  rule: { ...roleChanged, id: `role-changed-${n}`, tools: [`tool-${n}`], severity: severityOf(n) },
  allowed: [],
}))

function severityOf(n: number): 'critical' | 'warning' {
  return n >= QUIETLY && n % 4 === 0 ? 'critical' : 'warning'
}

type Begin = {
  readonly databaseUrl: string
  readonly apiUrl: string
  readonly botToken: string
  /** The real time at which the replicas' clock began, and how fast it runs. */
  readonly since: number
  readonly speed: number
}

async function replica(): Promise<void> {
  const [begin] = (await once(process, 'message')) as [Begin]
  const { databaseUrl, apiUrl, botToken, since, speed } = begin
  const store = await openStore({ databaseUrl })
  const clock = { now: () => Math.round(START + (Date.now() - since) * speed) }
  const { kit } = await openKit({ botToken, apiUrl }, { ...testHouse(), clock })
  const alerts = alertBook(store.db, putDelivery)
  const sender = deliverer({
    book: outbox(store.db),
    subscriptions: subscriptionBook(store.db),
    chats: createReach(kit),
    compose: () => Promise.reject(new Error('there is no digest here')),
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
    const now = clock.now()
    await alerts.turn({
      now,
      most: 1_000,
      judge: (events) => evaluate(events, rules, now),
      findings: [],
      decide: (found, held) => decideAlerts(found, held, now),
      deliver: (alert, notice) =>
        deliveriesOf(alert, notice, { targets: [CHANNEL], zone: 'UTC', now }),
    })
    await sender.tick()
    await sleep(20)
  }
}

async function killed(): Promise<void> {
  const chance = randomOf(Number(values.seed)).uniform
  const server = await findServer()
  if (server === undefined) throw new Error('There is no PostgreSQL server to run this on')
  await using closing = new AsyncDisposableStack()
  closing.defer(() => server.stop())
  const databaseUrl = withDatabase(server.url, 'postgres')
  const store = closing.use(await openStore({ databaseUrl }))
  await migrate(store)
  const fake = await startSlackFake({
    signingSecret: 'bench',
    workspace: { channels: [{ id: 'CADMIN', name: 'admins', members: ['UBOT'] }] },
  })
  closing.defer(() => fake.stop())
  const { apiUrl, botToken } = fake

  const live = new Set<ChildProcess>()
  closing.defer(() => {
    for (const child of live) child.kill('SIGKILL')
  })
  async function begun(begin: Pick<Begin, 'since' | 'speed'>) {
    const child = fork(import.meta.filename, ['--replica', `--events=${EVENTS}`], {
      stdio: 'inherit',
    })
    live.add(child)
    const gone = once(child, 'exit').then(() => live.delete(child))
    child.send({ databaseUrl, apiUrl, botToken, ...begin })
    await Promise.race([once(child, 'message'), gone])
    return { child, gone }
  }

  let events = 0
  async function happens(at: number): Promise<void> {
    const n = events++
    const governance = [
      governanceEvent(`event ${n}`, { tool: `tool-${n}`, at: new Date(at - 1_000).toISOString() }),
    ]
    await pullLog(store, [{ governance, cursor: String(n) }], { at })
  }
  const rows = async () => store.db.select().from(delivery)
  async function settled(of: number): Promise<void> {
    for (let waited = 0; waited < 600; waited += 1) {
      const all = await rows()
      const open = all.filter(({ state }) => state === 'due' || state === 'sending').length
      const first = all.filter(({ edits }) => edits === null).length
      if (first >= of && open === 0) return
      await sleep(500)
    }
  }

  // Without deaths, at the speed of the clock on the wall.
  const calm = { since: Date.now(), speed: 1 }
  const one = await begun(calm)
  const stored: number[] = []
  for (let n = 0; n < QUIETLY; n += 1) {
    const at = START + (Date.now() - calm.since)
    await happens(at)
    stored.push(START + (Date.now() - calm.since))
    await sleep(50)
  }
  await settled(QUIETLY)
  one.child.kill('SIGKILL')
  await one.gone
  const took = (await rows())
    .flatMap(({ doneAt }) => (doneAt === null ? [] : [Date.parse(doneAt)]))
    .toSorted((a, b) => a - b)
    // One after another, so the first sent is of the first stored.
    .map((done, n) => done - (stored[n] ?? done))
    .toSorted((a, b) => a - b)
  const p95 = took[Math.floor(took.length * 0.95)] ?? Number.NaN
  console.log(
    `stored to sent: p50 ${took[Math.floor(took.length / 2)]} ms, p95 ${p95} ms of ${took.length} (goal 2000)`,
  )

  // Hours later, so that no rule has opened any lately.
  const since = Date.now() - (3 * 3_600_000) / SPEED
  const struck = { kills: 0 }
  const over = new AbortController()
  async function place(): Promise<void> {
    while (!over.signal.aborted) {
      const { child, gone } = await begun({ since, speed: SPEED })
      if (struck.kills < KILLS) {
        struck.kills += 1
        await sleep(20 + chance() * 400)
        child.kill('SIGKILL')
      }
      await gone
    }
  }
  /** So many have begun to die, or nobody has for a minute. */
  async function deaths(of: number): Promise<void> {
    for (let waited = 0; waited < 60_000; waited += 20) {
      if (struck.kills >= of) return
      await sleep(20)
    }
  }
  const places = Array.from({ length: REPLICAS }, () => place())
  for (let n = 0; n < EVENTS; n += 1) {
    await happens(Math.round(START + (Date.now() - since) * SPEED))
    await deaths((KILLS * n) / EVENTS)
  }
  await settled(QUIETLY + EVENTS)
  over.abort()
  for (const child of live) child.kill('SIGKILL')
  await Promise.all(places)

  const found = new Map((await alertBook(store.db).open()).map((alert) => [alert.tool, alert]))
  const all = new Map((await rows()).map((row) => [row.key, row]))
  const texts = fake.world.messages.map(({ text }) => text)
  const outcomes = Array.from({ length: QUIETLY + EVENTS }, (_, n) => {
    const alert = found.get(`tool-${n}`)
    const says = `: role changed in tool-${n}.`
    const there = texts.filter((text) => text.toLowerCase() === `${severityOf(n)}${says}`).length
    const told = texts.filter((text) => text.toLowerCase().includes(says)).length
    const key = `alert:${alert?.fingerprint}:firing:${alert?.openedAt}.1:slack//CADMIN`
    return { alert, there, told, state: all.get(key)?.state }
  })
  const count = (of: (one: (typeof outcomes)[number]) => boolean) => outcomes.filter(of).length
  const unknown = count(({ state }) => state === 'unknown')
  console.log(
    `${EVENTS} events, ${REPLICAS} replicas, ${struck.kills} kill -9; seed ${values.seed}
  alerts                 ${found.size}, each of one event: ${count(({ alert }) => alert?.events === 1)}
  sent                   ${count(({ state }) => state === 'sent')}
  told twice             ${count(({ there }) => there > 1)}
  lost                   ${count(({ state, told }) => state !== 'unknown' && (state !== 'sent' || told === 0))}
  unknown                ${unknown}, of these ${count(({ state, there }) => state === 'unknown' && there === 1)} are there
  possible repeats       ${texts.filter((text) => /possible repeat/i.test(text)).length}`,
  )
}

await (values.replica ? replica() : killed())
