import type { Decision, Place } from '#core/access/access.ts'
import { notTheirs } from '#core/access/own-units.ts'
import { refusal } from '#core/access/says.ts'
import type { DigestCommand } from '#core/command/command.ts'
import { formatDigest, nearestViews } from '#core/command/digest-words.ts'
import { echo } from '#core/command/echo.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { composeDigest } from '#core/digest/compose.ts'
import type { DigestFacts } from '#core/digest/facts.ts'
import { oneView, viewList } from '#core/digest/one-view.ts'
import { UserError } from '#core/errors.ts'
import { digestedOf } from '#core/explain/digested.ts'
import type { Message } from '#core/message/message.ts'
import { mistakeMessage, noDataYetMessage } from '#core/message/trouble.ts'
import { type Day, dayAt, monday } from '#core/time/day.ts'
import { views } from '#digests/registry.ts'
import type { AskRequest, UsageReader } from '#ports.ts'

import { quietKeys, recommend } from './actions.ts'
import { type DigestAsked, digestFacts } from './compose-digest.ts'
import { noSuchWeek, restatedOf } from './digest-back.ts'
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

/** What a digest is of, for who reads it here, and what is known of that. */
export type TakenDigest = {
  readonly facts: DigestFacts
  readonly asOf: Day
  readonly today: Day
  readonly zone: string
  readonly view: 'exact' | 'published'
  readonly reader: UsageReader
  /** Of one team: its path. */
  readonly path: string | undefined
  /** Canonical. */
  readonly command: string
}

/** The digest, here and now; or one of its views, or what views there are. */
export async function askDigest(
  parsed: DigestCommand,
  allowed: Allowed,
  house: Reads,
): Promise<Ended> {
  const { show, tool } = parsed
  const trace = { command: allowed.command, detail: { digest: show ?? 'all' } }
  if (show === 'views') return ended('answered', trace, viewList(views))
  const view = show === undefined ? undefined : views.find(({ id }) => id === show)
  if (show !== undefined && view === undefined) return ended('misread', trace, noSuchView(show))
  const taken = await takeDigest(parsed, allowed, house)
  if ('kind' in taken) return taken
  const { facts, asOf, today, zone, command } = taken
  const nothing = asOf === monday(today) ? undefined : noSuchWeek(facts)
  if (nothing) return ended('answered', trace, nothing)
  const exactly = taken.view === 'exact' && taken.path === undefined
  const { message, digested } =
    view === undefined
      ? await whole(facts, { asOf, today, exactly }, house)
      : { message: oneView(view, facts, { zone, tool }) }
  const { from, to } = facts.week
  return {
    ...ended('answered', { command, detail: { ...trace.detail, from, to } }, message),
    report: { command, asOf, period: facts.week, view: taken.view, message },
    ...(digested && { digested, view: taken.view }),
  }
}

/** Finds what it is of and what is known of it; or why it can't be told here. */
export async function takeDigest(
  parsed: DigestCommand,
  { request, decision, command, place }: Allowed,
  house: Reads,
): Promise<TakenDigest | Ended> {
  const { show, team } = parsed
  const trace = { command, detail: { digest: show ?? 'all' } }
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
      : noDataYetMessage(decision.view, today)
    return ended('misread', { command, detail: { reason: 'unresolved', keys: 'team' } }, message)
  }
  const { team: units = [], group: groups = [] } = resolved.scope.labels
  const why = decision.within && notTheirs({ units, groups }, decision.within)
  if (why) return refused(command, why)
  if (!(await reader.hasUsage()))
    return ended('answered', trace, noDataYetMessage(decision.view, today))
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
  const canonical = formatDigest({ ...parsed, ...(path !== undefined && { team: path }) })
  return { facts, asOf, today, zone, view: kind, reader, path, command: canonical }
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
  return { message, digested: digestedOf(facts, { zone, told }) }
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
