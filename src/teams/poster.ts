import type { Conversation } from '#conversations.ts'
import type { Posted, Target } from '#core/delivery/delivery.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import type { Poster } from '#ports.ts'

import type { Kit } from './kit.ts'
import { isForGood, isKnown, Limited, Lost, nameOf, Refusal, Unsent } from './refusal.ts'
import { toConversation } from './reply.ts'
import { deliver } from './send.ts'

/** While the app's secret is wrong, or Teams can't be reached. */
const LATER_MS = 60_000

const refused = (why: string, again: 'never' | number): Posted => ({ kind: 'refused', why, again })

/** Nothing was posted, as whoever asked said so right before. */
const NOT_NOW = refused('not now', 0)
class NotNow extends Error {}

/** What an error says of a post. Anything but an answer of Teams' is a bug, and thrown. */
function outcomeOf(error: unknown): Posted {
  if (error instanceof NotNow) return NOT_NOW
  if (error instanceof Limited) return refused('rate_limited', error.afterMs ?? 0)
  if (error instanceof Unsent) return refused('unreachable', LATER_MS)
  if (error instanceof Lost) return { kind: 'unknown' }
  if (!(error instanceof Refusal)) throw error
  return refused(error.code, isForGood(error) ? 'never' : LATER_MS)
}

const written = (conversation: string, activity: string) => `${conversation} ${activity}`
const read = (ref: string): readonly [string, string] => {
  const [conversation = '', activity = ''] = ref.split(' ')
  return [conversation, activity]
}

export const NOT_THERE = 'BotNotInConversationRoster'

const notThere = () =>
  new UserError(
    'AI Usage is not installed in that conversation of Teams',
    'Add the app there, and try again.',
    { refusal: NOT_THERE },
  )

/** What is no id of a conversation was typed as if Teams knew places by name. */
const noSuch = () =>
  new UserError(
    'Teams does not say which conversation that is',
    'Mention AI Usage there and say the same with `here`, or give its id, `19:…`, from the address that Copy link gives.',
    { refusal: NOT_THERE },
  )

/** Group chats end in `@thread.v2` or `@unq.gbl.spaces`. */
const isChannel = (id: string) => /@thread\.(?:tacv2|skype)$/.test(id)

/** Where the app is known to be. @throws UserError elsewhere; Refusal, Limited, Lost */
export async function spotOf(
  kit: Kit,
  { kind, id }: Target,
  serviceUrl: string,
): Promise<Conversation> {
  if (kind === 'person') return kit.chats(id, serviceUrl)
  const found = await kit.house.conversations.find(kit.tenant, id)
  if (found !== undefined) return found
  if (id !== kit.adminChannel) throw /^(?:19|a):/.test(id) ? notThere() : noSuch()
  return { workspace: kit.tenant, id, kind: isChannel(id) ? 'channel' : 'group', serviceUrl }
}

/** Where the app was taken out of a conversation it is known no more there, and is not asked after again. */
export async function forgetGone(
  { house, tenant }: Kit,
  { id }: Conversation,
  error: unknown,
): Promise<void> {
  if (error instanceof Refusal && error.code === NOT_THERE)
    await house.conversations.forget(tenant, id)
}

/** Posts in conversations the app was installed in; each post is tried once. */
export function createPoster(kit: Kit, serviceUrl: string): Poster {
  const { house, teams } = kit

  async function inSpot(
    target: Target,
    post: (spot: Conversation) => Promise<Posted>,
  ): Promise<Posted> {
    if (house.lock.held()) return NOT_NOW
    let spot: Conversation
    try {
      spot = await spotOf(kit, target, serviceUrl)
    } catch (error) {
      if (error instanceof UserError) return refused(NOT_THERE, 'never')
      // To open a chat posts nothing: where that got no answer, there is no message.
      if (error instanceof Lost) return refused('unreachable', LATER_MS)
      if (!isKnown(error)) throw error
      return outcomeOf(error)
    }
    try {
      return await post(spot)
    } catch (error) {
      await forgetGone(kit, spot, error)
      if (isKnown(error)) house.log.warn({ teams: nameOf(error) }, 'Nothing could be posted there')
      return outcomeOf(error)
    }
  }

  async function say(
    spot: Conversation,
    message: Message,
    how: Parameters<typeof toConversation>[2],
  ) {
    let id = how?.replaced
    const reply = toConversation(teams, spot, {
      ...how,
      personal: spot.kind === 'personal',
      done: (made) => (id = made),
    })
    await deliver(kit, message, { reply, stays: true })
    return id ?? ''
  }

  return {
    post: (target, message, { first, thread } = {}) =>
      inSpot(target, async (spot) => {
        // Only a channel has threads; in a chat it follows.
        const root = thread !== undefined && spot.kind === 'channel' ? read(thread)[1] : undefined
        const place = root === undefined ? spot : { ...spot, id: `${spot.id};messageid=${root}` }
        let asked = false
        const before = async () => {
          if (!asked && first && !(await first())) throw new NotNow()
          asked = true
        }
        const id = await say(place, message, { how: 'single', before })
        return { kind: 'sent', ref: written(spot.id, id) }
      }),
    edit: (target, ref, message) =>
      inSpot(target, async (spot) => {
        await say(spot, message, { replaced: read(ref)[1] })
        return { kind: 'sent', ref }
      }),
  }
}
