import type { Contracts } from '#books.ts'
import type { Place } from '#core/access/access.ts'
import { decide } from '#core/access/decide.ts'
import type { Approvals } from '#core/approval/desk.ts'
import type { AuditTrail } from '#core/audit/trail.ts'
import { statusMessage } from '#core/collect/status-message.ts'
import type { StreamStatus } from '#core/collect/status.ts'
import type {
  Ask,
  AuditCommand,
  Filters,
  Reconcile as ReconcileCommand,
} from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { helpMessage } from '#core/command/help.ts'
import { misreadMessage, unresolvedMessage } from '#core/command/misread.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'
import { contractMessage } from '#core/contract/message.ts'
import { UserError } from '#core/errors.ts'
import { type Answered, EVERYTHING } from '#core/message/answered.ts'
import { emptyMessage } from '#core/message/empty-answer.ts'
import type { Message } from '#core/message/message.ts'
import { mistakeMessage, noDataYetMessage, refusedMessage } from '#core/message/trouble.ts'
import { reconcileMessage } from '#core/reconcile/message.ts'
import { type Day, dayAt } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import { type ResolvedPeriod, resolvePeriod } from '#core/time/resolve.ts'
import type {
  Answer,
  AskRequest,
  AuditRow,
  Clock,
  Reconcile,
  Scope,
  UsageReader,
  Workspace,
} from '#ports.ts'

import { askApprovals, askTrail } from './trail-questions.ts'

export type Reads = {
  readonly reconcile: Reconcile
  readonly usage: UsageReader
  readonly workspace: Workspace
  readonly clock: Clock
  readonly holidays?: ReadonlySet<Day>
  /** How connectors fare; without it there are none. */
  readonly status?: () => Promise<readonly StreamStatus[]>
  readonly trail?: AuditTrail
  readonly approvals?: Approvals
  readonly contracts?: Pick<Contracts, 'list'>
}

/** What the audit row says of a question. `command` names nobody but by alias. */
export type Trace = {
  /** `ask`, unless it is an act of another kind. */
  readonly action?: AuditRow['action']
  readonly command: string
  readonly detail: AuditRow['detail']
}

/** A question that ends without numbers. */
export type Ended = Trace & {
  readonly kind: 'ended'
  readonly outcome: Exclude<Answer['outcome'], 'failed'>
  readonly message: Message
  /** Of an answer of another kind than measurements: what `ask --json` prints. */
  readonly report?: unknown
}

/** A question with its numbers; `empty` is what to say when there are none to speak of. */
export type Taken = Trace & {
  readonly kind: 'taken'
  /** Canonical, people by alias. */
  readonly canonical: string
  readonly answered: Answered
  readonly empty?: Message
}

/**
 * From what was typed to what was measured: parse, may they ask, which days, which names, the numbers.
 * Rejects when the store does.
 */
export async function takeQuestion(request: AskRequest, house: Reads): Promise<Ended | Taken> {
  const parsed = parse(request.text)
  const typed = redact(request.text)
  const decision = decide(request.viewer, placeOf(request.place))
  if (parsed.kind === 'help') {
    // Those who may not ask learn how to ask, and nothing about this company.
    const message = helpMessage(decision.allowed ? parsed.topic : undefined)
    return ended('answered', { command: typed, detail: { help: true } }, message)
  }
  if (!decision.allowed) {
    const { reason, says, mayAskForAccess } = decision
    const message = refusedMessage(says, mayAskForAccess)
    return ended('refused', { command: typed, detail: { reason } }, message)
  }
  if (parsed.kind === 'status') {
    const message = statusMessage((await house.status?.()) ?? [], house.clock.now())
    return ended('answered', { command: typed, detail: { status: true } }, message)
  }
  if (parsed.kind === 'contract') {
    const today = dayAt(house.clock.now(), await house.workspace.zone())
    const book = (await house.contracts?.list(today)) ?? { contracts: [], missing: [] }
    const detail = { contracts: book.contracts.length }
    return ended('answered', { command: 'contract', detail }, contractMessage(book, today))
  }
  if (parsed.kind === 'misread') {
    const detail = { problems: parsed.problems.length }
    return ended('misread', { command: typed, detail }, misreadMessage(parsed))
  }
  if (parsed.kind === 'approvals')
    return house.approvals ? askApprovals(parsed, request, house.approvals) : absent(typed)
  const zone = await house.workspace.zone()
  const today = dayAt(house.clock.now(), zone)
  const span = orMistake(() => resolvePeriod(parsed.period, today))
  if (span instanceof UserError) {
    const trace = { command: typed, detail: { reason: 'period' } }
    return ended('misread', trace, mistakeMessage(span, format(mended(parsed))))
  }
  if (parsed.kind === 'audit') {
    const days = { period: span.period, zone }
    return house.trail ? askTrail(parsed, days, house.trail) : absent(typed)
  }
  const filters = parsed.kind === 'reconcile' ? toolsOf(parsed) : parsed.filters
  const resolved = await house.usage.resolve(filters)
  if ('unresolved' in resolved) {
    const { unresolved } = resolved
    const detail = { reason: 'unresolved', keys: unresolved.map(({ key }) => key).join(',') }
    const known = await house.usage.hasUsage()
    const message = known ? unresolvedMessage(unresolved, asAsk(parsed)) : noDataYetMessage()
    return ended('misread', { command: typed, detail }, message)
  }
  if (parsed.kind === 'reconcile') {
    return reconciled(parsed, { scope: resolved.scope, period: span.period, today }, house)
  }
  const mayNamePeople = request.viewer.kind === 'operator' || request.viewer.admin
  const settled = { scope: resolved.scope, span, zone, today, mayNamePeople }
  return measured(byAlias(parsed, resolved.scope), settled, house)
}

