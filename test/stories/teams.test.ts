import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { readConfig } from '#config.ts'
import { raiseAlerts } from '#jobs/raise-alerts.ts'
import { startDelivering } from '#main/delivering.ts'
import { openHouse } from '#main/house.ts'
import { importFiles } from '#main/import-files.ts'
import type { OpenHouse } from '#main/open-house.ts'
import { openStore } from '#store/open.ts'
import type { Store } from '#store/store.ts'
import { ADA, BEN, GROUP, GUEST, TEAM, TENANT, chatOf } from '#test/support/teams/people.ts'
import { cardOf, type Sent, textOf } from '#test/support/teams/world.ts'
import { said, type Stage, stageOf } from '#test/teams/stage.ts'

import { routesInTeams } from './teams-routes.ts'

const line = (person: string, day: number, tokens: number) =>
  `2026-11-0${day}T09:00:00Z,${person},chatgpt,gpt-4o,${tokens}`

const USAGE = [
  'time,person,tool,model,input_tokens',
  line(ADA.upn, 2, 1_000),
  line(BEN.upn, 3, 200),
  line(BEN.upn, 4, 30),
  line('carla@corp.test', 5, 4),
].join('\n')

const LEGAL = ['person,team,from,to,aliases', 'carla@corp.test,Legal,2026-01-01,,'].join('\n')

let folder: string
let store: Store
let house: OpenHouse
let teams: Stage<OpenHouse>

/** The house as `start` opens it, two replicas before it, and Teams. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ai-usage-teams-'))
  const config = readConfig({
    AI_USAGE_DATA: join(folder, 'data'),
    AI_USAGE_NOW: '2026-11-07T12:00:00Z',
    AI_USAGE_ADMINS: ADA.object,
    TEAMS_ADMIN_CHANNEL: GROUP.id,
  })
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const { databaseUrl, dataFolder: dataDir } = config
  store = await openStore({ databaseUrl, dataDir })
  house = await openHouse(config, {
    key: 'a key of at least thirty-two letters',
    log,
    store: Promise.resolve(store),
  })
  await imported('usage', USAGE)
  await imported('directory', LEGAL)
  teams = await stageOf(house, { replicas: 2 })
}, 120_000)

async function imported(kind: 'usage' | 'directory', lines: string): Promise<void> {
  const file = join(folder, `${kind}.csv`)
  await writeFile(file, `${lines}\n`)
  const options = {
    dryRun: false,
    strict: true,
    yes: true,
    replace: false,
    merge: false,
    map: [],
    set: [],
    ignore: [],
    assign: [],
    ...(kind === 'usage' && { through: '2026-11-06' }),
  }
  const command = `import ${kind}`
  const asked = { kind, files: [file], options, cwd: folder, command, onProgress: () => undefined }
  const { result } = await importFiles(asked, house)
  if (result !== 'applied') throw new Error(`${command}: ${result}`)
}

afterAll(async () => {
  await teams[Symbol.asyncDispose]()
  await house[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('an admin asks in a channel and reads the company’s numbers, alone, with a chart and what to ask next', async () => {
  const answer = await teams.ask(ADA, TEAM.id, 'messages 7d')
  expect(answer.only).toBe(ADA.id)
  expect(said(answer)).toMatch(/4 messages/)
  expect(JSON.stringify(cardOf(answer))).toContain('"type":"Chart.Line"')
  const { body } = await teams.people.click(ADA, answer, 'By person')
  expect(textOf((body as { value: unknown }).value)).toMatch(/p-[a-z2-7]{6,}/)
})

test('a member is not shown exact numbers, and sees their own', async () => {
  const published = await teams.ask(BEN, chatOf(BEN), 'messages 7d')
  expect(said(published)).toContain('Nothing published yet')
  expect(said(published)).not.toMatch(/Messages \*\*\d/)
  const own = await teams.ask(BEN, chatOf(BEN), 'me 7d')
  expect(said(own)).toMatch(/Messages \*\*2\*\*/)
})

test('a guest is refused, and each question left its row in the audit trail', async () => {
  const answer = await teams.ask(GUEST, chatOf(GUEST), '30d')
  expect(said(answer)).toContain('Guests cannot ask')
  const { rows } = await house.trail.list({ who: GUEST.object }, 5)
  expect(rows).toMatchObject([
    {
      viewer: `teams:22222222-2222-4222-8222-222222222222/${GUEST.object}`,
      place: `teams:dm/${chatOf(GUEST)}`,
      action: 'ask',
      command: '30d',
      outcome: 'refused',
      detail: { reason: 'guest' },
    },
  ])
})

test('what Teams delivers twice, to two replicas, is answered once', async () => {
  const words = teams.people.words(ADA, chatOf(ADA), '30d')
  const before = teams.world.sent.length
  const all = await Promise.all([1, 2, 3].map(() => teams.people.deliver(words)))
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200])
  await teams.until(() => teams.world.sent.length > before)
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(teams.world.sent.length).toBe(before + 1)
})

test('a role given to someone’s id in Entra counts at their next question', async () => {
  const first = await teams.ask(BEN, chatOf(BEN), 'status')
  expect(said(first)).toContain('Only admins can do this')
  const to = { workspace: '22222222-2222-4222-8222-222222222222', user: BEN.object }
  await house.roles.give({ grant: 'security' }, { ...to, by: 'a test' })
  expect(said(await teams.ask(BEN, chatOf(BEN), 'status'))).not.toContain('Only admins')
})

