import { cpSync, existsSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '#config.ts'
import { DEFAULT_RULE } from '#core/privacy/rule.ts'
import { addDays, day } from '#core/time/day.ts'
import { openDemo } from '#main/demo.ts'
import { migrate } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'
import { publishClosed } from '#store/publish.ts'
import { publishedReader } from '#store/published-reader.ts'
import { QUESTIONS } from './questions.ts'
import { unanswered } from './utility.ts'

const TODAY = day('2026-11-21')
const folder = '/tmp/cells-demo/demo'
if (!existsSync(folder)) {
  const config = readConfig({ AI_USAGE_NOW: `${TODAY}T12:00:00Z` })
  const demo = await openDemo(config, { cwd: process.cwd(), tty: false, err: () => undefined }, { folder })
  await demo[Symbol.asyncDispose]()
}
const copy = join(mkdtempSync('/tmp/cells-exp-'), 'demo')
cpSync(folder, copy, { recursive: true, mode: 0 })
import { chmodSync } from 'node:fs'
chmodSync(copy, 0o700)
const store = await openStore({ databaseUrl: undefined, dataDir: copy })
await migrate(store)
const { db } = store
const steps = process.argv[2] === 'step'
const reader = publishedReader(db, { pseudonym: () => '' })
let missed: { text: string; today: string }[] = []
const t = performance.now()
if (steps) {
  for (let today = day('2026-05-28'); today <= TODAY; today = addDays(today, 7)) {
    await publishClosed(db, { today, rule: DEFAULT_RULE })
    missed.push(...(await unanswered(QUESTIONS.filter((q) => q.today === today), reader)))
  }
} else {
  console.log(await publishClosed(db, { today: TODAY, rule: DEFAULT_RULE }))
  missed = [...(await unanswered(QUESTIONS, reader))]
}
console.log('s', (performance.now() - t) / 1000)
console.log(500 - missed.length)
const by = Map.groupBy(missed, (q) => `${q.today} ${q.text}`)
for (const [k, all] of [...by].toSorted()) console.log(all.length, k)
import { rmSync } from 'node:fs'
await store[Symbol.asyncDispose]()
rmSync(copy, { recursive: true })
