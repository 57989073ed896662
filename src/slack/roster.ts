import { namesIn } from '#chat/roster.ts'

import type { Kit } from './kit.ts'

const PAGE = 200
/** 1,000,000 accounts: no workspace has more. */
const MOST_PAGES = 5_000

/**
 * The names of the people behind these aliases: the addresses of everyone in the workspace are
 * hashed in memory and forgotten again.
 * @throws Refusal, Limited, Lost
 */
export async function namesOf(
  { slack, house: { aliases: known } }: Kit,
  aliases: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { members = [], response_metadata: more } = await slack.call('repeatable', (api) =>
      api.users.list({ limit: PAGE, ...(cursor !== undefined && { cursor }) }),
    )
    const roster = members.flatMap(({ profile, real_name: name }) =>
      profile?.email === undefined || name === undefined
        ? []
        : [{ name, addresses: [profile.email] }],
    )
    for (const [alias, name] of await namesIn(roster, aliases, known)) names.set(alias, name)
    cursor = more?.next_cursor
    if (cursor === undefined || cursor === '') break
  }
  return names
}
