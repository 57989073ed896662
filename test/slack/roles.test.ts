import { expect, test } from 'vitest'

import { stage } from './stage.ts'

const usergroups = [
  { id: 'S0DATA', handle: 'data-team', members: ['UMEMBER'] },
  { id: 'S0SALES', handle: 'sales-leads', members: ['UMEMBER', 'UGUEST'] },
]

type Stage = Awaited<ReturnType<typeof stage>>

async function viewer(s: Stage, user = 'UMEMBER') {
  const before = s.house.asked.length
  await s.slack.command({ user, channel: 'CGENERAL', text: '30d' })
  await s.until(() => s.house.asked.length > before, 'a question')
  return s.house.asked.at(-1)?.viewer
}

async function withGroups() {
  const s = await stage({ usergroups })
  s.house.byGroup.push(
    { grant: 'analyst', group: 'data-team' },
    { grant: 'lead', group: 'S0SALES', unit: 'Sales' },
  )
  return s
}

test('a user group gives its members its role, by handle or by id, and nobody else', async () => {
  await using s = await withGroups()
  expect(await viewer(s)).toMatchObject({ roles: ['analyst'], leads: ['Sales'], admin: false })
  expect(await viewer(s, 'UADMIN')).toMatchObject({ roles: [], leads: [] })
  expect(await viewer(s, 'UGUEST')).not.toHaveProperty('leads')
})

test('without roles by user group Slack is not asked for any', async () => {
  await using s = await stage({ usergroups })
  await viewer(s)
  expect(s.calls('usergroups.list')).toBe(0)
})

test('who leaves a user group has lost its role within five minutes', async () => {
  await using s = await withGroups()
  expect(await viewer(s)).toMatchObject({ roles: ['analyst'] })
  s.slack.world.usergroups.get('S0DATA')?.members.delete('UMEMBER')
  s.house.advance(2 * 60_000)
  expect(await viewer(s)).toMatchObject({ roles: ['analyst'] })
  s.house.advance(3 * 60_000)
  expect(await viewer(s)).toMatchObject({ roles: [], leads: ['Sales'] })
})

test('who becomes a guest, or is deactivated, has lost every role within five minutes', async () => {
  await using s = await withGroups()
  expect(await viewer(s, 'UADMIN')).toMatchObject({ admin: true })
  const ada = s.slack.world.users.get('UADMIN')!
  s.slack.world.users.set('UADMIN', { ...ada, standing: 'guest' })
  s.house.advance(5 * 60_000)
  expect(await viewer(s, 'UADMIN')).toMatchObject({ standing: 'guest', admin: false })
})

test('a role by command is gone at the next question', async () => {
  await using s = await stage()
  s.house.given.set('UMEMBER', [{ grant: 'security' }])
  expect(await viewer(s)).toMatchObject({ roles: ['security'] })
  s.house.given.delete('UMEMBER')
  expect(await viewer(s)).toMatchObject({ roles: [] })
})

test('a group of a directory gives its role to whom it knows by address, for as long as they are in it', async () => {
  await using s = await stage()
  s.house.given.set('hash of ben@northwind.example', [{ grant: 'security' }])
  expect(await viewer(s)).toMatchObject({ roles: ['security'] })
  expect(await viewer(s, 'UADMIN')).toMatchObject({ roles: [] })
  s.house.given.delete('hash of ben@northwind.example')
  expect(await viewer(s)).toMatchObject({ roles: [] })
})

test('while Slack does not say who is in a group, its role ends before five minutes are over', async () => {
  await using s = await withGroups()
  expect(await viewer(s)).toMatchObject({ roles: ['analyst'] })
  s.slack.fail('usergroups.list', { error: 'missing_scope', times: 9 })
  s.house.advance(3 * 60_000 + 30_000)
  expect(await viewer(s)).toMatchObject({ roles: ['analyst'] })
  s.house.advance(60_000)
  expect(await viewer(s)).toMatchObject({ roles: [] })
  expect(s.house.lines).toContainEqual({
    level: 'warn',
    facts: { slack: 'missing_scope' },
    what: 'Slack did not say who is in the user groups with roles',
  })
})

test('an address is hashed where it arrives: nobody behind the door hears it', async () => {
  await using s = await stage()
  expect(await viewer(s)).toMatchObject({ self: 'hash of ben@northwind.example' })
  s.slack.settings.scopes = s.slack.settings.scopes.filter((scope) => scope !== 'users:read.email')
  s.house.advance(5 * 60_000)
  expect(await viewer(s)).not.toHaveProperty('self')
})
