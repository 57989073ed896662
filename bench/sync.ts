/**
 * A million rows of a vendor pulled into the store, against fetching and parsing them alone in the same
 * run: the goal is 1.3 times as long at most. Counting the days again is measured beside it.
 *
 *   node bench/sync.ts [--rows N]          the embedded store
 *   DATABASE_URL=postgres://… node bench/sync.ts
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'

import type { Call } from '#collect.ts'
import { egressFetch } from '#connectors/egress.ts'
import { litellm } from '#connectors/litellm/connector.ts'
import { logs } from '#connectors/litellm/logs.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { addDays, day } from '#core/time/day.ts'
import { pull, type Tally } from '#jobs/sync-stream.ts'
import { priceBook } from '#prices/price-book.ts'
import { collection } from '#store/collect.ts'
import { migrate } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, serve: { type: 'boolean' } },
})
const ROWS = Number(values.rows)
const DAYS = 20
const TODAY = day('2026-11-21')
const GOAL = 1.3
const PEOPLE = 2_000

/** The proxy's spend log: so many rows a day, each other than any before. */
function serve(): void {
  const perDay = Math.ceil(ROWS / DAYS)
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const of = (searchParams.get('start_date') ?? '').slice(0, 10)
    const page = Number(searchParams.get('page'))
    const size = Number(searchParams.get('page_size'))
    // The day that is asked for last has only begun.
    const held = of < TODAY ? perDay : 0
    const first = (page - 1) * size
    const rows = Array.from({ length: Math.max(0, Math.min(size, held - first)) }, (_, n) =>
      rowOf(of, first + n),
    )
    const body = `{"data":[${rows.join(',')}],"total":${held},"page":${page},"page_size":${size},"total_pages":${Math.ceil(held / size)}}`
    response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
}

function rowOf(of: string, n: number): string {
  const second = Math.floor((n * 86_400) / Math.ceil(ROWS / DAYS))
  const time = new Date(second * 1000).toISOString().slice(11, 19)
  return `{"request_id":"chatcmpl-${of}-${n}","call_type":"acompletion","api_key":"${(n % 97).toString(16).padStart(64, 'a')}","spend":0.00${n % 1000},"total_tokens":1290,"prompt_tokens":1200,"completion_tokens":90,"startTime":"${of} ${time}.${String(n % 1000).padStart(3, '0')}000","endTime":"${of} ${time}","completionStartTime":"${of} ${time}","model":"gpt-4o","model_id":"3f1c","model_group":"gpt-4o","custom_llm_provider":"openai","api_base":"https://api.openai.com/v1/","user":"","metadata":{"status":"success","user_api_key_alias":"support","user_api_key_user_id":"u${n % PEOPLE}","user_api_key_user_email":"p${n % PEOPLE}@example.com","usage_object":{"prompt_tokens":1200,"completion_tokens":90,"prompt_tokens_details":{"cached_tokens":800}}},"cache_hit":"False","request_tags":["User-Agent: openai-python"],"team_id":"t${n % 40}","end_user":"","session_id":"s-${of}-${n % 5000}","status":"success","messages":{},"response":{}}`
}

async function served(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = fork(import.meta.filename, ['--serve', '--rows', values.rows])
  const [port] = (await once(child, 'message')) as [number]
  return { child, url: `http://127.0.0.1:${port}` }
}

/** Seconds of this process's own work since then; the vendor's server and the store are others. */
function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1e6
}
const seconds = (since: number) => (performance.now() - since) / 1000
const mb = () => Math.round(process.memoryUsage().rss / 1_000_000)

async function measured(url: string): Promise<void> {
  const settings: Readonly<Record<string, string>> = { LITELLM_URL: url, LITELLM_KEY: 'sk-bench' }
  const setting = (name: string) => settings[name]
  const call: Call = {
    fetch: egressFetch(litellm, { setting }),
    setting,
    pseudonyms: pseudonymizer('a key for measuring, of thirty-two letters'),
    price: priceBook(),
    zone: 'UTC',
    now: () => Date.parse(`${TODAY}T12:00:00Z`),
    signal: new AbortController().signal,
  }
  const since = addDays(TODAY, -DAYS)
  const alone = async () => {
    const began = performance.now()
    let rows = 0
    for await (const page of logs.pull({ cursor: undefined, since }, call))
      rows += page.events?.length ?? 0
    if (rows !== ROWS) throw new Error(`${rows} rows came`)
    return seconds(began)
  }

  const folder = await mkdtemp(join(tmpdir(), 'ai-usage-sync-'))
  const databaseUrl = process.env['DATABASE_URL']
  try {
    await using store = await openStore({ databaseUrl, dataDir: folder })
    await migrate(store)
    const collect = collection(store)
    const idle = mb()
    const working = process.cpuUsage()
    const before = await alone()
    const aloneCpu = cpuSeconds(working)
    let peak = 0
    const watch = setInterval(() => (peak = Math.max(peak, mb())), 200)
    const tally: Tally = { rows: 0, changedDays: 0, done: 0, of: 0, refused: [], show: () => {} }
    const storing = process.cpuUsage()
    const began = performance.now()
    await pull(logs, {
      name: { connector: litellm.id, stream: logs.id },
      call,
      collection: collect,
      state: undefined,
      since,
      hold: () => Promise.resolve(),
      tally,
    })
    const whole = seconds(began)
    const wholeCpu = cpuSeconds(storing)
    clearInterval(watch)
    if (tally.rows < ROWS) throw new Error(`${tally.rows} rows were stored`)
    const after = await alone()
    const start = performance.now()
    const { days } = await collect.rebuild()
    const rebuilt = seconds(start)
    const fetching = (before + after) / 2
    const ratio = whole / fetching
    console.log(`${databaseUrl === undefined ? 'The embedded store' : 'A PostgreSQL server'}:`)
    console.log(
      `  fetch and parse alone  ${before.toFixed(1)} s before, ${after.toFixed(1)} s after`,
    )
    console.log(
      `  into the store         ${whole.toFixed(1)} s, ${Math.round(ROWS / whole)} rows/s`,
    )
    console.log(`  ratio                  ${ratio.toFixed(2)}, the goal is ${GOAL} at most`)
    console.log(
      `  CPU of this process    ${aloneCpu.toFixed(1)} s alone, ${wholeCpu.toFixed(1)} s into the store: ${(wholeCpu / aloneCpu).toFixed(2)}`,
    )
    console.log(`  ${days} days counted again in ${rebuilt.toFixed(1)} s`)
    console.log(`  memory                 ${idle} MB idle, ${peak} MB at most while pulling`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (values.serve) serve()
else {
  const { child, url } = await served()
  try {
    await measured(url)
  } finally {
    child.kill()
  }
}
