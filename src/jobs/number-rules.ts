import type { AlertBook } from '#alerts.ts'
import { viewerName } from '#core/access/access.ts'
import type { Finding } from '#core/alert/alert.ts'
import { BACK_DAYS, backTestMessage } from '#core/alert/back-test.ts'
import {
  type Crossing,
  crossings,
  type DayValue,
  furthestSpan,
  startOf,
} from '#core/alert/crossing.ts'
import type { NumberSpec, ThresholdSpec } from '#core/alert/number-rule.ts'
import { findingOf, lostFinding, ofTeam } from '#core/alert/number-words.ts'
import type { RuleRow } from '#core/alert/rule.ts'
import { fewestOf } from '#core/alert/threshold.ts'
import { formatSpec } from '#core/command/alert-when.ts'
import type { Ask, AlertCommand } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { AskRequest, AuditRow, Clock, Log } from '#ports.ts'

import { beginning } from './audit-desk.ts'
import { seenOf } from './rule-days.ts'
import { measured, type Numbers } from './rule-reads.ts'
import { enoughIn } from './rule-spans.ts'
import { fault } from './trouble.ts'

type House = Numbers & { readonly alerts: AlertBook }

/** Late numbers are waited for so long; what they change later is told of no more. */
const LATE_DAYS = 3
const LATE_SPAN_DAYS = 6
/** A day is unusual beside the weeks before it. */
const BASELINE_DAYS = 60
const LOOK_EVERY_MS = 10 * 60_000
/** Rules looked at in a minute: none may hold up the events of the others. */
const MOST_AT_ONCE = 10

/** What the rules on numbers that are due find just now; each look is noted. */
export async function numberFindings(
  house: House & { readonly log: Log },
  set: readonly RuleRow[],
): Promise<readonly Finding[]> {
  const now = house.clock.now()
  const due = set
    .filter(
      ({ on, spec, lookedAt }) => on && spec !== null && (lookedAt ?? 0) <= now - LOOK_EVERY_MS,
    )
    .toSorted((a, b) => (a.lookedAt ?? 0) - (b.lookedAt ?? 0))
    .slice(0, MOST_AT_ONCE)
  if (due.length === 0) return []
  const zone = await house.workspace.zone()
  const today = dayAt(now, zone)
  const found: Finding[] = []
  const look = async ({ rule, spec, by }: RuleRow) => {
    if (spec === null) return
    const seen = await seenOf(spec, windowOf(spec, today), house)
    const at = (day: Day) => Math.min(now, beginning(addDays(day, 1), zone))
    if ('unresolved' in seen) {
      found.push(lostFinding({ rule, spec, by }, seen.unresolved, now))
      return
    }
    const late = ({ to }: Crossing) => to >= addDays(today, -1 - lateDays(spec))
    const lately = crossings(spec, seen.days, seen.teams).filter(late)
    for (const crossing of await withPeople(spec, lately, house))
      found.push(findingOf(rule, spec, { crossing, at: at(crossing.on) }))
  }
  // One that can't be measured is noted as looked at too: else it would be first again each minute.
  for (const one of due)
    await look(one).catch((error: unknown) => {
      house.log.error(fault(error), 'A rule on a number could not be looked at')
    })
  await house.alerts.looked(
    due.map(({ rule }) => rule),
    now,
  )
  return found
}

/** A week or month waits until all its tools have told of all its days. */
const lateDays = (spec: NumberSpec): number =>
  spec.kind === 'threshold' ? LATE_SPAN_DAYS : LATE_DAYS

/** The complete days that decide what is to be told today. */
function windowOf(spec: NumberSpec, today: Day): Period {
  const to = addDays(today, -1)
  const oldest = addDays(to, -lateDays(spec))
  return spec.kind === 'unusual'
    ? { from: addDays(to, -BASELINE_DAYS), to }
    : { from: startOf(oldest, spec.per), to }
}

/**
 * The people an alert needs behind a number, where fewer had a part in it: an alert brackets the number,
 * and is read by people who may not read it exactly.
 */
async function tooFew(
  { filters }: NumberSpec,
  period: Period,
  house: Numbers,
): Promise<number | undefined> {
  if (Object.keys(filters).length === 0) return undefined
  const { floor } = (await house.policyInForce()).policy
  const found = await measured({ metrics: ['active_people'], filters }, period, house)
  const people = 'unresolved' in found ? null : (found.find('active_people')?.now ?? null)
  return people === null || people < floor ? floor : undefined
}

