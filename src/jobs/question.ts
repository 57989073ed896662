import type { Viewer } from '#core/access/access.ts'
import { actionOf } from '#core/access/action.ts'
import { roleOf } from '#core/access/decide.ts'
import { placeOf } from '#core/access/place.ts'
import { refusal } from '#core/access/says.ts'
import type { Reconcile as ReconcileCommand } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { helpMessage } from '#core/command/help.ts'
import { misreadMessage, unresolvedMessage } from '#core/command/misread.ts'
import { besideItself, parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'
import { meMessage } from '#core/message/me.ts'
import { aliasesIn } from '#core/message/named.ts'
import { noDataYetMessage } from '#core/message/trouble.ts'
import { withNotes } from '#core/note/mark.ts'
import { reconcileMessage } from '#core/reconcile/message.ts'
import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { AskRequest, Scope, UsageReader } from '#ports.ts'

import { asAsk, type Numbers } from './as-ask.ts'
import { daysOf } from './dated.ts'
import { askedAbout, everyoneIn, looked } from './looked.ts'
import { mayAsk } from './may-ask.ts'
import { measured } from './measured.ts'
import { type Ended, ended, type Reads, refused, type Taken } from './outcome.ts'
import { readAs, withKnownNames, withReading } from './reading.ts'
import { findSaved, withSaved } from './saved-questions.ts'
import { byAlias, isBesideItself, notOfTheirs, scopesOf } from './scopes.ts'
import { type Asked, askSection } from './sections.ts'

/**
 * From what was typed to what was measured: parse, may they ask, which days, which names, the numbers.
 * Rejects when the store does.
 */
export async function takeQuestion(request: AskRequest, house: Reads): Promise<Ended | Taken> {
  const command = await readAs(request, house)
  if (command === undefined) return takeCommand(request, house)
  return withReading(await takeCommand({ ...request, text: command }, house), command)
}

async function takeCommand(request: AskRequest, house: Reads): Promise<Ended | Taken> {
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
  if (parsed.kind === 'misread') {
    const detail = { problems: parsed.problems.length }
    const known = await withKnownNames(parsed, request, house)
    return ended('misread', { command, detail }, misreadMessage(known))
  }
  if (parsed.kind === 'saved' && parsed.act === 'ask') {
    const kept = await findSaved(parsed.name, request, house)
    if ('outcome' in kept) return kept
    // Asked anew, with the rights of who asks it.
    return withSaved(await takeCommand({ ...request, text: kept.what }, house), kept)
  }
  const asked = { request, decision, place, command }
  if (parsed.kind !== 'ask' && parsed.kind !== 'me' && parsed.kind !== 'reconcile')
    return askSection(parsed, asked, house)
  const reader = decision.view === 'published' ? house.published : house.usage
  if (reader === undefined)
    return refused(command, refusal('unpublished', place.kind !== 'terminal'))
  return numbers(parsed, { ...asked, reader }, house)
}

type Allowed = Asked & { readonly reader: UsageReader }

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
  const resolved = await scopesOf(asked, reader)
  if ('unresolved' in resolved) {
    const { unresolved } = resolved
    const detail = { reason: 'unresolved', keys: unresolved.map(({ key }) => key).join(',') }
    const known = await reader.hasUsage()
    const message = known
      ? unresolvedMessage(unresolved, asked)
      : noDataYetMessage(decision.view, today)
    return ended('misread', { command, detail }, message)
  }
  const { scope } = resolved
  if (decision.within) {
    const why = notOfTheirs(resolved, decision.within)
    if (why) return refused(command, why)
  }
  if (parsed.kind === 'ask' && isBesideItself(parsed, resolved)) {
    const message = misreadMessage(besideItself(request.text, parsed))
    return ended('misread', { command, detail: { problems: 1 } }, message)
  }
  if (parsed.kind === 'reconcile')
    return reconciled(parsed, { scope, period: span.period, today }, house)
  const { view } = decision
  const isNobodyKept = (await house.policyInForce?.())?.policy.mode === 'aggregate-only'
  const mayNamePeople = view === 'exact' && !isNobodyKept
  const settled = { span, zone, today, mayNamePeople, view, reader }
  if (parsed.kind === 'ask') {
    const taken = await measured(byAlias(parsed, resolved), { ...settled, ...resolved }, house)
    const found = withPeople(taken, request.viewer)
    const notes = (await house.notes?.list()) ?? []
    return { ...found, message: withNotes(found.message, notes) }
  }
  const own = { ...scope, labels: { user: ['You'] } }
  const taken = await measured(asked, { ...settled, scope: own }, house)
  const canonical = format(parsed)
  const looks = await house.aliases.looks(alias ?? '')
  const budgets = (await house.budgets?.about(alias ?? '')) ?? []
  const message = meMessage(taken.answered, {
    looks,
    budgets,
    command: canonical,
    empty: taken.empty,
  })
  return { ...taken, canonical, command: canonical, detail: days, message }
}

/** The person asked about, or each one shown, and by which role: they may see it with `me`. */
function withPeople(taken: Taken, viewer: Viewer): Taken {
  const everyone = everyoneIn(taken)
  const said = new Set([...askedAbout(taken), ...aliasesIn(taken.message)])
  // What the command line prints as JSON has every row.
  const told = viewer.kind === 'operator' ? everyone : everyone.filter((name) => said.has(name))
  return { ...taken, detail: { ...taken.detail, ...looked(told, roleOf(viewer)) } }
}

async function ownAlias(viewer: Viewer, { aliases }: Reads): Promise<string | undefined> {
  if (viewer.kind === 'operator' || viewer.self === undefined) return undefined
  return (await aliases.byPseudonym([viewer.self])).get(viewer.self)
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
