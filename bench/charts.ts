// How long a chart takes beside the floor: a plain SVG written by hand, rasterised the same way.
// Run: node bench/charts.ts [rounds]
import { performance } from 'node:perf_hooks'

import sharp from 'sharp'

import { drawCard, drawPng } from '#charts/draw.ts'
import { openCharts } from '#charts/open.ts'
import type { Chart } from '#core/chart/chart.ts'
import { bars, lines, share } from '#test/charts/samples.ts'

const ROUNDS = Number(process.argv[2] ?? 60)
const CHARTS: Record<string, Chart> = { lines: lines(), bars: bars(), share: share() }

/** What somebody would write by hand for the same size: a title, a polyline, an axis. */
const FLOOR = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="760" viewBox="0 0 480 304" font-family="Inter">
<rect width="480" height="304" fill="#fff"/><text x="20" y="36" font-size="18.5" font-weight="600">Engineering spent $3,540 in 30 days</text>
<text x="20" y="60" font-size="13">Spend per day</text><text x="20" y="290" font-size="11">Europe/Berlin</text>
<path d="M60 250H380" stroke="#9AA1AB"/><polyline fill="none" stroke="#2F62D9" stroke-width="2.75" points="${Array.from(
  { length: 30 },
  (_, index) => `${60 + index * 11},${index % 7 < 5 ? 110 - index : 230}`,
).join(' ')}"/></svg>`

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
const p95 = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const opened = performance.now()
await using charts = await openCharts()
const open = performance.now() - opened
const first = await timed(() => charts.draw(lines({ title: 'The first one' })))
console.log(`open ${open.toFixed(0)} ms, first chart ${first.toFixed(0)} ms`)

const floor = (): Promise<unknown> =>
  sharp(Buffer.from(FLOOR)).removeAlpha().png({ compressionLevel: 3 }).toBuffer()
const kinds = Object.entries(CHARTS).map(([name, chart]) => ({
  name,
  svg: () => drawCard(chart, 'light'),
  png: () => drawPng({ chart, mode: 'light', width: 1200 }),
  svgTimes: [] as number[],
  pngTimes: [] as number[],
}))
const floorTimes: number[] = []
for (let round = -5; round < ROUNDS; round += 1) {
  const floorTime = await timed(floor)
  if (round >= 0) floorTimes.push(floorTime)
  for (const { svg, png, svgTimes, pngTimes } of kinds) {
    const [svgTime, pngTime] = [await timed(svg), await timed(png)]
    if (round < 0) continue
    svgTimes.push(svgTime)
    pngTimes.push(pngTime)
  }
}
const base = median(floorTimes)
console.log(`floor    p50 ${base.toFixed(1)} ms  p95 ${p95(floorTimes).toFixed(1)} ms`)
for (const { name, svgTimes, pngTimes } of kinds) {
  const middle = median(pngTimes)
  console.log(
    `${name.padEnd(8)} p50 ${middle.toFixed(1)} ms  p95 ${p95(pngTimes).toFixed(1)} ms  ` +
      `of which SVG ${median(svgTimes).toFixed(1)} ms  ratio to the floor ${(middle / base).toFixed(2)}`,
  )
}

/** By a 5 ms timer: Node's own histogram drops the first sample, which is the longest stall. */
async function stall(
  work: () => Promise<unknown>,
): Promise<{ worst: number; took: number; active: number }> {
  let last = performance.now()
  let worst = 0
  const timer = setInterval(() => {
    const now = performance.now()
    worst = Math.max(worst, now - last - 5)
    last = now
  }, 5)
  const before = performance.eventLoopUtilization()
  const took = await timed(work)
  const { active } = performance.eventLoopUtilization(before)
  clearInterval(timer)
  return { worst, took, active }
}

const twenty = Array.from({ length: 20 }, (_, index) => lines({ title: `Chart number ${index}` }))
const idle = await stall(() => new Promise((resolve) => setTimeout(resolve, 500)))
const busy = await stall(() => Promise.all(twenty.map((chart) => charts.draw(chart))))
const again = await timed(() => Promise.all(twenty.map((chart) => charts.draw(chart))))
console.log(
  `20 charts in the thread ${busy.took.toFixed(0)} ms, longest stall of the main thread ` +
    `${busy.worst.toFixed(1)} ms (idle: ${idle.worst.toFixed(1)} ms), ` +
    `busy for ${busy.active.toFixed(0)} ms of it; remembered ${again.toFixed(1)} ms`,
)
