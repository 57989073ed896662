import type { AlertBook } from '#alerts.ts'
import type { Finding } from '#core/alert/alert.ts'
import { dormantFindings } from '#core/alert/dormant.ts'
import type { RuleRow } from '#core/alert/rule.ts'
import { isOn } from '#core/alert/rules.ts'
import { seatsDormant } from '#core/alert/rules/seats-dormant.ts'
import { sharedKey } from '#core/alert/rules/shared-key.ts'
import { unapprovedModel } from '#core/alert/rules/unapproved-model.ts'
import { unapprovedTool } from '#core/alert/rules/unapproved-tool.ts'
import { sharedKeyFindings } from '#core/alert/shared-key.ts'
import { outside, unapprovedFindings } from '#core/alert/unapproved.ts'
import type { InForce } from '#core/policy/book.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'
import type { Claims, Clock, Workspace } from '#ports.ts'

import { beginning } from './audit-desk.ts'
import type { DigestReads } from './digest-ports.ts'

export type WatchHouse = {
  readonly alerts: AlertBook
  readonly clock: Clock
  readonly workspace: Workspace
  readonly policyInForce: () => Promise<InForce>
  readonly claims: Pick<Claims, 'claim'>
  /** Without it nothing is known of seats. */
  readonly digests?: Pick<DigestReads, 'seatUse'>
}

const LOOK_EVERY_MS = 10 * 60_000
/** Use that comes in later than so many days is told of no more. */
const LATE_DAYS = 3
/** Who used a model is counted over so many days. */
export const COUNTED_DAYS = 30
const SEATS_EVERY_MS = 6 * 3_600_000
const KEYS_EVERY_MS = 10 * 60_000

/** What the rules find just now that watch what is known without an entry of a log. */
export async function watchFindings(
  house: WatchHouse,
  set: readonly RuleRow[],
): Promise<readonly Finding[]> {
  const now = house.clock.now()
  const zone = await house.workspace.zone()
  const today = dayAt(now, zone)
  const at = (day: Day) => Math.min(now, beginning(addDays(day, 1), zone))
  return [
    ...(await unapproved(house, { set, today, at })),
    ...(await dormant(house, set, today)),
    ...(await shared(house, set, { zone, today })),
  ]
}

type Look = {
  readonly set: readonly RuleRow[]
  readonly today: Day
  readonly at: (day: Day) => number
}

async function unapproved(house: WatchHouse, { set, today, at }: Look) {
  const { alerts, clock, policyInForce } = house
  const kinds = [
    ...(isOn(unapprovedModel, set) ? (['model'] as const) : []),
    ...(isOn(unapprovedTool, set) ? (['tool'] as const) : []),
  ]
  if (kinds.length === 0 || !(await alerts.dueAllowed(clock.now(), LOOK_EVERY_MS))) return []
  const list = await alerts.allowed()
  const { floor } = (await policyInForce()).policy
  const uses = await alerts.uses(addDays(today, -1 - LATE_DAYS), {
    counted: addDays(today, -COUNTED_DAYS),
    floor,
  })
  return kinds.flatMap((kind) => unapprovedFindings(kind, outside(kind, uses, list), { at, floor }))
}

async function dormant(house: WatchHouse, set: readonly RuleRow[], today: Day) {
  const { alerts, clock, digests } = house
  const now = clock.now()
  const { id } = seatsDormant
  const { lookedAt = null } = set.find(({ rule }) => rule === id) ?? {}
  if (!digests || !isOn(seatsDormant, set) || (lookedAt ?? 0) > now - SEATS_EVERY_MS) return []
  const on = addDays(today, -1)
  const pools = await digests.seatUse(on)
  await alerts.looked([id], now)
  const { floor } = (await house.policyInForce()).policy
  return dormantFindings(pools, { floor, on, at: now })
}

async function shared(
  { alerts, claims, clock }: WatchHouse,
  set: readonly RuleRow[],
  { zone, today }: { readonly zone: string; readonly today: Day },
) {
  const now = clock.now()
  // One process of all looks; another finds the same ten minutes later, should this one die over it.
  const turn = Math.floor(now / KEYS_EVERY_MS)
  if (!isOn(sharedKey, set) || !(await claims.claim(`shared-keys:${turn}`))) return []
  const since = beginning(addDays(today, -LATE_DAYS), zone)
  return sharedKeyFindings(await alerts.sharedKeys(since, zone))
}
