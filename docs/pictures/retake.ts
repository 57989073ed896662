// Retakes the pictures of the README from the real demo, into this folder.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { readConfig } from '#config.ts'
import { openDemo } from '#main/demo.ts'
import { startBrowser } from '#test/support/browser.ts'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const parent = await mkdtemp(join(tmpdir(), 'ai-usage-pictures-'))
const io = { cwd: parent, tty: false, err: (text: string) => process.stderr.write(text) }
const config = readConfig({ AI_USAGE_NOW: '2026-11-21T12:00:00Z' })
const demo = await openDemo(config, io, { folder: join(parent, 'demo') })
const browser = await startBrowser()
if ('missing' in browser) throw new Error(browser.missing)
const page = await browser.newPage({ viewport: { width: 1200, height: 850 }, colorScheme: 'light' })
await page.goto(demo.url)
const composer = page.getByRole('combobox', { name: /^Message/ })
await composer.waitFor()
await composer.fill('/ai-usage team:eng 30d')
await page.keyboard.press('Enter')
const picture = page.getByRole('img', { name: /^Engineering: spend/ })
await picture.waitFor()
await picture.evaluate((image: { decode: () => Promise<void> }) => image.decode())
await page.screenshot({ path: here('demo.png') })
// Tall enough for the whole answer, and as wide as what is written.
await page.setViewportSize({ width: 960, height: 1200 })
const answer = page.getByRole('article').last()
await answer.screenshot({ path: here('answer.png') })
await browser.close()
await demo[Symbol.asyncDispose]()
await rm(parent, { recursive: true })
