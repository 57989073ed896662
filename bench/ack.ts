/**
 * How soon Slack's request is acknowledged while twenty charts render. Goal: p99 at most 100 ms. The
 * floor, in the same run: the same requests with nothing rendering.
 */
import { linesChart } from '#core/chart/build.ts'

import { ms, openDemoForBench, quantile } from './demo-house.ts'

const ROUNDS = 10
const COMMANDS_PER_ROUND = 20
const CHARTS = 20

await using demo = await openDemoForBench()
const { house, fake } = demo

let drawn = 0
/** Each is a new picture: no cache answers. */
function someChart() {
  drawn += 1
  const points = Array.from({ length: 30 }, (_, day) => ({
    from: `2026-10-${String(day + 1).padStart(2, '0')}`,
    value: ((day * 7919 + drawn * 104_729) % 1000) * 1_000_000,
  }))
  return linesChart({
    title: `Chart ${drawn}`,
    subtitle: 'Spend per day, US dollars',
    footer: 'Drawn to keep the machine busy',
    unit: 'usd_micros',
    grain: 'day',
    now: points,
    before: points,
  })
}

async function acks(busy: boolean): Promise<number[]> {
  const samples: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const drawing = busy ? Array.from({ length: CHARTS }, () => house.draw(someChart())) : []
    for (let n = 0; n < COMMANDS_PER_ROUND; n++) {
      const delivery = await fake.command({ user: 'UADMIN', channel: 'CGENERAL', text: 'help' })
      samples.push(delivery.milliseconds)
    }
    await Promise.all(drawing)
  }
  return samples
}

await acks(false)
for (const [name, busy] of [
  ['idle', false],
  ['while 20 charts render', true],
] as const) {
  const samples = await acks(busy)
  console.log(
    `  ${name.padEnd(24)} p50 ${ms(quantile(samples, 0.5))}   p99 ${ms(quantile(samples, 0.99))}   worst ${ms(Math.max(...samples))}   (${samples.length} commands)`,
  )
}
console.log('  goal: p99 at most 100 ms while charts render')
