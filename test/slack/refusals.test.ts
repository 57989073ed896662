import { expect, test } from 'vitest'

import { ANSWER } from './said.ts'
import { button, stage, types } from './stage.ts'

const dm = (s: Awaited<ReturnType<typeof stage>>) => s.seen('UADMIN', s.slack.dmOf('UADMIN'))

test('a response URL that has expired sends the answer to the app’s messages', async () => {
  await using s = await stage()
  s.house.day.meanwhile = () => s.slack.advance(31 * 60_000)
  await s.slack.command({ user: 'UADMIN', channel: 'CGENERAL', text: '30d' })
  await s.until(() => dm(s).length === 1)
  expect(s.said('UADMIN', s.slack.dmOf('UADMIN'))[0]).toContain(
    'Slack takes no answer where you asked',
  )
  expect(s.slack.picturesOf(dm(s)[0]!).length).toBe(1)
})

test.each(['channel_not_found', 'not_in_channel', 'user_not_in_channel', 'is_archived'])(
  'a channel that answers %s sends the answer to the app’s messages',
  async (error) => {
    await using s = await stage()
    s.slack.fail('chat.postEphemeral', { error })
    await s.slack.mention({ user: 'UADMIN', channel: 'CLEADS', text: '30d' })
    await s.until(() => dm(s).length === 1)
    await s.quiet()
    expect(s.seen('UADMIN', 'CLEADS')).toEqual([])
    expect(dm(s).length).toBe(1)
  },
)

test('a message Slack finds too long is shortened until it is taken, and says so', async () => {
  await using s = await stage({ settings: { maxBlockCharacters: 3_500 } })
  const text = 'Engineering spent $4,210. '.repeat(300)
  s.house.day.reply = { title: 'Long', summary: 'Long.', parts: [{ kind: 'text', text }] }
  await s.ask()
  await s.quiet()
  expect(s.seen().length).toBe(1)
  expect(s.said()[0]).toContain('Left out, as Slack takes no more')
  expect(
    s.slack.world.calls.filter(({ outcome }) => outcome === 'msg_blocks_too_long').length,
  ).toBe(2)
})

test('a workspace that refuses every block gets the words', async () => {
  await using s = await stage()
  s.house.day.reply = {
    title: 'Teams',
    summary: 'Two teams.',
    parts: [{ kind: 'table', head: ['Team', 'Spend'], rows: [['Sales', '$1']] }],
  }
  s.slack.fail('response_url', { error: 'invalid_blocks', times: 2 })
  await s.ask()
  await s.quiet()
  expect(s.seen().length).toBe(1)
  expect(s.seen()[0]).toMatchObject({ blocks: [] })
  expect(s.said()[0]).toContain('Sales · $1')
})

test('a workspace without tables gets their rows as lines, and its pictures are not blamed', async () => {
  await using s = await stage()
  s.house.day.reply = {
    ...ANSWER,
    parts: [...ANSWER.parts, { kind: 'table', head: ['Team', 'Spend'], rows: [['Sales', '$1']] }],
  }
  s.slack.fail('response_url', { error: 'invalid_blocks', times: 2 })
  await s.ask()
  await s.until(() => types(s.seen().at(-1)).includes('image'))
  await s.quiet()
  expect(types(s.seen()[0])).not.toContain('table')
  expect(s.said()[0]).toContain('Sales')
  expect(s.house.remembered.size).toBe(0)
})

test('a table refused again and again teaches nothing about pictures', async () => {
  await using s = await stage()
  s.house.day.reply = {
    ...ANSWER,
    parts: [...ANSWER.parts, { kind: 'table', head: ['Team', 'Spend'], rows: [['Sales', '$1']] }],
  }
  // The table is refused with the PNG, without it, with the PNG again, with Slack's own chart, and
  // with the link to the file.
  s.slack.fail('chat.postMessage', { error: 'invalid_blocks', times: 2 })
  s.slack.fail('chat.update', { error: 'invalid_blocks', times: 3 })
  await s.slack.dm({ user: 'UADMIN', text: '30d' })
  await s.until(() => dm(s).length > 0)
  await s.quiet(1_500)
  // The answer once, and the file that it links to.
  const said = s.said('UADMIN', s.slack.dmOf('UADMIN'))
  expect(said.filter((text) => text.includes('$4,210')).length).toBe(1)
  expect(said.join()).toContain('Open the picture')
  expect(s.house.remembered.size).toBe(0)
})

