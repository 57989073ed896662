import { sql } from 'drizzle-orm'

import type { AlertBook, AlertTurn, Deliver } from '#alerts.ts'
import type { Alert, Change, Tally } from '#core/alert/alert.ts'
import { type AlertDelivery, toldWith } from '#core/alert/notice.ts'
import type { SeenEvent } from '#core/alert/rule.ts'
import type { Db } from '#db/db.ts'

import { alertAllowed } from './alert-allow.ts'
import { alertRoutes } from './alert-routes.ts'
import { alertsWhere, keepPlaces, writeAlert } from './alert-rows.ts'
import { alertRules } from './alert-rules.ts'
import { chain } from './audit.ts'
import { sharedKeys } from './key-days.ts'
import { TENANT } from './measure-sql.ts'
import { named, packed, rows } from './rows.ts'

/** Puts what is to be sent into the outbox, in the transaction that found it. */
export type PutDelivery = (tx: Db, delivery: AlertDelivery) => Promise<unknown>

const nobody: PutDelivery = () => Promise.resolve()

/** Alerts in the store; one process at a time looks at what has come in. Without `put` they are only listed. */
export function alertBook(db: Db, put: PutDelivery = nobody): AlertBook {
  const write = async (tx: Db, { alert, notice }: Change, deliver: Deliver) => {
    const stored = await writeAlert(tx, alert)
    const deliveries = notice ? deliver(stored, notice) : []
    for (const delivery of deliveries) await put(tx, delivery)
    if (deliveries.length > 0) await keepPlaces(tx, stored.id, toldWith(stored, deliveries))
    return { stored, told: deliveries.length }
  }
  return {
    ...alertRules(db),
    ...alertAllowed(db),
    ...alertRoutes(db, put),
    turn: (asked) =>
      named('look at events', () =>
        db.transaction(async (tx) => {
          const [turn] = await rows<{ readonly mine: boolean }>(
            tx,
            'take turns at alerts',
            sql`select pg_try_advisory_xact_lock(7312028) as mine`,
          )
          if (turn?.mine !== true) return undefined
          const events = await take(tx, asked)
          const { findings: found, tallied } = asked.judge(events)
          const findings = [...found, ...asked.findings]
          const open = await alertsWhere(tx, sql`a.state <> 'resolved'`)
          const told = await toldBefore(tx, asked)
          const decided = asked.decide(findings, { open, told })
          let sent = 0
          for (const change of decided.changes) {
            const { stored, told: put } = await write(tx, change, asked.deliver)
            sent += put
            const row = change.notice && asked.row?.(stored, change.notice)
            if (row) await chain(tx, row)
          }
          await tally(tx, [...tallied, ...decided.tallied], asked.now)
          return { events: events.length, told: sent }
        }),
      ),
    act: (id, { selves, change, row, deliver }) =>
      named('act on an alert', () =>
        db.transaction(async (tx) => {
          // Who comes second waits here, and then sees what the first one made of it.
          await rows(
            tx,
            'take an alert',
            sql`select 1 as one from alert where tenant_id = ${TENANT} and alert_id = ${id} for update`,
          )
          const [before] = await alertsWhere(tx, sql`a.alert_id = ${id}`)
          if (!before) return undefined
          const owns: (boolean | undefined)[] = []
          for (const self of selves) owns.push(await isActor(tx, id, self))
          const own = owns.includes(true) || (owns.includes(undefined) ? undefined : false)
          const acted = change(before, own, await openAgain(tx, before))
          await chain(tx, row(acted))
          if (acted.kind === 'done') {
            const { stored } = await write(tx, acted.change, deliver)
            return { ...acted, change: { ...acted.change, alert: stored } }
          }
          return acted
        }),
      ),
    sharedKeys: (since, zone) => sharedKeys(db, since, zone),
    find: async (id) => (await alertsWhere(db, sql`a.alert_id = ${id}`))[0],
    open: () => alertsWhere(db, sql`a.state <> 'resolved'`),
    tallied: (since) =>
      packed<Tally>(
        db,
        'count what became of events',
        sql`select rule, reason, sum(events)::bigint as events from alert_tally
          where tenant_id = ${TENANT} and day >= (${iso(since)}::timestamptz at time zone 'UTC')::date
          group by 1, 2 order by 3 desc, 1, 2`,
      ),
  }
}

/** Of one that is over: the alert that is open of the same thing. */
async function openAgain(tx: Db, { state, fingerprint }: Alert): Promise<number | undefined> {
  if (state !== 'resolved') return undefined
  const [again] = await rows<{ readonly id: number }>(
    tx,
    'find the same that is open',
    sql`select alert_id::int as id from alert
      where tenant_id = ${TENANT} and fingerprint = ${fingerprint} and state <> 'resolved'`,
  )
  return again?.id
}

const iso = (at: number): string => new Date(at).toISOString()

