import type { Posted, Target } from '#core/delivery/delivery.ts'
import type { Message } from '#core/message/message.ts'
import type { Poster } from '#ports.ts'

import type { Kit } from './kit.ts'
import { DEAD_TOKEN, isKnown, Limited, Lost, nameOf, Refusal, Unsent } from './refusal.ts'
import type { Reply } from './reply.ts'
import { deliver } from './send.ts'

/** Refusals that stay what they are however often one asks: of a place, or of a person. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'user_not_found',
  'users_not_found',
  'user_disabled',
  'user_not_visible',
  'cannot_dm_bot',
  'messages_tab_disabled',
])

/** While the app has to be installed again, or Slack can't be reached. */
const LATER_MS = 60_000

/** What an error says of a post. Anything but an answer of Slack's is a bug, and thrown. */
function outcomeOf(error: unknown): Posted {
  if (error instanceof Limited) return refused('rate_limited', error.afterMs)
  if (error instanceof Unsent) return refused('unreachable', LATER_MS)
  if (error instanceof Lost) return { kind: 'unknown' }
  if (!(error instanceof Refusal)) throw error
  const { code } = error
  if (FOR_GOOD.has(code)) return refused(code, 'never')
  return refused(code, DEAD_TOKEN.has(code) ? LATER_MS : 0)
}

const refused = (why: string, again: 'never' | number): Posted => ({ kind: 'refused', why, again })

/** Nothing was posted, as whoever asked said so right before. */
const NOT_NOW = refused('not now', 0)
class NotNow extends Error {}

type Posting = {
  readonly message: Message
  readonly first: (() => Promise<boolean>) | undefined
  readonly reply: (before: () => Promise<void>, done: (posted: Posted) => void) => Reply
}

/**
 * Resolves as soon as the words are there, or are known not to be: a picture that takes longer is put
 * into the message when it comes.
 */
function posting(kit: Kit, { message, first, reply }: Posting): Promise<Posted> {
  return new Promise((resolve, reject) => {
    let asked = false
    const before = async () => {
      if (!asked && first && !(await first())) throw new NotNow()
      asked = true
    }
    deliver(kit, message, { reply: reply(before, resolve), user: '' }).catch((error: unknown) => {
      if (error instanceof NotNow) resolve(NOT_NOW)
      else if (isKnown(error)) resolve(outcomeOf(error))
      else reject(error)
    })
  })
}

const written = (channel: string, ts: string | undefined) => `${channel} ${ts}`
const read = (ref: string): readonly [string, string] => {
  const [channel = '', ts = ''] = ref.split(' ')
  return [channel, ts]
}

/** Posts in a channel or in the app's messages with someone; each post is tried once. */
export function createPoster(kit: Kit): Poster {
  const { slack, house, dms } = kit
  const channelOf = ({ kind, id }: Target) => (kind === 'person' ? dms(id) : id)

  /** Known refusals of the place itself, before there is a message. */
  async function inPlace(
    target: Target,
    post: (channel: string) => Promise<Posted>,
  ): Promise<Posted> {
    if (house.lock.held()) return NOT_NOW
    try {
      return await post(await channelOf(target))
    } catch (error) {
      // To open a conversation posts nothing: where that got no answer, there is no message.
      if (error instanceof Lost) return refused('unreachable', LATER_MS)
      if (!isKnown(error)) throw error
      house.log.warn({ slack: nameOf(error) }, 'Nothing could be posted there')
      return outcomeOf(error)
    }
  }

  return {
    post: (target, message, { first, thread } = {}) =>
      inPlace(target, (channel) =>
        posting(kit, {
          message,
          first,
          reply: (before, done) => {
            let ts: string | undefined
            return {
              replaces: () => true,
              stays: () => true,
              say: async ({ text, blocks = [] }) => {
                const content = { channel, text, blocks: [...blocks] }
                if (ts !== undefined) {
                  const known = ts
                  await slack.call('repeatable', (api) =>
                    api.chat.update({ ...content, ts: known }),
                  )
                  return
                }
                await before()
                const posted = await slack.call('single', ({ chat: { postMessage } }) =>
                  postMessage({
                    ...content,
                    unfurl_links: false,
                    ...(thread !== undefined && { thread_ts: read(thread)[1] }),
                  }),
                )
                ts = posted.ts
                done({ kind: 'sent', ref: written(channel, ts) })
              },
            }
          },
        }),
      ),
    edit: (target, ref, message) =>
      inPlace(target, () =>
        posting(kit, {
          message,
          first: undefined,
          reply: (_, done) => ({
            replaces: () => true,
            stays: () => true,
            say: async ({ text, blocks = [] }) => {
              const [channel, ts] = read(ref)
              await slack.call('repeatable', (api) =>
                api.chat.update({ channel, ts, text, blocks: [...blocks] }),
              )
              done({ kind: 'sent', ref })
            },
          }),
        }),
      ),
  }
}
