import type { Decision, Place, View, Viewer } from '#core/access/access.ts'
import { actionOf } from '#core/access/action.ts'
import { roleOf } from '#core/access/decide.ts'
import { notTheirs } from '#core/access/own-units.ts'
import { placeOf } from '#core/access/place.ts'
import { refusal } from '#core/access/says.ts'
import { statusMessage } from '#core/collect/status-message.ts'
import type {
  Ask,
  AuditCommand,
  Filters,
  GovernanceCommand,
  Me,
  Reconcile as ReconcileCommand,
} from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { helpMessage } from '#core/command/help.ts'
import { misreadMessage, unresolvedMessage } from '#core/command/misread.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'
import { contractMessage } from '#core/contract/message.ts'
import { UserError } from '#core/errors.ts'
import { answerMessage } from '#core/message/answer.ts'
import { type Answered, find, wanted } from '#core/message/answered.ts'
import { emptyMessage } from '#core/message/empty-answer.ts'
import { meMessage } from '#core/message/me.ts'
import { mistakeMessage, noDataYetMessage } from '#core/message/trouble.ts'
import { reconcileMessage } from '#core/reconcile/message.ts'
import { sinkParts } from '#core/siem/status-message.ts'
import { type Day, dayAt } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import { type ResolvedPeriod, resolvePeriod } from '#core/time/resolve.ts'
import type { AskRequest, Scope, UsageReader } from '#ports.ts'

import { askAlerts } from './ask-alerts.ts'
import { askGovernance } from './ask-governance.ts'
import { askMetrics } from './ask-metrics.ts'
import { askPolicy, mayAsk } from './may-ask.ts'
import { missingContracts } from './missing-contracts.ts'
import { absent, type Ended, ended, type Reads, refused, type Taken } from './outcome.ts'
import { rolesCommand } from './roles-command.ts'
import { askApprovals, askTrail } from './trail-questions.ts'

type Numbers = Ask | Me | ReconcileCommand
type Dated = Numbers | AuditCommand | GovernanceCommand
type Days = { readonly span: ResolvedPeriod; readonly zone: string; readonly today: Day }

/**
 * From what was typed to what was measured: parse, may they ask, which days, which names, the numbers.
 * Rejects when the store does.
 */
export async function takeQuestion(request: AskRequest, house: Reads): Promise<Ended | Taken> {
  const parsed = parse(request.text)
  const command = redact(request.text)
  const place = placeOf(request.place)
  const action = parsed.kind === 'misread' ? 'ask company' : actionOf(parsed)
  const decision = await mayAsk({ viewer: request.viewer, place, action }, house)
  if (parsed.kind === 'help') {
    // Those who may not ask learn how to ask, and nothing about this company.
    const message = helpMessage(decision.allowed ? parsed.topic : undefined)
    return ended('answered', { command, detail: { help: true } }, message)
  }
  if (!decision.allowed) return refused(command, decision)
  if (parsed.kind === 'status') {
    const streams = (await house.status?.()) ?? []
    const now = house.clock.now()
    const forwarding = sinkParts((await house.sinks?.()) ?? [], now)
    const withoutContract = await missingContracts(house)
    const message = statusMessage(streams, now, { withoutContract, forwarding })
    return ended('answered', { command, detail: { status: true } }, message)
  }
  if (parsed.kind === 'contract') {
    const today = dayAt(house.clock.now(), await house.workspace.zone())
    const book = (await house.contracts?.list(today)) ?? { contracts: [], missing: [] }
    const detail = { contracts: book.contracts.length }
    return ended('answered', { command: 'contract', detail }, contractMessage(book, today))
  }
  if (parsed.kind === 'metrics') return askMetrics(parsed, command)
  if (parsed.kind === 'privacy') return askPolicy(command, house)
  if (parsed.kind === 'misread') {
    const detail = { problems: parsed.problems.length }
    return ended('misread', { command, detail }, misreadMessage(parsed))
  }
  if (parsed.kind === 'roles') return rolesCommand(parsed, request, house)
  if (parsed.kind === 'approvals')
    return house.approvals ? askApprovals(parsed, request, house.approvals) : absent(command)
  if (parsed.kind === 'alert' || parsed.kind === 'alerts') return askAlerts(parsed, request, house)
  if (parsed.kind === 'audit') return trail(parsed, command, house)
  if (parsed.kind === 'governance') {
    const dated = await daysOf(parsed, command, house)
    if ('kind' in dated) return dated
    const { view } = decision
    return askGovernance(parsed, { viewer: request.viewer, view, command, ...dated }, house)
  }
  const reader = decision.view === 'published' ? house.published : house.usage
  if (reader === undefined)
    return refused(command, refusal('unpublished', place.kind !== 'terminal'))
  return numbers(parsed, { request, decision, reader, place, command }, house)
}

