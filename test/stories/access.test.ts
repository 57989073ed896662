import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Place, View, Viewer } from '#core/access/access.ts'
import { BUTTONS, type ButtonKind } from '#core/access/buttons.ts'
import type { Capacity } from '#core/access/cells.ts'
import { decide } from '#core/access/decide.ts'
import type { Held } from '#core/access/grants.ts'
import { answer } from '#db/schema/chat.ts'
import type { Message } from '#demo/slack-fake/world.ts'

import { ANSWERS, NOT_THERE, WORDS } from './access-words.ts'
import { buttonOf } from './button-of.ts'
import { idOf, type Workplace, workplace } from './workplace.ts'

type Role = Exclude<Capacity, 'operator'>

/** Who has which role. A role there is no one for does not compile. */
const WHO: Record<Role | 'guest', { readonly name: string; readonly held: readonly Held[] }> = {
  'admin with person': { name: 'ann', held: [{ grant: 'admin' }, { grant: 'person' }] },
  admin: { name: 'ben', held: [{ grant: 'admin' }] },
  security: { name: 'cyd', held: [{ grant: 'security' }] },
  analyst: { name: 'dan', held: [{ grant: 'analyst' }] },
  lead: { name: 'eve', held: [{ grant: 'lead', unit: 'Sales' }] },
  member: { name: 'fay', held: [] },
  guest: { name: 'gus', held: [{ grant: 'admin' }, { grant: 'person' }] },
}
const ROLES = Object.keys(WHO) as (keyof typeof WHO)[]

const ACTIONS = Object.keys(WORDS) as (keyof typeof WORDS)[]

const viewerOf = (role: keyof typeof WHO): Viewer => ({
  kind: 'member',
  platform: 'slack',
  workspace: 'TFAKE',
  id: idOf(WHO[role].name),
  standing: role === 'guest' ? 'guest' : 'member',
  admin: role === 'admin with person' || role === 'admin',
  person: role === 'admin with person',
  roles: role === 'security' || role === 'analyst' ? [role] : [],
  leads: role === 'lead' ? ['Sales'] : [],
})

/** What was read of whom, as the numbers were asked of the store. */
function readBy({ measured }: Pick<Workplace, 'measured'>): View {
  const [first] = measured
  if (first === undefined) return 'none'
  if (first.from === 'published') return 'published'
  return first.question.scope.labels.user && first.question.by !== 'user' ? 'self' : 'exact'
}

let place: Workplace
beforeAll(async () => {
  place = await workplace()
  for (const { name, held } of Object.values(WHO)) await place.give(name, ...held)
})
afterAll(() => place[Symbol.asyncDispose]())

/** Their roles are gone meanwhile, and back after it. */
async function without(name: string, held: readonly Held[], work: () => Promise<void>) {
  for (const one of held) await place.take(name, one)
  try {
    await work()
  } finally {
    await place.give(name, ...held)
  }
}

describe('every role types every command, and gets what the table says', () => {
  const here: Place = { kind: 'private-reply', channel: 'CALL' }
  test.each(ROLES.flatMap((role) => ACTIONS.map((action) => [role, action] as const)))(
    '%s: %s',
    async (role, action) => {
      const decision = decide(viewerOf(role), here, action)
      const which = action === 'approvals decide' ? ` ${await place.propose()}` : ''
      const { rows, read } = await place.ask(WHO[role].name, `${WORDS[action]}${which}`)
      const counted = action.startsWith('ask') || ['me', 'why', 'alert make'].includes(action)
      const view = readBy({ measured: [...read] })
      const { outcome, detail } = rows.find(({ action }) => ANSWERS.has(action)) ?? {}
      // Everybody may read how to ask, guests too.
      const told =
        decision.allowed || action === 'help'
          ? { outcome: 'answered', reason: undefined, view: 'none', ...NOT_THERE[action] }
          : { outcome: 'refused', reason: decision.reason, view: 'none' }
      const wanted = decision.allowed && counted ? { ...told, view: decision.view } : told
      expect({ outcome, reason: detail?.['reason'], view }).toEqual(wanted)
      expect(rows).toHaveLength(1)
    },
  )
})

