import { expect, test } from 'vitest'

import { button, stage } from './stage.ts'

const users = [
  { id: 'UADMIN', name: 'ada' },
  { id: 'UMEMBER', name: 'ben' },
  { id: 'UGUEST', name: 'gil', standing: 'guest' },
  { id: 'USINGLE', name: 'sid', standing: 'single-channel-guest' },
  { id: 'UGONE', name: 'gus', standing: 'deactivated' },
  { id: 'UAPP', name: 'app', standing: 'bot' },
  { id: 'UOUTSIDE', name: 'ola', standing: 'stranger' },
] as const
const everyone = users.map(({ id }) => id)
const workspace = {
  channels: [{ id: 'CGENERAL', name: 'general', members: [...everyone, 'UBOT'] }],
}

test.each([
  ['a member who is no admin', 'UMEMBER', 'member'],
  ['a guest', 'UGUEST', 'guest'],
  ['a guest of one channel', 'USINGLE', 'guest'],
  ['a deactivated account', 'UGONE', 'deactivated'],
  ['an app', 'UAPP', 'bot'],
  ['someone of a connected workspace', 'UOUTSIDE', 'foreign'],
])('%s is refused with the reason', async (_, user, standing) => {
  await using s = await stage({ users, workspace })
  await s.slack.command({ user, channel: 'CGENERAL', text: '30d' })
  await s.until(() => s.seen(user).length === 1)
  expect(s.house.asked[0]?.viewer).toMatchObject({ standing, admin: false })
  expect(s.house.audited).toMatchObject([{ viewer: `slack:TFAKE/${user}`, outcome: 'refused' }])
})

test('a command signed in another workspace is answered there, with the reason', async () => {
  await using s = await stage()
  const how = { team: 'TOTHER' }
  await s.slack.command({ user: 'UADMIN', channel: 'CGENERAL', text: '30d', how })
  await s.until(() => s.seen().length === 1)
  expect(s.house.asked[0]?.viewer).toMatchObject({
    workspace: 'TOTHER',
    standing: 'foreign',
    admin: false,
  })
  expect(s.calls('users.info')).toBe(0)
})

test('when Slack will not say who asks, they are refused and the reason is logged', async () => {
  await using s = await stage()
  s.slack.fail('users.info', { error: 'missing_scope' })
  await s.ask()
  expect(s.house.asked[0]?.viewer).toMatchObject({ standing: 'unknown', admin: false })
  expect(s.house.lines).toContainEqual({
    level: 'warn',
    facts: { slack: 'missing_scope' },
    what: 'Slack did not say who asks, so they are refused',
  })
  s.house.asked.length = 0
  await s.ask()
  expect(s.house.asked[0]?.viewer).toMatchObject({ standing: 'member', admin: true })
})

test('who asks is looked up once in some minutes, and again at every button', async () => {
  await using s = await stage()
  await s.ask()
  const [answer] = await s.ask()
  expect(s.calls('users.info')).toBe(1)
  const actionId = button(answer!, '7 days')
  await s.slack.click({ user: 'UADMIN', message: answer!, actionId })
  await s.until(() => s.house.asked.length === 3)
  expect(s.calls('users.info')).toBe(2)
  s.house.advance(4 * 60_000)
  await s.ask()
  expect(s.calls('users.info')).toBe(3)
})

test.each(['7 days', 'Keep', 'CSV'])(
  'an admin who lost the right presses %s on an old answer and gets nothing',
  async (label) => {
    await using s = await stage()
    const [answer] = await s.ask()
    s.house.chiefs.delete('UADMIN')
    await s.slack.click({ user: 'UADMIN', message: answer!, actionId: button(answer!, label) })
    await s.until(() => s.said().join().includes('Only admins can ask.'))
    await s.quiet()
    expect(s.seen('UADMIN', s.slack.dmOf('UADMIN'))).toEqual([])
    expect(s.slack.world.files.size).toBe(1)
  },
)

