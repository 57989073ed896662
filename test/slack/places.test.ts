import { expect, test } from 'vitest'

import { textOf } from '#demo/slack-fake/see.ts'

import { button, type Stage, stage } from './stage.ts'

const dm = (s: Awaited<ReturnType<typeof stage>>) => s.seen('UADMIN', s.slack.dmOf('UADMIN'))

test('a mention in a channel is answered there, for the asker alone', async () => {
  await using s = await stage()
  await s.slack.mention({ user: 'UADMIN', channel: 'CLEADS', text: 'team:eng 30d' })
  await s.until(() => s.seen('UADMIN', 'CLEADS').length === 1)
  const [answer] = s.seen('UADMIN', 'CLEADS')
  expect(answer).toMatchObject({ onlyFor: 'UADMIN' })
  expect(answer?.thread).toBeUndefined()
  expect(s.house.asked[0]).toMatchObject({
    text: 'team:eng 30d',
    place: 'slack:private-reply/CLEADS',
  })
})

test('a mention in a thread is answered in the thread', async () => {
  await using s = await stage()
  const thread = '1760000000.000001'
  await s.slack.mention({ user: 'UADMIN', channel: 'CLEADS', text: '30d', thread })
  await s.until(() => s.seen('UADMIN', 'CLEADS').length === 1)
  expect(s.seen('UADMIN', 'CLEADS')[0]).toMatchObject({ onlyFor: 'UADMIN', thread })
})

test('a thread knows who asked in it before, and nobody else’s or another thread’s words follow it', async () => {
  await using s = await stage()
  const root = '1760000000.000001'
  const say = async (user: string, text: string, thread?: string) => {
    const before = s.house.asked.length
    await s.slack.mention({ user, channel: 'CLEADS', text, ...(thread && { thread }) })
    await s.until(() => s.house.asked.length > before)
    return s.house.asked.at(-1)?.inThread ?? false
  }
  expect(await say('UADMIN', '30d', root)).toBe(false)
  expect(await say('UADMIN', 'by model', root)).toBe(true)
  expect(await say('UADMIN', 'by model', '1760000000.000002')).toBe(false)
  expect(await say('UADMIN', 'by model')).toBe(false)
  expect(await say('UADMIN', 'by team', root)).toBe(true)
})

test('a thread below one’s own question follows it', async () => {
  await using s = await stage()
  await s.slack.mention({ user: 'UADMIN', channel: 'CLEADS', text: 'team:eng 30d' })
  await s.until(() => s.house.asked.length === 1)
  const asked = s.slack.visibleTo('UADMIN', 'CLEADS').find(({ text }) => text.includes('team:eng'))
  await s.slack.mention({ user: 'UADMIN', channel: 'CLEADS', text: 'by model', thread: asked!.ts })
  await s.until(() => s.house.asked.length === 2)
  expect(s.house.asked.map(({ inThread }) => inThread)).toEqual([undefined, true])
})

test('an address in a message is read as it was typed, not as Slack links it', async () => {
  await using s = await stage()
  const text = 'user:ada@example.com team:<R&D> 30d'
  await s.slack.dm({ user: 'UADMIN', text })
  await s.until(() => dm(s).length === 1)
  expect(s.house.asked[0]?.text).toBe(text)
})

test('in the app’s messages the answer stays, and a button adds the next below it', async () => {
  await using s = await stage()
  await s.slack.dm({ user: 'UADMIN', text: 'team:eng 30d' })
  await s.until(() => dm(s).length === 1)
  const [answer] = dm(s)
  expect(answer?.onlyFor).toBeUndefined()
  expect(() => button(answer!, 'Keep')).toThrow('no button Keep')
  expect(s.slack.picturesOf(answer!).length).toBe(1)
  await s.slack.click({ user: 'UADMIN', message: answer!, actionId: button(answer!, '7 days') })
  await s.until(() => dm(s).length === 2)
})

test('who waits longer than a second and a half hears that it is being worked on', async () => {
  await using s = await stage()
  s.house.day.answersFor = 1_800
  await s.slack.dm({ user: 'UADMIN', text: 'team:eng 30d' })
  await s.until(() => s.said('UADMIN', s.slack.dmOf('UADMIN')).join() === 'Working on it …')
  await s.until(() => s.said('UADMIN', s.slack.dmOf('UADMIN')).join().includes('$4,210'))
  await s.quiet()
  expect(dm(s).length).toBe(1)
})

