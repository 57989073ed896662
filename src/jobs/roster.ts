import type { Ruled } from '#books.ts'
import type { Login } from '#collect.ts'
import { type CountedIn, countedIn, type Home } from '#core/privacy/counted-in.ts'
import { presentOf } from '#core/privacy/two-keys.ts'
import { day } from '#core/time/day.ts'
import type { Membership } from '#ingest.ts'

type Said = { readonly people?: readonly Membership[]; readonly logins?: readonly Login[] }

/** Who sits where, by pseudonym, in this process's memory alone: where nothing is kept of one person. */
export type Roster = {
  /** All that a source says of people and their logins at an instant. */
  set(source: string, said: Said, at: number): void
  forget(source: string): void
  /** Logins that came with use. */
  join(logins: readonly Login[]): void
  /** Where rules put identifiers that no directory speaks of. */
  rule(ruled: readonly Ruled[]): void
  /** When this process last read the source, if it did. */
  readAt(source: string): number | undefined
  /** In which unit the use of an account is counted, none smaller than `floor` people. */
  countedIn(floor: number): CountedIn
}

const ALWAYS = day('0001-01-01')

export function newRoster(): Roster {
  const sources = new Map<string, Said>()
  const reads = new Map<string, number>()
  const ruled = new Map<string, string>()
  const met = new Map<string, Login>()
  let made: { readonly floor: number; readonly countedIn: CountedIn } | undefined
  const make = (floor: number): CountedIn => {
    // By name, so that what was read first makes no difference.
    const said = [...sources].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
    const persons = personsOf([...said, { logins: [...met.values()] }])
    const homes = homesOf(said, persons)
    const placed = new Set(homes.map(({ who }) => who))
    const byRule = [...ruled].flatMap(([account, unit]): Home[] => {
      const who = persons(account)
      return placed.has(who) ? [] : [{ who, unit, from: ALWAYS, to: null }]
    })
    const where = countedIn([...homes, ...byRule], floor)
    return (account, on) => where(persons(account), on)
  }
  return {
    set(source, said, at) {
      sources.set(source, said)
      reads.set(source, at)
      made = undefined
    },
    join(logins) {
      if (logins.length === 0) return
      for (const login of logins) met.set(login.alias, login)
      made = undefined
    },
    forget(source) {
      sources.delete(source)
      reads.delete(source)
      made = undefined
    },
    rule(given) {
      for (const { account, unit } of given) {
        const known = presentOf(account)
        if ((ruled.get(known) ?? null) === unit) continue
        if (unit === null) ruled.delete(known)
        else ruled.set(known, unit)
        made = undefined
      }
    },
    readAt: (source) => reads.get(source),
    countedIn(floor) {
      if (made?.floor !== floor) made = { floor, countedIn: make(floor) }
      return made.countedIn
    },
  }
}

/** Of whom a directory speaks is said by the first that does. */
function homesOf(said: readonly Said[], persons: (account: string) => string): readonly Home[] {
  const taken = new Set<string>()
  return said.flatMap(({ people = [] }) => {
    const homes = people.flatMap(({ account, unit, from, to }): Home[] => {
      const who = persons(account)
      return taken.has(who) ? [] : [{ who, unit, from, to }]
    })
    for (const { who } of homes) taken.add(who)
    return homes
  })
}

/** Whoever has a login, by the account that a directory knows them by. Doubtful joins are not made. */
function personsOf(said: readonly Said[]): (account: string) => string {
  const of = new Map<string, string>()
  const join = (alias: string, account: string) => {
    const [from, to] = [presentOf(alias), presentOf(account)]
    if (from !== to && !of.has(from)) of.set(from, to)
  }
  for (const { people = [], logins = [] } of said) {
    for (const { account, aliases } of people) for (const alias of aliases) join(alias, account)
    for (const { account, alias, sure } of logins) if (sure === 'verified') join(alias, account)
  }
  return (account) => {
    const known = presentOf(account)
    const person = of.get(known) ?? known
    return of.get(person) ?? person
  }
}