test('a subscription is edited by pressing, with the next turn shown, and the change is undone', async () => {
  house.subscribing.chats.connect('teams', teams.app.reach)
  const click = async (shown: Sent, label: string) =>
    textOf(((await teams.people.click(ADA, shown, label)).body as { value: unknown }).value)
  const room = chatOf(ADA)
  const made = await teams.ask(ADA, room, 'subscribe 7d weekly monday 09:00')
  expect(said(made)).toContain('Subscribed.')
  expect(await click(made, 'Edit 1')).toContain('Edit subscription 1')
  const shown = () => teams.people.seen(ADA, room).at(-1)!
  await teams.until(() => said(shown()).includes('Edit subscription 1'), 'the menu')
  expect(await click(shown(), 'Tue')).toContain('Next: Tuesday 10 Nov 2026, 09:00')
  await teams.until(() => said(shown()).includes('Next: Tuesday'), 'the next turn')
  expect(await click(shown(), 'Save')).toMatch(/Moved\..*Next: Tuesday 10 Nov 2026/su)
  const edited = await teams.ask(ADA, room, 'subscriptions edit 1 "messages 7d" to:me')
  expect(said(edited)).toContain('Changed. Next: Tuesday')
  expect(await click(edited, 'Undo')).toMatch(/· +7d +to your messages/u)
  expect(await house.subscribing.subscriptions.find(1)).toMatchObject({
    cadence: 'weekly tuesday 09:00 UTC',
    targets: [{ what: '7d' }],
  })
})

describe('Reveal', () => {
  const REASON = 'Licence review asked for by finance'

  async function form() {
    const answer = await teams.ask(ADA, TEAM.id, 'messages by:person 7d')
    const { body } = await teams.people.click(ADA, answer, 'Reveal')
    expect(JSON.stringify(body)).toContain('in your chat with AI Usage')
    return teams.people.seen(ADA, chatOf(ADA)).at(-1)!
  }
  const send = async (shown: Sent, reason: string) =>
    textOf(
      (
        (await teams.people.click(ADA, shown, { title: 'Show names', typed: { reason } })).body as {
          value: unknown
        }
      ).value,
    )

  test('shows names to one admin, who gave a reason, and each of them reads of it', async () => {
    await teams.people.install(BEN, chatOf(BEN), 'add')
    const shown = await form()
    expect(await send(shown, 'because')).toContain('Say why, in 10 characters or more.')
    const names = await send(shown, `${REASON}, see cfo@northwind.example`)
    expect(names).toMatch(/p-[a-z2-7]{6,} Ben/)
    expect(names).toMatch(/p-[a-z2-7]{6,} no name here/)
    // What the chat keeps has none of them.
    expect(said(shown)).not.toContain('Ben')
    const { rows } = await house.trail.list({ who: ADA.object }, 1)
    expect(rows).toMatchObject([
      {
        action: 'reveal',
        outcome: 'done',
        place: `teams:dm/${chatOf(ADA)}`,
        detail: { role: 'admin', reason: `${REASON}, see [person]` },
      },
    ])
    expect(JSON.stringify(rows)).not.toMatch(/Ben|ben@/)
    expect(said(await teams.ask(BEN, chatOf(BEN), 'me 7d'))).toContain(
      'An admin saw the name behind your alias.',
    )
  })

  test('is refused to an admin without the permission, whoever’s form it is', async () => {
    const shown = await form()
    const account = { workspace: TENANT, user: BEN.object }
    await house.roles.give({ grant: 'admin' }, { ...account, by: 'a test' })
    const theirs = { ...shown, room: chatOf(BEN) }
    const { body } = await teams.people.click(BEN, theirs, {
      title: 'Show names',
      typed: { reason: REASON },
    })
    expect(textOf((body as { value: unknown }).value)).toContain('person permission')
    await house.roles.take({ grant: 'admin' }, account)
  })
})

test('who has which role is read by name, with the id that takes it away again', async () => {
  const { ask } = teams
  await ask(ADA, chatOf(ADA), `roles grant analyst ${BEN.object}`)
  const list = said(await ask(ADA, chatOf(ADA), 'roles list'))
  expect(list).toMatch(new RegExp(`Ben .*${BEN.object}`))
  expect(list).toMatch(/Ada /)
})

test('an alert is posted in the admins’ channel, stays while it is answered, and says whose it is', async () => {
  const { app, ask, people, until } = teams
  // Nobody of elsewhere reads there: where one does, no alert is posted.
  await people.install(ADA, GROUP.id, 'add')
  await ask(ADA, chatOf(ADA), 'alert when messages > 3 per:week')
  await ask(ADA, chatOf(ADA), 'alert enable made-1')
  house.subscribing.chats.connect('teams', app.reach)
  const sender = startDelivering(house, async () => 0)
  try {
    const posted = () => people.seen(BEN, GROUP.id)
    await raiseAlerts(house)
    await sender.tick()
    await until(() => posted().length === 1, 'the alert')
    const [alert] = posted()
    expect(said(alert!)).toContain('messages of the company passed 3')
    const { body } = await people.click(ADA, alert!, 'Acknowledge')
    expect(JSON.stringify(body)).toContain('(acknowledged)')
    await sender.tick()
    await until(() => /Acknowledged\s+by\s+Ada\b/.test(said(alert!)), 'the change')
    expect(posted()).toEqual([alert])
    // Changed in its place, and not said once more below.
    expect(people.seen(ADA, GROUP.id).at(-1)).toBe(alert)
  } finally {
    await sender.stop()
  }
})

routesInTeams(() => ({ teams, house, store }))