/** What a house without this part says of it. */
function absent(command: string): Ended {
  const error = new UserError('That is not kept here', 'Ask for numbers instead.')
  return ended('refused', { command, detail: { reason: 'absent' } }, mistakeMessage(error, '30d'))
}

const toolsOf = ({ tools }: ReconcileCommand): Filters => (tools ? { tool: tools } : {})

/** The same names and days as a question of numbers, to suggest names in. */
function asAsk(command: Ask | ReconcileCommand): Ask {
  if (command.kind === 'ask') return command
  return { kind: 'ask', period: command.period, filters: toolsOf(command) }
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
}

async function measured(ask: Ask, settled: Settled, house: Reads): Promise<Taken> {
  const { scope, span, ...where } = settled
  const canonical = format(ask)
  const numbers = await house.usage.measure({
    ...span,
    metrics: EVERYTHING,
    scope,
    ...(ask.by ? { by: ask.by } : {}),
    today: where.today,
  })
  const { holidays } = house
  const compared = holidays ? { ...span, holidays } : span
  const answered = { ask, span: compared, labels: scope.labels, measured: numbers, ...where }
  const command = redact(ask)
  const days = { from: span.period.from, to: span.period.to }
  const nothing = numbers.empty || numbers.measurements.every(({ now }) => now === null)
  if (!nothing) return { kind: 'taken', canonical, answered, command, detail: days }
  const empty = (await house.usage.hasUsage()) ? emptyMessage(answered) : noDataYetMessage()
  return { kind: 'taken', canonical, answered, command, detail: { ...days, empty: true }, empty }
}

/** Answers are stored and their buttons re-sent: from here on a person is an alias. */
function byAlias(ask: Ask, { labels }: Scope): Ask {
  if (!ask.filters.user) return ask
  const filters: Filters = { ...ask.filters, user: labels.user ?? [] }
  return { ...ask, filters }
}

/** The nearest question whose days there are. */
function mended<Dated extends Ask | ReconcileCommand | AuditCommand>(ask: Dated): Dated {
  const { period } = ask
  const inverted = period.kind === 'range' && period.from > period.to
  const days: Ask['period'] = inverted
    ? { kind: 'range', from: period.to, to: period.from }
    : { kind: 'days', count: 30 }
  return { ...ask, period: days }
}

const PLACE = /(?<kind>dm|private-reply)\/(?<channel>.+)$/

/** Reads back `terminal`, `slack:dm/D123` or `slack:private-reply/C123`. */
function placeOf(name: string): Place {
  const { kind, channel = '' } = PLACE.exec(name)?.groups ?? {}
  if (kind === 'dm' || kind === 'private-reply') return { kind, channel }
  return { kind: 'terminal' }
}

function orMistake<T>(work: () => T): T | UserError {
  try {
    return work()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}

function ended(outcome: Ended['outcome'], trace: Trace, message: Message): Ended {
  return { kind: 'ended', outcome, message, ...trace }
}
