import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { UserError } from '#core/errors.ts'
import { Refusal } from '#slack/refusal.ts'

import { ANSWER } from './said.ts'
import { type Stage, stage } from './stage.ts'

const at = { platform: 'slack', workspace: 'TFAKE' } as const
const GENERAL = { ...at, kind: 'channel', id: 'CGENERAL' } as const
const channel = (id: string) => ({ ...GENERAL, id })
const person = (id: string) => ({ ...at, kind: 'person', id }) as const

const SHORT = { title: '', summary: 'Spend rose by 8 %.', parts: [] }

let s: Stage
beforeAll(async () => {
  s = await stage()
})
afterAll(() => s[Symbol.asyncDispose]())
beforeEach(() => {
  s.slack.world.messages.length = 0
  s.house.day.lock = undefined
})

describe('what nobody asked for just now', () => {
  test('is posted with its picture, named by channel and time, and edited in place', async () => {
    const posted = await s.app.reach.post(GENERAL, ANSWER)
    const [message] = s.seen()
    expect(posted).toEqual({ kind: 'sent', ref: `CGENERAL ${message?.ts}` })
    await s.until(() => s.slack.picturesOf(s.seen()[0] ?? message!).length === 1, 'a picture')
    const ref = posted.kind === 'sent' ? posted.ref : ''
    expect(await s.app.reach.edit(GENERAL, ref, SHORT)).toEqual(posted)
    expect(s.said()).toEqual(['Spend rose by 8 %.'])
  })

  test('is there in words when its picture can not be drawn', async () => {
    s.house.day.drawingFails = true
    expect(await s.app.reach.post(GENERAL, ANSWER)).toMatchObject({ kind: 'sent' })
    s.house.day.drawingFails = false
    await s.quiet()
    expect(s.said()).toEqual([expect.stringContaining('$4,210')])
  })

  test('goes into the thread of what it stands below, and into one’s own messages', async () => {
    const first = await s.app.reach.post(person('UMEMBER'), SHORT)
    const ref = first.kind === 'sent' ? first.ref : ''
    await s.app.reach.post(person('UMEMBER'), SHORT, { thread: ref })
    const [head, below] = s.seen('UMEMBER', s.slack.dmOf('UMEMBER'))
    expect(ref).toBe(`${s.slack.dmOf('UMEMBER')} ${head?.ts}`)
    expect(below?.thread).toBe(head?.ts)
  })

  test('is not posted where whoever asked says no right before, or while all is locked', async () => {
    const not = { kind: 'refused', why: 'not now', again: 0 }
    expect(await s.app.reach.post(GENERAL, SHORT, { first: async () => false })).toEqual(not)
    s.house.day.lock = { reason: 'a test', by: 'operator', at: 0 }
    expect(await s.app.reach.post(GENERAL, SHORT)).toEqual(not)
    expect(s.seen()).toEqual([])
  })

  test('whoever asked is asked once, though Slack refuses a form of the message', async () => {
    let asked = 0
    s.slack.fail('chat.postMessage', { error: 'invalid_blocks' })
    const first = async () => (asked += 1) > 0
    expect(await s.app.reach.post(GENERAL, SHORT, { first })).toMatchObject({ kind: 'sent' })
    expect(asked).toBe(1)
    expect(s.seen()).toHaveLength(1)
  })
})

describe('what Slack answers, and what it means', () => {
  test.each([
    ['a channel there is not', channel('CNONE'), 'channel_not_found'],
    ['a channel the app is not in', channel('CRANDOM'), 'not_in_channel'],
    ['an archived channel', channel('COLD'), 'is_archived'],
    ['a person there is not', person('UNONE'), 'user_not_found'],
  ])('%s is refused for good', async (_, target, why) => {
    expect(await s.app.reach.post(target, SHORT)).toEqual({ kind: 'refused', why, again: 'never' })
  })

  test.each([
    ['asked to wait', { retryAfter: 7 }, { kind: 'refused', why: 'rate_limited', again: 7_000 }],
    [
      'a revoked token',
      { error: 'token_revoked' },
      { kind: 'refused', why: 'token_revoked', again: 60_000 },
    ],
    [
      'a deactivated account',
      { error: 'account_inactive' },
      { kind: 'refused', why: 'account_inactive', again: 60_000 },
    ],
    ['an answer that was dropped', { dropReply: true }, { kind: 'unknown' }],
    ['an error of Slack’s own', { status: 503 }, { kind: 'unknown' }],
    ['an internal error', { error: 'internal_error' }, { kind: 'unknown' }],
  ] as const)('%s: one try, and no more', async (_, fault, posted) => {
    const before = s.calls('chat.postMessage')
    s.slack.fail('chat.postMessage', fault)
    expect(await s.app.reach.post(GENERAL, SHORT)).toEqual(posted)
    expect(s.calls('chat.postMessage') - before).toBe(1)
  })
})

describe('where something can be sent', () => {
  test.each([
    ['CGENERAL', 'public-channel', '#general'],
    ['#general', 'public-channel', '#general'],
    ['#Leads', 'private-channel', '#leads'],
  ])('%s is found, and who reads it', async (typed, kind, name) => {
    const found = await s.app.reach.find(channel(typed))
    expect(found).toMatchObject({ place: { kind }, name, target: { id: /^C/ } })
  })

  test.each([
    ['CRANDOM', 'AI Usage is not in #random', 'not_in_channel'],
    ['#random', 'AI Usage is not in #random', 'not_in_channel'],
    ['CNONE', 'there is no such channel', 'channel_not_found'],
    ['COLD', '#old-news is archived', 'is_archived'],
  ])(
    '%s is not, and its reader learns why, as who posts there would',
    async (typed, why, refusal) => {
      const error = await s.app.reach.find(channel(typed)).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ message: expect.stringContaining(why), refusal })
    },
  )

  test.each([
    ['token_expired', Refusal],
    ['missing_scope', UserError],
  ])(
    '%s is the app’s trouble or the channel’s: only the latter is for good',
    async (code, kind) => {
      s.slack.fail('conversations.info', { error: code })
      await expect(s.app.reach.find(GENERAL)).rejects.toThrow(kind)
    },
  )

  test('a channel that another company reads is known as one', async () => {
    const general = s.slack.world.channels.get('CGENERAL')!
    general.shared = true
    expect((await s.app.reach.find(GENERAL)).place.kind).toBe('shared-channel')
    general.shared = false
  })

  test('someone’s rights are those they have now', async () => {
    expect(await s.app.reach.viewer(person('UADMIN'))).toMatchObject({
      standing: 'member',
      admin: true,
    })
    s.house.chiefs.delete('UADMIN')
    expect(await s.app.reach.viewer(person('UADMIN'))).toMatchObject({ admin: false })
    s.house.chiefs.add('UADMIN')
  })
})

test('a post that lands late is unknown at first, and there all the same', async () => {
  s.slack.fail('chat.postMessage', { landsAfter: 100 })
  expect(await s.app.reach.post(GENERAL, SHORT)).toEqual({ kind: 'unknown' })
  expect(s.seen()).toEqual([])
  await s.until(() => s.seen().length === 1, 'the late post')
})
