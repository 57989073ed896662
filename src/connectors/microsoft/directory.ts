import { z } from 'zod'

import type { Call, SnapshotStream } from '#collect.ts'
import { directoryPages, groupFilter, levelsOf, type Listed } from '#connectors/api/people.ts'
import { refusals } from '#connectors/api/refusals.ts'

import { type Graph, graphOf } from './graph.ts'

const SELECT =
  `id,userPrincipalName,mail,proxyAddresses,accountEnabled,userType,department,companyName,
officeLocation,city,state,country,employeeOrgData,onPremisesExtensionAttributes`.replace(/\s/g, '')
const USERS = {
  call: 'GET /v1.0/users',
  right: 'users',
  query: { $select: SELECT, $expand: 'manager($select=id)', $top: '999' },
} as const
const GROUPS = {
  call: 'GET /v1.0/groups',
  right: 'groups',
  query: { $select: 'id,displayName', $top: '999' },
} as const
export const MEMBERS = {
  call: 'GET /v1.0/groups/{id}/transitiveMembers',
  right: 'groups',
  query: { $select: 'id', $top: '999' },
} as const

const text = z.string().nullish()
const user = z.looseObject({
  id: z.string().min(1),
  userPrincipalName: text,
  mail: text,
  proxyAddresses: z.array(z.string()).nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: text,
  officeLocation: text,
  city: text,
  manager: z.looseObject({ id: z.string() }).nullish(),
  employeeOrgData: z.looseObject({ costCenter: text, division: text }).nullish(),
  onPremisesExtensionAttributes: z.looseObject({}).nullish(),
})
type User = z.infer<typeof user>
const group = z.looseObject({ id: z.string().min(1), displayName: z.string().min(1) })
const member = z.looseObject({ id: z.string().min(1) })

/** `companyName/department`: attributes of a user, each one or more levels of the path. */
export const UNIT_FORM =
  /^(department|companyName|officeLocation|city|state|country|division|costCenter|extensionAttribute\d{1,2})(\/(department|companyName|officeLocation|city|state|country|division|costCenter|extensionAttribute\d{1,2}))*$/

/** Everyone with an enabled account who is no guest; groups where the filter names them. */
export const people: SnapshotStream = {
  how: 'snapshot',
  id: 'people',
  says: 'People, their unit, manager, logins and groups.',
  source: 'microsoft-entra',
  tools: [],
  historyDays: null,
  everyMinutes: 1440,
  async *pull(call) {
    const graph = graphOf(call)
    const refused = refusals()
    const users = new Map<string, User>()
    for await (const rows of graph.pages(USERS))
      for (const row of rows) {
        const read = user.safeParse(row).data
        if (!read || !addressOf(read)) refused.add('list of users', 'has no readable id and name')
        else if (read.accountEnabled !== false && read.userType?.toLowerCase() !== 'guest')
          users.set(read.id, read)
      }
    const groups = await groupsOf(graph, call)
    const listed = [...users.values()].map((one) => listedOf(one, { users, groups, call }))
    yield* directoryPages(listed, call)
    yield { refused: refused.take() }
  },
}

/** The address that other tools know them by. */
const addressOf = ({ mail, userPrincipalName }: User) => mail || userPrincipalName || ''

function listedOf(
  one: User,
  {
    users,
    groups,
    call,
  }: {
    readonly users: ReadonlyMap<string, User>
    readonly groups: ReadonlyMap<string, readonly string[]>
    readonly call: Call
  },
): Listed {
  const { id, userPrincipalName, proxyAddresses, officeLocation, city, manager } = one
  const boss = manager ? users.get(manager.id) : undefined
  const unit = (call.setting('MICROSOFT_DIRECTORY_UNIT') ?? '').split('/')
  return {
    address: addressOf(one),
    aliases: [
      ...(userPrincipalName ? [userPrincipalName] : []),
      ...(proxyAddresses ?? []).flatMap((written) => /^smtp:(.+@.+)$/i.exec(written)?.[1] ?? []),
      `microsoft:${id}`,
    ],
    unit: unit.flatMap((attribute) => levelsOf(valueOf(one, attribute))),
    costCentre: one.employeeOrgData?.costCenter,
    location: officeLocation || city,
    manager: boss && addressOf(boss),
    groups: groups.get(id) ?? [],
  }
}

function valueOf(one: User, attribute: string): string | null {
  const holder: Readonly<Record<string, unknown>> | null | undefined =
    attribute === 'division' || attribute === 'costCenter'
      ? one.employeeOrgData
      : attribute.startsWith('extensionAttribute')
        ? one.onPremisesExtensionAttributes
        : one
  const value = holder?.[attribute]
  return typeof value === 'string' ? value : null
}

/** Names of the groups of each user, those within groups included. */
async function groupsOf(graph: Graph, call: Call): Promise<ReadonlyMap<string, readonly string[]>> {
  const wanted = groupFilter(call.setting('MICROSOFT_DIRECTORY_GROUPS'))
  const found = new Map<string, string[]>()
  if (call.setting('MICROSOFT_DIRECTORY_GROUPS') === undefined) return found
  const named: z.infer<typeof group>[] = []
  for await (const rows of graph.pages(GROUPS))
    for (const row of rows) {
      const read = group.safeParse(row).data
      if (read && wanted(read.displayName)) named.push(read)
    }
  for (const { id, displayName } of named)
    for await (const rows of graph.pages({ ...MEMBERS, path: { id } }))
      for (const row of rows) {
        const who = member.safeParse(row).data?.id
        if (who !== undefined) found.set(who, [...(found.get(who) ?? []), displayName])
      }
  return found
}
