import { expect, test } from 'vitest'

import { startDemoPage } from '#demo/page/start.ts'
import { startBrowser } from '#test/support/browser.ts'
import { notRun } from '#test/support/not-run.ts'

import { startDesk } from './tiny-app.ts'

const NAMES = 'Platform|Data Platform|Mobile|Management|Accounting|QA|Events|Security team|Web|IT'

test('names below a chart that would run into each other on a phone do not', async () => {
  await using desk = await startDesk()
  await desk.join(() => {})
  const demo = await startDemoPage({ fake: desk.fake, host: '127.0.0.1', examples: [] })
  const browser = await startBrowser()
  try {
    if ('missing' in browser) return notRun(`the demo page in a browser (${browser.missing})`)
    await desk.client.apiCall('chat.postMessage', {
      channel: 'CLEADS',
      text: 'x',
      blocks: [bars(NAMES.split('|'))],
    })
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    await page.goto(demo.url)
    await page.getByRole('button', { name: 'Conversations' }).click()
    await page.locator('#side').getByRole('button', { name: /leads/ }).click()
    const chart = page.getByRole('img', { name: /^Bar chart/ })
    await chart.waitFor()
    // Tilted alike, names are as far apart as the lines they stand on, whatever boxes are around them.
    expect(await chart.evaluate(gapBetweenNames)).toBeGreaterThan(0)
  } finally {
    if ('close' in browser) await browser.close()
    await demo.stop()
  }
})

function bars(categories: readonly string[]) {
  const data = categories.map((label, at) => ({ label, value: at + 1 }))
  const chart = {
    type: 'bar',
    series: [{ name: 'This period', data }],
    axis_config: { categories },
  }
  return { type: 'data_visualization', title: 'Spend', chart }
}

type Letters = {
  getBBox(): { x: number; y: number; width: number; height: number }
  getCTM(): { a: number; b: number; c: number; d: number; e: number; f: number }
}
type Drawing = { querySelectorAll(selector: string): Iterable<Letters> }

/** The least room between a name and the next, in its own tilt; less than nothing where they overlap. */
function gapBetweenNames(chart: unknown): number {
  const names = [...(chart as Drawing).querySelectorAll(':scope > text[font-size="11"]')]
  const gaps = names.slice(1).map((next, at) => {
    const before = names[at]
    if (before === undefined) return Number.NEGATIVE_INFINITY
    const [box, nextBox] = [before.getBBox(), next.getBBox()]
    const [to, from] = [before.getCTM(), next.getCTM()]
    // Where the next name's start lies, seen from the name before it.
    const [x, y] = [
      from.a * nextBox.x + from.c * nextBox.y + from.e - to.e,
      from.b * nextBox.x + from.d * nextBox.y + from.f - to.f,
    ]
    const whole = to.a * to.d - to.b * to.c
    const along = (to.d * x - to.c * y) / whole - (box.x + box.width)
    const below = (to.a * y - to.b * x) / whole
    const apart = Math.abs(below - box.y) - Math.max(box.height, nextBox.height)
    return Math.max(along, apart)
  })
  return Math.min(...gaps)
}
