import type { Decision } from '#core/access/access.ts'
import { roleOf } from '#core/access/decide.ts'
import type { Ask, Why } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { redact } from '#core/command/redact.ts'
import { UserError } from '#core/errors.ts'
import { changeOf, wholeInBoth } from '#core/insight/change.ts'
import { type Answered, find } from '#core/message/answered.ts'
import { mistakeMessage, noDataYetMessage } from '#core/message/trouble.ts'
import { dayAt } from '#core/time/day.ts'
import { type ResolvedPeriod, resolvePeriod } from '#core/time/resolve.ts'
import { noWhyMessage, whyMessage } from '#core/why/message.ts'
import { splitChange } from '#core/why/shapley.ts'
import type { AskRequest, Question, Scope } from '#ports.ts'

import { type Ended, ended, type Reads } from './outcome.ts'

type Allowed = Extract<Decision, { allowed: true }>

/** Why spend changed, from exact numbers alone: who gets here may see them. */
export async function askWhy(
  { filters, period }: Why,
  { request, decision }: { readonly request: AskRequest; readonly decision: Allowed },
  house: Reads,
): Promise<Ended> {
  const { usage } = house
  const typed: Why = { kind: 'why', filters, period }
  const zone = await house.workspace.zone()
  const today = dayAt(house.clock.now(), zone)
  const span = days(typed, today)
  if (span instanceof UserError) {
    const trace = { command: redact(typed), detail: { reason: 'period' } }
    return ended('misread', trace, mistakeMessage(span, 'why 30d'))
  }
  const resolved = await usage.resolve(filters)
  const ask: Ask = { kind: 'ask', filters, period, metrics: ['spend'] }
  if ('unresolved' in resolved) {
    const { unresolved } = resolved
    const keys = unresolved.map(({ key }) => key).join(',')
    const trace = { command: redact(typed), detail: { reason: 'unresolved', keys } }
    const known = await usage.hasUsage()
    const message = known
      ? unresolvedMessage(unresolved, ask)
      : noDataYetMessage(decision.view, today)
    return ended('misread', trace, message)
  }
  const { scope } = resolved
  const users = scope.labels.user
  // From here on a person is an alias.
  const aliased: Why = { ...typed, ...(users && { filters: { ...filters, user: users } }) }
  const question = asking(span, { scope, today })
  const measured = await usage.measure(question)
  const { holidays } = house
  const answered: Answered = {
    ask: { ...ask, filters: aliased.filters },
    span: holidays ? { ...span, holidays } : span,
    labels: scope.labels,
    measured,
    zone,
    today,
    mayNamePeople: true,
  }
  const command = format(aliased)
  const looked = users ? { people: users.join(' '), role: roleOf(request.viewer) } : {}
  const trace = {
    command,
    detail: { from: span.period.from, to: span.period.to, ...looked },
  }
  return { ...(await taken(answered, question, house)), ...trace, answered, view: decision.view }
}

function days(typed: Why, today: Question['today']): ResolvedPeriod | UserError {
  try {
    return resolvePeriod(typed.period, today)
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}

const asking = (
  span: ResolvedPeriod,
  { scope, today }: { readonly scope: Scope; readonly today: Question['today'] },
): Question => ({ ...span, metrics: ['spend', 'active_people'], scope, today })

async function taken(answered: Answered, question: Question, { usage }: Reads): Promise<Ended> {
  const spend = find(answered.measured, 'spend')
  const change = spend && changeOf(spend, answered.span)
  const trace = { command: '', detail: {} }
  if (!spend || !change || change.kind === 'incomparable' || !usage.sides)
    return { ...ended('answered', trace, noWhyMessage(answered)), report: { change: null } }
  const paired = !wholeInBoth(spend, answered.span)
  const { now, before } = await usage.sides(question, { paired })
  const split = splitChange(before, now)
  const message = whyMessage(answered, { now, before, split })
  const whole = (parts: Readonly<Record<string, bigint>>) =>
    Object.fromEntries(Object.entries(parts).map(([key, micros]) => [key, exact(micros)]))
  const report = {
    now,
    before,
    paired,
    change: { ...whole(split.factors), ...whole(split.rest) },
  }
  return { ...ended('answered', trace, message), report }
}

/** @throws RangeError rather than give a number that is not exact */
function exact(micros: bigint): number {
  const value = Number(micros)
  if (Number.isSafeInteger(value)) return value
  throw new RangeError('A part of a change is too large to be exact')
}