describe('every role presses every button under its own answer, and again after its role is gone', () => {
  const kinds = Object.keys(BUTTONS) as ButtonKind[]

  async function pressed(name: string, kind: ButtonKind, answer: Message) {
    const actionId = buttonOf(answer, kind)
    if (actionId === undefined) return undefined
    const [rows, read, files] = [
      place.audited.length,
      place.measured.length,
      place.slack.world.files.size,
    ]
    const modals = place.slack.world.modals.length
    await place.slack.click({ user: idOf(name), message: answer, actionId })
    await place.until(
      () => place.audited.length > rows || place.slack.world.modals.length > modals,
      `${kind} by ${name}`,
    )
    return {
      rows: place.audited.slice(rows),
      read: place.measured.slice(read),
      files: place.slack.world.files.size - files,
      modals: place.slack.world.modals.length - modals,
    }
  }

  test.each(ROLES.filter((role) => role !== 'guest' && role !== 'member'))('%s', async (role) => {
    const { name, held } = WHO[role]
    const words = { 'admin with person': 'by:user 7d', lead: 'team:Sales 7d' }
    const text = role === 'admin with person' || role === 'lead' ? words[role] : 'by:team 7d'
    const { message, withButton } = await place.ask(name, text)
    const all = [message, await withButton('picture')]
    const found = kinds.filter((kind) => all.some((one) => buttonOf(one, kind) !== undefined))
    expect(found).toEqual(expect.arrayContaining(['ask', 'csv', 'keep']))
    expect(found.includes('reveal')).toBe(role === 'admin with person')
    const later: (readonly [ButtonKind, Message])[] = []
    for (const kind of found) {
      const fresh = async () => (await place.ask(name, text)).withButton(kind)
      const done = await pressed(name, kind, await fresh())
      // A guest reads that channel, so nothing is shared there.
      const refused = done?.rows.some(({ outcome }) => outcome === 'refused')
      expect({ kind, refused }).toEqual({ kind, refused: kind === 'share' })
      later.push([kind, await fresh()])
    }
    await without(name, held, async () => {
      const files = place.slack.world.files.size
      for (const [kind, old] of later) {
        const done = await pressed(name, kind, old)
        expect({ kind, outcomes: done?.rows.map(({ outcome }) => outcome) }).toEqual({
          kind,
          outcomes: ['refused'],
        })
        expect(done).toMatchObject({ read: [], modals: 0 })
      }
      expect(place.slack.world.files.size).toBe(files)
    })
  })
})

test('a lead reads their units and those below, and no other', async () => {
  const sees = async (text: string) => (await place.ask('eve', text)).rows[0]
  expect(await sees('team:Sales/EMEA 7d')).toMatchObject({ outcome: 'answered' })
  expect(await sees('team:Sales by:team 7d')).toMatchObject({ outcome: 'answered' })
  for (const text of ['team:Legal 7d', 'team:Sales,Legal 7d', 'by:team 7d', 'by:department 7d'])
    expect(await sees(text)).toMatchObject({ outcome: 'refused', detail: { reason: 'own-units' } })
})

test('what an admin lost is not kept in their hands: an exact answer is made anew for who they are now', async () => {
  const message = await (await place.ask('ann', '7d')).withButton('keep')
  await without('ann', [{ grant: 'person' }], async () => {
    const before = place.measured.length
    await place.slack.click({ user: 'UANN', message, actionId: buttonOf(message, 'keep') ?? '' })
    await place.until(() => place.measured.length > before, 'another answer')
    expect(place.measured.at(-1)).toMatchObject({ from: 'published' })
  })
})

