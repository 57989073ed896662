import type { App } from '@slack/bolt'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { type DemoPage, startDemoPage } from '#demo/page/start.ts'
import { pageState } from '#demo/page/state.ts'
import { startBrowser } from '#test/support/browser.ts'
import { notRun } from '#test/support/not-run.ts'

import { button, type Desk, startDesk } from './tiny-app.ts'

const DESKTOP = { width: 1200, height: 850 }
const PHONE = { width: 390, height: 844 }

/** A stand-in for the bot: answers the admin with a picture and buttons, refuses others. */
function bot(app: App): void {
  const blocks = async (text: string) => {
    const file = await sharp({
      create: { width: 1200, height: 800, channels: 3, background: 'teal' },
    })
      .png()
      .toBuffer()
    const { files } = await app.client.filesUploadV2({ file, filename: 'chart.png' })
    return [
      { type: 'header', text: { type: 'plain_text', text: `Answer to ${text}` } },
      { type: 'section', fields: [{ type: 'mrkdwn', text: 'Spend\n*$4*', verbatim: true }] },
      {
        type: 'image',
        alt_text: 'Spend per day',
        slack_file: { id: files[0]?.files?.[0]?.id ?? '' },
      },
      {
        type: 'data_table',
        caption: 'By team',
        rows: [
          [
            { type: 'raw_text', text: 'Team' },
            { type: 'raw_text', text: 'Spend' },
          ],
          [
            { type: 'raw_text', text: 'Sales' },
            { type: 'raw_number', value: 4, text: '$4' },
          ],
        ],
      },
      { type: 'actions', elements: [button('90 days', 'ask'), button('CSV', 'csv')] },
    ] as never[]
  }
  app.command('/ai-usage', async ({ ack, command, respond }) => {
    await ack()
    if (command.user_id === 'UADMIN')
      await respond({ text: 'x', blocks: await blocks(command.text) })
    else await respond('Only admins may ask.')
  })
  app.action('ask', async ({ ack, respond }) => {
    await ack()
    await respond({ replace_original: true, text: 'x', blocks: await blocks('90d') })
  })
  app.action('csv', async ({ ack, body }) => {
    await ack()
    const { channel } = await app.client.conversations.open({ users: body.user.id })
    await app.client.filesUploadV2({
      channel_id: channel?.id ?? '',
      file: Buffer.from('team,spend\nSales,4\n'),
      filename: 'spend.csv',
      title: 'Spend',
    })
  })
}

let desk: Desk
let demo: DemoPage
let browser: Browser | { readonly missing: string }

beforeAll(async () => {
  desk = await startDesk()
  await desk.join(bot)
  demo = await startDemoPage({
    fake: desk.fake,
    host: '127.0.0.1',
    examples: ['help', 'team:eng 30d'],
  })
  browser = await startBrowser()
  if ('missing' in browser) notRun(`the demo page in a browser (${browser.missing})`)
})

afterAll(async () => {
  if ('close' in browser) await browser.close()
  await demo.stop()
  await desk[Symbol.asyncDispose]()
})

/** Runs in a fresh page, where there is a browser; else the run's last lines say it was left out. */
function inBrowser(viewport: typeof DESKTOP, use: (page: Page) => Promise<void>) {
  return async () => {
    if ('missing' in browser) return
    const context = await browser.newContext({ viewport, colorScheme: 'light' })
    const page = await context.newPage()
    const complaints: string[] = []
    const strangers: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith(demo.url)) strangers.push(request.url())
    })
    try {
      await page.goto(demo.url)
      await composer(page).waitFor()
      await use(page)
      expect({ complaints, strangers }).toEqual({ complaints: [], strangers: [] })
    } finally {
      await context.close()
    }
  }
}

const composer = (page: Page) => page.getByRole('combobox', { name: /^Message/ })
const lastMessage = (page: Page) => page.getByRole('article').last()

async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await page.keyboard.press('Enter')
}

test(
  'an admin types a command with the help of the examples and sees the answer with its picture',
  inBrowser(DESKTOP, async (page) => {
    await page.keyboard.type('/ai-usage te')
    await page.getByRole('option', { name: '/ai-usage team:eng 30d' }).waitFor()
    await page.keyboard.press('Tab')
    expect(await composer(page).inputValue()).toBe('/ai-usage team:eng 30d')
    await page.keyboard.press('Enter')
    const answer = page.getByRole('article').filter({ hasText: 'Answer to team:eng 30d' })
    await answer.waitFor()
    expect(await answer.getByText('Only visible to you').isVisible()).toBe(true)
    expect(await answer.locator('strong', { hasText: '$4' }).count()).toBe(1)
    const picture = answer.getByRole('img', { name: 'Spend per day' })
    await expect
      .poll(() => picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth))
      .toBe(1200)
    expect(await answer.getByRole('cell', { name: 'Sales' }).isVisible()).toBe(true)
  }),
)

