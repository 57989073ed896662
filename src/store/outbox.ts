import { type SQL, sql } from 'drizzle-orm'

import type { DeliveryState, Target } from '#core/delivery/delivery.ts'
import type { Message } from '#core/message/message.ts'
import type { Db } from '#db/db.ts'
import type { DeliveryBook, Hand, Held, NewDelivery, Outcome, Turn } from '#deliveries.ts'

import { chain } from './audit.ts'
import { deliveryHealth } from './outbox-health.ts'
import { named, rows } from './rows.ts'

/** Longer than any post takes: who has not said by then what became of one has died. */
const HELD_MS = 120_000

export const instant = (at: number): SQL => sql`${new Date(at).toISOString()}::timestamptz`
const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::text::jsonb`

/**
 * Writes what is to be sent once, in the caller's transaction: what is found and that it is told are
 * stored together, or neither. False when its key is there already.
 */
export async function putDelivery(tx: Pick<Db, 'execute'>, it: NewDelivery): Promise<boolean> {
  const { key, kind, target, message, owner, critical, notBefore } = it
  const { thread = null, edits = null } = it
  const written = await rows(
    tx,
    'put delivery',
    sql`insert into delivery (tenant_id, key, kind, target, owner, critical, message, thread, edits, not_before)
      values (1, ${key}::text, ${kind}::text, ${json(target)}, ${owner ? json(owner) : sql`null`},
        ${critical}::boolean, ${json(message)}, ${thread}::text, ${edits}::text,
        ${instant(notBefore)})
      on conflict do nothing returning 1 as one`,
  )
  return written.length > 0
}

/** The same for a subscription's turn, which is composed when it is sent. */
export async function putTurn(
  tx: Pick<Db, 'execute'>,
  it: {
    readonly key: string
    readonly turn: Turn
    readonly target: Target
    readonly owner: Target
  },
): Promise<boolean> {
  const { key, turn, target, owner } = it
  const written = await rows(
    tx,
    'put turn',
    sql`insert into delivery (tenant_id, key, kind, target, owner, subscription_id, target_no, slot, missed, not_before)
      values (1, ${key}::text, 'digest', ${json(target)}, ${json(owner)}, ${turn.subscription}::bigint,
        ${turn.no}::smallint, ${instant(turn.slot)}, ${turn.missed}::int, ${instant(turn.slot)})
      on conflict do nothing returning 1 as one`,
  )
  return written.length > 0
}

type Row = {
  readonly id: string
  readonly attempt: number
  readonly key: string
  readonly kind: Held['kind']
  readonly state: Held['state']
  readonly target: string
  readonly owner: string | null
  readonly critical: boolean
  readonly message: string | null
  readonly thread: string | null
  readonly edits: string | null
  readonly subscription: string | null
  readonly no: number | null
  readonly slot: string | null
  readonly missed: number
  readonly failures: number
  readonly repeat: boolean
}

const columns = sql`delivery_id::text as id, attempt, key, kind, state, target::text as target,
  owner::text as owner, critical, message::text as message, thread, edits,
  subscription_id::text as subscription, target_no::int as no,
  (extract(epoch from slot) * 1000)::bigint::text as slot, missed, failures, repeat`

const heldOf = (row: Row): Held => {
  const { id, target, owner, message, thread, edits, subscription, no, slot, missed, ...rest } = row
  const turn = { subscription: Number(subscription), no: no ?? 0, slot: Number(slot), missed }
  return {
    ...rest,
    id: Number(id),
    target: JSON.parse(target) as Target,
    owner: owner === null ? undefined : (JSON.parse(owner) as Target),
    message: message === null ? undefined : (JSON.parse(message) as Message),
    thread: thread ?? undefined,
    edits: edits ?? undefined,
    turn: subscription === null ? undefined : turn,
  }
}

/** What an outcome writes into the row. */
function written(outcome: Outcome, { now }: Hand): SQL {
  const free = sql`state = ${outcome.state}, held_by = null, held_until = null`
  switch (outcome.state) {
    case 'sent':
      return sql`${free}, ref = ${outcome.ref}::text, done_at = ${instant(now)}`
    case 'quiet':
      return sql`${free}, why = ${outcome.why ?? null}::text, done_at = ${instant(now)}`
    case 'unknown':
      return sql`${free}, done_at = ${instant(now)}`
    case 'dead':
      return sql`${free}, why = ${outcome.why}::text, done_at = ${instant(now)}`
    case 'due':
      return sql`${free}, why = ${outcome.why}::text, not_before = ${instant(outcome.at)},
        failures = ${outcome.failures}::int, repeat = repeat or ${outcome.repeat ?? false}::boolean`
  }
}

/** Only who took it last may change it. */
const theirs = ({ id, attempt }: Held, { by }: Hand): SQL =>
  sql`tenant_id = 1 and delivery_id = ${id}::bigint and attempt = ${attempt}::int and held_by = ${by}::text`

const untouched = (key: string): SQL =>
  sql`tenant_id = 1 and key = ${key}::text and state = 'due' and held_by is null`

/** The outbox: claimed by any process, each row by one at a time. */
export function outbox(db: Db): DeliveryBook {
  const change = async (name: string, query: SQL) => (await rows(db, name, query)).length > 0
  return {
    put: (it) => putDelivery(db, it),
    async putOff(key, notBefore) {
      await rows(
        db,
        'put a delivery off',
        sql`update delivery set not_before = ${instant(notBefore)} where ${untouched(key)}`,
      )
    },
    async withdraw(key) {
      await rows(db, 'withdraw a delivery', sql`delete from delivery where ${untouched(key)}`)
    },
    async claim(most, { by, now, platforms }) {
      const found = await rows<Row>(
        db,
        'claim deliveries',
        // Picked once, before the update: a subquery may be run again for each row, past its limit.
        sql`with picked as materialized (
            select delivery_id from delivery
            where tenant_id = 1 and state in ('due', 'sending') and not_before <= ${instant(now)}
              and target ->> 'platform' in (
                select json_array_elements_text(${JSON.stringify(platforms)}::text::json))
              and (held_until is null or held_until < ${instant(now)})
            -- What happened now does not wait behind all digests of a Monday.
            order by kind = 'digest', not_before, delivery_id limit ${most}::int for update skip locked
          )
          update delivery set attempt = attempt + 1, held_by = ${by}::text,
            held_until = ${instant(now + HELD_MS)}
          where tenant_id = 1 and delivery_id in (select delivery_id from picked)
          returning ${columns}`,
      )
      return found.map(heldOf).toSorted((a, b) => a.id - b.id)
    },
    compose: (held, { message, told }, hand) =>
      change(
        'keep what was composed',
        sql`update delivery set message = ${json(message)}, told = ${told ? json(told) : sql`null`},
            held_until = ${instant(hand.now + HELD_MS)}
          where ${theirs(held, hand)} and state = 'due' returning 1 as one`,
      ),
    begin: (held, hand) =>
      change(
        'begin to send',
        sql`update delivery set state = 'sending', held_until = ${instant(hand.now + HELD_MS)}
          where ${theirs(held, hand)} and state = 'due' returning 1 as one`,
      ),
    close: (held, outcome, hand) => {
      const closing = (tx: Pick<Db, 'execute'>) =>
        rows(
          tx,
          'close delivery',
          sql`update delivery set ${written(outcome, hand)} where ${theirs(held, hand)}
            and state in ('due', 'sending') returning 1 as one`,
        )
      const { next = [] } = outcome
      if (next.length === 0) return closing(db).then((found) => found.length > 0)
      return named('close delivery', () =>
        db.transaction(async (tx) => {
          if ((await closing(tx)).length === 0) return false
          for (const one of next) await putDelivery(tx, one)
          return true
        }),
      )
    },
    resend: (id, now, row) =>
      named('send again', () =>
        db.transaction(async (tx) => {
          const again = await rows(
            tx,
            'send again',
            sql`update delivery set state = 'due', not_before = ${instant(now)}, failures = 0,
                repeat = true, done_at = null
              where tenant_id = 1 and delivery_id = ${id}::bigint and state = 'unknown'
              returning 1 as one`,
          )
          if (again.length > 0) await chain(tx, row)
          return again.length > 0
        }),
      ),
    async edited({ id, edits = '' }) {
      const [row] = await rows<{
        readonly state: DeliveryState
        readonly ref: string | null
        readonly overtaken: boolean
      }>(
        db,
        'find the message to change',
        sql`select state, ref, exists (
            select from delivery later where later.tenant_id = 1 and later.edits = ${edits}::text
              and later.delivery_id > ${id}::bigint) as overtaken
          from delivery where tenant_id = 1 and key = ${edits}::text`,
      )
      return row && { ...row, ref: row.ref ?? undefined }
    },
    async find(id) {
      const [row] = await rows<{ readonly key: string; readonly owner: string | null }>(
        db,
        'find delivery',
        sql`select key, owner::text as owner from delivery
          where tenant_id = 1 and delivery_id = ${id}::bigint`,
      )
      if (!row) return undefined
      const { key, owner } = row
      return { key, ...(owner !== null && { owner: JSON.parse(owner) as Target }) }
    },
    health: (now) => deliveryHealth(db, now),
  }
}
