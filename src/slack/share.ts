import { typedShare as readShare } from '#chat/share.ts'
import { viewerName } from '#core/access/access.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import type { Message } from '#core/message/message.ts'
import { NOTHING_TO_TAKE_BACK, notSharedMessage, TAKEN_BACK } from '#core/share/message.ts'

import type { Asked, Made } from './answer.ts'
import { audienceOf } from './audience.ts'
import { type Kit, placeName } from './kit.ts'
import { GONE, isKnown, nameOf, Refusal } from './refusal.ts'
import { toDm } from './reply.ts'
import { deliver } from './send.ts'

type Sharer = Pick<Asked, 'user' | 'workspace' | 'place'>

/** What was typed of sharing. */
export function typedShare(kit: Kit, asked: Sharer & { readonly text: string }): Promise<Made> {
  const { user: id, workspace } = asked
  return readShare(asked.text, {
    answers: kit.house.answers,
    mine: viewerName({ kind: 'member', platform: 'slack', workspace, id }),
    share: (found) => share(kit, asked, found),
    unshare: (ref) => unshare(kit, asked, ref),
  })
}

/** Posts an answer where it was asked, made anew for everyone who reads there; says what became of it. */
export async function share(kit: Kit, sharer: Sharer, found: StoredAnswer): Promise<Message> {
  const { user, workspace, place } = sharer
  if (place.kind === 'terminal' || place.kind === 'dm')
    return notSharedMessage('Nobody else reads here. Ask in the channel where it is wanted.')
  const { channel } = place
  const audience = await audienceOf(kit, channel).catch((error: unknown) => {
    if (isKnown(error)) return nameOf(error)
    throw error
  })
  if (typeof audience === 'string')
    return notSharedMessage(
      `Who reads this channel could not be seen (\`${audience}\`). Invite the app with \`/invite\`, and try again.`,
    )
  const viewer = await kit.whoAsks(user, workspace, { fresh: true })
  const there = placeName(audience.place)
  const made = await kit.house.sharing.prepare({ found, viewer, place: there, audience })
  if ('refused' in made) return made.refused
  const { message, answerId, posted } = made
  const reply = toDm(kit.slack, { channel })
  try {
    await deliver(kit, message, { reply, user, answerId })
  } catch (error) {
    if (!(error instanceof Refusal) || !GONE.has(error.code)) throw error
    return notSharedMessage(
      `Slack takes nothing from this app there (\`${error.code}\`). Invite it with \`/invite\`, and try again.`,
    )
  }
  return posted(`${channel}/${reply.posted() ?? ''}`)
}

/** Takes back what was shared: one's own, or, for admins, anybody's. */
export async function unshare(kit: Kit, sharer: Sharer, ref?: string): Promise<Made> {
  const { user, workspace, place } = sharer
  const viewer = await kit.whoAsks(user, workspace, { fresh: true })
  const asked = { viewer, place: placeName(place), ...(ref !== undefined && { ref }) }
  const taken = await kit.house.sharing.takeBack(asked, async (spot) => {
    const [channel = '', ts = ''] = spot.split('/')
    try {
      await kit.slack.call('repeatable', (api) => api.chat.delete({ channel, ts }))
    } catch (error) {
      // Somebody else took it away.
      if (!(error instanceof Refusal) || error.code !== 'message_not_found') throw error
    }
  })
  return { message: taken ? TAKEN_BACK : NOTHING_TO_TAKE_BACK }
}
