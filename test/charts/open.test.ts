import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { openCharts } from '#charts/open.ts'
import { openThread } from '#charts/thread.ts'

import { bars, lines, share } from './samples.ts'

const run = promisify(execFile)
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

let charts: Awaited<ReturnType<typeof openCharts>>
beforeAll(async () => {
  charts = await openCharts()
})
afterAll(() => charts[Symbol.asyncDispose]())

test('a picture is no taller than it may be, and narrower for that', async () => {
  const whole = await charts.draw(bars(), { width: 800 })
  const lower = await charts.draw(bars(), { width: 800, most: 300 })
  expect(lower.height).toBeLessThanOrEqual(300)
  expect(lower.height).toBeGreaterThan(297)
  expect(lower.width / lower.height).toBeCloseTo(whole.width / whole.height, 1)
  expect(await charts.draw(bars(), { width: 800, most: 4_000 })).toEqual(whole)
})

test('a picture is a PNG of the width asked for', async () => {
  for (const width of [1200, 1024, 481]) {
    const png = await charts.draw(lines(), { width })
    expect(png.width).toBe(width)
    await expect(sharp(png.bytes).metadata()).resolves.toMatchObject({
      format: 'png',
      width,
      height: png.height,
      hasAlpha: false,
    })
  }
})

test('a picture is 1200 pixels wide and light when nobody says', async () => {
  const png = await charts.draw(share())
  expect(png.width).toBe(1200)
  const { dominant } = await sharp(png.bytes).stats()
  expect(Math.min(dominant.r, dominant.g, dominant.b)).toBeGreaterThan(240)
})

test('a dark picture is dark throughout and up to its edges', async () => {
  const { bytes, width, height } = await charts.draw(bars(), { theme: 'dark', width: 1001 })
  const pixels = await sharp(bytes).raw().toBuffer()
  const { channels } = await sharp(bytes).stats()
  for (const { mean } of channels) expect(mean).toBeLessThan(80)
  const corners = [0, width - 1, (height - 1) * width, height * width - 1]
  for (const corner of corners) {
    expect([...pixels.subarray(corner * 3, corner * 3 + 3)]).toEqual([0x1f, 0x22, 0x26])
  }
})

test('the same chart is the same picture, in any process and time zone', async () => {
  const program = fileURLToPath(new URL('./print-digests.ts', import.meta.url))
  const elsewhere = { TZ: 'Pacific/Auckland', LANG: 'ar_EG.UTF-8', FONTCONFIG_FILE: '/nowhere' }
  const { stdout } = await run(process.execPath, [program], {
    env: { ...process.env, ...elsewhere },
  })
  // In another order: an earlier chart leaves no trace in a later one.
  const here: string[] = []
  for (const chart of [share(), lines(), bars()]) {
    here.push(digest((await charts.draw(chart)).bytes))
  }
  expect(stdout.trim().split('\n')).toEqual([here[1], here[2], here[0]])
})

test('a second thread draws the same bytes, not remembered ones', async () => {
  const thread = openThread({ timeout: 10_000 })
  const job = { chart: lines(), mode: 'light', width: 1200 } as const
  const [first, second] = [await thread.draw(job), await thread.draw(job)]
  await thread.close()
  const remembered = await charts.draw(lines())
  expect(digest(second.bytes)).toBe(digest(first.bytes))
  expect(digest(remembered.bytes)).toBe(digest(first.bytes))
})

test('a thread that is told to end finishes the picture it draws, and begins no other', async () => {
  const thread = openThread({ timeout: 10_000 })
  const job = { mode: 'light', width: 480 } as const
  const drawn = thread.draw({ ...job, chart: share() })
  const waiting = thread.draw({ ...job, chart: bars() })
  waiting.catch(() => undefined)
  // Once the first has begun.
  await setImmediate()
  await thread.close()
  await expect(drawn).resolves.toMatchObject({ width: 480 })
  await expect(waiting).rejects.toThrow('Nothing is drawn any more')
})

test('ten people who press the same button wait for one picture', async () => {
  const chart = lines({ title: 'Pressed ten times' })
  const pngs = await Promise.all(Array.from({ length: 10 }, () => charts.draw(chart)))
  expect(new Set(pngs).size).toBe(1)
  await expect(charts.draw(structuredClone(chart))).resolves.toBe(pngs[0])
  await expect(charts.draw(chart, { theme: 'dark' })).resolves.not.toBe(pngs[0])
})

/** What the threads of `late-worker.ts` say meanwhile. */
function heard() {
  const channel = new BroadcastChannel('late pictures')
  const said: unknown[] = []
  channel.addEventListener('message', (event) => said.push((event as MessageEvent).data.says))
  return { said, [Symbol.dispose]: () => channel.close() }
}

const lateWorker = new URL('./late-worker.ts', import.meta.url)
const small = { mode: 'light', width: 480 } as const

test('nobody waits for a late picture, and its thread is not ended before it is drawn', async () => {
  using threads = heard()
  const thread = openThread({ timeout: 1500, worker: lateWorker })
  const late = thread.draw({ ...small, chart: lines({ title: 'Late' }) })
  const next = thread.draw({ ...small, chart: bars() })
  await expect(late).rejects.toThrow('The chart was not drawn within 1500 ms')
  await expect(next).resolves.toMatchObject({ width: 480 })
  expect(threads.said).toEqual([])
  await thread.close()
  await setImmediate()
  expect(threads.said).toEqual(['finished'])
})

test('of pictures that are never done two go on at most, and none for ever', async () => {
  using threads = heard()
  const thread = openThread({ timeout: 500, grace: 4000, worker: lateWorker })
  const never = { ...small, chart: lines({ title: 'Never done' }) }
  for (const _ of [1, 2, 3]) await expect(thread.draw(never)).rejects.toThrow('within 500 ms')
  const going = async () => {
    threads.said.length = 0
    await sleep(200)
    return new Set(threads.said).size
  }
  await expect.poll(going, { timeout: 10_000 }).toBe(2)
  await expect.poll(going, { timeout: 20_000 }).toBe(0)
  await thread.close()
})

describe('a chart that is never done', () => {
  test('is given up, and the ones after it are drawn', async () => {
    const thread = openThread({
      timeout: 6000,
      worker: new URL('./stuck-worker.ts', import.meta.url),
    })
    try {
      const job = { mode: 'light', width: 480 } as const
      const stuck = thread.draw({ ...job, chart: lines({ title: 'Never done' }) })
      const waiting = thread.draw({ ...job, chart: bars() })
      await expect(stuck).rejects.toThrow('The chart was not drawn within 6000 ms')
      await expect(waiting).resolves.toMatchObject({ width: 480 })
      await expect(thread.draw({ ...job, chart: share() })).resolves.toMatchObject({ width: 480 })
    } finally {
      await thread.close()
    }
  })
})