test('an answer a button asks for takes the place of the line that said it is worked on', async () => {
  await using s = await stage()
  const [answer] = await s.ask()
  s.house.day.answersFor = 1_800
  await s.slack.click({ user: 'UADMIN', message: answer!, actionId: button(answer!, '7 days') })
  await s.until(() => s.said().join() === 'Working on it …')
  await s.until(() => s.said().join().includes('$4,210'))
  expect(s.seen().length).toBe(1)
})

test('Keep puts the same answer with its picture into the app’s messages, and says so', async () => {
  await using s = await stage()
  const [answer] = await s.ask()
  s.house.day.reply = { title: 'Another', summary: 'Another.', parts: [] }
  await s.slack.click({ user: 'UADMIN', message: answer!, actionId: button(answer!, 'Keep') })
  await s.quiet()
  const [kept, ...more] = dm(s)
  expect(more).toEqual([])
  expect(s.said('UADMIN', s.slack.dmOf('UADMIN'))[0]).toContain('Engineering, last 30 days')
  expect(s.slack.picturesOf(kept!).length).toBe(1)
  expect(s.said()).toEqual([
    expect.stringContaining('$4,210'),
    expect.stringContaining('The answer is in your messages with this app.'),
  ])
  expect(s.house.audited.at(-1)).toMatchObject({ action: 'keep', command: 'team:eng 30d' })
  s.slack.reload('UADMIN')
  expect(dm(s).length).toBe(1)
})

test('an answer whose keeping can’t be written down is not kept', async () => {
  await using s = await stage()
  const [answer] = await s.ask()
  s.house.day.storeDown = true
  await s.slack.click({ user: 'UADMIN', message: answer!, actionId: button(answer!, 'Keep') })
  await s.until(() => s.said().join().includes('No answer this time.'))
  expect(dm(s)).toEqual([])
})

test('CSV comes as a file in the app’s messages, and the channel hears where', async () => {
  await using s = await stage()
  const [answer] = await s.ask()
  await s.slack.click({ user: 'UADMIN', message: answer!, actionId: button(answer!, 'CSV') })
  await s.until(() => s.said().join().includes('The CSV is ready.'))
  const file = [...s.slack.world.files.values()].find(({ name }) => name === 'team-eng-30d.csv')
  expect(Buffer.from(file?.bytes ?? []).toString()).toBe('team,spend\nEngineering,4210\n')
  expect(file?.shares).toMatchObject([{ channel: s.slack.dmOf('UADMIN') }])
  expect(s.seen('UMEMBER')).toEqual([])
})

test('a file that takes long says in its asker’s messages how far it is, and no word of that stays due', async () => {
  await using s = await stage()
  s.house.day.filesFor = 5_000
  await s.slack.command({ user: 'UADMIN', channel: 'CGENERAL', text: 'export governance 365d' })
  await s.until(() => JSON.stringify(dm(s)).includes('120,000 of 300,000 rows (40 %)'))
  expect(s.house.outbox.all()).toMatchObject([
    { kind: 'private', target: { platform: 'slack', kind: 'person', id: 'UADMIN' } },
  ])
  await s.until(() => s.said().join().includes('The CSV is ready.'))
  // Once, its command as code.
  expect(dm(s).map(textOf)[0]?.split('\n')).toEqual([
    'Your CSV of ',
    'governance 365d',
    ' is made.',
  ])
  expect(JSON.stringify(dm(s))).not.toContain('40 %')
  expect(s.house.outbox.all()).toEqual([])
})

test('a typed export comes as a file too: of a question, and alone of the last answer', async () => {
  await using s = await stage()
  const files = () => [...s.slack.world.files.values()].filter(({ name }) => name.endsWith('.csv'))
  const type = (text: string) => s.slack.command({ user: 'UADMIN', channel: 'CGENERAL', text })
  await type('export team:eng 30d')
  await s.until(() => s.said().join().includes('The CSV is ready.'))
  expect(files()).toHaveLength(1)
  await type('export')
  await s.until(() => s.said().join().includes('There is no answer of yours to export.'))
  await s.ask()
  await type('export')
  await s.until(() => files().length === 2)
  await type('limits take export')
  await s.until(() => s.said().join().includes('Of that there is no file.'))
  expect(s.seen('UMEMBER')).toEqual([])
})

test('for Excel the same file begins with its mark, as typed or pressed below the plain one', async () => {
  await using s = await stage()
  const files = () =>
    [...s.slack.world.files.values()].flatMap(({ name, bytes }) =>
      name.endsWith('.csv')
        ? [
            Buffer.from(bytes ?? [])
              .toString('hex')
              .slice(0, 6),
          ]
        : [],
    )
  const type = (text: string) => s.slack.command({ user: 'UADMIN', channel: 'CGENERAL', text })
  await type('export team:eng 30d')
  await s.until(() => s.said().join().includes('The CSV is ready.'))
  expect(s.said().join()).toContain('accents')
  const plain = s.seen('UADMIN').at(-1)!
  await s.slack.click({ user: 'UADMIN', message: plain, actionId: button(plain, 'For Excel') })
  await s.until(() => s.said().join().includes('The CSV is ready for Excel.'))
  await type('export team:eng 30d for:excel')
  await s.until(() => files().length === 3)
  expect(files()).toEqual(['746561', 'efbbbf', 'efbbbf'])
})

