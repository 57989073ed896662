import { sql } from 'drizzle-orm'

import { underBoth } from '#core/privacy/two-keys.ts'
import type { Membership, UsageEvent } from '#ingest.ts'
import { keyRotation } from '#store/rotate-key.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { member, pseudonym } from '#test/support/events.ts'

const KEYS = { present: pseudonym('new key'), previous: pseudonym('old key') }

/** What the new key makes of what the old one made of an identifier. */
export const anew = (hash: string) => pseudonym(`new ${hash}`)
const both = (hash: string) => underBoth(anew(hash), hash)
const maybe = (hash: string | null) => hash && both(hash)

/** A line as a process with both keys hashes it. */
export const lineUnderBoth = (event: UsageEvent): UsageEvent => ({
  ...event,
  account: maybe(event.account),
  conversation: maybe(event.conversation),
  asset: maybe(event.asset),
  run: maybe(event.run),
  id: maybe(event.id),
  digest: both(event.digest),
})

export const memberUnderBoth = (member: Membership): Membership => ({
  ...member,
  account: both(member.account),
  aliases: member.aliases.map(both),
  manager: maybe(member.manager),
})

/** The store in a process with the old key, with both, and with the new one. */
export const withOld = (store: Store): Store => ({ ...store, keys: { present: KEYS.previous } })
export const withBoth = (store: Store): Store => ({ ...store, keys: KEYS })
export const withNew = (store: Store): Store => ({ ...store, keys: { present: KEYS.present } })

export const rotationOf = (store: Store) => keyRotation(store.db, store.keys)

export const MEMBERS = [
  member('ann', 'Eng', { manager: pseudonym('bob') }),
  member('bob', 'Eng'),
  member('cara', 'Sales', { aliases: ['cara-gh'] }),
]

export const typed = (name: string) => both(pseudonym(name))
export const sum = async (store: Store) => {
  const [found] = await rows<{ messages: number; people: number; accounts: number }>(
    store.db,
    'sum',
    sql`select coalesce(sum(messages), 0)::int as messages,
      count(distinct person_id) filter (where person_id <> 0)::int as people,
      (select count(*)::int from account) as accounts from usage_daily`,
  )
  return found
}