type Allowed = {
  readonly request: AskRequest
  readonly decision: Extract<Decision, { allowed: true }>
  readonly reader: UsageReader
  readonly place: Place
  readonly command: string
}

async function trail(parsed: AuditCommand, command: string, house: Reads): Promise<Ended> {
  const dated = await daysOf(parsed, command, house)
  if ('kind' in dated) return dated
  const { span, zone } = dated
  return house.trail
    ? askTrail(parsed, { period: span.period, zone }, house.trail)
    : absent(command)
}

/** Which days are meant, in the workspace's zone; a mistake when there are no such days. */
async function daysOf(parsed: Dated, command: string, house: Reads): Promise<Ended | Days> {
  const zone = await house.workspace.zone()
  const today = dayAt(house.clock.now(), zone)
  const span = orMistake(() => resolvePeriod(parsed.period, today))
  if (!(span instanceof UserError)) return { span, zone, today }
  const trace = { command, detail: { reason: 'period' } }
  return ended('misread', trace, mistakeMessage(span, format(mended(parsed))))
}

async function numbers(parsed: Numbers, allowed: Allowed, house: Reads): Promise<Ended | Taken> {
  const { request, decision, reader, place, command } = allowed
  const dated = await daysOf(parsed, command, house)
  if ('kind' in dated) return dated
  const { span, zone, today } = dated
  const alias = parsed.kind === 'me' ? await ownAlias(request.viewer, house) : undefined
  // The trail says the same whatever came of it: whether a named account has use is nobody's business.
  const days = { from: span.period.from, to: span.period.to }
  if (parsed.kind === 'me' && alias === undefined) {
    const { message } = refused(command, refusal('unmatched', place.kind !== 'terminal'))
    return ended('answered', { command, detail: days }, message)
  }
  const asked = asAsk(parsed, alias)
  const resolved = await reader.resolve(asked.filters)
  if ('unresolved' in resolved) {
    const { unresolved } = resolved
    const detail = { reason: 'unresolved', keys: unresolved.map(({ key }) => key).join(',') }
    const known = await reader.hasUsage()
    const message = known ? unresolvedMessage(unresolved, asked) : noDataYetMessage(decision.view)
    return ended('misread', { command, detail }, message)
  }
  const { scope } = resolved
  if (decision.within) {
    const { team: units = [], group: groups = [] } = scope.labels
    const why = notTheirs({ units, groups }, decision.within)
    if (why) return refused(command, why)
  }
  if (parsed.kind === 'reconcile')
    return reconciled(parsed, { scope, period: span.period, today }, house)
  const { view } = decision
  const settled = { span, zone, today, mayNamePeople: view === 'exact', view, reader }
  if (parsed.kind === 'ask') {
    const taken = await measured(byAlias(parsed, scope), { ...settled, scope }, house)
    return withPeople(taken, request.viewer)
  }
  const own = { ...scope, labels: { user: ['You'] } }
  const taken = await measured(asked, { ...settled, scope: own }, house)
  const canonical = format(parsed)
  const looks = await house.aliases.looks(alias ?? '')
  const message = meMessage(taken.answered, { looks, command: canonical, empty: taken.empty })
  return { ...taken, canonical, command: canonical, detail: days, message }
}

