/**
 * From what is typed in Teams to its final card, on the demo company: through the real SDK, signed
 * HTTP, and the connector's fake. Against the sum of the same answer's own SQL and its own chart, each
 * measured alone in the same run. And how soon the activity is acknowledged while twenty come at once.
 * Goals: p95 at most 1.5 times that sum; 200 within 300 ms at p99.
 */
import { parse } from '#core/command/parse.ts'
import { EVERYTHING } from '#core/message/answered.ts'
import { dayAt } from '#core/time/day.ts'
import { resolvePeriod } from '#core/time/resolve.ts'
import { ADA, chatOf, TENANT } from '#test/support/teams/people.ts'
import { said, stageOf } from '#test/teams/stage.ts'

import { ms, openDemoForBench, quantile } from './demo-house.ts'

const ROUNDS = 8
const AT_ONCE = 20
/** An answer that is not there by then does not come. */
const LONGEST_MS = 30_000
const WAVES = 10
const COMMANDS = ['team:eng', 'team:sales by:team', 'by:model', 'by:tool', 'by:team']

await using demo = await openDemoForBench()
const { house } = demo
for (const grant of ['admin', 'person'] as const)
  await house.roles.give({ grant }, { workspace: TENANT, user: ADA.object, by: 'bench' })
// What still stands in line when all is measured is given up, and logged one by one.
const quiet = { info: () => {}, warn: () => {}, error: () => {} }
await using teams = await stageOf({ ...house, log: quiet })
const room = chatOf(ADA)

async function sqlAlone(text: string): Promise<number> {
  const ask = parse(text)
  if (ask.kind !== 'ask') throw new Error(`not a question: ${text}`)
  const today = dayAt(house.clock.now(), 'UTC')
  const start = performance.now()
  const resolved = await house.usage.resolve(ask.filters)
  if ('unresolved' in resolved) throw new Error(`unknown name: ${text}`)
  await house.usage.measure({
    ...resolvePeriod(ask.period, today),
    metrics: EVERYTHING,
    scope: resolved.scope,
    ...(ask.by && { by: ask.by }),
    today,
  })
  return performance.now() - start
}

/** Drawn with another footer, so that no cache answers. */
async function chartAlone(text: string, round: number): Promise<number> {
  const { message } = await house.answer({ text, viewer: { kind: 'operator' }, place: 'terminal' })
  const chart = message.parts.flatMap((part) => (part.kind === 'chart' ? [part.chart] : []))[0]
  if (chart === undefined) throw new Error(`no chart: ${text}`)
  const start = performance.now()
  const size = { width: 1_024, most: 1_024 }
  await house.draw({ ...chart, footer: `${chart.footer} ${round}` }, size)
  return performance.now() - start
}

async function whole(text: string): Promise<number> {
  // The fake keeps Teams' pace, which is not what is measured here.
  await new Promise((resolve) => setTimeout(resolve, 600))
  const before = teams.world.sent.length
  const start = performance.now()
  const { status } = await teams.people.say(ADA, room, text)
  // What says that it takes a while is updated to the answer.
  const final = () => teams.world.sent.slice(before).some((one) => !said(one).startsWith('Working'))
  while (!final()) {
    if (performance.now() - start > LONGEST_MS) throw new Error(unanswered(text, status))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return performance.now() - start
}

/** With what Teams was last asked, and said: whoever reads it sees where the answer got stuck. */
function unanswered(text: string, status: number): string {
  const calls = teams.world.calls
    .slice(-5)
    .map((call) => `${call.method} ${call.path} ${call.status}`)
  return [
    `No answer to '${text}' within ${LONGEST_MS / 1_000} s; its activity was answered ${status}.`,
    'The last calls of the app:',
    ...(calls.length === 0 ? ['none'] : calls),
  ].join('\n  ')
}

const samples: { readonly whole: number; readonly parts: number }[] = []
for (let round = -1; round < ROUNDS; round++) {
  for (const command of COMMANDS) {
    // A period of its own each time: nothing is answered from a cache.
    const text = `${command} ${30 + round}d`
    const parts = (await sqlAlone(text)) + (await chartAlone(text, round))
    const sample = { parts, whole: await whole(text) }
    if (round >= 0) samples.push(sample)
  }
}
const ends = samples.map((sample) => sample.whole)
const parts = samples.map((sample) => sample.parts)
console.log(
  `${samples.length} answers with their chart, on ${process.arch}, Node ${process.version}`,
)
for (const [name, values] of [
  ['SQL + chart', parts],
  ['typed to final card', ends],
] as const)
  console.log(
    `  ${name.padEnd(24)} p50 ${ms(quantile(values, 0.5))}   p95 ${ms(quantile(values, 0.95))}`,
  )
const ratio = quantile(ends, 0.95) / quantile(parts, 0.95)
console.log(`  p95 ratio ${ratio.toFixed(2)} (goal: at most 1.5)`)

const acks: number[] = []
for (let wave = 0; wave < WAVES; wave++) {
  const all = await Promise.all(
    Array.from({ length: AT_ONCE }, () => teams.people.say(ADA, room, 'help')),
  )
  acks.push(...all.map(({ ms }) => ms))
}
console.log(
  `  200 OK, ${AT_ONCE} at once      p50 ${ms(quantile(acks, 0.5))}   p99 ${ms(quantile(acks, 0.99))}   (goal: p99 at most 300 ms)`,
)
