import type { Place, Viewer } from '#core/access/access.ts'
import { type Audience, MOST_READERS } from '#core/share/audience.ts'

import type { Kit } from './kit.ts'

type Channel = {
  readonly is_channel?: boolean
  readonly is_private?: boolean
  readonly is_ext_shared?: boolean
  readonly is_pending_ext_shared?: boolean
  readonly is_org_shared?: boolean
  readonly is_shared?: boolean
}

function kindOf(found: Channel): Exclude<Place['kind'], 'terminal'> {
  const { is_ext_shared, is_pending_ext_shared, is_org_shared, is_shared } = found
  if (is_ext_shared || is_pending_ext_shared || is_org_shared || is_shared) return 'shared-channel'
  return found.is_channel === true && found.is_private !== true
    ? 'public-channel'
    : 'private-channel'
}

/** Who reads a channel now. @throws Refusal, Limited, Lost */
export async function audienceOf(kit: Kit, channel: string): Promise<Audience> {
  const { slack, identity, whoAsks } = kit
  const { channel: found = {} } = await slack.call('repeatable', (api) =>
    api.conversations.info({ channel }),
  )
  const place = { kind: kindOf(found), channel }
  const users = place.kind === 'shared-channel' ? [] : await membersOf(kit, channel)
  if (users.length > MOST_READERS) return { place, readers: users.map(unseen) }
  const readers: Viewer[] = []
  for (const user of users) {
    const reader = await whoAsks(user, identity.workspace)
    // We read along everywhere we are, and so do other apps.
    if (reader.standing !== 'bot') readers.push(reader)
  }
  return { place, readers }
}

const unseen = (id: string): Viewer => ({
  kind: 'member',
  platform: 'slack',
  workspace: '',
  id,
  standing: 'unknown',
  admin: false,
})

async function membersOf({ slack }: Kit, channel: string): Promise<readonly string[]> {
  const users: string[] = []
  for (let cursor: string | undefined; ;) {
    const page = await slack.call('repeatable', (api) =>
      api.conversations.members({ channel, limit: 200, ...(cursor !== undefined && { cursor }) }),
    )
    users.push(...(page.members ?? []))
    cursor = page.response_metadata?.next_cursor
    if (cursor === undefined || cursor === '' || users.length > MOST_READERS) return users
  }
}
