/**
 * Lines per second of `import usage`, against COPY's rows per second into the same indexed table in
 * the same run, and the peak memory. `node bench/import.ts --lines 1000000`; a server is measured
 * too where DATABASE_URL names an empty database on one.
 */
import { execFileSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'

import { getTableColumns, sql } from 'drizzle-orm'

import type { ImportRequest } from '#cli/doors.ts'
import { NO_MAPPING } from '#connectors/columns.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { usageBatches } from '#connectors/usage-file.ts'
import { addDays, day } from '#core/time/day.ts'
import { usageEvent } from '#db/schema/usage.ts'
import { company, HISTORY_DAYS } from '#db/seeds/company.ts'
import { usageOn } from '#db/seeds/usage.ts'
import { importFiles } from '#main/import-files.ts'
import { priceBook } from '#prices/price-book.ts'
import { audit } from '#store/audit.ts'
import { contracts } from '#store/contracts.ts'
import { ingest } from '#store/ingest.ts'
import { migrate } from '#store/migrate.ts'
import { noteBook } from '#store/notes.ts'
import { openStore } from '#store/open.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'
import { workspace } from '#store/workspace.ts'

const ANCHOR = day('2026-11-20')
const DAYS = HISTORY_DAYS + 1
/** A little less than one company has. */
const LINES_OF_ONE = 150_000

/** The demo company's lines, day by day, of as many such companies as it takes. */
function* lines(count: number): Generator<string> {
  const people = company(ANCHOR)
  const copies = Math.ceil(count / LINES_OF_ONE)
  let left = count
  for (let back = HISTORY_DAYS; ; back = back === 0 ? HISTORY_DAYS : back - 1) {
    for (let copy = 0; copy < copies; copy++) {
      for (const line of usageOn(addDays(ANCHOR, -back), people, ANCHOR)) {
        if (left-- === 0) return
        const person = line['person'] === '-' ? '-' : `${copy}.${line['person']}`
        yield `${JSON.stringify({ ...line, person, id: `${left}` })}\n`
      }
    }
  }
}

const seconds = (since: number) => (performance.now() - since) / 1000
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const peakMb = () => process.resourceUsage().maxRSS / 1024

const pseudonyms = pseudonymizer('a key for measuring, of thirty-two letters')

/** Reading alone: parsed, checked, pseudonymised and priced, on one core. */
async function readFile(path: string, count: number): Promise<void> {
  const start = performance.now()
  let rows = 0
  const reading = { mapping: NO_MAPPING, zone: 'UTC', pseudonyms, price: priceBook() }
  for await (const batch of usageBatches([path], reading)) rows += batch.rows.length
  if (rows !== count) throw new Error('not all read')
  console.log(
    `  read    ${whole.format(count / seconds(start)).padStart(9)} lines/s, nothing stored`,
  )
}

/** Runs the import and returns its lines per second, all of it included. */
async function importFile(store: Store, path: string, count: number): Promise<number> {
  const house = {
    ingest: ingest(store),
    contracts: contracts(store.db),
    notes: noteBook(store.db),
    usage: usageReader(store.db, { pseudonym: pseudonyms.person }),
    workspace: workspace(store.db),
    audit: audit(store.db),
    pseudonyms,
    config: { creditMicros: undefined },
    clock: { now: () => Date.parse(`${ANCHOR}T12:00:00Z`) + 86_400_000 },
  }
  const start = performance.now()
  let read = 0
  const request: ImportRequest = {
    kind: 'usage',
    files: [path],
    cwd: process.cwd(),
    command: 'import usage',
    options: {
      dryRun: false,
      strict: true,
      yes: false,
      replace: false,
      merge: false,
      map: [],
      set: [],
      ignore: [],
      assign: [],
    },
    onProgress: ({ phase }) => {
      if (phase === 'reading') read = seconds(start)
    },
  }
  const outcome = await importFiles(request, house)
  const total = seconds(start)
  if (outcome.result !== 'applied' || outcome.rows !== count) throw new Error('not all imported')
  console.log(
    `  import  ${whole.format(count / total).padStart(9)} lines/s  (read and staged in ${read.toFixed(1)} s, stored and counted in ${(total - read).toFixed(1)} s)`,
  )
  return count / total
}

const names = Object.values(getTableColumns(usageEvent)).map(({ name }) => name)
const PAGE = 50_000

/** Empties the table of events and copies its rows back in. */
async function copyRows(store: Store, count: number): Promise<number> {
  const cells = names.map((name) => `coalesce(replace(${name}::text, '\\', '\\\\'), '\\N')`)
  const pages: string[] = []
  for (let from = 1; from <= count; from += PAGE) {
    const query = `select string_agg(concat_ws(E'\\t', ${cells.join(', ')}), E'\\n' order by seq) as page
      from usage_event where seq >= ${from} and seq < ${from + PAGE}`
    const answer: unknown = await store.db.execute(sql.raw(query))
    const [row] = (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows) as {
      page: string
    }[]
    pages.push(`${row?.page ?? ''}\n`)
  }
  await using connection = await store.connect()
  // COPY fills the columns in the table's own order, which is the schema's.
  await connection.db.execute(sql.raw('truncate usage_event'))
  const start = performance.now()
  const copy = connection.copy('usage_event')
  for (const page of pages) await copy.write(page)
  await copy.end()
  const rate = count / seconds(start)
  console.log(`  COPY    ${whole.format(rate).padStart(9)} rows/s into the same indexed table`)
  return rate
}

async function measure(
  name: string,
  store: Store,
  { path, count }: { path: string; count: number },
) {
  console.log(`${name}:`)
  const idle = peakMb()
  const imported = await importFile(store, path, count)
  const peak = peakMb()
  const copied = await copyRows(store, count)
  const ratio = imported / copied
  console.log(`  ratio   ${ratio.toFixed(2).padStart(9)} (goal 0.30)`)
  console.log(
    `  memory  ${whole.format(peak).padStart(9)} MB at most, ${whole.format(peak - idle)} MB above the store before the import`,
  )
}

async function run(count: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ai-usage-bench-'))
  const path = join(folder, 'usage.ndjson')
  try {
    await pipeline(Readable.from(lines(count)), createWriteStream(path))
    const { size } = await stat(path)
    console.log(`${whole.format(count)} lines, ${whole.format(size / 2 ** 20)} MB, ${DAYS} days`)
    await readFile(path, count)
    const databaseUrl = process.env['DATABASE_URL']
    if (databaseUrl !== undefined) {
      await using store = await openStore({ databaseUrl })
      await migrate(store)
      await measure('PostgreSQL server', store, { path, count })
    }
    // Making a new embedded store takes a gigabyte for a moment: another process does it.
    const dataDir = join(folder, 'data')
    execFileSync(process.execPath, [import.meta.filename, '--prepare', dataDir])
    await using store = await openStore({ dataDir })
    await measure('embedded store', store, { path, count })
  } finally {
    await rm(folder, { recursive: true })
  }
}

const { values } = parseArgs({
  options: { lines: { type: 'string', default: '200000' }, prepare: { type: 'string' } },
})
if (values.prepare !== undefined) {
  await using store = await openStore({ dataDir: values.prepare })
  await migrate(store)
} else await run(Number(values.lines))