test('of what has no file, what was asked and an export that works are offered', async () => {
  await using s = await stage()
  await s.slack.command({ user: 'UADMIN', channel: 'CGENERAL', text: 'export audit 7d for:excel' })
  await s.until(() => s.said().join().includes('Of that there is no file.'))
  const refused = s.seen('UADMIN').at(-1)!
  expect(button(refused, 'audit 7d')).toBeTruthy()
  expect(button(refused, 'export by:team 30d')).toBeTruthy()
})

test('a CSV that is refused says why', async () => {
  await using s = await stage()
  const [answer] = await s.ask()
  s.house.day.csv = { refused: { title: 'Too few people', summary: 'Too few people.', parts: [] } }
  await s.slack.click({ user: 'UADMIN', message: answer!, actionId: button(answer!, 'CSV') })
  await s.quiet()
  expect(s.said().at(-1)).toContain('Too few people')
})

test('an answer that took 26 minutes comes to the app’s messages', async () => {
  await using s = await stage()
  s.house.day.meanwhile = () => s.house.advance(26 * 60_000)
  await s.slack.command({ user: 'UADMIN', channel: 'CGENERAL', text: '30d' })
  await s.until(() => dm(s).length === 1)
  expect(s.said('UADMIN', s.slack.dmOf('UADMIN'))[0]).toContain('This took long')
  expect(s.seen()).toEqual([])
})

test('an answer too long for one message comes to the app’s messages, and the place says so', async () => {
  await using s = await stage()
  const rows = Array.from({ length: 150 }, (_, at) => [`Team ${at}`, '$1'])
  s.house.day.reply = {
    title: 'Teams',
    summary: 'All 150 teams.',
    parts: [
      { kind: 'table', head: ['Team', 'Spend'], rows },
      { kind: 'buttons', buttons: [{ label: 'CSV', act: { kind: 'csv', command: 'by:team' } }] },
    ],
  }
  await s.ask('by:team')
  await s.quiet()
  expect(s.said()).toEqual([expect.stringContaining('it is in your messages with this app')])
  expect(s.said('UADMIN', s.slack.dmOf('UADMIN'))[0]).toContain('51 rows of the table')
})

const shown = (s: Stage, user: string) => JSON.stringify(s.slack.home(user) ?? '')

test('the home page is made for who opens it, and says whom to ask where nothing is answered', async () => {
  await using s = await stage()
  await s.slack.openHome({ user: 'UMEMBER' })
  await s.until(() => shown(s, 'UMEMBER').includes('Only admins can ask.'))
  expect(shown(s, 'UMEMBER')).toContain('Admins who can help: <@UADMIN>')
  await s.slack.openHome({ user: 'UADMIN' })
  await s.until(() => shown(s, 'UADMIN').includes('spent'))
  expect(shown(s, 'UADMIN')).not.toContain('who can help')
})

test('a button on the home page is answered in the app’s messages, once, and the page says so', async () => {
  await using s = await stage()
  await s.slack.openHome({ user: 'UADMIN' })
  await s.until(() => s.slack.home('UADMIN') !== undefined)
  const actionId = /"action_id":"(ask:[^"]+)"/.exec(shown(s, 'UADMIN'))?.[1] ?? ''
  await s.slack.redeliver(await s.slack.click({ user: 'UADMIN', message: 'home', actionId }))
  await s.until(() => shown(s, 'UADMIN').includes('answered under Messages'))
  await s.quiet()
  expect(s.house.asked).toMatchObject([{ place: `slack:dm/${s.slack.dmOf('UADMIN')}` }])
  expect(dm(s)).toHaveLength(1)
})

test('while all is locked the home page tells nothing', async () => {
  await using s = await stage()
  await s.slack.openHome({ user: 'UADMIN' })
  await s.until(() => shown(s, 'UADMIN').includes('spent'))
  s.house.day.lock = { reason: 'a drill', by: 'operator', at: 0 }
  await s.slack.openHome({ user: 'UADMIN' })
  await s.until(() => shown(s, 'UADMIN').includes('AI Usage is locked'))
  expect(shown(s, 'UADMIN')).not.toContain('spent')
})
