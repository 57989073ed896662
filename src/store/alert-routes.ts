import { type SQL, sql } from 'drizzle-orm'

import type { AlertBook, Fallen, Stopped } from '#alerts.ts'
import type { ToldIn } from '#core/alert/alert.ts'
import { type Route, type RouteWhat, isSamePlace } from '#core/alert/route.ts'
import type { RuleTarget } from '#core/alert/rule.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { alertsWhere, keepPlaces } from './alert-rows.ts'
import type { PutDelivery } from './alerts.ts'
import { chain } from './audit.ts'
import { TENANT } from './measure-sql.ts'
import { instant } from './outbox.ts'
import { named, packed, rows } from './rows.ts'

const what = sql`nullif(team, '') as team, nullif(severity, '') as severity`
const json = (value: unknown) => sql`${JSON.stringify(value)}::text::jsonb`

/** How many are in a team, or in one beneath it, on a day; nobody where there is no such. */
const people = (team: SQL, on: Day): SQL =>
  sql`(select count(distinct m.person_id)::int from org_unit u
    join membership m on m.tenant_id = ${TENANT} and m.unit_id = u.unit_id
      and ${on}::date between m.valid_from and m.valid_to
    where u.tenant_id = ${TENANT} and ${team} <> ''
      and (u.path = ${team} or starts_with(u.path, ${team} || '/')))`

/** Where alerts go, each change with its audit row. */
export function alertRoutes(
  db: Db,
  put: PutDelivery,
): Pick<AlertBook, 'routes' | 'peopleIn' | 'route' | 'unroute' | 'lately' | 'fallBack'> {
  return {
    routes: (on) =>
      packed<Route>(
        db,
        'list routes of alerts',
        sql`select route_no as no, ${what}, target, by, ${people(sql`r.team`, on)} as people
          from alert_route r where r.tenant_id = ${TENANT} order by route_no`,
      ),
    async peopleIn(team, on) {
      const [found] = await rows<{ readonly people: number }>(
        db,
        'count the people of a team',
        sql`select ${people(sql`${team}::text`, on)} as people`,
      )
      return found?.people ?? 0
    },
    route: ({ team, severity, target, by }, row) =>
      named('make a route', () =>
        db.transaction(async (tx) => {
          const of = sql`tenant_id = ${TENANT} and team = ${team ?? ''} and severity = ${severity ?? ''}`
          const [before] = await packed<{ readonly target: RuleTarget }>(
            tx,
            'find a route',
            sql`select target from alert_route where ${of} for update`,
          )
          const [made] = await rows<{ readonly no: number }>(
            tx,
            'make a route',
            sql`insert into alert_route (team, severity, target, by)
              values (${team ?? ''}, ${severity ?? ''}, ${json(target)}, ${by})
              on conflict (tenant_id, team, severity) do update
                set target = excluded.target, by = excluded.by, at = now()
              returning route_no::int as no`,
          )
          if (!made) throw new Error('a route was not written')
          await chain(tx, row(made.no))
          return { no: made.no, before: before?.target }
        }),
      ),
    unroute: (no, row) =>
      named('take a route away', () =>
        db.transaction(async (tx) => {
          const [gone] = await rows<RouteWhat & { readonly target: string }>(
            tx,
            'take a route away',
            sql`delete from alert_route where tenant_id = ${TENANT} and route_no = ${no}::int
              returning ${what}, target::text as target`,
          )
          if (!gone) return undefined
          await chain(tx, row)
          return { ...gone, target: JSON.parse(gone.target) as RuleTarget }
        }),
      ),
    lately: (since) => alertsWhere(db, sql`a.notices > 0 and a.opened_at >= ${instant(since)}`),
    fallBack: (fallen) =>
      named('tell an alert elsewhere', () =>
        db.transaction(async (tx) => {
          const { target, stop, to, now } = fallen
          const stopped = stop ? await stopPlace(tx, fallen, stop.why) : []
          for (const one of stopped) if (stop) await chain(tx, stop.row(one))
          if (stop && stopped.length > 0)
            for (const place of to)
              await put(tx, {
                key: `place:${target.platform}/${target.id}:${now}:${place.platform}/${place.id}`,
                kind: 'alert',
                target: place,
                message: stop.notice(stopped),
                owner: undefined,
                critical: true,
                notBefore: now,
              })
          await redirect(tx, fallen, put)
        }),
      ),
  }
}

/** Routes and rules that go there, and did until now. */
async function stopPlace(tx: Db, { target }: Fallen, why: string): Promise<readonly Stopped[]> {
  const { platform, kind, id } = target
  const there = sql`tenant_id = ${TENANT} and target @> ${json({ platform, kind, id })}
    and not target ? 'stopped'`
  const to = sql`target = target || ${json({ stopped: why })}`
  type Row = { readonly target: string }
  const routes = await rows<Row & RouteWhat & { readonly no: number }>(
    tx,
    'stop routes',
    sql`update alert_route set ${to} where ${there}
      returning route_no::int as no, ${what}, target::text as target`,
  )
  const rules = await rows<Row & { readonly rule: string }>(
    tx,
    'stop places of rules',
    sql`update alert_rule set ${to} where ${there} and removed_at is null
      returning coalesce(built_in, 'made-' || rule_no) as rule, target::text as target`,
  )
  const placed = <Of extends Row>(row: Of) => ({
    ...row,
    target: JSON.parse(row.target) as RuleTarget,
  })
  return [
    ...routes.map((one) => ({ kind: 'route' as const, ...placed(one) })),
    ...rules.map((one) => ({ kind: 'rule' as const, ...placed(one) })),
  ]
}

/** Puts a message up for other places: in the place of the one there, where there is one. */
async function redirect(
  tx: Db,
  { target, telling, message, to, now }: Fallen,
  put: PutDelivery,
): Promise<void> {
  const { fingerprint, openedAt, keyAt } = telling
  const [alert] = await alertsWhere(
    tx,
    sql`a.fingerprint = ${fingerprint} and a.opened_at = ${instant(openedAt)}`,
  )
  if (!alert) return
  const left = alert.toldIn.filter((one) => !isSamePlace(one.target, target))
  const fresh: ToldIn[] = []
  for (const place of to) {
    const known = left.find((one) => isSamePlace(one.target, place))
    const key = keyAt(place)
    await put(tx, {
      key,
      kind: 'alert',
      target: place,
      message,
      owner: undefined,
      critical: alert.severity === 'critical' && !known,
      notBefore: now,
      ...(known && { edits: known.key }),
    })
    if (!known) fresh.push({ target: place, key })
  }
  await keepPlaces(tx, alert.id ?? 0, [...left, ...fresh])
}