/** The person asked about, or each one shown, and by which role: they may see it with `me`. */
function withPeople(taken: Taken, viewer: Viewer): Taken {
  const { ask, labels, measured } = taken.answered
  const shown = measured.measurements.flatMap(({ by }) => (by?.dimension === 'user' ? by.rows : []))
  const people = new Set([...(labels.user ?? []), ...shown.flatMap(({ key }) => key ?? [])])
  if (people.size === 0 || (ask.filters.user === undefined && ask.by !== 'user')) return taken
  const detail = { ...taken.detail, people: [...people].join(' '), role: roleOf(viewer) }
  return { ...taken, detail }
}

async function ownAlias(viewer: Viewer, { aliases }: Reads): Promise<string | undefined> {
  if (viewer.kind === 'operator' || viewer.self === undefined) return undefined
  return (await aliases.byPseudonym([viewer.self])).get(viewer.self)
}

/** The same names and days as a question of numbers. */
function asAsk(command: Numbers, alias?: string): Ask {
  if (command.kind === 'ask') return command
  const { period } = command
  if (command.kind === 'me')
    return { kind: 'ask', period, filters: alias === undefined ? {} : { user: [alias] } }
  return { kind: 'ask', period, filters: command.tools ? { tool: command.tools } : {} }
}

/** Bills against estimates and source against source: sums of tools, so no person can be told from it. */
async function reconciled(
  asked: ReconcileCommand,
  { scope, period, today }: { readonly scope: Scope; readonly period: Period; readonly today: Day },
  house: Reads,
): Promise<Ended> {
  const { tool } = scope.ids
  const facts = await house.reconcile({ period, ...(tool && { tools: tool }) })
  const command = format(asked)
  const spend = format({ ...asAsk(asked), by: 'tool', metrics: ['spend'] })
  const detail = { from: period.from, to: period.to }
  const message = reconcileMessage({ facts, period, today, command: spend })
  const report = { command, period, tools: facts.tools }
  return { ...ended('answered', { command, detail }, message), report }
}

type Settled = Pick<Answered, 'zone' | 'today' | 'mayNamePeople'> & {
  readonly scope: Scope
  readonly span: ResolvedPeriod
  readonly view: View
  readonly reader: UsageReader
}

async function measured(ask: Ask, settled: Settled, house: Reads): Promise<Taken> {
  const { scope, span, view, reader, ...where } = settled
  const numbers = await reader.measure({
    ...span,
    metrics: wanted(ask),
    scope,
    ...(ask.by ? { by: ask.by } : {}),
    today: where.today,
  })
  const { holidays } = house
  const compared = holidays ? { ...span, holidays } : span
  const priceless = find(numbers, 'spend')?.coverage.cannot.length ?? 0
  const withoutContract = priceless > 0 ? await missingContracts(house) : []
  const facts = { ask, labels: scope.labels, measured: numbers, withoutContract }
  const answered = { ...facts, span: compared, ...where }
  const days = { from: span.period.from, to: span.period.to }
  const taken = {
    kind: 'taken',
    canonical: format(ask),
    answered,
    command: redact(ask),
    view,
  } as const
  const empty = numbers.empty || numbers.measurements.every(({ now }) => now === null)
  if (!empty) return { ...taken, detail: days, message: answerMessage(answered), empty }
  const message = (await reader.hasUsage()) ? emptyMessage(answered) : noDataYetMessage(view)
  return { ...taken, detail: { ...days, empty }, message, empty }
}

/** Answers are stored and their buttons re-sent: from here on a person is an alias. */
function byAlias(ask: Ask, { labels }: Scope): Ask {
  if (!ask.filters.user) return ask
  const filters: Filters = { ...ask.filters, user: labels.user ?? [] }
  return { ...ask, filters }
}

/** The nearest question whose days there are. */
function mended(ask: Dated): Dated {
  const { period } = ask
  const inverted = period.kind === 'range' && period.from > period.to
  const days: Ask['period'] = inverted
    ? { kind: 'range', from: period.to, to: period.from }
    : { kind: 'days', count: 30 }
  return { ...ask, period: days }
}

function orMistake<T>(work: () => T): T | UserError {
  try {
    return work()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}
