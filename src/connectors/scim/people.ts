import { z } from 'zod'

import type { SnapshotStream } from '#collect.ts'
import { directoryPages, groupFilter, levelsOf, type Listed } from '#connectors/api/people.ts'
import { refusals } from '#connectors/api/refusals.ts'

import { resources, serviceOf } from './pages.ts'

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

const text = z.string().nullish()
const user = z.looseObject({
  id: z.string().min(1),
  userName: text,
  externalId: text,
  active: z.boolean().nullish(),
  emails: z.array(z.looseObject({ value: text, primary: z.boolean().nullish() })).nullish(),
  [ENTERPRISE]: z
    .looseObject({
      department: text,
      division: text,
      organization: text,
      costCenter: text,
      employeeNumber: text,
      manager: z.union([z.string(), z.looseObject({ value: text })]).nullish(),
    })
    .nullish(),
})
type User = z.infer<typeof user>
const group = z.looseObject({
  id: z.string().min(1),
  displayName: z.string().min(1),
  members: z.array(z.looseObject({ value: z.string() })).nullish(),
})

/** The address others know them by: the primary one, else the first, else the user name. */
function addressOf({ emails, userName }: User): string {
  const primary = emails?.find((email) => email.primary === true) ?? emails?.[0]
  return primary?.value?.trim() || userName?.trim() || ''
}

/** Everyone who is active; groups where the filter names them. */
export const people: SnapshotStream = {
  how: 'snapshot',
  id: 'people',
  says: 'People, their unit, manager, logins and groups.',
  source: 'scim',
  tools: [],
  historyDays: null,
  everyMinutes: 1440,
  async *pull(call) {
    const service = serviceOf(call)
    const refused = refusals()
    const users = new Map<string, User>()
    for await (const row of resources(service, 'GET /Users')) {
      const read = user.safeParse(row).data
      if (!read || addressOf(read) === '') refused.add('Users', 'has no readable id and name')
      else if (read.active !== false) users.set(read.id, read)
    }
    const filter = call.setting('SCIM_GROUPS')
    const groups = filter === undefined ? new Map<string, readonly string[]>() : await named()
    const unit = (call.setting('SCIM_UNIT') ?? 'department').split('/')
    const listed = [...users.values()].map((one) => listedOf(one, { users, groups, unit }))
    yield* directoryPages(listed, call)
    yield { refused: refused.take() }

    async function named(): Promise<ReadonlyMap<string, readonly string[]>> {
      const all: z.infer<typeof group>[] = []
      for await (const row of resources(service, 'GET /Groups')) {
        const read = group.safeParse(row).data
        if (read) all.push(read)
        else refused.add('Groups', 'has no readable id and name')
      }
      return membersOf(all, groupFilter(filter))
    }
  },
}

type Group = z.infer<typeof group>

/** Names of the groups of each user, those within groups included. */
function membersOf(
  all: readonly Group[],
  wanted: (name: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(all.map((one) => [one.id, one]))
  const found = new Map<string, string[]>()
  for (const top of all.filter(({ displayName }) => wanted(displayName))) {
    // A group may hold one that holds it.
    const seen = new Set<string>([top.id])
    for (const id of seen) {
      for (const { value } of byId.get(id)?.members ?? []) seen.add(value)
      if (!byId.has(id)) found.set(id, [...(found.get(id) ?? []), top.displayName])
    }
  }
  return found
}

function listedOf(
  one: User,
  {
    users,
    groups,
    unit,
  }: {
    readonly users: ReadonlyMap<string, User>
    readonly groups: ReadonlyMap<string, readonly string[]>
    readonly unit: readonly string[]
  },
): Listed {
  const work = one[ENTERPRISE]
  const managerId = typeof work?.manager === 'string' ? work.manager : work?.manager?.value
  const manager = managerId ? users.get(managerId) : undefined
  const named = [one.userName, ...(one.emails ?? []).map(({ value }) => value)]
  return {
    address: addressOf(one),
    aliases: [...named.flatMap((name) => (name?.trim() ? [name] : [])), `scim:${one.id}`],
    unit: unit.flatMap((name) => {
      const value = work?.[name]
      return levelsOf(typeof value === 'string' ? value : null)
    }),
    costCentre: work?.costCenter,
    manager: manager && addressOf(manager),
    groups: groups.get(one.id) ?? [],
  }
}
