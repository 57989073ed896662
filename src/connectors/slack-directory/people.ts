import { z } from 'zod'

import type { Call, SnapshotStream } from '#collect.ts'
import { directoryPages, groupFilter, levelsOf, type Listed } from '#connectors/api/people.ts'
import { refusals } from '#connectors/api/refusals.ts'

import { asking, slackOf } from './client.ts'

const PER_PAGE = 200

const member = z.looseObject({
  id: z.string().min(1),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  profile: z.looseObject({ email: z.string().nullish() }),
})
const usergroup = z.looseObject({
  id: z.string().min(1),
  name: z.string().min(1),
  users: z.array(z.string()).nullish(),
})
type Usergroup = z.infer<typeof usergroup>

/** Slackbot is no bot by its own account. */
const SLACKBOT = 'USLACKBOT'

/** Everyone but bots, guests and those who left, and their usergroups. */
export const people: SnapshotStream = {
  how: 'snapshot',
  id: 'people',
  says: 'People, and the usergroups they are in.',
  source: 'slack-directory',
  tools: [],
  historyDays: null,
  everyMinutes: 1440,
  async *pull(call) {
    const refused = refusals()
    const addresses = new Map<string, string>()
    for await (const row of membersOf(call)) {
      const read = member.safeParse(row).data
      if (!read) refused.add('users.list', 'has another form than it documents')
      else if (isColleague(read)) {
        const address = read.profile.email?.trim() ?? ''
        if (address === '') refused.add('users.list', 'has no address')
        else addresses.set(read.id, address)
      }
    }
    const groups = await usergroupsOf(call)
    const isUnit = groupFilter(call.setting('DIRECTORY_SLACK_UNITS'))
    const listed = [...addresses].map(([id, address]): Listed => {
      const mine = groups.filter(({ users }) => users?.includes(id))
      const units = mine.filter(({ name }) => isUnit(name))
      // One home a day keeps the sums right: of two, neither is known to be it.
      if (units.length > 1) refused.add('usergroups.list', 'puts a person into two units')
      return {
        address,
        aliases: [`slack:${id}`],
        unit: units.length === 1 ? levelsOf(units[0]?.name) : [],
        groups: mine.filter(({ name }) => !isUnit(name)).map(({ name }) => name),
      }
    })
    yield* directoryPages(listed, call)
    yield { refused: refused.take() }
  },
}

function isColleague(one: z.infer<typeof member>): boolean {
  const outside = [one.deleted, one.is_bot, one.is_restricted, one.is_ultra_restricted]
  return one.id !== SLACKBOT && ![...outside, one.is_stranger].includes(true)
}

async function* membersOf(call: Call): AsyncGenerator {
  const slack = await slackOf(call)
  for (let cursor: string | undefined; ;) {
    const { members, response_metadata: next } = await asking('users.list', call, () =>
      slack.users.list({ limit: PER_PAGE, ...team(call), ...(cursor && { cursor }) }),
    )
    yield* members ?? []
    cursor = next?.next_cursor
    if (!cursor) return
  }
}

const team = (call: Call) => {
  const id = call.setting('DIRECTORY_SLACK_TEAM')
  return id === undefined ? {} : { team_id: id }
}

/** Those in use. */
async function usergroupsOf(call: Call): Promise<readonly Usergroup[]> {
  const slack = await slackOf(call)
  const { usergroups } = await asking('usergroups.list', call, () =>
    slack.usergroups.list({ include_users: true, include_disabled: false, ...team(call) }),
  )
  return (usergroups ?? []).flatMap((row) => {
    const read = usergroup.safeParse(row).data
    return read ? [read] : []
  })
}
