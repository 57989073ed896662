import { type Viewer, viewerName } from '#core/access/access.ts'
import { placeOf } from '#core/access/place.ts'
import { inCalendar } from '#core/command/calendar.ts'
import type { Ask, Command, Misread } from '#core/command/command.ts'
import { followed, followUp, onlyChanges, saysDays } from '#core/command/follow.ts'
import { format } from '#core/command/format.ts'
import { correct, parse } from '#core/command/parse.ts'
import {
  filterOf,
  isSaid,
  plainly,
  renamed,
  type Riddle,
  riddles,
  slipped,
  wholly,
  withNames,
} from '#core/command/sentence.ts'
import type { Message } from '#core/message/message.ts'
import { dayAt } from '#core/time/day.ts'
import type { AskRequest, UsageReader } from '#ports.ts'

import { mayAsk } from './may-ask.ts'
import type { Reads } from './outcome.ts'

/** A question before this long ago is no context any more. */
const CONTEXT_MS = 24 * 3_600_000

/**
 * The command that a sentence means: what follows the last question changes only what it says, and a
 * bare name is the team, tool or model that is called so. Undefined where the text is a command, or
 * where no command can be made of it.
 */
export async function readAs(request: AskRequest, house: Reads): Promise<string | undefined> {
  const { text } = request
  const led = followUp(text)
  const rest = led ?? (await bareChange(request, house))
  if (rest === undefined)
    return parse(text).kind === 'misread'
      ? commandIn(await dated(text, house), request, house)
      : undefined
  const said = parse(rest).kind === 'misread' ? await dated(rest, house) : rest
  const command =
    said === rest && parse(rest).kind !== 'misread' ? rest : await commandIn(said, request, house)
  if (command === undefined) return undefined
  const recent = await questionBefore(request.viewer, house)
  const whole = recent
    ? followed(recent, { rest: command, spoken: saysDays(plainly(said) ?? said) })
    : command
  const alone = parse(text)
  const same = led === undefined && alone.kind === 'ask' && format(alone) === whole
  return same ? undefined : whole
}

/** In a thread, words that say a split or days and nothing else are of the question before them. */
async function bareChange(
  { text, viewer, inThread }: AskRequest,
  house: Reads,
): Promise<string | undefined> {
  if (!inThread) return undefined
  const said = parse(text).kind === 'misread' ? await dated(text, house) : text
  if (!onlyChanges(said) || (await questionBefore(viewer, house)) === undefined) return undefined
  return said
}

/** What someone asked last, if that is not long ago. */
async function questionBefore(viewer: Viewer, { answers, clock }: Reads): Promise<Ask | undefined> {
  const last = await answers?.last(viewerName(viewer))
  const recent = last && clock.now() - last.at < CONTEXT_MS ? parse(last.command) : undefined
  return recent?.kind === 'ask' ? recent : undefined
}

/** The same answer, which says how its question was read. */
export function withReading<Result extends { readonly message: Message }>(
  result: Result,
  command: string,
): Result {
  const { message } = result
  const read = { kind: 'text', text: `Read as: \`${command}\`` } as const
  return { ...result, message: { ...message, parts: [read, ...message.parts] } }
}

/** What a text says of the calendar, as days in the workspace's zone. */
async function dated(text: string, { workspace, clock }: Reads): Promise<string> {
  return inCalendar(text, dayAt(clock.now(), await workspace.zone()))
}

/** Commands that change nothing: only these are made of what was not typed as one. */
const READS: ReadonlySet<Command['kind']> = new Set([
  'ask',
  'audit',
  'governance',
  'me',
  'reconcile',
  'signals',
])

async function commandIn(
  text: string,
  request: AskRequest,
  house: Reads,
): Promise<string | undefined> {
  const direct = parse(text)
  if (direct.kind !== 'misread') return READS.has(direct.kind) ? format(direct) : undefined
  const whole = wholly(text)
  if (whole !== undefined) return whole
  const said = plainly(text)
  if (said === undefined) return undefined
  const parsed = parse(said)
  if (parsed.kind === 'ask') return format(parsed)
  const names = parsed.kind === 'misread' ? riddles(parsed) : undefined
  const reader = names && (await readerFor(request, house))
  if (!names || !reader) return undefined
  const choices: string[] = []
  for (const name of names) {
    const meant = await nameMeant(name, reader)
    if (meant === undefined) return undefined
    choices.push(meant)
  }
  return correct(said, choices)
}

/** A misread that offers no name that nobody has. */
export async function withKnownNames(
  misread: Misread,
  request: AskRequest,
  house: Reads,
): Promise<Misread> {
  const knowing = await readerFor(request, house)
  return knowing ? withNames(misread, (riddle) => namesLike(riddle, knowing)) : misread
}

type Knowing = { readonly reader: UsageReader; readonly units: boolean }

/** Names are looked up for who may ask about them: whether there is one is itself an answer. */
async function readerFor(
  { viewer, place }: AskRequest,
  house: Reads,
): Promise<Knowing | undefined> {
  const asking = (action: 'ask company' | 'ask units') =>
    mayAsk({ viewer, place: placeOf(place), action }, house)
  const decision = await asking('ask company')
  if (!decision.allowed) return undefined
  const reader = decision.view === 'published' ? house.published : house.usage
  return reader && { reader, units: (await asking('ask units')).allowed }
}

async function nameMeant(
  { name, filters }: Riddle,
  { reader, units }: Knowing,
): Promise<string | undefined> {
  for (const filter of filters) {
    const named = filterOf(filter)
    if (!named || (named.team && !units)) continue
    const found = await reader.resolve(named)
    const labels = 'scope' in found ? Object.values(found.scope.labels).flat() : []
    if (labels.length === 1 && isSaid(name, labels[0] ?? '')) return filter
  }
  return undefined
}

/** The filters by which a name is known, else those of which it is a slip. */
async function namesLike(riddle: Riddle, { reader, units }: Knowing): Promise<readonly string[]> {
  const known: string[] = []
  const near: string[] = []
  for (const filter of riddle.filters) {
    const named = filterOf(filter)
    if (!named || (named.team && !units)) continue
    const found = await reader.resolve(named)
    if ('scope' in found) {
      const labels = Object.values(found.scope.labels).flat()
      if (labels.length === 1 && isSaid(riddle.name, labels[0] ?? '')) known.push(filter)
      continue
    }
    const meant = slipped(
      riddle.name,
      found.unresolved.flatMap(({ suggestions }) => suggestions),
    )
    if (meant !== undefined) near.push(renamed(filter, meant))
  }
  return known.length > 0 ? known : near
}
