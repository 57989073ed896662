import type { Viewer } from './access.ts'
import { type Grant, GRANTS } from './access.ts'
import { ACCOUNT, ENTRA } from './account.ts'

/** A role someone has; `unit` is the path of what a lead leads. */
export type Held = { readonly grant: Grant; readonly unit?: string }

/** A role of everyone in a Slack user group, by its id or its handle without `@`. */
export type GroupGrant = Held & { readonly group: string }

/** A group of a directory: in Entra by its object id, since its name may be another's; in Google by its address. */
export type DirectoryGroup = { readonly directory: 'entra' | 'google'; readonly id: string }

/** A role of everyone in a group of a directory: `entra:…` or `google:…`. */
export const directoryOf = (group: string): DirectoryGroup | undefined => {
  const { directory, id } = DIRECTORY.exec(group)?.groups ?? {}
  return directory === 'entra' || directory === 'google'
    ? { directory, id: (id ?? '').toLowerCase() }
    : undefined
}

const MARK = 'group:'

/** A group where an account could be named as well: `group:data-team`. */
export const writeGroup = (group: string): string => `${MARK}${group}`

/** The group that is named so; undefined where it is an account. */
export const groupOf = (who: string): string | undefined =>
  who.startsWith(MARK) ? who.slice(MARK.length) : undefined

/**
 * A group as someone types it: `group:@data-team`, `group:S024BE7LH`, `group:<!subteam^S024BE7LH|@data-team>`,
 * `group:entra:…`, `group:google:sec@example.com`. Undefined when it has another form.
 */
export function readGroup(typed: string): string | undefined {
  const { named } = TYPED.exec(typed)?.groups ?? {}
  if (named === undefined || SLACK_ID.test(named)) return named
  const small = named.toLowerCase()
  return HANDLE.test(small) || DIRECTORY.test(small) ? small : undefined
}

/** A role of one user, by their account. */
export type UserGrant = Held & { readonly user: string }

type Authority = Required<
  Pick<Extract<Viewer, { kind: 'member' }>, 'admin' | 'person' | 'roles' | 'leads'>
>

/** What the roles someone has come to. */
export function authority(held: readonly Held[]): Authority {
  const has = (grant: Grant) => held.some((one) => one.grant === grant)
  const leads = held.flatMap(({ grant, unit }) => (grant === 'lead' && unit ? [unit] : []))
  return {
    admin: has('admin'),
    person: has('admin') && has('person'),
    roles: (['security', 'analyst'] as const).filter(has),
    leads: [...new Set(leads)].toSorted(),
  }
}

/** `analyst`, or `lead of Sales/EMEA`. */
export function writeHeld({ grant, unit }: Held): string {
  return unit === undefined ? grant : `${grant} of ${unit}`
}

const GROUP = String.raw`(?:entra:${ENTRA}|google:[^\s:=@]+@[^\s:=@]+)`
const DIRECTORY = new RegExp(`^(?=${GROUP}$)(?<directory>[a-z]+):(?<id>.+)$`)

const TYPED = /^group:(?:<!subteam\^)?@?(?<named>[^\s|<>]+)(?:\|[^<>]*)?>?$/iu
const SLACK_ID = /^S[A-Z0-9]{2,}$/u
const HANDLE = /^[a-z0-9._-]+$/u

const ENTRY = new RegExp(
  String.raw`^(?<grant>[a-z]+)\s*=\s*(?:@(?<handle>[a-z0-9._-]+)|(?<group>S[A-Z0-9]{2,}|${GROUP})|(?<user>${ACCOUNT}))(?:\s*:\s*(?<unit>\S.*))?$`,
)

/**
 * One entry of AI_USAGE_ROLES: `analyst=@data-team`, `security=S0123`, `lead=U123:Sales/EMEA`,
 * `security=google:sec@example.com`.
 * Undefined when it has another form.
 */
export function readGrant(entry: string): GroupGrant | UserGrant | undefined {
  const found = ENTRY.exec(entry.trim())?.groups
  const grant = GRANTS.find((known) => known === found?.['grant'])
  if (found === undefined || grant === undefined) return undefined
  const { handle, group = handle, user, unit } = found
  if ((grant === 'lead') !== (unit !== undefined)) return undefined
  const held = { grant, ...(unit !== undefined && { unit: unit.trim() }) }
  if (user !== undefined) return { ...held, user }
  return group === undefined ? undefined : { ...held, group }
}