/** The events that nobody has looked at, the longest ago first; from now on someone has. */
async function take(tx: Db, { now, most }: AlertTurn): Promise<readonly SeenEvent[]> {
  type Row = Omit<SeenEvent, 'actor' | 'outcome' | 'key'> & {
    readonly keyAccount: number
    readonly keyName: string | null
    readonly account: number
    readonly name: string | null
    readonly team: string | null
    readonly outcome: number | null
  }
  if (most === 0) return []
  const [found] = await rows<{ readonly packed: string }>(
    tx,
    'take events',
    sql`
      with next as (
        select tenant_id, source_id, event_id from governance_event
        where tenant_id = ${TENANT} and judged_at is null
        order by at limit ${most} for update skip locked
      ), taken as (
        update governance_event g set judged_at = ${iso(now)}::timestamptz from next n
        where g.tenant_id = n.tenant_id and g.source_id = n.source_id and g.event_id = n.event_id
        returning g.at, g.tool_id, g.type, g.action, g.actor_id, g.outcome, g.object, g.key_id, g.place,
          g.arrival, g.source_id, g.reference, g.published_at
      ), seen as (
        select (extract(epoch from g.at) * 1000)::bigint as at, t.name as tool, g.type, g.action,
          g.actor_id as account, coalesce(p.alias, sa.label) as name, u.path as team, g.outcome,
          encode(g.object, 'hex') as object, g.key_id as "keyAccount", used.label as "keyName", g.place,
          json_build_object('arrival', g.arrival, 'source', s.name, 'reference', g.reference,
            'publishedAt', (extract(epoch from g.published_at) * 1000)::bigint) as entry
        from taken g
        left join source s on s.tenant_id = ${TENANT} and s.id = g.source_id
        left join tool t on t.tenant_id = ${TENANT} and t.id = g.tool_id
        left join account_person ap on ap.tenant_id = ${TENANT} and ap.account_id = g.actor_id
          and g.at::date between ap.valid_from and ap.valid_to
        left join person p on p.tenant_id = ${TENANT} and p.person_id = ap.person_id
        left join membership m on m.tenant_id = ${TENANT} and m.person_id = ap.person_id
          and g.at::date between m.valid_from and m.valid_to
        left join org_unit u on u.tenant_id = ${TENANT} and u.unit_id = m.unit_id
        left join service_account sa on sa.tenant_id = ${TENANT} and sa.account_id = g.actor_id
        left join service_account used on used.tenant_id = ${TENANT} and used.account_id = g.key_id
      )
      select coalesce(json_agg(seen order by at), '[]')::text as packed from seen`,
  )
  const events = JSON.parse(found?.packed ?? '[]') as readonly Row[]
  return events.map(({ account, name, team, outcome, keyAccount, keyName, ...event }) => ({
    ...event,
    key: keyAccount === 0 ? null : { account: keyAccount, name: keyName },
    actor: account === 0 ? null : { account, name, team },
    outcome: outcome === 0 ? 'ok' : outcome === 1 ? 'denied' : null,
  }))
}

/** Which of what is told once was. */
async function toldBefore(tx: Db, { findings }: AlertTurn): Promise<ReadonlySet<string>> {
  const once = findings.filter((one) => one.once).map(({ rule, subject }) => `${rule}|${subject}`)
  if (once.length === 0) return new Set()
  const found = await rows<{ readonly fingerprint: string }>(
    tx,
    'find what was told',
    sql`select fingerprint from alert where tenant_id = ${TENANT} and once
      and fingerprint = any(${sql.param(once)}::text[])`,
  )
  return new Set(found.map(({ fingerprint }) => fingerprint))
}

async function tally(tx: Db, tallied: readonly Tally[], now: number): Promise<void> {
  if (tallied.length === 0) return
  const looks = tallied.filter(({ look }) => look)
  await rows(
    tx,
    'count what became of events',
    sql`insert into alert_tally as known (day, rule, reason, events)
      select (${iso(now)}::timestamptz at time zone 'UTC')::date, rule, reason, sum(events)::bigint
      from json_to_recordset(${JSON.stringify(tallied)}::text::json)
        as given (rule text, reason text, events bigint) group by 2, 3
      on conflict on constraint alert_tally_pk do update set events =
        case when (excluded.rule, excluded.reason) in (
          select looks.rule, looks.reason
          from json_to_recordset(${JSON.stringify(looks)}::text::json) as looks (rule text, reason text)
        ) then greatest(known.events, excluded.events) else known.events + excluded.events end`,
  )
}

/** Whether someone did what an alert is about; undefined when who they are is not known. */
async function isActor(
  tx: Db,
  id: number,
  self: string | null | undefined,
): Promise<boolean | undefined> {
  // Whoever runs the machine is nobody's account.
  if (self === null) return false
  if (self === undefined) return undefined
  const [found] = await rows<{ readonly own: boolean }>(
    tx,
    'is it about themselves',
    sql`select exists (
        select from alert_actor aa
        left join account_person theirs on theirs.tenant_id = ${TENANT}
          and theirs.account_id = aa.account_id
        join account me on me.tenant_id = ${TENANT} and me.pseudonym = decode(${self}, 'hex')
        left join account_person mine on mine.tenant_id = ${TENANT}
          and mine.account_id = me.account_id
        where aa.tenant_id = ${TENANT} and aa.alert_id = ${id}
          and (me.account_id = aa.account_id or mine.person_id = theirs.person_id)
      ) as own`,
  )
  return found?.own === true
}
