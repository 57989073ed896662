import type { Conversation } from '#conversations.ts'
import type { Place } from '#core/access/access.ts'
import { UserError } from '#core/errors.ts'
import type { Found, Reach } from '#ports.ts'

import type { Kit } from './kit.ts'
import { createPoster, forgetGone, NOT_THERE, spotOf } from './poster.ts'
import { isForGood, isKnown, nameOf } from './refusal.ts'
import { standingOf } from './viewer.ts'

const MOST_PAGES = 20
const PAGE = 500

/** @throws UserError where Teams does not tell for good; Refusal, Limited, Lost */
async function membersOf(kit: Kit, spot: Conversation, token: string | undefined) {
  try {
    return await kit.teams.call('repeatable', spot, (api) =>
      api.conversations.getPagedMembers(spot.id, PAGE, token),
    )
  } catch (error) {
    await forgetGone(kit, spot, error)
    if (!isForGood(error)) throw error
    throw new UserError(
      `Teams does not say who is in that conversation (${nameOf(error)})`,
      'Add the app there again, or choose another one.',
      error.code === NOT_THERE ? { refusal: NOT_THERE } : {},
    )
  }
}

/** Who reads a team or group chat: guests and people of other tenants are outsiders. */
async function placeIn(kit: Kit, spot: Conversation): Promise<Place> {
  const { tenant } = kit
  let token: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { members, continuationToken } = await membersOf(kit, spot, token)
    const all = members.every((one) => standingOf(one, undefined, tenant) === 'member')
    if (!all) break
    if (!continuationToken) return { kind: 'private-channel', channel: spot.id }
    token = continuationToken
  }
  // Larger than was read, or with someone of elsewhere.
  return { kind: 'shared-channel', channel: spot.id }
}

/** Teams, for whoever delivers what nobody asked for just now. */
export function createReach(kit: Kit, serviceUrl: string): Reach {
  return {
    ...createPoster(kit, serviceUrl),
    viewer: async (person) => {
      const account = {
        kind: 'member',
        platform: 'teams',
        workspace: kit.tenant,
        id: person.id,
      } as const
      try {
        const spot = await spotOf(kit, person, serviceUrl)
        return await kit.whoAsks({ id: person.id, object: person.id }, spot, { fresh: true })
      } catch (error) {
        if (!isKnown(error)) throw error
        return { ...account, standing: 'unknown', admin: false }
      }
    },
    find: async (target): Promise<Found> => {
      const spot = await spotOf(kit, target, serviceUrl)
      if (target.kind === 'person')
        return { target, place: { kind: 'dm', channel: spot.id }, name: 'your messages' }
      const name = spot.kind === 'group' ? 'the group chat' : 'the team’s channel'
      return { target, place: await placeIn(kit, spot), name }
    },
  }
}