test('a role is given when two people want it, and all admins are told of each step', async () => {
  const dans = { id: 'S0DATA', handle: 'data-team', members: [idOf('dan')] }
  await using two = await workplace({ usergroups: [dans] })
  await two.give('ann', { grant: 'admin' })
  await two.give('ben', { grant: 'admin' })
  const says = async (name: string, text: string) => (await two.ask(name, text)).said
  const mayAsk = async () => (await two.ask('dan', 'team:Legal 7d')).rows[0]?.outcome
  const grant = `roles grant analyst ${idOf('dan')}`
  expect(await says('ben', grant)).toContain('Change 1 waits for a second person')
  expect(await says('ben', 'approvals approve 1')).toContain('yourself')
  expect(await says('ben', grant)).toContain('Change 1 waits for a second person')
  expect(await mayAsk()).toBe('refused')
  expect(await says('ann', 'approvals approve 1')).toContain('UANN approved change 1')
  expect(await mayAsk()).toBe('refused')
  expect(await says('ben', grant)).toContain('UDAN has the role analyst from now on.')
  expect(await mayAsk()).toBe('answered')
  expect(await says('ann', grant)).toContain('UDAN has the role analyst already')
  expect(await says('ann', 'approvals list')).toContain('No change waits')
  expect(two.told.map(({ title }) => title)).toEqual([
    'Critical: a change of who may do what waits for a second person',
    'Critical: a change of who may do what was approved',
    'Critical: who may do what changed',
  ])

  // The same for a user group: who is in it has its role, and has not once it is taken.
  await two.take('dan', { grant: 'analyst' })
  expect(await mayAsk()).toBe('refused')
  const both = async (text: string) => {
    const [, change] = /Change (\d+) waits/.exec(await says('ben', text)) ?? []
    await says('ann', `approvals approve ${change}`)
    return says('ben', text)
  }
  expect(await both('roles grant analyst group:@data-team')).toContain(
    'group data-team has the role analyst from now on.',
  )
  expect(await mayAsk()).toBe('answered')
  expect(await says('ann', 'roles list')).toMatch(/group data-team\W+analyst\W/)
  expect(await both('roles revoke analyst group:data-team')).toContain('from now on.')
  expect(await mayAsk()).toBe('refused')
  const person = `roles grant analyst group:google:dan@northwind.example`
  expect(await says('ben', person)).toContain('the address of a person')
})

test('without published cells, everyone but the admins with the person permission is told so', async () => {
  await using bare = await workplace({ unpublished: true })
  await bare.give('dan', { grant: 'analyst' })
  const { said, rows, read } = await bare.ask('dan', '7d')
  expect(said).toContain('Numbers for everyone are not published here yet')
  expect(rows).toMatchObject([{ outcome: 'refused', detail: { reason: 'unpublished' } }])
  expect(read).toEqual([])
})

describe('one’s own numbers', () => {
  test('are exact, and theirs alone, with who looked: when and which role, not who', async () => {
    await using quiet = await workplace()
    await quiet.give('ann', { grant: 'admin' }, { grant: 'person' })
    const first = await quiet.ask('dan', 'me 7d')
    expect(first.said).toContain('You spent')
    expect(first.said).toContain('Nobody has asked about you one by one.')
    expect(first.read).toMatchObject([{ from: 'exact' }])
    expect(first.read[0]?.question.scope.ids.user).toHaveLength(1)
    const alias = await quiet.alias('dan')
    await quiet.ask('ann', `user:${alias} 7d`)
    const { rows } = await quiet.ask('ann', 'user:dan@northwind.example 30d')
    expect(rows[0]?.detail).toMatchObject({ people: alias, role: 'admin' })
    const { said } = await quiet.ask('dan', 'me 7d')
    expect(said).toContain('7 Nov 2026: An admin saw your numbers under your alias, 2 times.')
    expect(said).not.toMatch(/UANN|ann/)
    expect((await quiet.ask('cyd', 'me 7d')).said).toContain('Nobody has asked about you')
    // Beside one's account, one's exact numbers would say whose alias has them.
    expect(buttonOf(first.message, 'keep')).toBeUndefined()
    const kept = await quiet.store.db.select({ view: answer.view }).from(answer)
    expect(new Set(kept.map(({ view }) => view))).toEqual(new Set(['exact']))
  })

  test('are nobody else’s: who no tool knows is told what to do', async () => {
    await using strangers = await workplace()
    const fay = strangers.slack.world.users.get('UFAY')!
    strangers.slack.world.users.set('UFAY', { ...fay, email: 'fay@elsewhere.example' })
    const { said, read, rows } = await strangers.ask('fay', 'me 7d')
    expect(said).toContain('No usage is known under the address of your account.')
    expect(read).toEqual([])
    // The trail does not say who has use and who has none.
    const [theirs] = (await strangers.ask('dan', 'me 7d')).rows
    expect(rows).toMatchObject([{ outcome: theirs?.outcome, detail: theirs?.detail }])
    expect(rows[0]?.detail).toEqual(theirs?.detail)
  })
})
