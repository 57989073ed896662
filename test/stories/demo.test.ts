import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { readConfig } from '#config.ts'
import { openDemo } from '#main/demo.ts'
import { startBrowser } from '#test/support/browser.ts'
import { notRun } from '#test/support/not-run.ts'

const DESKTOP = { width: 1200, height: 850 }
const PHONE = { width: 390, height: 844 }
/** Enough for thirty days and the thirty before. */
const DAYS = 65

let browser: Browser | { readonly missing: string }
let demo: Awaited<ReturnType<typeof openDemo>> | undefined
let parent: string
let open: () => ReturnType<typeof openDemo>

beforeAll(async () => {
  browser = await startBrowser()
  if ('missing' in browser) {
    notRun(`the demo from the command to the picture (${browser.missing})`)
    return
  }
  parent = await mkdtemp(join(tmpdir(), 'ai-usage-demo-'))
  const io = { cwd: parent, tty: false, err: () => undefined }
  const config = readConfig({ AI_USAGE_NOW: '2026-11-21T12:00:00Z' })
  open = () => openDemo(config, io, { folder: join(parent, 'demo'), days: DAYS })
  demo = await open()
}, 120_000)

afterAll(async () => {
  if ('close' in browser) await browser.close()
  await demo?.[Symbol.asyncDispose]()
  if (demo) await rm(parent, { recursive: true })
})

/** Runs in a fresh page on the demo, where there is a browser. */
function inBrowser(viewport: typeof DESKTOP, use: (page: Page) => Promise<void>) {
  return async () => {
    if ('missing' in browser || demo === undefined) return
    const context = await browser.newContext({ viewport, colorScheme: 'light' })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    try {
      await page.goto(demo.url)
      await composer(page).waitFor()
      await use(page)
      expect(complaints).toEqual([])
    } finally {
      await context.close()
    }
  }
}

const composer = (page: Page) => page.getByRole('combobox', { name: /^Message/ })
const answerTo = (page: Page, title: RegExp | string) =>
  page.getByRole('article').filter({ hasText: title }).last()

async function type(page: Page, command: string): Promise<void> {
  await composer(page).fill(command)
  await page.keyboard.press('Enter')
}

/** The width of the picture that says this, once it has loaded; 0 until then. */
const widthOf = (page: Page, alt: RegExp) =>
  page
    .getByRole('img', { name: alt })
    .last()
    .evaluate((image: { naturalWidth: number }) => image.naturalWidth)

test(
  'an admin types the command, reads the sentence, sees the picture and asks on by a button',
  inBrowser(DESKTOP, async (page) => {
    await type(page, '/ai-usage team:eng 30d')
    const answer = answerTo(page, 'Engineering · 22 Oct – 20 Nov 2026')
    await answer.getByText(/^Engineering spent \$[\d,]+ or more in the 30 days to/).waitFor()
    await expect.poll(() => widthOf(page, /^Engineering: spend/), { timeout: 10_000 }).toBe(1200)
    await answer.getByRole('button', { name: 'By model' }).click()
    const split = answerTo(page, 'Engineering · by model')
    await split.getByText(/claude-sonnet-4-5 is \d+% of spend/).waitFor()
    await expect
      .poll(() => widthOf(page, /^Engineering: claude-sonnet-4-5 is \d+% of spend/), {
        timeout: 10_000,
      })
      .toBe(1200)
  }),
)

test(
  'text and picture come as one message, and its first sentence is in sight on a phone',
  inBrowser(PHONE, async (page) => {
    await type(page, '/ai-usage team:support 30d')
    await answerTo(page, 'Support · 22 Oct').waitFor()
    const before = await page.getByRole('article').count()
    await type(page, '/ai-usage team:sales 30d')
    const answer = answerTo(page, 'Sales · 22 Oct')
    await answer.getByRole('img', { name: /^Sales: messages/ }).waitFor()
    await expect.poll(() => widthOf(page, /^Sales: messages/), { timeout: 10_000 }).toBe(1200)
    expect(await page.getByRole('article').count()).toBe(before + 1)
    const sentence = await answer.getByText(/^Sales sent [\d,]+ messages/).boundingBox()
    expect(sentence?.y).toBeGreaterThan(50)
    expect((sentence?.y ?? 0) + (sentence?.height ?? 0)).toBeLessThan(PHONE.height / 2)
  }),
)

test(
  'what was misread is corrected by its button, and help is a click away',
  inBrowser(DESKTOP, async (page) => {
    await type(page, '/ai-usage tem:mark 30dd')
    await page.getByText('Did you mean team:mark 30d?').waitFor()
    await page.getByRole('button', { name: 'team:mark 30d', exact: true }).click()
    await answerTo(page, 'Marketing · 22 Oct').waitFor()
    await type(page, '/ai-usage help')
    await answerTo(page, 'How to ask about AI usage')
      .getByRole('button', { name: 'Help: periods' })
      .click()
    const range = page.getByText('2026-07-01..2026-09-30').last()
    await range.waitFor()
    expect(await range.isVisible()).toBe(true)
  }),
)

test(
  'a member is refused with the reason, and an admin hears that they ask for access',
  inBrowser(DESKTOP, async (page) => {
    const as = (label: string) => page.getByLabel('Speaking as').selectOption({ label })
    await as('Ben Larsen (member)')
    await type(page, '/ai-usage team:eng 30d')
    const refusal = answerTo(page, 'Not answered')
    await refusal.getByRole('button', { name: 'Ask for access' }).click()
    expect(await page.getByText('Engineering spent').count()).toBe(0)
    await as('Ada Park (admin)')
    await page.getByRole('button', { name: /^AI Usage/ }).click()
    await page.getByRole('article').filter({ hasText: 'Ben Larsen' }).last().waitFor()
  }),
)

test(
  'when the store closes under it, the asker hears what to do and the process lives on',
  inBrowser(DESKTOP, async (page) => {
    await demo?.house[Symbol.asyncDispose]()
    await type(page, '/ai-usage team:eng 30d')
    await page
      .getByText(/in a minute/i)
      .last()
      .waitFor()
    const before = await page.getByRole('article').count()
    await type(page, '/ai-usage help')
    await expect.poll(() => page.getByRole('article').count(), { timeout: 10_000 }).toBe(before + 1)
  }),
)

test('the next start on the same company answers its first command too', async () => {
  if (demo === undefined) return
  await demo[Symbol.asyncDispose]()
  demo = await open()
  const { fake } = demo
  await fake.command({ user: 'UADMIN', channel: 'CGENERAL', text: 'help' })
  await expect.poll(() => fake.visibleTo('UADMIN', 'CGENERAL').length, { timeout: 10_000 }).toBe(1)
})

test('no sentence of an answer stands in the demo’s own code', async () => {
  const files = await readdir('src/demo', { recursive: true, withFileTypes: true })
  for (const file of files.filter((entry) => entry.isFile())) {
    const text = await readFile(join(file.parentPath, file.name), 'utf8')
    expect([file.name, /\bspent\b|Did you mean|Not answered|used AI/.exec(text)]).toEqual([
      file.name,
      null,
    ])
  }
})