/** Those with people enough behind them to be told of: the same for a back-test and for now. */
export async function withPeople(
  spec: NumberSpec,
  found: readonly Crossing[],
  house: Numbers,
): Promise<readonly Crossing[]> {
  const those: Crossing[] = []
  const { floor } = (await house.policyInForce()).policy
  for (const crossing of found) {
    const period = { from: crossing.from, to: crossing.on }
    if (spec.kind === 'threshold') {
      if (await enoughIn(spec, { period, floor }, house)) those.push(crossing)
      continue
    }
    if ((await tooFew(ofTeam(spec, crossing), period, house)) === undefined) those.push(crossing)
  }
  return those
}

/** The days a rule is tried on before anyone switches it on. */
function lastDays(clock: Clock, zone: string): Period {
  const to = addDays(dayAt(clock.now(), zone), -1)
  return { from: addDays(to, 1 - BACK_DAYS), to }
}

/** @throws UserError where too few people are behind a number to be told of */
export async function needsPeople(spec: NumberSpec, house: Numbers): Promise<void> {
  needsAmount(spec, (await house.policyInForce()).policy.floor)
  const period = lastDays(house.clock, await house.workspace.zone())
  const floor = await tooFew(spec, period, house)
  if (floor === undefined) return
  throw new UserError(
    `Fewer than ${floor} people used AI there, so an alert would tell about one of them`,
    'Make the rule for a larger team, or for everyone.',
  )
}

/** @throws UserError where a limit is about so few people that passing it would tell of one of them */
function needsAmount(spec: NumberSpec, floor: number): void {
  const least = spec.kind === 'threshold' ? fewestOf(spec, floor) : undefined
  if (least === undefined || spec.kind !== 'threshold') return
  throw new UserError(
    `A limit of ${spec.amount} would tell about fewer than ${floor} people`,
    `Take ${floor} or more: ${formatSpec({ ...spec, amount: least })}`,
  )
}

/** With its team, tool and model by their whole names: what was typed may mean another one later. */
async function asCalled(spec: NumberSpec, { usage }: House): Promise<NumberSpec> {
  const resolved = await usage.resolve(spec.filters)
  return 'unresolved' in resolved ? spec : { ...spec, filters: resolved.scope.labels }
}

/** The span that came furthest, where people enough are behind it. */
async function furthestOf(
  spec: ThresholdSpec,
  spans: readonly DayValue[],
  house: Numbers,
): Promise<ReturnType<typeof furthestSpan>> {
  const furthest = furthestSpan(spec, spans)
  if (furthest === undefined) return undefined
  const { floor } = (await house.policyInForce()).policy
  // It is told exactly: as many people must be on either side of it as of a limit.
  const exact = { ...spec, amount: furthest.value }
  return (await enoughIn(exact, { period: furthest, floor }, house)) ? furthest : undefined
}

type Made = Extract<AlertCommand, { readonly act: 'when' }>

/** Makes a rule that is off, unless there is the same already, and shows when it would have told something. */
export async function makeRule(
  asked: Made,
  { viewer, place }: AskRequest,
  house: House,
): Promise<{ readonly message: Message; readonly made: boolean }> {
  const spec = await asCalled(asked.spec, house)
  const back = lastDays(house.clock, await house.workspace.zone())
  // A week or a month counts from its first day.
  const from =
    spec.kind === 'unusual' ? addDays(back.from, -BASELINE_DAYS) : startOf(back.from, spec.per)
  const seen = await seenOf(spec, { from, to: back.to }, house)
  if ('unresolved' in seen) {
    const ask: Ask = { kind: 'ask', filters: spec.filters, period: { kind: 'days', count: 30 } }
    return { message: unresolvedMessage(seen.unresolved, ask), made: false }
  }
  await needsPeople(spec, house)
  const row: AuditRow = {
    at: house.clock.now(),
    viewer: viewerName(viewer),
    place,
    action: 'alert',
    command: format(asked),
    outcome: 'done',
    detail: { on: false },
  }
  const within = crossings(spec, seen.days, seen.teams).filter(({ on }) => on >= back.from)
  const found = await withPeople(spec, within, house)
  const unseen = spec.kind === 'threshold' ? within.length - found.length : 0
  const furthest = spec.kind === 'threshold' ? await furthestOf(spec, seen.days, house) : undefined
  // Twice the same would tell everything twice.
  const written = formatSpec(spec)
  const same = (await house.alerts.rules()).find(
    (one) => one.spec && formatSpec(one.spec) === written,
  )
  const rule = same?.rule ?? (await house.alerts.make(spec, row))
  const tested = { ...seen, found, unseen, furthest, period: back, wasOn: same?.on }
  return {
    message: backTestMessage(rule, spec, tested),
    made: true,
  }
}
