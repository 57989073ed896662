import type { AlertBook } from '#alerts.ts'
import { viewerName } from '#core/access/access.ts'
import type { Finding } from '#core/alert/alert.ts'
import { BACK_DAYS, backTestMessage } from '#core/alert/back-test.ts'
import { crossings, type DayValue, startOf } from '#core/alert/crossing.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import { findingOf } from '#core/alert/number-words.ts'
import type { RuleRow } from '#core/alert/rule.ts'
import type { Ask, AlertCommand } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import { DEFAULT_RULE } from '#core/privacy/rule.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'
import { equalLengthBefore, type Period } from '#core/time/period.ts'
import type { AskRequest, AuditRow, Clock, UsageReader, Workspace } from '#ports.ts'

import { beginning } from './audit-desk.ts'

type Numbers = {
  readonly usage: UsageReader
  readonly clock: Clock
  readonly workspace: Workspace
}
type House = Numbers & { readonly alerts: AlertBook }

/** Late numbers are waited for so long; what they change later is told of no more. */
const LATE_DAYS = 3
/** A day is unusual beside the weeks before it. */
const BASELINE_DAYS = 60
const LOOK_EVERY_MS = 10 * 60_000
/** Rules looked at in a minute: none may hold up the events of the others. */
const MOST_AT_ONCE = 10

/** What the rules on numbers that are due find just now; each look is noted. */
export async function numberFindings(
  house: House,
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
  for (const { rule, spec } of due) {
    if (spec === null) continue
    const days = await daysOf(spec, windowOf(spec, today), house)
    const at = (day: Day) => Math.min(now, beginning(addDays(day, 1), zone))
    if (days !== FEW && !('unresolved' in days))
      for (const crossing of crossings(spec, days))
        if (crossing.to >= addDays(today, -1 - LATE_DAYS))
          found.push(findingOf(rule, spec, { crossing, at: at(crossing.on) }))
  }
  await house.alerts.looked(
    due.map(({ rule }) => rule),
    now,
  )
  return found
}

/** The complete days that decide what is to be told today. */
function windowOf(spec: NumberSpec, today: Day): Period {
  const to = addDays(today, -1)
  const oldest = addDays(to, -LATE_DAYS)
  return spec.kind === 'unusual'
    ? { from: addDays(to, -BASELINE_DAYS), to }
    : { from: startOf(oldest, spec.per), to }
}

const FEW = 'few'

async function daysOf(spec: NumberSpec, period: Period, { usage, clock, workspace }: Numbers) {
  const resolved = await usage.resolve(spec.filters)
  if ('unresolved' in resolved) return resolved
  const today = dayAt(clock.now(), await workspace.zone())
  const { measurements } = await usage.measure({
    metrics: [...new Set([spec.metric, 'active_people'] as const)],
    period,
    previous: equalLengthBefore(period),
    grain: 'day',
    scope: resolved.scope,
    today,
    partial: false,
  })
  const people = measurements.find(({ metric }) => metric === 'active_people')?.now ?? null
  // An alert brackets the number, and is read by people who may not read it exactly.
  if (Object.keys(spec.filters).length > 0 && (people === null || people < DEFAULT_RULE.floor))
    return FEW
  const series = measurements.find(({ metric }) => metric === spec.metric)?.series ?? []
  return series.map(({ from, value }): DayValue => ({ day: from as Day, value }))
}

/** With its team, tool and model by their whole names: what was typed may mean another one later. */
async function asCalled(spec: NumberSpec, { usage }: House): Promise<NumberSpec> {
  const resolved = await usage.resolve(spec.filters)
  return 'unresolved' in resolved ? spec : { ...spec, filters: resolved.scope.labels }
}

type Made = Extract<AlertCommand, { readonly act: 'when' }>

/** Makes a rule that is off, and shows when it would have told something. */
export async function makeRule(
  asked: Made,
  { viewer, place }: AskRequest,
  house: House,
): Promise<{ readonly message: Message; readonly made: boolean }> {
  const spec = await asCalled(asked.spec, house)
  const zone = await house.workspace.zone()
  const to = addDays(dayAt(house.clock.now(), zone), -1)
  const back = { from: addDays(to, 1 - BACK_DAYS), to }
  // A week or a month counts from its first day.
  const from =
    spec.kind === 'unusual' ? addDays(back.from, -BASELINE_DAYS) : startOf(back.from, spec.per)
  const days = await daysOf(spec, { from, to }, house)
  if (days === FEW)
    throw new UserError(
      `Fewer than ${DEFAULT_RULE.floor} people used AI there, so an alert would tell about one of them`,
      'Make the rule for a larger team, or for everyone.',
    )
  if ('unresolved' in days) {
    const ask: Ask = { kind: 'ask', filters: spec.filters, period: { kind: 'days', count: 30 } }
    return { message: unresolvedMessage(days.unresolved, ask), made: false }
  }
  const row: AuditRow = {
    at: house.clock.now(),
    viewer: viewerName(viewer),
    place,
    action: 'alert',
    command: format(asked),
    outcome: 'done',
    detail: { on: false },
  }
  const rule = await house.alerts.make(spec, row)
  return { message: backTestMessage(rule, spec, { days, period: back }), made: true }
}
