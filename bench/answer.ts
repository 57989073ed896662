import type { Chart } from '#core/chart/chart.ts'
/**
 * From the command to the final message, chart included, on the demo company: through the real Bolt
 * app, signed HTTP, and the Slack fake. Against the sum of the same answer's own SQL and its own chart,
 * each measured alone in the same run. Goals: p95 at most 1.5 times that sum, and at most 400 ms.
 */
import { parse } from '#core/command/parse.ts'
import { EVERYTHING } from '#core/message/answered.ts'
import { dayAt } from '#core/time/day.ts'
import { resolvePeriod } from '#core/time/resolve.ts'

import { ms, openDemoForBench, quantile } from './demo-house.ts'

const ADMIN = 'UADMIN'
const CHANNEL = 'CGENERAL'
const ROUNDS = 12
const COMMANDS = [
  'team:eng',
  'team:sales by:team',
  'by:model',
  'team:support',
  'by:tool',
  'by:team',
]

await using demo = await openDemoForBench()
const { house, fake } = demo

/** The last chart of a conversation, as the fake's files have it. */
const pictures = () =>
  fake.visibleTo(ADMIN, CHANNEL).filter((message) => fake.picturesOf(message).length > 0).length

async function whole(text: string): Promise<number> {
  const before = pictures()
  const start = performance.now()
  const shown = new Promise<void>((resolve) => {
    const stop = fake.onChange(() => {
      if (pictures() === before) return
      stop()
      resolve()
    })
  })
  await fake.command({ user: ADMIN, channel: CHANNEL, text })
  await shown
  return performance.now() - start
}

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

/** Drawn once more with another footer, so that no cache answers. */
async function chartAlone(text: string, round: number): Promise<number> {
  const { message } = await house.answer({ text, viewer: { kind: 'operator' }, place: 'terminal' })
  const chart = message.parts.flatMap((part) => (part.kind === 'chart' ? [part.chart] : []))[0]
  if (chart === undefined) throw new Error(`no chart: ${text}`)
  const again: Chart = { ...chart, footer: `${chart.footer} ${round}` }
  const start = performance.now()
  await house.draw(again)
  return performance.now() - start
}

const samples: { readonly whole: number; readonly sql: number; readonly chart: number }[] = []
for (let round = -1; round < ROUNDS; round++) {
  for (const command of COMMANDS) {
    // A period of its own each time: nothing is answered from a cache.
    const text = `${command} ${30 + round}d`
    const [sql, chart] = [await sqlAlone(text), await chartAlone(text, round)]
    const sample = { whole: await whole(text), sql, chart }
    if (round >= 0) samples.push(sample)
  }
}

const parts = samples.map(({ sql, chart }) => sql + chart)
const ends = samples.map((sample) => sample.whole)
const ratio = quantile(ends, 0.95) / quantile(parts, 0.95)
console.log(
  `${samples.length} answers with their chart, on ${process.arch}, Node ${process.version}`,
)
for (const [name, values] of [
  ['SQL alone', samples.map(({ sql }) => sql)],
  ['chart alone', samples.map(({ chart }) => chart)],
  ['SQL + chart', parts],
  ['command to final message', ends],
] as const) {
  console.log(
    `  ${name.padEnd(26)} p50 ${ms(quantile(values, 0.5))}   p95 ${ms(quantile(values, 0.95))}`,
  )
}
console.log(`  ratio of the p95s           ${ratio.toFixed(2)} (goal 1.50; and p95 at most 400 ms)`)
