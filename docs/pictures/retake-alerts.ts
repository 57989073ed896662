// Retakes the pictures of an alert through its life from the real demo, into this folder.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { readConfig } from '#config.ts'
import { openDemo } from '#main/demo.ts'
import { startBrowser } from '#test/support/browser.ts'

const here = (name: string) => fileURLToPath(new URL(`${name}.png`, import.meta.url))
const parent = await mkdtemp(join(tmpdir(), 'ai-usage-pictures-'))
const io = { cwd: parent, tty: false, err: (text: string) => process.stderr.write(text) }
const config = readConfig({ AI_USAGE_NOW: '2026-11-21T12:00:00Z' })
const demo = await openDemo(config, io, { folder: join(parent, 'demo'), days: 90 })
const browser = await startBrowser()
if ('missing' in browser) throw new Error(browser.missing)
const page = await browser.newPage({ viewport: { width: 390, height: 2400 }, colorScheme: 'light' })
page.setDefaultTimeout(120_000)
await page.goto(demo.url)
const composer = page.getByRole('combobox', { name: /^Message/ })
await composer.waitFor()

async function type(command: string, says: RegExp) {
  await composer.fill(`/ai-usage ${command}`)
  await page.keyboard.press('Enter')
  await page.getByRole('article').last().getByText(says).first().waitFor()
}
const take = (name: string) =>
  page.getByRole('article').last().screenshot({ path: here(name) })

const governance = () => type('governance 30d', /governance events in the 30 days/)
await governance()
await page.getByRole('img', { name: /governance/i }).last().waitFor()
// A picture that comes late stands below its text: asked again it is there at once, and beside it.
await governance()
await page.getByRole('article').last().getByRole('img', { name: /governance/i }).waitFor()
await take('governance')
await type('alerts', /alerts are open/)
await take('alerts')
await type('alert route severity:critical to #leads', /Critical alerts go to #leads now/)
await type('alert route team:eng to #general', /Alerts of Engineering go to #general now/)
await take('alert-routes')
await type('alert budget $1,500 per:month', /It would have told/)
await take('alert-back-test')
await type('alert show 1', /Nobody has taken it yet/)
await take('alert-firing')
for (const [button, says, name] of [
  ['Acknowledge', /it is theirs now/, 'alert-acknowledged'],
  ['Silence 1 day', /this message says so when the silence ends/, 'alert-silenced'],
  ['Resolve', /Resolved/, 'alert-resolved'],
] as const) {
  await page.getByRole('article').last().getByRole('button', { name: button }).click()
  await page.getByRole('article').last().getByText(says).first().waitFor()
  await take(name)
}
await browser.close()
await demo[Symbol.asyncDispose]()
await rm(parent, { recursive: true })
