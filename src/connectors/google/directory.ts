import { z } from 'zod'

import type { Call, SnapshotStream } from '#collect.ts'
import { directoryPages, groupFilter, levelsOf, type Listed } from '#connectors/api/people.ts'
import { refusals } from '#connectors/api/refusals.ts'

import { type Google, googleOf } from './client.ts'
import { all } from './pages.ts'

const ROOT = '/admin/directory/v1'
export const USERS = { call: `GET ${ROOT}/users`, scope: 'users' } as const
export const GROUPS = { call: `GET ${ROOT}/groups`, scope: 'groups' } as const
export const MEMBERS = { call: `GET ${ROOT}/groups/{group}/members`, scope: 'groups' } as const

const text = z.string().nullish()
const truth = z.boolean().nullish()
const addresses = z.array(z.string()).nullish()
const user = z.looseObject({
  id: z.string().min(1),
  primaryEmail: z.string().min(1),
  aliases: addresses,
  nonEditableAliases: addresses,
  orgUnitPath: text,
  suspended: truth,
  archived: truth,
  organizations: z
    .array(z.looseObject({ department: text, costCenter: text, location: text, primary: truth }))
    .nullish(),
  relations: z.array(z.looseObject({ type: text, value: text })).nullish(),
  customSchemas: z.record(z.string(), z.looseObject({})).nullish(),
})
type User = z.infer<typeof user>
const group = z.looseObject({ email: z.string().min(1), name: text })
const member = z.looseObject({ id: text })
const pageOf = { nextPageToken: text }
export const userPage = z.looseObject({ ...pageOf, users: z.array(z.unknown()).nullish() })
export const groupPage = z.looseObject({ ...pageOf, groups: z.array(z.unknown()).nullish() })
export const memberPage = z.looseObject({ ...pageOf, members: z.array(z.unknown()).nullish() })

/** `orgUnitPath`, `department`, or a field of a custom schema: `Company.team`. */
export const UNIT_FORM = /^(orgUnitPath|department|[\w-]+\.[\w-]+)$/

/** Everyone who is neither suspended nor archived; groups where the filter names them. */
export const people: SnapshotStream = {
  how: 'snapshot',
  id: 'people',
  says: 'People, their unit, manager, logins and groups.',
  source: 'google-directory',
  tools: [],
  historyDays: null,
  everyMinutes: 1440,
  async *pull(call) {
    const refused = refusals()
    const users: User[] = []
    const google = await googleOf(call, ['users'])
    const asked = { customer: 'my_customer', projection: 'full', maxResults: 500 }
    const pages = all(USERS, (pageToken) =>
      google.ask(USERS, () => google.directory.users.list({ ...asked, ...pageToken }), userPage),
    )
    for await (const page of pages)
      for (const row of page.users ?? []) {
        const read = user.safeParse(row).data
        if (!read) refused.add('list of users', 'has no readable id and address')
        else if (read.suspended !== true && read.archived !== true) users.push(read)
      }
    const groups = await groupsOf(call)
    const unit = call.setting('GOOGLE_DIRECTORY_UNIT') ?? 'orgUnitPath'
    const listed = users.map((one) => listedOf(one, { unit, groups: groups.get(one.id) ?? [] }))
    yield* directoryPages(listed, call)
    yield { refused: refused.take() }
  },
}

function listedOf(
  one: User,
  { unit, groups }: { readonly unit: string; readonly groups: readonly string[] },
): Listed {
  const { id, primaryEmail, aliases, nonEditableAliases, organizations, relations } = one
  const job = organizations?.find(({ primary }) => primary === true) ?? organizations?.[0]
  const named =
    unit === 'orgUnitPath' ? one.orgUnitPath : unit === 'department' ? job?.department : custom()
  function custom(): string | null {
    const [schema = '', field = ''] = unit.split('.')
    const value = one.customSchemas?.[schema]?.[field]
    return typeof value === 'string' ? value : null
  }
  return {
    address: primaryEmail,
    aliases: [...(aliases ?? []), ...(nonEditableAliases ?? []), `google:${id}`],
    unit: levelsOf(named),
    costCentre: job?.costCenter,
    location: job?.location,
    manager: relations?.find(({ type }) => type === 'manager')?.value,
    groups,
  }
}

/** Names of the groups of each user, those within groups included. */
async function groupsOf(call: Call): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>()
  const filter = call.setting('GOOGLE_DIRECTORY_GROUPS')
  if (filter === undefined) return found
  const wanted = groupFilter(filter)
  const google = await googleOf(call, ['groups'])
  for (const { email, name } of await groupsNamed(google, wanted)) {
    const asked = { groupKey: email, includeDerivedMembership: true, maxResults: 200 }
    const pages = all(MEMBERS, (next) =>
      google.ask(MEMBERS, () => google.directory.members.list({ ...asked, ...next }), memberPage),
    )
    for await (const page of pages)
      for (const row of page.members ?? []) {
        const { id } = member.safeParse(row).data ?? {}
        if (id) found.set(id, [...(found.get(id) ?? []), name])
      }
  }
  return found
}

/** A group's name, or its address where that is what the filter names. */
async function groupsNamed(google: Google, wanted: (name: string) => boolean) {
  const named: { readonly email: string; readonly name: string }[] = []
  const asked = { customer: 'my_customer', maxResults: 200 }
  const pages = all(GROUPS, (next) =>
    google.ask(GROUPS, () => google.directory.groups.list({ ...asked, ...next }), groupPage),
  )
  for await (const page of pages)
    for (const row of page.groups ?? []) {
      const { email, name } = group.safeParse(row).data ?? {}
      const shown = name || email
      if (email && shown && (wanted(shown) || wanted(email))) named.push({ email, name: shown })
    }
  return named
}
