import type { Db } from '#db/db.ts'
import type { Membership, Seat } from '#ingest.ts'

import { newPairs, rekeyPeople } from './rekey.ts'

/** The rows under the present key; whoever they name is known under it from now on. */
export async function rekeySeats(tx: Db, seats: readonly Seat[]): Promise<readonly Seat[]> {
  const pairs = newPairs()
  const given = seats.map((seat) => ({
    ...seat,
    account: seat.account && pairs.take(seat.account),
  }))
  if (pairs.size > 0) await rekeyPeople(tx, pairs.query())
  return given
}

/** As of seats; a manager that is no pseudonym stays as it is. */
export async function rekeyMembers(
  tx: Db,
  members: readonly Membership[],
): Promise<readonly Membership[]> {
  const pairs = newPairs()
  const given = members.map((member) => ({
    ...member,
    account: pairs.take(member.account),
    aliases: member.aliases.map((alias) => pairs.take(alias)),
    manager:
      member.manager !== null && HASHES.test(member.manager)
        ? pairs.take(member.manager)
        : member.manager,
  }))
  if (pairs.size > 0) await rekeyPeople(tx, pairs.query())
  return given
}

const HASHES = /^([0-9a-f]{64}){1,2}$/
