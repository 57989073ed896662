import { sql } from 'drizzle-orm'

import type { Decided, JoinSpan, People, PeopleOptions } from '#books.ts'
import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'

import { applyLinks } from './account-links.ts'
import { resettleMembers } from './directory-members.ts'
import { dryRunnable, markPeople } from './directory.ts'
import { links, movedUse, unmatchedAccounts } from './people-lists.ts'
import { rebuildDirtyDays } from './rebuild.ts'
import { newPairs, rekeyPeople } from './rekey.ts'
import { rows } from './rows.ts'

const ADMIN = 'admin'
const LISTS = 'See: ai-usage people joins'

/** Two accounts by their numbers. */
type Ids = { readonly account: number; readonly alias: number }
type Word = Ids & JoinSpan & { readonly state: 'confirmed' | 'refused' }

/** Who is who: what nobody could match, and what admins say of it. */
export function people(db: Db): People {
  const decide = async (
    options: PeopleOptions,
    find: (tx: Db) => Promise<Word>,
    mayBeIdle = false,
  ): Promise<Decided> => {
    const decided = await dryRunnable(db, options.dryRun, async (tx) => {
      const word = await find(tx)
      const link = await write(tx, word, options)
      const nothing = mayBeIdle ? undefined : NOTHING[word.state]
      return { ...(await consequences(tx, word, nothing)), link: options.dryRun ? null : link }
    })
    if (!options.dryRun) await rebuildDirtyDays(db)
    return decided
  }
  return {
    unmatched: () => unmatchedAccounts(db),
    doubtful: () => links(db, 'doubtful'),
    decided: () => links(db, 'decided'),
    join: ({ from, to, ...pair }, options) =>
      decide(options, async (tx) => {
        if (from !== undefined && to !== undefined && from > to)
          throw new UserError(`${from} is after ${to}`, 'Write the earlier day first.')
        const span = { ...(from && { from }), ...(to && { to }) }
        const ids = await idsOf(tx, pair)
        await refuseFiled(tx, ids)
        await refuseOne(tx, ids, span)
        return { ...ids, ...span, state: 'confirmed' }
      }),
    split: (pair, options) =>
      decide(options, async (tx) => {
        const ids = await idsOf(tx, pair)
        await refuseFiled(tx, ids)
        return { ...ids, state: 'refused' }
      }),
    confirm: (link, pair, options) =>
      decide(options, async (tx) => {
        const doubt = await doubtOf(tx, link)
        const ids = await idsOf(tx, pair)
        const doubted = new Set([doubt.account, doubt.alias])
        if (!doubted.has(ids.account) || !doubted.has(ids.alias)) {
          throw new UserError(
            `Link ${link} is of two others`,
            'Look at both aliases in: ai-usage people doubtful',
          )
        }
        await refuseFiled(tx, ids)
        await refuseOne(tx, ids, {})
        return { ...ids, state: 'confirmed' }
      }),
    refuse: (link, options) =>
      decide(options, async (tx) => ({ ...(await doubtOf(tx, link)), state: 'refused' }), true),
    async undo(link, options) {
      const undone = await dryRunnable(db, options.dryRun, async (tx) => {
        const ids = await takeBack(tx, link, options)
        return { ...(await consequences(tx, ids)), link }
      })
      if (!options.dryRun) await rebuildDirtyDays(db)
      return undone
    },
  }
}

async function write(
  tx: Db,
  { account, alias, state, from, to }: Word,
  { by, at }: PeopleOptions,
): Promise<number> {
  const [written] = await rows<{ link: number }>(
    tx,
    'write decision',
    // Two decisions of one instant are told apart by their numbers.
    sql`insert into account_link (account_id, alias_id, source, state, valid_from, valid_to, "by", at)
      values (${account}::int, ${alias}::int,
        ${ADMIN} || '-' || (select coalesce(max(link_id), 0) + 1 from account_link)::text, ${state},
        ${from ?? null}::date, ${to ?? null}::date, ${by},
        ${new Date(at).toISOString()}::timestamptz)
      returning link_id as link`,
  )
  if (!written) throw new Error('a decision was not written')
  return written.link
}

/** Of a decision that changes nothing; a join is tried of two people only. */
const NOTHING = {
  confirmed: [
    'They stay two people: what tools and admins say of their logins leads round in a ring',
    `Split two logins of the ring first. ${LISTS}`,
  ],
  refused: ['Nothing would change: they are what you say already', LISTS],
} as const satisfies { readonly [S in Word['state']]: readonly [string, string] }

