import { type SQL, sql } from 'drizzle-orm'

import type { Platform } from '#core/access/access.ts'
import type { Db } from '#db/db.ts'
import type { Subscription, SubscriptionBook, SubscriptionTarget } from '#deliveries.ts'

import { chain } from './audit.ts'
import { instant, putDelivery, putTurn } from './outbox.ts'
import { named, rows } from './rows.ts'

/** Planned in one transaction. */
const MOST_PLANNED = 50

type Row = {
  readonly id: string
  readonly platform: Platform
  readonly workspace: string
  readonly owner: string
  readonly cadence: string
  readonly state: Subscription['state']
  readonly why: string | null
  readonly next: string | null
  readonly targets: string
  readonly notable: boolean
  readonly quiet: string | null
}

/** Not those that somebody asked for beside its turns. */
const TURNS = sql`d.tenant_id = 1 and d.kind = 'digest' and d.key like 'digest:%'`
const QUIET = sql`d.state = 'quiet' and d.why = 'not notable'`

/** Turns in which nothing stood out, since the last that was sent; null where there is none. */
const quiet = sql`(select json_build_object('turns', count(distinct d.slot),
    'slot', (extract(epoch from max(d.slot)) * 1000)::bigint)::text
  from delivery d where ${TURNS} and ${QUIET} and d.subscription_id = s.subscription_id
    and d.slot > coalesce((select max(d.slot) from delivery d where ${TURNS} and d.state = 'sent'
      and d.subscription_id = s.subscription_id), '-infinity')
  having count(*) > 0) as quiet`

const targets = sql`(select coalesce(json_agg(json_build_object('no', t.target_no, 'what', t.what,
    'kind', t.kind, 'id', t.place_id, 'name', t.name, 'stopped', t.stopped) order by t.target_no), '[]')::text
  from subscription_target t
  where t.tenant_id = 1 and t.subscription_id = s.subscription_id) as targets`

const columns = sql`s.subscription_id::text as id, s.platform, s.workspace, s.owner, s.cadence, s.state,
  s.why, (extract(epoch from s.next_at) * 1000)::bigint::text as next, s.notable, ${targets}, ${quiet}`

type RawTarget = Omit<SubscriptionTarget, 'stopped'> & { readonly stopped: string | null }

const read = ({ id, why, next, targets, quiet, ...rest }: Row): Subscription => ({
  ...rest,
  id: Number(id),
  why: why ?? undefined,
  nextAt: next === null ? undefined : Number(next),
  targets: (JSON.parse(targets) as RawTarget[]).map(({ stopped, ...target }) => ({
    ...target,
    ...(stopped !== null && { stopped }),
  })),
  ...(quiet !== null && { quiet: JSON.parse(quiet) as Subscription['quiet'] }),
})

const at = (time: number | undefined): SQL => (time === undefined ? sql`null` : instant(time))

async function addTargets(
  tx: Db,
  subscription: number,
  targets: readonly SubscriptionTarget[],
): Promise<void> {
  for (const { no, what, kind, id, name } of targets)
    await rows(
      tx,
      'add target',
      sql`insert into subscription_target (tenant_id, subscription_id, target_no, what, kind, place_id, name)
        values (1, ${subscription}::bigint, ${no}::smallint, ${what}::text, ${kind}::text, ${id}::text, ${name}::text)`,
    )
}