test(
  'a button replaces the answer, and the file it promises lies in the app’s messages',
  inBrowser(DESKTOP, async (page) => {
    await say(page, '/ai-usage 30d')
    await page.getByRole('article').filter({ hasText: 'Answer to 30d' }).waitFor()
    await lastMessage(page).getByRole('button', { name: '90 days' }).click()
    await page.getByRole('article').filter({ hasText: 'Answer to 90d' }).waitFor()
    await lastMessage(page).getByRole('button', { name: 'CSV' }).click()
    await page.getByRole('button', { name: /AI Usage.*new/ }).click()
    const link = page.getByRole('link', { name: 'Download spend.csv' })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toBe('spend.csv')
  }),
)

test(
  'a member and a guest are answered as themselves, and nobody reads another’s private answer',
  inBrowser(DESKTOP, async (page) => {
    for (const name of ['Ben Okafor (member)', 'Gil Santos (guest)']) {
      await page.getByLabel('Speaking as').selectOption({ label: name })
      await expect.poll(() => page.getByText('Answer to').count()).toBe(0)
      await say(page, '/ai-usage 30d')
      await lastMessage(page).getByText('Only admins may ask.').waitFor()
    }
  }),
)

test(
  'on a phone nothing is wider than the screen, and the menu leads to the app',
  inBrowser(PHONE, async (page) => {
    await say(page, '/ai-usage 7d')
    const answer = page.getByRole('article').filter({ hasText: 'Answer to 7d' })
    await answer.getByRole('img', { name: 'Spend per day' }).waitFor()
    const width = await page.evaluate('document.documentElement.scrollWidth')
    expect(width).toBe(PHONE.width)
    await page.getByRole('button', { name: 'Conversations' }).click()
    await page.getByRole('button', { name: /^AI Usage/ }).click()
    await page.getByRole('heading', { name: 'AI Usage' }).waitFor()
  }),
)

test(
  'what someone types is text, never markup',
  inBrowser(DESKTOP, async (page) => {
    await say(page, 'Hello <img src=x onerror=alert(1)> & <b>you</b>')
    await lastMessage(page).getByText('<img src=x onerror=alert(1)> & <b>you</b>').waitFor()
    expect(await lastMessage(page).locator('img, b').count()).toBe(0)
  }),
)

test(
  'what is said before the page is told of changes is shown once it is',
  inBrowser(DESKTOP, async (page) => {
    const { promise: isSaid, resolve: goOn } = Promise.withResolvers<void>()
    await page.route('**/changes', async (route) => {
      await isSaid
      await route.continue()
    })
    await page.reload()
    await composer(page).waitFor()
    const stored = page.waitForResponse('**/say')
    await say(page, 'Said at once')
    await stored
    goOn()
    await lastMessage(page).getByText('Said at once').waitFor()
    expect(await page.getByText('Said at once').count()).toBe(1)
  }),
)

test(
  'what is typed before the page is ready is said, and helped with, once it is',
  inBrowser(DESKTOP, async (page) => {
    const { promise: isTyped, resolve: goOn } = Promise.withResolvers<void>()
    await page.route('**/people', async (route) => {
      await isTyped
      await route.continue()
    })
    await page.reload()
    await say(page, 'Typed too early')
    await page.keyboard.type('/ai-usage te')
    goOn()
    await lastMessage(page).getByText('Typed too early').waitFor()
    expect(await page.getByText('Typed too early').count()).toBe(1)
    await page.getByRole('option', { name: '/ai-usage team:eng 30d' }).waitFor()
  }),
)

test('plain and rich text are drawn as they are, and what was escaped stays escaped', async () => {
  const said = '*a* <@UADMIN> `b` & "c"'
  await desk.client.apiCall('chat.postMessage', {
    channel: 'CLEADS',
    text: 'x',
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: said } },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: said }] }],
      },
      { type: 'section', text: { type: 'mrkdwn', text: '*bold* &lt;@UADMIN&gt; <@UADMIN>' } },
    ],
  })
  const html = pageState(desk.fake, 'UADMIN', 'CLEADS').items.at(-1)?.html ?? ''
  const read = html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
  expect(read).toContain(`${said}${said}bold <@UADMIN> @Ada Moreau`)
})
