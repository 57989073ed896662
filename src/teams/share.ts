import { typedShare as readShare } from '#chat/share.ts'
import type { Viewer } from '#core/access/access.ts'
import { viewerName } from '#core/access/access.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import type { Message } from '#core/message/message.ts'
import { type Audience, MOST_READERS } from '#core/share/audience.ts'
import { NOTHING_TO_TAKE_BACK, notSharedMessage, TAKEN_BACK } from '#core/share/message.ts'

import type { Asked, Made } from './answer.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import { isClosed, isKnown, nameOf, Refusal } from './refusal.ts'
import { toConversation } from './reply.ts'
import { deliver } from './send.ts'

type Sharer = Pick<Asked, 'person' | 'conversation'>

/** What was typed of sharing. */
export function typedShare(kit: Kit, asked: Sharer & { readonly text: string }): Promise<Made> {
  const { object: id } = asked.person
  return readShare(asked.text, {
    answers: kit.house.answers,
    mine: viewerName({ kind: 'member', platform: 'teams', workspace: kit.tenant, id }),
    share: (found) => share(kit, asked, found),
    unshare: (ref) => unshare(kit, asked, ref),
  })
}

/** Posts an answer where it was asked, made anew for everyone who reads there; says what became of it. */
export async function share(
  kit: Kit,
  { person, conversation }: Sharer,
  found: StoredAnswer,
): Promise<Message> {
  if (conversation.kind === 'personal')
    return notSharedMessage('Nobody else reads here. Ask in the team or group where it is wanted.')
  const audience = await audienceOf(kit, conversation).catch((error: unknown) => {
    if (isKnown(error)) return nameOf(error)
    throw error
  })
  if (typeof audience === 'string')
    return notSharedMessage(
      `Who reads this could not be seen (\`${audience}\`). Add the app there, and try again.`,
    )
  const viewer = await kit.whoAsks(person, conversation, { fresh: true })
  const there = placeName(audience.place)
  const made = await kit.house.sharing.prepare({ found, viewer, place: there, audience })
  if ('refused' in made) return made.refused
  const { message, answerId, posted } = made
  // There is nothing to keep or share in what is there for all.
  const reply = toConversation(kit.teams, conversation, { how: 'once', personal: true })
  try {
    await deliver(kit, message, { reply, answerId })
  } catch (error) {
    if (!isClosed(error)) throw error
    return notSharedMessage('Teams takes nothing from this app there. Add it, and try again.')
  }
  return posted(`${conversation.id} ${reply.posted() ?? ''}`)
}

/** Takes back what was shared: one's own, or, for admins, anybody's. */
export async function unshare(
  kit: Kit,
  { person, conversation }: Sharer,
  ref?: string,
): Promise<Made> {
  const viewer = await kit.whoAsks(person, conversation, { fresh: true })
  const place = placeName(placeOf(conversation))
  const asked = { viewer, place, ...(ref !== undefined && { ref }) }
  const taken = await kit.house.sharing.takeBack(asked, async (spot) => {
    const [id = '', message = ''] = spot.split(' ')
    const where = { id, serviceUrl: conversation.serviceUrl }
    // First: whoever tries again after a failure finds the message still there to be taken back.
    await kit.hosting.revoke(id, message)
    try {
      await kit.teams.call('repeatable', where, (api) =>
        api.conversations.deleteActivity(id, message),
      )
    } catch (error) {
      // Somebody else took it away.
      if (!(error instanceof Refusal) || error.status !== 404) throw error
    }
  })
  return { message: taken ? TAKEN_BACK : NOTHING_TO_TAKE_BACK }
}

/** A channel is its team's, a group chat its members'; both are looked at one by one. */
async function audienceOf(kit: Kit, conversation: Sharer['conversation']): Promise<Audience> {
  const place = { kind: 'private-channel', channel: conversation.id } as const
  const readers: Viewer[] = []
  for (let more: string | undefined; ;) {
    const token = more
    const page = await kit.teams.call('repeatable', conversation, (api) =>
      api.conversations.getPagedMembers(conversation.id, MOST_READERS, token),
    )
    for (const { id, aadObjectId: object = '' } of page.members) {
      if (readers.length > MOST_READERS) return { place, readers }
      readers.push(await kit.whoAsks({ id, object }, conversation))
    }
    more = page.continuationToken
    if (!more) return { place, readers }
  }
}
