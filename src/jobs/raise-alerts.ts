import type { AlertBook, Deliver } from '#alerts.ts'
import type { Alert, Finding, Notice } from '#core/alert/alert.ts'
import { allowFindings, evaluate } from '#core/alert/evaluate.ts'
import type { LogPages } from '#core/alert/message.ts'
import { deliveriesOf } from '#core/alert/notice.ts'
import { decideAlerts } from '#core/alert/pipeline.ts'
import { router, type Routing } from '#core/alert/route.ts'
import type { RuleRow } from '#core/alert/rule.ts'
import { activeRules } from '#core/alert/rules-message.ts'
import type { Target } from '#core/delivery/delivery.ts'
import type { InForce } from '#core/policy/book.ts'
import { dayAt } from '#core/time/day.ts'
import type { AuditRow, Clock, LockWatch, Log, UsageReader, Workspace } from '#ports.ts'

import { numberFindings } from './number-rules.ts'
import { fault } from './trouble.ts'
import { type WatchHouse, watchFindings } from './watch-rules.ts'

/** Events looked at in one transaction. */
const MOST = 1_000

export type AlertHouse = {
  readonly alerts: AlertBook
  readonly clock: Clock
  readonly workspace: Workspace
  /** Where alerts go; nowhere is fine, they are listed all the same. */
  readonly alertTargets: () => Promise<readonly Target[]>
  /** Each who may act on alerts, in private; nobody, without it. */
  readonly alertPeople?: () => Promise<readonly Target[]>
  /** Where entries of vendors' logs are looked up; none, without it. */
  readonly logPages?: LogPages
  /** How many people must be behind a number that is told. */
  readonly policyInForce: () => Promise<InForce>
}

export type RaiseHouse = AlertHouse &
  Pick<WatchHouse, 'digests' | 'claims'> & {
    readonly lock: LockWatch
    readonly log: Log
    /** Exact numbers, for the rules on them. */
    readonly usage: UsageReader
  }

/**
 * Looks at what has come in and tells who has to know, by way of the outbox. Any number of processes
 * may ask at once: one does it. Never rejects: what could not be looked at is looked at the next time.
 */
export async function raiseAlerts(house: RaiseHouse): Promise<void> {
  if (house.lock.held()) return
  // The events first: numbers take longer. What goes wrong with one of them holds up no other.
  for (const look of [() => Promise.resolve([]), watchFindings, numberFindings]) {
    try {
      const set = await house.alerts.rules()
      const told = await raise(house, set, await look(house, set))
      if (told > 0) house.log.info({ events: told }, 'Alerts were put up to be sent')
    } catch (error) {
      house.log.error(fault(error), 'Events could not be looked at for alerts')
    }
  }
}

/** Returns how many messages were put up. */
async function raise(
  house: AlertHouse,
  set: readonly RuleRow[],
  findings: readonly Finding[],
): Promise<number> {
  const { alerts, clock } = house
  const exceptions = await alerts.exceptions()
  const rules = activeRules(set, exceptions)
  const besides = allowFindings(findings, exceptions)
  const muted = new Map(set.map(({ rule, mutedUntil }) => [rule, mutedUntil ?? 0]))
  const deliver = await delivering(house, set)
  let told = 0
  for (let round = 0; ; round++) {
    const now = clock.now()
    const done = await alerts.turn({
      now,
      most: MOST,
      judge: (events) => {
        const judged = evaluate(events, rules, now)
        return round > 0 ? judged : { ...judged, tallied: [...judged.tallied, ...besides.tallied] }
      },
      findings: round === 0 ? besides.findings : [],
      decide: (found, held) => decideAlerts(found, { ...held, muted }, now),
      deliver,
      row: rowOf,
    })
    told += done?.told ?? 0
    if (done === undefined || done.events < MOST) return told
  }
}

/** What time alone made of an alert is in the audit trail, and so in a SIEM, as what people make of it is. */
function rowOf({ id = 0, toldAt }: Alert, { reason }: Notice): AuditRow | undefined {
  if (reason !== 'resolved' && reason !== 'escalated' && reason !== 'silence over') return undefined
  return {
    at: toldAt,
    viewer: 'operator',
    place: 'bot',
    action: 'alert',
    command: `alert show ${id}`,
    outcome: 'done',
    detail: { alert: id, result: reason, by: 'itself' },
  }
}

/** Makes the messages of an alert, in the workspace's zone, for each place that is told. */
export async function delivering(house: AlertHouse, set: readonly RuleRow[]): Promise<Deliver> {
  const zone = await house.workspace.zone()
  const everyone = (await house.alertPeople?.()) ?? []
  const { logPages = new Map() } = house
  const quiets = new Map(set.map(({ rule, quiet }) => [rule, quiet]))
  const routed = router(await routingOf(house, set))
  return (alert, notice) => {
    const { targets } = routed(alert)
    const quiet = quiets.get(alert.rule) ?? null
    return deliveriesOf(alert, notice, {
      targets,
      everyone,
      quiet,
      zone,
      now: house.clock.now(),
      logPages,
    })
  }
}

export const today = async ({ clock, workspace }: Pick<AlertHouse, 'clock' | 'workspace'>) =>
  dayAt(clock.now(), await workspace.zone())

/** What decides now where alerts go. */
export async function routingOf(house: AlertHouse, set: readonly RuleRow[]): Promise<Routing> {
  const { alerts, alertTargets, policyInForce } = house
  return {
    rules: new Map(set.flatMap(({ rule, target }) => (target ? [[rule, target] as const] : []))),
    routes: await alerts.routes(await today(house)),
    usual: await alertTargets(),
    floor: (await policyInForce()).policy.floor,
  }
}
