import { expect, test } from 'vitest'

import { ANSWER, CHART } from './said.ts'
import { button, stage, types } from './stage.ts'

const DAILY = {
  ...ANSWER,
  parts: ANSWER.parts.map((part) =>
    part.kind === 'chart' && part.chart.kind === 'lines'
      ? {
          kind: 'chart' as const,
          chart: {
            ...part.chart,
            now: Array.from({ length: 30 }, (_, at) => ({ from: `day ${at}`, value: at })),
          },
        }
      : part,
  ),
}

test('a picture that is ready within a second comes with the text, as one message', async () => {
  await using s = await stage({ settings: { processing: 300 } })
  await s.ask()
  await s.quiet()
  expect(s.seen().length).toBe(1)
  expect(s.slack.picturesOf(s.seen()[0]!).length).toBe(1)
})

test('the text of a command waits a second at most; a later picture comes below it, alone', async () => {
  await using s = await stage({ settings: { processing: 1_500 } })
  const started = performance.now()
  const [text] = await s.ask()
  expect(performance.now() - started).toBeLessThan(1_500)
  expect(types(text)).not.toContain('image')
  await s.until(() => s.seen().length === 2)
  expect(types(s.seen()[1])).toEqual(['image', 'actions'])
  await s.quiet()
  expect(s.seen().length).toBe(2)
})

test('in the app’s messages a later picture joins its text', async () => {
  await using s = await stage({ settings: { processing: 1_500 } })
  const dm = () => s.seen('UADMIN', s.slack.dmOf('UADMIN'))
  await s.slack.dm({ user: 'UADMIN', text: '30d' })
  await s.until(() => dm().length === 1)
  expect(types(dm()[0])).not.toContain('image')
  await s.until(() => types(dm()[0]).includes('image'))
  await s.quiet()
  expect(dm().length).toBe(1)
})

test('after a button, a later picture joins its text', async () => {
  await using s = await stage()
  const [answer] = await s.ask()
  s.slack.settings.processing = 1_500
  await s.slack.click({ user: 'UADMIN', message: answer!, actionId: button(answer!, '7 days') })
  await s.until(() => s.house.asked.length === 2)
  await s.until(() => !types(s.seen()[0]).includes('image'))
  await s.until(() => types(s.seen()[0]).includes('image'))
  expect(s.seen().length).toBe(1)
})

test('a chart that can’t be drawn leaves the text, and the chart in words', async () => {
  await using s = await stage()
  s.house.day.drawingFails = true
  s.house.day.reply = DAILY
  await s.ask()
  await s.quiet()
  expect(s.seen().length).toBe(1)
  expect(s.said()[0]).toContain('Weekly spend of Engineering: from $900 to $1,200.')
  expect(s.house.remembered.size).toBe(0)
})

test('where pictures in private answers are refused, Slack draws the chart itself', async () => {
  await using s = await stage({ settings: { ephemeralPictures: 'refused' } })
  await s.ask()
  await s.until(() => types(s.seen().at(-1)).includes('data_visualization'))
  await s.quiet()
  expect(s.house.lines).toContainEqual({
    level: 'warn',
    facts: { rung: 'image-block', slack: 'invalid_blocks' },
    what: 'Slack refused a picture',
  })
  const uploads = s.calls('files.completeUploadExternal')
  const [next] = await s.ask()
  expect(types(next)).toContain('data_visualization')
  expect(s.calls('files.completeUploadExternal')).toBe(uploads)
})

test('a refusal is believed for a week', async () => {
  await using s = await stage({ settings: { ephemeralPictures: 'refused' } })
  await s.ask()
  await s.until(() => s.house.remembered.size === 1)
  s.slack.settings.ephemeralPictures = 'shown'
  s.house.advance(8 * 24 * 3_600_000)
  const [answer] = await s.ask()
  expect(types(answer)).toContain('image')
})

test('a picture refused once and then taken teaches nothing', async () => {
  await using s = await stage()
  s.slack.fail('response_url', { error: 'invalid_blocks' })
  await s.ask()
  await s.until(() => types(s.seen().at(-1)).includes('image'))
  expect(s.house.remembered.size).toBe(0)
})

test('where neither is taken, the picture is a file in the app’s messages with a link', async () => {
  await using s = await stage({
    settings: { ephemeralPictures: 'refused', nativeCharts: 'refused' },
  })
  await s.ask()
  await s.until(() => s.said().at(-1)?.includes('Open the picture') === true)
  const shared = [...s.slack.world.files.values()].flatMap(({ shares }) => shares)
  expect(shared).toMatchObject([{ channel: s.slack.dmOf('UADMIN') }])
  const [next] = await s.ask()
  await s.quiet()
  expect(s.said().at(-1)).toContain('Open the picture')
  expect(types(next)).not.toContain('image')
})