test('a throttled answer comes once, after the wait Slack asked for', async () => {
  await using s = await stage()
  s.slack.fail('chat.postMessage', { retryAfter: 1 })
  const started = performance.now()
  await s.slack.dm({ user: 'UADMIN', text: '30d' })
  await s.until(() => dm(s).length === 1)
  expect(performance.now() - started).toBeGreaterThanOrEqual(1_000)
  await s.quiet()
  expect(dm(s).length).toBe(1)
})

test('a message Slack took without saying so is not sent again; its reader hears of the doubt', async () => {
  await using s = await stage()
  s.slack.fail('chat.postMessage', { dropReply: true })
  await s.slack.dm({ user: 'UADMIN', text: '30d' })
  await s.until(() => dm(s).length === 2)
  await s.quiet()
  const said = s.said('UADMIN', s.slack.dmOf('UADMIN'))
  expect(said.filter((text) => text.includes('$4,210')).length).toBe(1)
  expect(said[1]).toContain('Slack did not confirm the answer.')
})

test('a private answer Slack failed on is sent again', async () => {
  await using s = await stage()
  s.slack.fail('response_url', { status: 503 })
  await s.ask()
  await s.quiet()
  expect(s.seen().length).toBe(1)
})

test('a revoked token is logged once, and so is its return; the app lives on', async () => {
  await using s = await stage()
  s.slack.settings.token = 'revoked'
  await s.ask()
  await s.ask()
  expect(s.house.lines.filter(({ level }) => level === 'error')).toEqual([
    {
      level: 'error',
      facts: { slack: 'token_revoked' },
      what: 'Slack refuses the bot token: install the app again',
    },
  ])
  expect(s.house.asked.map(({ viewer }) => viewer)).toMatchObject([
    { standing: 'unknown' },
    { standing: 'unknown' },
  ])
  s.slack.settings.token = 'valid'
  await s.ask()
  const again = s.house.lines.filter(({ what }) => what === 'Slack takes the bot token again')
  expect(again).toHaveLength(1)
})

test('a button without its answer says that it is too old', async () => {
  await using s = await stage()
  const [answer] = await s.ask()
  s.house.answers.get = async () => undefined
  await s.slack.click({ user: 'UADMIN', message: answer!, actionId: button(answer!, 'Keep') })
  await s.until(() => s.said().join().includes('This button is too old.'))
  expect(dm(s)).toEqual([])
})

test('no token, name or answer stands in a log line', async () => {
  await using s = await stage({ settings: { ephemeralPictures: 'refused' } })
  s.slack.fail('users.info', { error: 'user_not_found' })
  await s.ask()
  await s.ask('team:secret-project')
  s.house.day.storeDown = true
  await s.ask('team:secret-project')
  const lines = JSON.stringify(s.house.lines)
  expect(s.house.lines.length).toBeGreaterThan(2)
  for (const secret of ['xoxb', 'UADMIN', 'secret-project', '4,210', 'ada'])
    expect(lines).not.toContain(secret)
})

test('markup in a name is shown, not obeyed', async () => {
  await using s = await stage()
  const name = '<!channel> <https://evil.example|click> & *bold* 👩‍👧 שלום'
  s.house.day.reply = {
    title: name,
    summary: name,
    parts: [
      { kind: 'text', text: name },
      { kind: 'facts', facts: [{ label: name, value: '$1' }] },
      { kind: 'note', text: name },
      { kind: 'table', head: [name], rows: [[name]] },
    ],
  }
  const [answer] = await s.ask()
  const marked = JSON.stringify(
    answer?.blocks.filter(({ type }) => type === 'section' || type === 'context'),
  )
  expect(marked).toContain('&lt;!channel&gt; &lt;https://evil.example|click&gt; &amp;')
  expect(`${marked}${answer?.text}`).not.toMatch(/<!channel>|<https/)
  expect(JSON.stringify(answer?.blocks)).toContain(name)
})
