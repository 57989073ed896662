import { type Account, namesIn } from '#chat/roster.ts'
import type { Conversation } from '#conversations.ts'

import type { Kit } from './kit.ts'
import { isKnown } from './refusal.ts'
import { addressesIn } from './viewer.ts'

const PAGE = 500
/** 10,000 accounts: no team has more than 25,000, and few are found only behind that. */
const MOST_PAGES = 20
/** Own chats have one reader each, and are asked only for who is in no team. */
const MOST_CHATS = 500
const AT_ONCE = 5

async function* membersOf({ teams }: Kit, spot: Conversation): AsyncGenerator<readonly Account[]> {
  let token: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { members, continuationToken } = await teams.call('repeatable', spot, (api) =>
      api.conversations.getPagedMembers(spot.id, PAGE, token),
    )
    yield members.map((one) => ({ name: one.name, addresses: addressesIn(one) }))
    if (!continuationToken) return
    token = continuationToken
  }
}

/**
 * The names of the people behind these aliases, from the rosters of the teams and chats the app is in:
 * their addresses are hashed in memory and forgotten again. It takes no right to read the directory, and
 * does not know who is in none of them.
 */
export async function namesOf(
  kit: Kit,
  aliases: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const { aliases: known, conversations } = kit.house
  const names = new Map<string, string>()

  async function look(spot: Conversation): Promise<void> {
    try {
      for await (const members of membersOf(kit, spot)) {
        if (names.size === aliases.size) return
        for (const [alias, name] of await namesIn(members, aliases, known)) names.set(alias, name)
      }
    } catch (error) {
      // Removed from there since: whoever is elsewhere too is found there.
      if (!isKnown(error)) throw error
    }
  }

  const all = await conversations.all(kit.tenant)
  const shared = all.filter(({ kind }) => kind !== 'personal')
  const own = all.filter(({ kind }) => kind === 'personal').slice(0, MOST_CHATS)
  for (const group of [...inGroups(shared), ...inGroups(own)]) {
    if (names.size === aliases.size) break
    await Promise.all(group.map(look))
  }
  return names
}

const inGroups = (spots: readonly Conversation[]): readonly (readonly Conversation[])[] =>
  Array.from({ length: Math.ceil(spots.length / AT_ONCE) }, (_, at) =>
    spots.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  )