test('thirty daily points do not fit Slack’s own chart, so the file comes instead', async () => {
  await using s = await stage({ settings: { ephemeralPictures: 'refused' } })
  s.house.day.reply = DAILY
  await s.ask()
  await s.until(() => s.said().at(-1)?.includes('Open the picture') === true)
  expect(s.seen().flatMap(types)).not.toContain('data_visualization')
})

test('without the right to upload, the text comes at once and the workspace is remembered', async () => {
  await using s = await stage()
  s.slack.settings.scopes = s.slack.settings.scopes.filter((scope) => scope !== 'files:write')
  s.house.day.reply = DAILY
  const [answer] = await s.ask()
  expect(s.said()[0]).toContain('$4,210')
  expect(types(answer)).not.toContain('image')
  expect([...s.house.remembered.values()][0]).toMatch(/^text /)
  expect(s.house.lines).toContainEqual({
    level: 'warn',
    facts: { rung: 'image-block', slack: 'missing_scope' },
    what: 'A picture could not be had this way',
  })
})

test('a picture Slack never processes is given up after ten seconds, its text long read', async () => {
  await using s = await stage({ settings: { processing: 'never' } })
  const [text] = await s.ask()
  expect(types(text)).not.toContain('image')
  await s.until(() => types(s.seen().at(-1)).includes('data_visualization'))
  expect(s.house.remembered.size).toBe(0)
})

test('an upload that is throttled once is made all the same', async () => {
  await using s = await stage()
  s.slack.fail('upload', { retryAfter: 1 })
  await s.ask()
  await s.until(() => types(s.seen().at(-1)).includes('image'))
  expect(s.calls('upload')).toBe(2)
})

test('who can’t see the picture presses a button: this workspace gets the next kind from then on', async () => {
  await using s = await stage({ settings: { ephemeralPictures: 'hidden' } })
  const [answer] = await s.ask()
  expect(s.slack.picturesOf(answer!)).toEqual([])
  const actionId = button(answer!, 'Can’t see the picture?')
  await s.slack.click({ user: 'UADMIN', message: answer!, actionId })
  await s.until(() => types(s.seen()[0]).includes('data_visualization'))
  expect(s.seen().length).toBe(1)
  expect(s.house.audited.at(-1)).toMatchObject({ action: 'picture', command: 'team:eng 30d' })
  expect([...s.house.remembered.values()]).toEqual(['native-chart'])
  s.house.advance(30 * 24 * 3_600_000)
  const [next] = await s.ask()
  expect(types(next)).toContain('data_visualization')
})

test('two who can’t see the picture move their workspace one step, not two', async () => {
  await using s = await stage({ settings: { ephemeralPictures: 'hidden' } })
  s.house.chiefs.add('UMEMBER')
  const [first] = await s.ask()
  await s.slack.command({ user: 'UMEMBER', channel: 'CGENERAL', text: '30d' })
  await s.until(() => s.seen('UMEMBER').length === 1)
  const [second] = s.seen('UMEMBER')
  for (const [user, message] of [
    ['UADMIN', first!],
    ['UMEMBER', second!],
  ] as const) {
    const actionId = button(message, 'Can’t see the picture?')
    await s.slack.click({ user, message, actionId })
    await s.quiet()
  }
  expect([...s.house.remembered.values()]).toEqual(['native-chart'])
})

test('where charts came to be told in words, anyone may have them drawn again', async () => {
  await using s = await stage()
  for (const shown of ['data_visualization', 'Open the picture', 'Show the picture']) {
    const [before] = s.seen().length === 0 ? await s.ask() : s.seen()
    const actionId = button(before!, 'Can’t see the picture?')
    await s.slack.click({ user: 'UADMIN', message: before!, actionId })
    await s.until(() => JSON.stringify(s.seen()[0]).includes(shown))
  }
  const [words] = s.seen()
  expect(types(words)).not.toContain('image')
  const actionId = button(words!, 'Show the picture')
  await s.slack.click({ user: 'UADMIN', message: words!, actionId })
  await s.until(() => types(s.seen()[0]).includes('image'))
  const [next] = await s.ask()
  expect(types(next)).toContain('image')
})

test('an answer without a chart has no picture to miss', async () => {
  await using s = await stage()
  s.house.day.reply = { ...ANSWER, parts: ANSWER.parts.filter((part) => part !== CHART) }
  const [answer] = await s.ask()
  expect(() => button(answer!, 'Can’t see the picture?')).toThrow('no button')
  expect(s.house.drawings.count).toBe(0)
})
