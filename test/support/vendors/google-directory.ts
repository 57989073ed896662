import {
  paged,
  problem,
  SCOPES,
  type Member,
  type Needing,
  type Workspace,
} from './google-workspace.ts'
import type { VendorAnswer, VendorOptions, VendorRequest } from './vendor-server.ts'

const bad = (message: string) => problem(400, 'badRequest', message)

/** `customer` or `domain` must say whose, as documented. */
function ours(of: Workspace, { url }: VendorRequest): VendorAnswer | undefined {
  const customer = url.searchParams.get('customer')
  const domain = url.searchParams.get('domain')
  if (customer === null && domain === null) return bad('Bad Request')
  const fits =
    customer === null ? domain === of.domain : ['my_customer', of.customerId].includes(customer)
  return fits ? undefined : problem(403, 'forbidden', 'Not Authorized to access this resource/API')
}

function users(of: Workspace, request: VendorRequest): VendorAnswer {
  const refused = ours(of, request)
  if (refused) return refused
  const { searchParams } = request.url
  const projection = searchParams.get('projection') ?? 'basic'
  if (!['basic', 'full'].includes(projection)) return bad('Invalid Input: projection')
  if (searchParams.get('showDeleted') === 'true') return { body: { kind: 'admin#directory#users' } }
  const shown = of.people.map((person) => ({
    kind: 'admin#directory#user',
    ...Object.fromEntries(
      Object.entries(person).filter(([name]) => projection === 'full' || name !== 'customSchemas'),
    ),
    suspended: person.suspended ?? false,
    archived: person.archived ?? false,
    customerId: of.customerId,
    aNewField: 1,
  }))
  const read = paged(request, shown, { most: 500, usual: 100 })
  if (!('page' in read)) return read
  return {
    body: { kind: 'admin#directory#users', etag: '"etag"', users: read.page, ...read.next },
  }
}

function groups(of: Workspace, request: VendorRequest): VendorAnswer {
  const refused = ours(of, request)
  if (refused) return refused
  const shown = of.groups.map((group) => ({
    kind: 'admin#directory#group',
    ...group,
    directMembersCount: String(of.members[group.email]?.length ?? 0),
    adminCreated: true,
  }))
  const read = paged(request, shown, { most: 200, usual: 200 })
  if (!('page' in read)) return read
  return {
    body: { kind: 'admin#directory#groups', etag: '"etag"', ...read.next, groups: read.page },
  }
}

/** Members, and those of the groups among them, each once. */
function derived(of: Workspace, email: string, seen = new Map<string, Member>()) {
  for (const member of of.members[email] ?? []) {
    if (seen.has(member.id)) continue
    seen.set(member.id, member)
    if (member.type === 'GROUP') derived(of, member.email, seen)
  }
  return [...seen.values()]
}

function members(of: Workspace, request: VendorRequest): VendorAnswer {
  const key = request.path['group'] ?? ''
  const group = of.groups.find(({ id, email }) => id === key || email === key)
  if (!group) return problem(404, 'notFound', 'Resource Not Found: groupKey')
  const all =
    request.url.searchParams.get('includeDerivedMembership') === 'true'
      ? derived(of, group.email)
      : (of.members[group.email] ?? [])
  const shown = all.map((member) => ({
    kind: 'admin#directory#member',
    status: 'ACTIVE',
    ...member,
  }))
  const read = paged(request, shown, { most: 200, usual: 200 })
  if (!('page' in read)) return read
  // A group without members has no list.
  const list = read.page.length > 0 ? { members: read.page } : {}
  return { body: { kind: 'admin#directory#members', etag: '"etag"', ...list, ...read.next } }
}

/** The units right below the root, or all of them with `type=all`. */
function units(of: Workspace, { path, url }: VendorRequest): VendorAnswer {
  if (!['my_customer', of.customerId].includes(path['customer'] ?? ''))
    return problem(403, 'forbidden', 'Not Authorized to access this resource/API')
  const all = url.searchParams.get('type') === 'all'
  const organizationUnits = of.units.filter((unit) => all || unit.parentOrgUnitPath === '/')
  return { body: { kind: 'admin#directory#orgUnits', etag: '"etag"', organizationUnits } }
}

export function directoryRoutes(of: Workspace, needing: Needing): VendorOptions['routes'] {
  const root = '/admin/directory/v1'
  return {
    [`GET ${root}/users`]: needing([SCOPES.users], (request) => users(of, request)),
    [`GET ${root}/groups`]: needing([SCOPES.groups], (request) => groups(of, request)),
    [`GET ${root}/groups/{group}/members`]: needing([SCOPES.members, SCOPES.groups], (request) =>
      members(of, request),
    ),
    [`GET ${root}/customer/{customer}/orgunits`]: needing([SCOPES.units], (request) =>
      units(of, request),
    ),
  }
}