test('a member asks for access: an admin hears who, the member hears that it was sent', async () => {
  await using s = await stage()
  await s.slack.command({ user: 'UMEMBER', channel: 'CGENERAL', text: '30d' })
  await s.until(() => s.seen('UMEMBER').length === 1)
  const [refusal] = s.seen('UMEMBER')
  const press = async () => {
    const actionId = button(refusal!, 'Ask for access')
    await s.slack.click({ user: 'UMEMBER', message: refusal!, actionId })
    await s.quiet()
  }
  await press()
  const dm = s.slack.dmOf('UADMIN')
  expect(s.said('UADMIN', dm)).toEqual([
    expect.stringContaining('<@UMEMBER> asks for access to AI Usage.'),
  ])
  expect(s.said('UMEMBER').at(-1)).toContain('It is with an admin.')
  expect(s.house.audited.at(-1)).toMatchObject({ action: 'ask-for-access', outcome: 'done' })
  await press()
  expect(s.seen('UADMIN', dm).length).toBe(1)
  expect(s.said('UMEMBER').at(-1)).toContain('The admins know already.')
})

test('with no admin yet, a member is told how the first becomes one', async () => {
  await using s = await stage()
  s.house.chiefs.clear()
  const [refusal] = await s.ask()
  const actionId = button(refusal!, 'Ask for access')
  await s.slack.click({ user: 'UADMIN', message: refusal!, actionId })
  await s.until(() => s.seen().length === 2)
  expect(s.said()[1]).toContain('/ai-usage claim CODE')
})

test('when no admin can be reached, a member is told so and may press again', async () => {
  await using s = await stage()
  s.house.chiefs.clear()
  s.house.chiefs.add('UGONE')
  const [refusal] = await s.ask()
  const actionId = button(refusal!, 'Ask for access')
  await s.slack.click({ user: 'UADMIN', message: refusal!, actionId })
  await s.until(() => s.said().join().includes('No admin could be reached.'))
  expect(s.house.remembered.size).toBe(0)
})

test('the code printed at the start makes its first bearer an admin, once', async () => {
  await using s = await stage()
  s.house.chiefs.clear()
  const claim = (user: string, text: string) => s.slack.command({ user, channel: 'CGENERAL', text })
  await claim('UMEMBER', 'claim WRONG')
  await s.until(() => s.said('UMEMBER').join().includes('This code does not work.'))
  expect(button(s.seen('UMEMBER')[0]!, 'Ask for access')).toMatch(/^ask-for-access/)
  await claim('UMEMBER', 'claim')
  await s.until(() => s.said('UMEMBER').join().includes('The code is missing.'))
  await claim('UMEMBER', 'claim AAAA-BBBB')
  await s.until(() => s.said('UMEMBER').join().includes('You are an admin now.'))
  await claim('UADMIN', 'claim AAAA-BBBB')
  await s.until(() => s.said('UADMIN').join().includes('This code does not work.'))
  expect([...s.house.chiefs]).toEqual(['UMEMBER'])
  const codes = JSON.stringify([s.house.audited, s.house.lines, s.house.asked])
  expect(codes).not.toContain('AAAA-BBBB')
})

test('a guest who found the code is refused as a guest', async () => {
  await using s = await stage()
  s.house.chiefs.clear()
  await s.slack.command({ user: 'UGUEST', channel: 'CGENERAL', text: 'claim AAAA-BBBB' })
  await s.until(() => s.house.asked.length === 1)
  expect(s.house.chiefs.size).toBe(0)
  expect(s.house.asked[0]?.viewer).toMatchObject({ standing: 'guest' })
})

test('while Slack does not say in time who types, no names are offered, and what to do stands below', async () => {
  await using s = await stage()
  const [user, channel] = ['UADMIN', 'CGENERAL']
  await s.slack.command({ user, channel, text: 'build' })
  const { modals } = s.slack.world
  await s.until(() => modals.length > 0, 'the form')
  expect(modals[0]?.view['blocks']).toContainEqual(
    expect.objectContaining({
      block_id: 'team',
      hint: expect.objectContaining({ text: 'Nothing found in time? Type another letter.' }),
    }),
  )
  s.house.advance(4 * 60_000)
  s.slack.fail('users.info', { hang: true })
  const { options } = await s.slack.suggest({ user, actionId: 'team', typed: 'e' })
  expect(options).toEqual([])
  expect(s.house.lines.map(({ what }) => what)).toContain(
    'Names took longer to find than Slack waits for them',
  )
})
