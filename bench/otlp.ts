/**
 * The receiver under a steady stream of model calls, then killed: spans a second against the goal of
 * 5,000, the memory it took, and whether anything it accepted was lost.
 *
 *   node bench/otlp.ts [--seconds N]          the embedded store
 *   DATABASE_URL=postgres://… node bench/otlp.ts
 */
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'

import { liveInbox } from '#store/live-inbox.ts'
import { openStore } from '#store/open.ts'
import { attributes, nanos, TOKEN } from '#test/support/otlp.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } })
const SECONDS = Number(values.seconds)
const PER_REQUEST = 512
const SENDERS = 8
const GOAL = 5_000

const folder = await mkdtemp(join(tmpdir(), 'ai-usage-otlp-'))
const databaseUrl = process.env['DATABASE_URL']
const where = databaseUrl ?? join(folder, 'data')

const common = {
  startTimeUnixNano: nanos('2026-11-20T09:00:00Z'),
  name: 'chat gpt-4o',
  kind: 3,
  attributes: attributes({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.usage.input_tokens': 1200,
    'gen_ai.usage.cache_read.input_tokens': 800,
    'gen_ai.usage.output_tokens': 90,
    'gen_ai.conversation.id': 'c-1',
    'server.address': 'api.openai.com',
    'gen_ai.prompt': 'what nobody is to read '.repeat(10),
  }),
}
// Written once, so that what is measured is the receiver: only ids differ.
const [before = '', after = ''] = JSON.stringify({ ...common, ids: 0 }).split('"ids":0')
const people = Array.from({ length: 500 }, (_, n) =>
  JSON.stringify(attributes({ 'service.name': 'support-bot', 'user.email': `p${n}@example.com` })),
)

function body(): string {
  const trace = randomBytes(12).toString('hex')
  const spans = Array.from(
    { length: PER_REQUEST },
    (_, n) =>
      `${before}"traceId":"${trace}${n.toString(16).padStart(8, '0')}","spanId":"${n.toString(16).padStart(16, '0')}"${after}`,
  )
  const person = people[trace.charCodeAt(0) % people.length] ?? '[]'
  return `{"resourceSpans":[{"resource":{"attributes":${person}},"scopeSpans":[{"spans":[${spans.join(',')}]}]}]}`
}

async function start(): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(new URL('../test/support/otlp-child.ts', import.meta.url), [where], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  if (!child.stdout) throw new Error('the receiver has no output')
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, url: line.toString().trim() }
}

async function rss(child: ChildProcess): Promise<number> {
  child.send('memory')
  const [{ rss }] = (await once(child, 'message')) as [{ rss: number }]
  return rss / 2 ** 20
}

const { child, url } = await start()
const idle = await rss(child)
let [accepted, pushedBack, most] = [0, 0, idle]
const stopping = new AbortController()

async function send(): Promise<void> {
  while (!stopping.signal.aborted) {
    try {
      const answer = await fetch(`${url}/v1/traces`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: body(),
      })
      await answer.text()
      if (answer.status === 200) accepted += PER_REQUEST
      else pushedBack += 1
      if (answer.status === 429) await new Promise((resolve) => setTimeout(resolve, 200))
    } catch {
      // Killed before it answered: not accepted.
      return
    }
  }
}

const began = performance.now()
const senders = Array.from({ length: SENDERS }, send)
for (let second = 0; second < SECONDS; second++) {
  await new Promise((resolve) => setTimeout(resolve, 1000))
  most = Math.max(most, await rss(child))
}
const perSecond = accepted / ((performance.now() - began) / 1000)
child.kill('SIGKILL')
await once(child, 'exit')
stopping.abort()
await Promise.all(senders)

const store = await openStore(
  databaseUrl === undefined ? { databaseUrl, dataDir: where } : { databaseUrl, dataDir: '' },
)
const stored = await liveInbox(store.db).waiting()
const lost = Math.max(0, accepted - stored)
console.log(`${store.kind} store, ${SECONDS} s, ${SENDERS} senders, ${PER_REQUEST} spans a request`)
console.log(
  `  spans a second        ${perSecond.toFixed(0)}   (goal ${GOAL}: ${(perSecond / GOAL).toFixed(2)} of it)`,
)
console.log(`  told to wait (429)    ${pushedBack}`)
console.log(`  memory                ${idle.toFixed(0)} MB idle, ${most.toFixed(0)} MB at most`)
console.log(`  accepted, kill -9     ${accepted} spans, ${lost} lost`)
await store[Symbol.asyncDispose]()
await rm(folder, { recursive: true, force: true })
