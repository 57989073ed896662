import type { Decision, Place } from '#core/access/access.ts'
import { notTheirs } from '#core/access/own-units.ts'
import { refusal } from '#core/access/says.ts'
import type { DigestCommand } from '#core/command/command.ts'
import { formatDigest, nearestViews } from '#core/command/digest-words.ts'
import { echo } from '#core/command/echo.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { composeDigest } from '#core/digest/compose.ts'
import { type DigestFacts, FOLLOWED, last } from '#core/digest/facts.ts'
import { oneView, viewList } from '#core/digest/one-view.ts'
import { type Restated, restatedSince } from '#core/digest/restated.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import { mistakeMessage, noDataYetMessage } from '#core/message/trouble.ts'
import { type Day, dayAt, monday } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'
import { views } from '#digests/registry.ts'
import type { AskRequest } from '#ports.ts'

import { quietKeys, recommend } from './actions.ts'
import { beginning } from './audit-desk.ts'
import { type DigestAsked, digestFacts } from './compose-digest.ts'
import type { DigestPorts } from './digest-ports.ts'
import { asFirstTold } from './first-told.ts'
import { maySignals } from './may-signals.ts'
import { absent, type Ended, ended, type Reads, refused } from './outcome.ts'

type Allowed = {
  readonly request: AskRequest
  readonly decision: Extract<Decision, { allowed: true }>
  readonly command: string
  readonly place: Place
}

/** The digest, here and now; or one of its views, or what views there are. */
export async function askDigest(
  parsed: DigestCommand,
  { request, decision, command, place }: Allowed,
  house: Reads,
): Promise<Ended> {
  const { show, team, tool } = parsed
  const trace = { command, detail: { digest: show ?? 'all' } }
  if (show === 'views') return ended('answered', trace, viewList(views))
  const view = show === undefined ? undefined : views.find(({ id }) => id === show)
  if (show !== undefined && view === undefined) return ended('misread', trace, noSuchView(show))
  if (!house.digests) return absent(command)
  const kind = decision.view === 'exact' ? 'exact' : 'published'
  const reader = kind === 'exact' ? house.usage : house.published
  if (!reader) return refused(command, refusal('unpublished', place.kind !== 'terminal'))
  const zone = await house.workspace.zone()
  const today = dayAt(house.clock.now(), zone)
  const asOf = parsed.asOf ?? monday(today)
  if (asOf > today) {
    const error = new UserError(
      `The digest of ${asOf} is not due: today is ${today}.`,
      'Ask for a Monday that has been, or leave it out.',
    )
    return ended('misread', trace, mistakeMessage(error, 'digest'))
  }
  const resolved = await reader.resolve(team === undefined ? {} : { team: [team] })
  if ('unresolved' in resolved) {
    const known = await reader.hasUsage()
    const ask = {
      kind: 'ask',
      period: { kind: 'weeks', count: 1 },
      filters: { team: [team ?? ''] },
    } as const
    const message = known
      ? ofDigests(unresolvedMessage(resolved.unresolved, ask))
      : noDataYetMessage(decision.view)
    return ended('misread', { command, detail: { reason: 'unresolved', keys: 'team' } }, message)
  }
  const { team: units = [], group: groups = [] } = resolved.scope.labels
  const why = decision.within && notTheirs({ units, groups }, decision.within)
  if (why) return refused(command, why)
  if (!(await reader.hasUsage())) return ended('answered', trace, noDataYetMessage(decision.view))
  const [path] = units
  const asked: DigestAsked = {
    scope: path === undefined ? { kind: 'company' } : { kind: 'team', path },
    asOf,
    view: kind,
    ...(show === 'cohorts' && { cohorts: true }),
    signals: await maySignals({ viewer: request.viewer, place, team: path }, house),
  }
  const ports: DigestPorts = { ...house, ...house.digests }
  const facts = await digestFacts(asked, ports)
  const told = { asOf, today, exactly: kind === 'exact' && path === undefined }
  const nothing = noSuchWeek(facts, today)
  if (nothing) return ended('answered', trace, nothing)
  const message =
    view === undefined ? await whole(facts, told, house) : oneView(view, facts, { zone, tool })
  const { from, to } = facts.week
  const canonical = formatDigest({ ...parsed, ...(path !== undefined && { team: path }) })
  return {
    ...ended('answered', { command: canonical, detail: { ...trace.detail, from, to } }, message),
    report: { command: canonical, asOf, period: facts.week, view: kind, message },
  }
}