/** Who is sent what, and when. */
export function subscriptionBook(db: Db): SubscriptionBook {
  const inTurn = <Result>(name: string, work: (tx: Db) => Promise<Result>): Promise<Result> =>
    named(name, () => db.transaction((tx) => work(tx)))
  const select = async (where: SQL): Promise<readonly Subscription[]> => {
    const found = await rows<Row>(
      db,
      'list subscriptions',
      sql`select ${columns} from subscription s where s.tenant_id = 1 and ${where}
        order by s.subscription_id`,
    )
    return found.map(read)
  }
  return {
    add: ({ targets, platform, workspace, owner, cadence, nextAt, notable }, row) =>
      inTurn('add subscription', async (tx) => {
        const [made] = await rows<{ readonly id: string }>(
          tx,
          'add subscription',
          sql`insert into subscription
              (tenant_id, platform, workspace, owner, cadence, next_at, notable)
            values (1, ${platform}::text, ${workspace}::text, ${owner}::text, ${cadence}::text,
              ${at(nextAt)}, ${notable}::boolean)
            returning subscription_id::text as id`,
        )
        if (!made) throw new Error('a subscription was not written')
        const id = Number(made.id)
        await addTargets(tx, id, targets)
        await chain(tx, row(id))
        return id
      }),
    find: async (id) => (await select(sql`s.subscription_id = ${id}::bigint`))[0],
    list: (of) =>
      select(
        of === undefined
          ? sql`true`
          : sql`s.platform = ${of.platform}::text and s.workspace = ${of.workspace}::text
              and s.owner = ${of.owner}::text`,
      ),
    set: (id, { state, nextAt, why, cadence }, row) =>
      inTurn('set subscription', async (tx) => {
        const found = await rows(
          tx,
          'set subscription',
          sql`update subscription set state = ${state}::text, next_at = ${at(nextAt)},
              why = ${why ?? null}::text, cadence = coalesce(${cadence ?? null}::text, cadence)
            where tenant_id = 1 and subscription_id = ${id}::bigint returning 1 as one`,
        )
        // Who lets it go on, lets it go on everywhere.
        if (state === 'active')
          await rows(
            tx,
            'resume targets',
            sql`update subscription_target set stopped = null
              where tenant_id = 1 and subscription_id = ${id}::bigint`,
          )
        if (found.length > 0) await chain(tx, row)
        return found.length > 0
      }),
    edit: (id, { state, nextAt, cadence, notable, targets }, row) =>
      inTurn('edit subscription', async (tx) => {
        const [found] = await rows<Pick<Row, 'platform' | 'workspace'>>(
          tx,
          'edit subscription',
          sql`update subscription set state = ${state}::text, next_at = ${at(nextAt)}, why = null,
              cadence = ${cadence}::text, notable = ${notable}::boolean
            where tenant_id = 1 and subscription_id = ${id}::bigint returning platform, workspace`,
        )
        if (found === undefined) return false
        await rows(
          tx,
          'remove targets',
          sql`delete from subscription_target where tenant_id = 1 and subscription_id = ${id}::bigint`,
        )
        await addTargets(tx, id, targets)
        for (const { no, kind, id: place } of targets)
          await rows(
            tx,
            'move what is due',
            sql`update delivery d set held_by = null, held_until = null,
                target = ${JSON.stringify({ ...found, kind, id: place })}::text::jsonb
              where d.tenant_id = 1 and d.kind = 'digest' and d.key not like 'test:preview:%'
                and d.state = 'due' and d.message is null
                and d.subscription_id = ${id}::bigint and d.target_no = ${no}::smallint`,
          )
        await chain(tx, row)
        return true
      }),
    stopTarget: (id, no, why) =>
      inTurn('stop target', async (tx) => {
        await rows(
          tx,
          'stop target',
          sql`update subscription_target set stopped = ${why}::text
            where tenant_id = 1 and subscription_id = ${id}::bigint and target_no = ${no}::smallint`,
        )
        await rows(
          tx,
          'stop subscription',
          sql`update subscription set state = 'stopped', next_at = null, why = ${why}::text
            where tenant_id = 1 and subscription_id = ${id}::bigint and not exists (
              select from subscription_target t where t.tenant_id = 1
                and t.subscription_id = ${id}::bigint and t.stopped is null)`,
        )
      }),
    remove: (id, row) =>
      inTurn('remove subscription', async (tx) => {
        await rows(
          tx,
          'remove targets',
          sql`delete from subscription_target where tenant_id = 1 and subscription_id = ${id}::bigint`,
        )
        const gone = await rows(
          tx,
          'remove subscription',
          sql`delete from subscription where tenant_id = 1 and subscription_id = ${id}::bigint
            returning 1 as one`,
        )
        if (gone.length > 0) await chain(tx, row)
        return gone.length > 0
      }),
    before: async ({ subscription, no, slot }) => {
      const its = sql`${TURNS} and d.subscription_id = ${subscription}::bigint
        and d.target_no = ${no}::smallint and d.slot < ${instant(slot)}`
      const [found] = await rows<{
        readonly sent: boolean
        readonly told: string | null
        readonly quiet: number
      }>(
        db,
        'find earlier turns',
        sql`select last.slot is not null as sent, last.told, (select count(*)::int from delivery d
            where ${its} and ${QUIET} and d.slot > coalesce(last.slot, '-infinity')) as quiet
          from (select 1) one left join lateral (
            select d.told::text as told, d.slot from delivery d where ${its} and d.state = 'sent'
            order by d.slot desc limit 1) last on true`,
      )
      const { sent = false, told = null, quiet = 0 } = found ?? {}
      return { first: !sent, told: told === null ? [] : (JSON.parse(told) as string[]), quiet }
    },
    test: ({ id: subscription, platform, workspace, owner, targets }, { now, preview }, row) =>
      inTurn('test subscription', async (tx) => {
        const told = { platform, workspace, kind: 'person', id: owner } as const
        for (const { no, kind, id } of targets)
          await putTurn(tx, {
            key: `${preview ? 'test:preview' : 'test'}:${subscription}:${no}:${now}`,
            turn: { subscription, no, slot: now, missed: 0 },
            target: preview ? told : { platform, workspace, kind, id },
            owner: told,
          })
        await chain(tx, row)
      }),
    plan: (now, turnsOf) =>
      inTurn('plan turns', async (tx) => {
        const due = await rows<Row>(
          tx,
          'find due subscriptions',
          sql`select ${columns} from subscription s
            where s.tenant_id = 1 and s.state = 'active' and s.next_at <= ${instant(now)}
            order by s.next_at limit ${MOST_PLANNED} for update of s skip locked`,
        )
        let written = 0
        for (const subscription of due.map(read)) {
          const { nextAt, turns, notice } = turnsOf(subscription)
          if (notice) await putDelivery(tx, notice)
          const { id, platform, workspace, owner } = subscription
          const told = { platform, workspace, kind: 'person', id: owner } as const
          for (const turn of turns) if (await putTurn(tx, { ...turn, owner: told })) written += 1
          await rows(
            tx,
            'plan the next turn',
            sql`update subscription set next_at = ${instant(nextAt)}
              where tenant_id = 1 and subscription_id = ${id}::bigint`,
          )
        }
        return written
      }),
  }
}
