import type { Place } from '#core/access/access.ts'
import { UserError } from '#core/errors.ts'
import type { Found, Reach } from '#ports.ts'

import type { Kit } from './kit.ts'
import { createPoster } from './poster.ts'
import { DEAD_TOKEN, isKnown, nameOf, Refusal } from './refusal.ts'

type Channel = {
  readonly id?: string
  readonly name?: string
  readonly is_private?: boolean
  readonly is_member?: boolean
  readonly is_archived?: boolean
  readonly is_ext_shared?: boolean
  readonly is_pending_ext_shared?: boolean
}

const ID = /^[CG][A-Z0-9]{2,}$/
const MOST_PAGES = 20

function placeOf(id: string, channel: Channel): Place {
  // Who is only invited so far reads it all later.
  const outside = channel.is_ext_shared === true || channel.is_pending_ext_shared === true
  const kind = channel.is_private === true ? 'private-channel' : 'public-channel'
  return { kind: outside ? 'shared-channel' : kind, channel: id }
}

const missing = (name: string, refusal = 'not_in_channel') =>
  new UserError(
    `AI Usage is not in ${name}, or there is no such channel`,
    'Type /invite @AI Usage there, and try again.',
    { refusal },
  )

/** A channel by its id. */
async function byId({ slack }: Kit, id: string): Promise<Channel> {
  try {
    const { channel } = await slack.call('repeatable', (api) =>
      api.conversations.info({ channel: id }),
    )
    return channel ?? {}
  } catch (error) {
    if (error instanceof Refusal && error.code === 'channel_not_found')
      throw missing(id, error.code)
    throw error
  }
}

/** Among the channels the app is in: nowhere else could it post. */
async function byName({ slack }: Kit, typed: string): Promise<Channel> {
  const wanted = typed.replace(/^#/u, '').toLowerCase()
  let cursor = ''
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { channels = [], response_metadata: more } = await slack.call('repeatable', (api) =>
      api.users.conversations({
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: 200,
        ...(cursor !== '' && { cursor }),
      }),
    )
    const found = channels.find(({ name }) => name?.toLowerCase() === wanted)
    if (found) return { ...found, is_member: true }
    cursor = more?.next_cursor ?? ''
    if (cursor === '') break
  }
  throw missing(`#${wanted}`)
}

async function find(kit: Kit, target: Found['target']): Promise<Found> {
  const { kind, id } = target
  if (kind === 'person')
    return { target, place: { kind: 'dm', channel: await kit.dms(id) }, name: 'your messages' }
  const channel = ID.test(id) ? await byId(kit, id) : await byName(kit, id)
  const known = channel.id ?? id
  const name = `#${channel.name ?? known}`
  if (channel.is_archived === true)
    throw new UserError(`${name} is archived`, 'Choose another channel.', {
      refusal: 'is_archived',
    })
  if (channel.is_member !== true) throw missing(name)
  return { target: { ...target, id: known }, place: placeOf(known, channel), name }
}

/** Slack, for whoever delivers what nobody asked for just now. */
export function createReach(kit: Kit): Reach {
  return {
    ...createPoster(kit),
    viewer: ({ id, workspace }) => kit.whoAsks(id, workspace, { fresh: true }),
    find: async (target) => {
      try {
        return await find(kit, target)
      } catch (error) {
        if (!(error instanceof Refusal) || !isKnown(error)) throw error
        // A token that is changed, or a proxy, says nothing of the channel: it may be there a minute on.
        if (DEAD_TOKEN.has(error.code) || error.code.startsWith('http_')) throw error
        throw new UserError(
          `Slack does not say what channel that is (${nameOf(error)})`,
          'If it says missing_scope, install the app again; else choose another channel.',
        )
      }
    },
  }
}
