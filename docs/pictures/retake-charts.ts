// Retakes the pictures of docs/charts.md and docs/signals.md from the real demo, into this folder: one of
// each kind of chart, answers and digests as they stand on a phone, and App Home. All of them, or
// those that are named: node docs/pictures/retake-charts.ts signals signals-few
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import sharp from 'sharp'

import { readConfig } from '#config.ts'
import { openDemo } from '#main/demo.ts'
import { startBrowser } from '#test/support/browser.ts'

const CHARTS = {
  lines: 'team:Engineering messages 30d',
  'lines-weeks': 'weekly_active_people 26w per:week',
  bars: 'by:team spend 30d',
  share: 'by:model sessions 14w per:week',
  stacks: 'by:department,feature messages 30d',
  compare: 'team:Engineering compare:team:Sales 30d',
  changes: 'why spend 30d',
  multiples: 'team:Engineering by:team messages 14w per:week',
  heat: 'by:team messages 30d per:day',
  scatter: 'by:team spend messages 30d',
  lorenz: 'concentration 30d',
  strip: 'messages sessions spend active_people 14w per:week',
  seats: 'by:tool idle_seats 30d',
  gauge: 'seat_utilisation tool:github-copilot 30d',
  intervals: 'signals 14w',
} as const
/** With the words that are there once the answer is whole. */
const ANSWERS = {
  digest: ['digest', /Looked at/],
  renewal: ['digest renewal', /Without idle/],
  budget: ['digest budget', /at this pace it lasts/],
  cohorts: ['digest cohorts', /A month counts/],
  signals: ['signals 14w', /Not ruled out/],
  'signals-work': ['digest work', /Does work go differently/],
  'signals-began': ['digest began', /Does work change/],
  'signals-few': ['signals team:Contracts 14w', /nothing is told/],
} as const
const named = new Set(process.argv.slice(2))
const wanted = (name: string) => named.size === 0 || named.has(name)
/** As wide as a phone shows at most, three pixels to a point. */
const WIDTH = 1_080

const here = (name: string) => fileURLToPath(new URL(`${name}.png`, import.meta.url))
const parent = await mkdtemp(join(tmpdir(), 'ai-usage-pictures-'))
const io = { cwd: parent, tty: false, err: (text: string) => process.stderr.write(text) }
const config = readConfig({ AI_USAGE_NOW: '2026-11-23T09:00:00Z' })
const demo = await openDemo(config, io, { folder: join(parent, 'demo') })
const browser = await startBrowser()
if ('missing' in browser) throw new Error(browser.missing)
const page = await browser.newPage({
  viewport: { width: 390, height: 2400 },
  colorScheme: 'light',
  bypassCSP: true,
})
page.setDefaultTimeout(120_000)
await page.goto(demo.url)
const composer = page.getByRole('combobox', { name: /^Message/ })
await composer.waitFor()

async function type(command: string) {
  const articles = await page.getByRole('article').count()
  await composer.fill(`/ai-usage ${command}`)
  await page.keyboard.press('Enter')
  await page.getByRole('article').nth(articles).waitFor()
  // Where it takes a while, "Working on it" comes before.
  return page.getByRole('article').last()
}

async function drawn(command: string) {
  const picture = (await type(command)).getByRole('img').last()
  await picture.waitFor()
  await picture.evaluate((image: { decode: () => Promise<void> }) => image.decode())
  return picture
}

for (const [kind, command] of Object.entries(CHARTS)) {
  if (!wanted(`chart-${kind}`)) continue
  const picture = await drawn(command)
  const address = new URL((await picture.getAttribute('src')) ?? '', demo.url)
  const bytes = Buffer.from(await (await fetch(address)).arrayBuffer())
  const small = sharp(bytes).resize({ width: WIDTH, withoutEnlargement: true })
  await writeFile(here(`chart-${kind}`), await small.png({ palette: true }).toBuffer())
  process.stderr.write(`${kind}: ${await picture.getAttribute('alt')}\n`)
}
for (const [name, [command, words]] of Object.entries(ANSWERS)) {
  if (!wanted(name)) continue
  const answer = await type(command)
  await answer.getByText(words).first().waitFor()
  // What is drawn comes after what is said.
  for (const picture of await answer.locator('img').all())
    await picture.evaluate((image: { decode: () => Promise<void> }) => image.decode())
  await answer.screenshot({ path: here(name) })
}
if (wanted('home')) await takeHome()
await browser.close()
await demo[Symbol.asyncDispose]()
await rm(parent, { recursive: true })

async function takeHome(): Promise<void> {
  // Unlike those of readers, the browser of the tests finds no font for the bars by itself.
  const bars = await readFile('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', 'base64')
  await page.addStyleTag({
    content: `@font-face { font-family: Bars; src: url(data:font/ttf;base64,${bars}); unicode-range: U+2581-2588 }
      body, .message * { font-family: Bars, Lato, sans-serif !important }`,
  })
  await page.getByRole('button', { name: 'Conversations' }).click()
  await page.locator('#side').getByRole('button', { name: /AI Usage/ }).click()
  await page.getByRole('button', { name: 'Home' }).click()
  const home = page.getByLabel('App Home')
  await home.waitFor()
  await home.screenshot({ path: here('home') })
}