/** Joins people anew, and says what moves. @throws `nothing` when nothing does and something should */
async function consequences(
  tx: Db,
  ids: Ids,
  nothing?: readonly [problem: string, help: string],
): Promise<Omit<Decided, 'link'>> {
  await applyLinks(tx)
  const [changed] = await rows<{ any: boolean }>(
    tx,
    'look for accounts that change hands',
    sql`select exists (select from changed_link) as any`,
  )
  if (!changed?.any && nothing) throw new UserError(...nothing)
  await resettleMembers(tx)
  await markPeople(tx)
  return { ...(await aliases(tx, ids)), moves: await movedUse(tx) }
}

async function aliases(tx: Db, { account, alias }: Ids) {
  const [found] = await rows<{ person: string; login: string }>(
    tx,
    'aliases',
    sql`select p.alias as person, l.alias as login from person p, person l
      where p.tenant_id = 1 and l.tenant_id = 1
        and p.person_id = ${account}::int and l.person_id = ${alias}::int`,
  )
  if (!found) throw new Error('an account has no alias')
  return found
}

async function idsOf(
  tx: Db,
  { account, alias }: { readonly account: string; readonly alias: string },
): Promise<Ids> {
  if (account === alias)
    throw new UserError('Both are the same identifier', 'Type two identifiers of one person.')
  const pairs = newPairs()
  const one = pairs.take(account)
  const other = pairs.take(alias)
  if (pairs.size > 0) await rekeyPeople(tx, pairs.query())
  const found = await rows<{ id: number; pseudonym: string; service: boolean }>(
    tx,
    'find accounts',
    sql`select account_id as id, encode(pseudonym, 'hex') as pseudonym,
        account_id in (select account_id from service_account where tenant_id = 1) as service
      from account where tenant_id = 1 and key_version = 1
        and pseudonym in (decode(${one}, 'hex'), decode(${other}, 'hex'))`,
  )
  const id = (pseudonym: string, place: string) => {
    const known = found.find((row) => row.pseudonym === pseudonym)
    if (!known)
      throw new UserError(
        `The ${place} identifier is not known: no use and no directory has it`,
        'Type it as the tool or the directory writes it.',
      )
    if (known.service)
      throw new UserError(
        `The ${place} identifier is a key or project, not a person`,
        'Give it a unit: ai-usage services map',
      )
    return known.id
  }
  return { account: id(one, 'first'), alias: id(other, 'second') }
}

/** What a directory file says of a login stands until the file says otherwise. */
async function refuseFiled(tx: Db, { account, alias }: Ids): Promise<void> {
  const [filed] = await rows<{ any: boolean }>(
    tx,
    'look for aliases of the file',
    sql`select exists (select from account_person p where p.tenant_id = 1 and not p.by_link
      and p.person_id <> p.account_id and (p.account_id = ${alias}::int
        or (p.account_id = ${account}::int and p.person_id = ${alias}::int))) as any`,
  )
  if (!filed?.any) return
  throw new UserError(
    'The directory file names whose login this is',
    'Mend its column aliases and import it again.',
  )
}

/** A join of two that are one person already could only lead round in a ring. */
async function refuseOne(tx: Db, { account, alias }: Ids, { from, to }: JoinSpan): Promise<void> {
  const [one] = await rows<{ any: boolean }>(
    tx,
    'look for a join',
    sql`select exists (select from account_person a join account_person l
        on l.tenant_id = 1 and l.person_id = a.person_id
      where a.tenant_id = 1 and a.account_id = ${account}::int and l.account_id = ${alias}::int
        and daterange(a.valid_from, a.valid_to, '[]') * daterange(l.valid_from, l.valid_to, '[]')
          && daterange(${from ?? null}::date, ${to ?? null}::date, '[]')) as any`,
  )
  if (one?.any)
    throw new UserError(
      'They are one person already, on some of these days',
      `Split them first, or join other days. ${LISTS}`,
    )
}

async function doubtOf(tx: Db, link: number): Promise<Ids> {
  const [found] = await rows<Ids>(
    tx,
    'find doubtful join',
    sql`select account_id as account, alias_id as alias from account_link
      where tenant_id = 1 and link_id = ${link}::int and state = 'doubtful' and ended_at is null`,
  )
  if (found) return found
  throw new UserError(`${link} is no doubtful join`, 'Give a number from: ai-usage people doubtful')
}

async function takeBack(tx: Db, link: number, { at }: PeopleOptions): Promise<Ids> {
  const [found] = await rows<Ids>(
    tx,
    'take decision back',
    sql`update account_link set state = 'undone', ended_at = ${new Date(at).toISOString()}::timestamptz
      where tenant_id = 1 and link_id = ${link}::int and state in ('confirmed', 'refused')
        and ended_at is null
      returning account_id as account, alias_id as alias`,
  )
  if (found) return found
  throw new UserError(
    `${link} is no decision that stands`,
    'Give a number from: ai-usage people joins. What a vendor says is taken apart with: ai-usage people split',
  )
}
