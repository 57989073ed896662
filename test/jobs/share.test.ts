import { describe, expect, test } from 'vitest'

import type { Place, Viewer } from '#core/access/access.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { sharing } from '#jobs/share.ts'
import { dollars, four } from '#test/core/message/given.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'
import { measured, measurement, spread } from '#test/support/measured.ts'

const admin = member({ admin: true })
const open: Place = { kind: 'public-channel', channel: 'C1' }
const PLACE = 'slack:public-channel/C1'

/** Exact numbers say $4,210; what is published says $4,100 and keeps sessions to itself. */
async function shared(text: string, options: { readonly tells?: boolean } = {}) {
  const house = memoryHouse({ measured: measured(four()), published: memoryHouse().usage })
  const spend = measurement('spend', {
    now: spread(dollars(4_100)),
    before: spread(dollars(4_000)),
  })
  const held = measurement(
    'sessions',
    { now: () => null, before: () => null },
    { withheld: { reason: 'few' } },
  )
  const told = options.tells === false ? [held] : [spend, ...four().slice(1, 3), held]
  const published = { ...house.usage, measure: async () => measured(told) }
  const all = {
    ...house,
    published,
    policyInForce: async () => ({ version: 0, policy: DEFAULT_POLICY, hash: '' }),
  }
  const answer = answerCommand(all)
  await answer(asks(text, admin))
  const found = house.stored[0]!
  const desk = sharing({ ...all, answer })
  const prepare = (readers: readonly Viewer[] = [member()]) =>
    desk.prepare({ found, viewer: admin, place: PLACE, audience: { place: open, readers } })
  return { house, desk, prepare, found }
}

describe('sharing', () => {
  test('posts what everyone there gets, never what its asker got, and says what differs', async () => {
    const { house, prepare, found } = await shared('30d')
    const made = await prepare()
    if ('refused' in made) throw new Error(plain(made.refused))
    expect(plain(found.message)).toContain('$4,210')
    expect(plain(made.message)).toContain('$4,100')
    expect(plain(made.message)).not.toContain('4,210')
    expect(plain(made.message)).toContain('Everyone in this workspace can read this channel.')
    const said = plain(await made.posted('C1/1.1'))
    expect(said).toContain('Spend $4,210 → $4,100')
    expect(said).toContain('Sessions 1,204 → not told')
    expect(said).not.toContain('Messages')
    expect(house.rows.map(({ action, place, outcome }) => [action, place, outcome])).toEqual([
      ['ask', 'slack:private-reply/C1', 'answered'],
      ['ask', PLACE, 'answered'],
      ['share', PLACE, 'done'],
    ])
  })

  test('is refused before anything is measured for people who may not see it', async () => {
    const { house, prepare } = await shared('team:Sales 30d')
    const measured = house.questions.length
    const made = await prepare()
    expect('refused' in made && plain(made.refused)).toContain('not everyone there may see this')
    expect(house.questions).toHaveLength(measured)
    expect(house.rows.at(-1)).toMatchObject({ action: 'share', outcome: 'refused' })
  })

  test('is refused where nothing of it is told', async () => {
    const { prepare } = await shared('sessions 30d', { tells: false })
    const made = await prepare()
    expect('refused' in made && plain(made.refused)).toContain('Nothing of it is told there')
  })
})

describe('taking back', () => {
  async function taken(viewer: Viewer, ref?: string) {
    const { house, desk, prepare } = await shared('30d')
    const made = await prepare()
    if (!('refused' in made)) await made.posted('C1/1.1')
    const removed: string[] = []
    const asked = { viewer, place: 'slack:private-reply/C1', ...(ref !== undefined && { ref }) }
    const take = () => desk.takeBack(asked, async (spot) => void removed.push(spot))
    return { done: await take(), removed, again: await take(), rows: house.rows }
  }

  test('is for who shared it, once', async () => {
    const { done, removed, again, rows } = await taken(admin)
    expect([done, again, removed]).toEqual([true, false, ['C1/1.1']])
    expect(rows.filter(({ action }) => action === 'unshare')).toHaveLength(1)
  })

  test('and for admins of the same workspace', async () => {
    expect((await taken(member({ admin: true, id: 'U2' }), 'b223')).done).toBe(true)
  })

  test.each([
    ['a member', member({ id: 'U2' })],
    ['an admin of another workspace', member({ admin: true, id: 'U2', workspace: 'T2' })],
    ['a guest', member({ standing: 'guest' })],
  ])('not for %s', async (_, viewer) => {
    const { done, removed } = await taken(viewer, 'b223')
    expect([done, removed]).toEqual([false, []])
  })
})