/** The same names, each with its digest. */
const ofDigests = (message: Message): Message => ({
  ...message,
  parts: message.parts.map((part) =>
    part.kind === 'buttons'
      ? {
          kind: 'buttons',
          buttons: part.buttons.map((button) => {
            const { act } = button
            if (act.kind !== 'ask' || !act.command.startsWith('team:')) return button
            const command = `digest ${act.command.replace(/ 1w$/u, '')}`
            return { label: command, act: { kind: 'ask', command } }
          }),
        }
      : part,
  ),
})

type Told = { readonly asOf: Day; readonly today: Day; readonly exactly: boolean }

/** What it finds of this week becomes actions, where somebody who may act on it reads it. */
async function whole(read: DigestFacts, { asOf, today, exactly }: Told, house: Reads) {
  const zone = await house.workspace.zone()
  const book = exactly ? house.actions?.actions : undefined
  const quiet = book && (await quietKeys(book, today))
  const current = asOf === monday(today)
  const restated = current || !exactly ? undefined : await restatedOf(read, zone, house)
  const facts = restated ? { ...read, restated } : read
  const { message, told } = await asFirstTold(
    (kept) => composeDigest(facts, { views, zone, kept, ...(quiet && { quiet }) }),
    { asOf, book: facts.ahead && house.forecasts, tells: () => current },
  )
  if (current && book) await recommend(told, { asOf, now: house.clock.now() }, book)
  return message
}

/** Digests go out in the morning. */
const DUE_MS = 9 * 3_600_000

/** What became known of a week since its digest was due; undefined where that is not kept. */
async function restatedOf(
  { asOf, week, whole: { values }, ahead }: DigestFacts,
  zone: string,
  { digests }: Reads,
): Promise<Restated | undefined> {
  const seen = (await digests?.arrivals?.(asOf)) ?? []
  if (!ahead || seen.length === 0) return undefined
  return restatedSince(seen, {
    week,
    at: beginning(asOf, zone) + DUE_MS,
    tools: ahead.tools,
    now: { spend: last(values.spend), messages: last(values.messages) },
  })
}

/** Before anything is known there is no digest, and nothing to wait for. */
function noSuchWeek({ whole: { values }, week, asOf }: DigestFacts, today: Day) {
  const known = FOLLOWED.some((metric) => values[metric].some((value) => value !== null))
  if (known || asOf === monday(today)) return undefined
  const summary = `Nothing is known of the week of ${describeDay(week.from)}, or of the weeks before it.`
  return {
    title: 'No digest of that week',
    summary,
    parts: [
      {
        kind: 'text',
        text: `${summary} What is known of each tool, and through which day: \`status\`.`,
      },
      {
        kind: 'buttons',
        buttons: ['digest', 'status'].map((command) => ({
          label: command,
          act: { kind: 'ask', command },
        })),
      },
    ],
  } satisfies Message
}

function noSuchView(show: string): Message {
  const near = nearestViews(
    show,
    views.map(({ id }) => id),
  )
  return {
    title: 'No such view',
    summary: `There is no view ${echo(show).replaceAll('`', "'")}.`,
    parts: [
      { kind: 'text', text: '`digest views` lists what there is.' },
      {
        kind: 'buttons',
        buttons: [...near.map((id) => `digest ${id}`), 'digest views'].map((command) => ({
          label: command,
          act: { kind: 'ask', command },
        })),
      },
    ],
  }
}
