/**
 * Whether the random questions would notice a fault in the SQL: each fault of `mutation-faults.ts` is
 * planted in the queries as they are run, one at a time, until an answer differs from the count by hand.
 * What was never planted, since no query held its text, counts as not caught.
 *
 *   node bench/mutation.ts [questions] [seed]
 */
import { isDeepStrictEqual } from 'node:util'

import { PGlite } from '@electric-sql/pglite'
import * as fc from 'fast-check'

import { abilitiesOf } from '#store/abilities.ts'
import { embeddedStore, type Queryable } from '#store/embedded-store.ts'
import { measure } from '#store/measure.ts'
import { migrate } from '#store/migrate.ts'
import { busyCompany, company } from '#test/store/reader-companies.ts'
import { found } from '#test/store/reader-company.ts'
import { reference } from '#test/store/reader-reference.ts'
import { names, questionTyped } from '#test/store/typed-ask.ts'
import { type Typed, typed } from '#test/store/typed-questions.ts'

import { FAULTS } from './mutation-faults.ts'
import type { Fault } from './mutation-made.ts'

const EACH = 12
const [questions = 1_000, seed = Math.floor(Math.random() * 2 ** 31)] = process.argv
  .slice(2)
  .map(Number)
const line = (text: string) => process.stdout.write(`${text}\n`)

let planted: Fault | undefined
let said: string[] = []
const faulty = ({ of, by, where }: Fault, text: string) =>
  where && !where.test(text) ? text : text.replaceAll(of, by)

const pg = await PGlite.create()
const client: Queryable = {
  query: (text, ...rest) => {
    said.push(text)
    return pg.query(planted ? faulty(planted, text) : text, ...rest)
  },
  transaction: (work) => pg.transaction(work),
}
await using store = embeddedStore(client, () => pg.close())
await migrate(store)

const answer = async ({ text, asked }: Typed) => {
  const options = { holidays: new Set<never>(), abilities: abilitiesOf(store.db) }
  return measure(store.db, await questionTyped(store, text, asked.today), options)
}

const caught = new Set<Fault>()
const refused = new Map<Fault, string>()
const met = new Map<Fault, number>()
const mixed = fc.oneof({ weight: 1, arbitrary: company }, { weight: 4, arbitrary: busyCompany })
const companies = fc.sample(mixed, { numRuns: Math.ceil((questions * 1.3) / EACH), seed })
let all = 0
for (const [n, one] of companies.entries()) {
  if (all >= questions || caught.size === FAULTS.length) break
  await found(store, one)
  const texts = fc.sample(typed, { numRuns: EACH, seed: seed + n })
  for (const question of texts.filter(({ asked }) => names(one, asked))) {
    all += 1
    said = []
    const expected = reference(one, question.asked)
    if (!isDeepStrictEqual(await answer(question), expected))
      throw new Error(`Wrong without a fault, seed ${seed}: ${question.text}`)
    const queries = [...said]
    for (const fault of FAULTS) {
      if (caught.has(fault) || queries.every((text) => faulty(fault, text) === text)) continue
      met.set(fault, (met.get(fault) ?? 0) + 1)
      planted = fault
      const told = await answer(question).catch((error: Error) => error)
      planted = undefined
      // What the store refuses is no wrong number: it says nothing of the questions.
      if (told instanceof Error) refused.set(fault, told.message.split('\n', 1).join(''))
      if (told instanceof Error || isDeepStrictEqual(told, expected)) continue
      caught.add(fault)
      line(`${caught.size} caught, question ${all}: ${fault.name}`)
    }
  }
}
for (const fault of FAULTS) {
  if (caught.has(fault)) continue
  const why = refused.get(fault) ?? 'no answer differs'
  line(`  NOT CAUGHT: ${fault.name}, planted ${met.get(fault) ?? 0} times: ${why}`)
}
line(`seed ${seed}: ${caught.size} of ${FAULTS.length} faults caught in ${all} questions`)
process.exitCode = caught.size >= 0.98 * FAULTS.length ? 0 : 1
