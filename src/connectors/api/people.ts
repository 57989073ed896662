import type { Login, Pseudonymizer, Pulled } from '#collect.ts'
import { ALWAYS } from '#connectors/directory.ts'
import { alikes } from '#core/people/alike.ts'
import type { Membership } from '#ingest.ts'

import { refusals } from './refusals.ts'

/** A person as a directory gives them, before hashing. */
export type Listed = {
  /** The address that other sources know them by. */
  readonly address: string
  /** Their other logins and ids. */
  readonly aliases: readonly string[]
  /** Levels of their unit, from the top; empty where the directory names none. */
  readonly unit: readonly string[]
  readonly costCentre?: string | null | undefined
  readonly location?: string | null | undefined
  /** The manager's address. */
  readonly manager?: string | null | undefined
  readonly groups: readonly string[]
}

const MOST_LEVELS = 8
const MOST_PATH = 200
const MOST_TEXT = 128
const UNREADABLE = /[\p{Cc}\ufffd]/u

/** `Sales / EMEA` as levels. */
export const levelsOf = (path: string | null | undefined): readonly string[] =>
  (path ?? '')
    .split('/')
    .map((level) => level.trim())
    .filter((level) => level !== '')

const short = (text: string | null | undefined): string | null => {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' || trimmed.length > MOST_TEXT || UNREADABLE.test(trimmed) ? null : trimmed
}

/**
 * The whole of a directory as it is now. People without a unit keep their logins; who is there twice, or
 * claims a login that another has as address, is refused or loses it, and it is said.
 */
export function* directoryPages(
  people: readonly Listed[],
  { pseudonyms }: { readonly pseudonyms: Pseudonymizer },
): Generator<Pulled> {
  const refused = refusals()
  const where = 'list of people'
  const owners = new Map<string, string>()
  const known: (readonly [string, Listed])[] = []
  for (const person of people) {
    const account = pseudonyms.person(person.address)
    if (owners.has(account)) refused.add(where, 'is there twice by one address')
    else known.push([account, person])
    owners.set(account, account)
  }
  const members: Membership[] = []
  const logins: Login[] = []
  for (const [account, person] of known) {
    const aliases = new Set<string>()
    for (const alias of person.aliases.map(pseudonyms.person)) {
      const owner = owners.get(alias)
      if (owner === undefined || owner === account) aliases.add(alias)
      else refused.add(where, 'claims a login that another person has')
      owners.set(alias, owner ?? account)
    }
    aliases.delete(account)
    const unit = person.unit.join('/')
    const why = unitFault(person.unit, unit)
    if (why === undefined)
      members.push({
        account,
        aliases: [...aliases],
        unit,
        from: ALWAYS,
        to: null,
        costCentre: short(person.costCentre),
        location: short(person.location),
        manager: person.manager ? pseudonyms.person(person.manager) : null,
        groups: [...new Set(person.groups)],
      })
    else {
      refused.add(where, why)
      logins.push(...[...aliases].map((alias) => ({ account, alias, sure: 'verified' }) as const))
    }
  }
  for (let at = 0; at < members.length; at += MOST_ROWS)
    yield { people: members.slice(at, at + MOST_ROWS) }
  logins.push(...doubtful(known, pseudonyms))
  yield { logins, refused: refused.take() }
}

/** People of one name at two domains, or with a login like another's address: for an admin to look at. */
function doubtful(
  known: readonly (readonly [string, Listed])[],
  { person }: Pseudonymizer,
): readonly Login[] {
  const names = known.map(([, { address }]) => address)
  const pairs = new Set<string>()
  return alikes(
    names.filter((name) => name.includes('@')),
    names,
  ).flatMap(({ address, login }): readonly Login[] => {
    const [account, alias] = [person(address), person(login)]
    const pair = [account, alias].toSorted().join()
    if (pairs.has(pair)) return []
    pairs.add(pair)
    return [{ account, alias, sure: 'doubtful' }]
  })
}

const MOST_ROWS = 5000

function unitFault(levels: readonly string[], path: string): string | undefined {
  if (levels.length === 0) return 'is in no unit'
  if (levels.length > MOST_LEVELS) return `is in a unit of more than ${MOST_LEVELS} levels`
  if (path.length > MOST_PATH)
    return `is in a unit whose path is longer than ${MOST_PATH} characters`
  return UNREADABLE.test(path) ? 'is in a unit that cannot be read' : undefined
}

/** Tells groups by name: `eng-*;Sales` → those that fit; none without a filter. */
export function groupFilter(filter: string | undefined): (name: string) => boolean {
  const patterns = (filter ?? '')
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => name.toLowerCase().split('*'))
  return (name) => patterns.some((parts) => fits(parts, name.toLowerCase()))
}

/**
 * Whether the parts stand in the name in their order, the first at its start and the last at its end.
 * No regular expression: one of many stars takes years to say no to a long name.
 */
function fits(parts: readonly string[], name: string): boolean {
  const [first = '', ...between] = parts
  const last = between.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const part of between) {
    const found = name.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return name.length - last.length >= at && name.endsWith(last)
}
