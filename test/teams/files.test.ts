import { afterEach, beforeEach, expect, test } from 'vitest'

import { ADA, chatOf, TEAM } from '#test/support/teams/people.ts'

import { said, type Stage, stage } from './stage.ts'

let teams: Stage
beforeEach(async () => {
  teams = await stage()
})
afterEach(() => teams[Symbol.asyncDispose]())

const WORDS = 'application/vnd.microsoft.activity.message'

test('the CSV is offered by consent in the personal chat, and written only where Teams keeps files', async () => {
  const { people, ask, until, world, house } = teams
  const answer = await ask(ADA, TEAM.id, 'team:eng 30d')
  const { body } = await people.click(ADA, answer, 'CSV')
  expect(body).toMatchObject({
    type: WORDS,
    value: expect.stringContaining('Teams asks in your chat'),
  })
  const [offer] = people.seen(ADA, chatOf(ADA))
  const attachments = offer?.activity['attachments'] ?? []
  const [consent] = attachments as readonly Record<string, unknown>[]
  expect(consent).toMatchObject({
    contentType: 'application/vnd.microsoft.teams.card.file.consent',
    name: 'team-eng-30d.csv',
    content: { sizeInBytes: 28, acceptContext: { command: 'team:eng 30d' } },
  })
  // As it was offered before a file could be for Excel.
  const context = { command: 'team:eng 30d' }
  const uploadInfo = (url: string) => ({
    uploadUrl: url,
    contentUrl: `${url}/there`,
    name: 'team-eng-30d.csv',
    uniqueId: 'u1',
    fileType: 'csv',
  })
  const accept = (url: string) =>
    people.consent(ADA, chatOf(ADA), { action: 'accept', context, uploadInfo: uploadInfo(url) })

  await accept('https://files.evil.test/upload/1')
  await until(() => people.seen(ADA, chatOf(ADA)).length === 2)
  expect(said(people.seen(ADA, chatOf(ADA))[1]!)).toContain('No file was written')

  const { serviceUrl } = house.kept.values().next().value ?? { serviceUrl: '' }
  await accept(`${serviceUrl}/upload/1`)
  await until(() => people.seen(ADA, chatOf(ADA)).length === 4)
  expect(world.files).toEqual([
    { url: '/upload/1', bytes: Buffer.from(house.day.csv), authorized: false },
  ])
  expect(people.seen(ADA, chatOf(ADA))[2]?.activity['attachments']).toMatchObject([
    { contentType: 'application/vnd.microsoft.teams.card.file.info', name: 'team-eng-30d.csv' },
  ])
})

test('a file for Excel is written with its mark, also when it is accepted late', async () => {
  const { people, ask, until, world, house } = teams
  const before = { seen: people.seen(ADA, chatOf(ADA)).length, files: world.files.length }
  await ask(ADA, chatOf(ADA), 'export team:eng 30d for:excel')
  await until(() =>
    people
      .seen(ADA, chatOf(ADA))
      .slice(before.seen)
      .some((one) => one.activity['attachments'] && JSON.stringify(one).includes('file.consent')),
  )
  const offer = JSON.stringify(people.seen(ADA, chatOf(ADA)).slice(before.seen))
  expect(offer).toContain('"acceptContext":{"command":"team:eng 30d","excel":true}')
  expect(offer).toContain('"sizeInBytes":31')
  const { serviceUrl } = house.kept.values().next().value ?? { serviceUrl: '' }
  const url = `${serviceUrl}/upload/2`
  await people.consent(ADA, chatOf(ADA), {
    action: 'accept',
    context: { command: 'team:eng 30d', excel: true },
    uploadInfo: {
      uploadUrl: url,
      contentUrl: `${url}/there`,
      name: 'team-eng-30d.csv',
      uniqueId: 'u2',
      fileType: 'csv',
    },
  })
  await until(() => world.files.length > before.files)
  const bytes = world.files.at(-1)?.bytes ?? Buffer.alloc(0)
  expect(bytes.toString('hex').split('efbbbf')).toHaveLength(2)
  expect(bytes.toString()).toBe(`\uFEFF${house.day.csv}`)
})

test('a file of many megabytes is written part by part', async () => {
  const { people, ask, until, world, house } = teams
  await ask(ADA, chatOf(ADA), 'team:eng 30d')
  house.day.csv = `team,spend\n${'Engineering,4210\n'.repeat(1_300_000)}`
  const { serviceUrl } = house.kept.values().next().value ?? { serviceUrl: '' }
  const url = `${serviceUrl}/upload/3`
  await people.consent(ADA, chatOf(ADA), {
    action: 'accept',
    context: { command: 'team:eng 30d', excel: false },
    uploadInfo: {
      uploadUrl: url,
      contentUrl: `${url}/there`,
      name: 'team-eng-30d.csv',
      uniqueId: 'u3',
      fileType: 'csv',
    },
  })
  await until(() => world.files.length > 0)
  expect(
    world.calls.filter(({ path }) => path === '/upload/3').map(({ status }) => status),
  ).toEqual([202, 202, 201])
  expect(world.files.at(-1)?.bytes.equals(Buffer.from(house.day.csv))).toBe(true)
})
