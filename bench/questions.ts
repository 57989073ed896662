/**
 * Questions as they are typed, over companies of all kinds, against a count by hand that shares no
 * module with the product. Says how many were not empty and how often each production of the grammar
 * was asked. On the embedded store, or on an empty database of a server:
 *
 *   node bench/questions.ts [questions] [seed]
 *   DATABASE_URL=postgres://… node bench/questions.ts
 */
import { isDeepStrictEqual } from 'node:util'

import { PGlite } from '@electric-sql/pglite'
import * as fc from 'fast-check'

import { abilitiesOf } from '#store/abilities.ts'
import { embeddedStore } from '#store/embedded-store.ts'
import { measure } from '#store/measure.ts'
import { migrate } from '#store/migrate.ts'
import { openPostgres } from '#store/postgres.ts'
import { busyCompany, company } from '#test/store/reader-companies.ts'
import { found } from '#test/store/reader-company.ts'
import { reference } from '#test/store/reader-reference.ts'
import { names, questionTyped } from '#test/store/typed-ask.ts'
import { typed } from '#test/store/typed-questions.ts'

const EACH = 25
const [questions = 10_000, seed = Math.floor(Math.random() * 2 ** 31)] = process.argv
  .slice(2)
  .map(Number)

const line = (text: string) => process.stdout.write(`${text}\n`)

async function open() {
  const { DATABASE_URL: url } = process.env
  if (url) return openPostgres(url)
  const pg = await PGlite.create()
  return embeddedStore(pg, () => pg.close())
}

await using store = await open()
await migrate(store)
const asked = new Map<string, number>()
let [all, full, wrong] = [0, 0, 0]
const took: number[] = []
// A few questions name a group that their company has not.
const mixed = fc.oneof({ weight: 1, arbitrary: company }, { weight: 4, arbitrary: busyCompany })
line(`seed ${seed}`)
const companies = fc.sample(mixed, { numRuns: Math.ceil((questions * 1.2) / EACH), seed })
for (const [n, one] of companies.entries()) {
  if (all >= questions) break
  if (n > 0 && n % 20 === 0) line(`  ${all} asked, ${wrong} wrong`)
  await found(store, one)
  const options = { holidays: new Set<never>(), abilities: abilitiesOf(store.db) }
  const texts = fc.sample(typed, { numRuns: EACH, seed: seed + n })
  for (const { text, asked: by, productions } of texts.filter((of) => names(one, of.asked))) {
    const started = performance.now()
    const said = await measure(store.db, await questionTyped(store, text, by.today), options)
    took.push(performance.now() - started)
    all += 1
    full += Number(!said.empty && said.measurements.some(({ now }) => now !== null))
    for (const of of new Set(productions)) asked.set(of, (asked.get(of) ?? 0) + 1)
    if (isDeepStrictEqual(said, reference(one, by))) continue
    wrong += 1
    line(`WRONG, company ${n} of seed ${seed}: ${text} (today ${by.today})`)
  }
}
const least = [...asked].toSorted(([, a], [, b]) => a - b)
line(`${store.kind}, seed ${seed}: ${all} questions, ${wrong} wrong`)
line(`  not empty: ${full} (${((100 * full) / all).toFixed(1)} %)`)
const at = (share: number) =>
  took.toSorted((a, b) => a - b)[Math.ceil(share * took.length) - 1] ?? 0
line(
  `  took: median ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms, as typed to as measured`,
)
// At the length of the whole run, each production must have been asked often enough to be believed.
const rare = all >= 10_000 ? least.filter(([, times]) => times < 100) : []
if (rare.length > 0) line(`  TOO RARE: ${rare.map(([name]) => name).join(', ')}`)
line(`  productions: ${least.map(([name, times]) => `${name} ${times}`).join(', ')}`)
const sound = wrong === 0 && full >= 0.7 * all && rare.length === 0
process.exitCode = sound ? 0 : 1
