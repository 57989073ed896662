import type { SavedQuestion, SavedQuestions } from '#books.ts'
import { type Viewer, viewerName } from '#core/access/access.ts'
import { actionOf } from '#core/access/action.ts'
import { placeOf } from '#core/access/place.ts'
import type { Save, SavedCommand } from '#core/command/command.ts'
import { echo } from '#core/command/echo.ts'
import { nearest } from '#core/command/nearest.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import { type Listed, savedChanged, savedMessage } from '#core/saved/message.ts'
import type { AskRequest } from '#ports.ts'

import { mayAsk } from './may-ask.ts'
import { absent, type Ended, ended, type Reads, type Taken } from './outcome.ts'
import type { Asked } from './sections.ts'
import { subscribable } from './subscribable.ts'

type Member = Extract<Viewer, { kind: 'member' }>
type Desk = { readonly viewer: Member; readonly saved: SavedQuestions }
type Change = Exclude<SavedCommand, { readonly act: 'list' | 'ask' }>

/** A person can have so many: a mistake in a loop must not become thousands. */
const MOST = 50

/** Keeps a question, lists what is kept, or changes one of it. */
export async function savedCommand(
  parsed: Save | SavedCommand,
  { request, command }: Pick<Asked, 'request' | 'command'>,
  house: Reads,
): Promise<Ended> {
  const { viewer } = request
  const { saved } = house
  if (saved === undefined || viewer.kind !== 'member') return absent(command)
  const desk = { viewer, saved }
  try {
    if (parsed.kind === 'save') return await kept(parsed, { request, command, ...desk }, house)
    if (parsed.act === 'list' || parsed.act === 'ask') {
      const all = await savedOf(request, house)
      return ended('answered', { command, detail: { saved: all.length } }, savedMessage(all))
    }
    const message = await changed(parsed, desk)
    const detail = { act: parsed.act }
    return ended('answered', { action: 'saved', command, detail }, message)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const detail = { reason: 'saved' }
    return ended('misread', { action: 'saved', command, detail }, mistakeMessage(error, 'saved'))
  }
}

/** What someone can ask by name: their own, and those shared ones that they may ask. */
export async function savedOf(
  { viewer, place }: Pick<AskRequest, 'viewer' | 'place'>,
  house: Reads,
): Promise<readonly Listed[]> {
  if (viewer.kind !== 'member') return []
  const listed: Listed[] = []
  for (const one of (await house.saved?.list(viewer)) ?? []) {
    const own = one.owner === viewer.id
    // The names in it are for who may ask about them.
    if (own || (await mayRun(one.what, { viewer, place }, house))) listed.push({ ...one, own })
  }
  return listed
}

async function mayRun(
  what: string,
  { viewer, place: name }: Pick<AskRequest, 'viewer' | 'place'>,
  house: Reads,
): Promise<boolean> {
  const parsed = parse(what)
  if (parsed.kind === 'misread') return false
  const place = placeOf(name)
  const decision = await mayAsk({ viewer, place, action: actionOf(parsed) }, house)
  if (!decision.allowed || decision.within === undefined) return decision.allowed
  return 'what' in (await subscribable({ what, viewer, place, command: '' }, house))
}

type Keeping = Desk & { readonly request: AskRequest; readonly command: string }

async function kept(
  { name, what }: Save,
  { request, command, viewer, saved }: Keeping,
  house: Reads,
): Promise<Ended> {
  const asked = what ?? (await house.answers?.last(viewerName(viewer)))?.command
  if (asked === undefined)
    throw new UserError(
      'There is no question of yours to save',
      'Ask one first, or write it behind the name: `save "Monday numbers" team:eng 30d`.',
    )
  const place = placeOf(request.place)
  const checked = await subscribable({ what: asked, viewer, place, command }, house)
  if ('kind' in checked) return checked
  const mine = (await saved.list(viewer)).filter(({ owner }) => owner === viewer.id)
  const before = mine.find((one) => same(one.name, name))
  if (before) requireMine(before, viewer)
  // What everyone asks by a name stays what may be shared.
  if (before?.shared) requireShareable({ ...before, what: checked.what }, mine)
  if (!before && mine.length >= MOST)
    throw new UserError(`You have ${MOST} saved questions, and more are too many`, 'Remove one.')
  await saved.put(viewer, { name, what: checked.what })
  const one = { name, what: checked.what, shared: before?.shared ?? false, own: true }
  const says = before ? 'Saved in the place of the one before.' : 'Saved.'
  const trace = {
    action: 'saved',
    command: redact({ kind: 'save', name, what: checked.what }),
  } as const
  return ended('answered', { ...trace, detail: { act: 'save' } }, savedChanged(says, one))
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** What everyone asks by that name changes with an admin's word alone. */
function requireMine({ shared }: SavedQuestion, { admin }: Member): void {
  if (shared && !admin)
    throw new UserError(
      'Everyone uses this one, and you are no admin any more',
      'Ask an admin to unshare it, or save yours under another name.',
    )
}

async function changed(asked: Change, { viewer, saved }: Desk): Promise<Message> {
  const all = await saved.list(viewer)
  const one = named(asked.name, all, ({ owner, shared }) =>
    asked.act === 'unshare' || asked.act === 'remove'
      ? owner === viewer.id || (shared && viewer.admin)
      : owner === viewer.id,
  )
  const own = one.owner === viewer.id
  switch (asked.act) {
    case 'rename': {
      requireMine(one, viewer)
      const taken = all.some(
        ({ id, name, owner }) => owner === viewer.id && id !== one.id && same(name, asked.to),
      )
      if (taken)
        throw new UserError(`You have one called ${echo(asked.to)} already`, 'Choose another name.')
      await saved.rename(one.id, asked.to)
      return savedChanged('Renamed.', { ...one, name: asked.to, own })
    }
    case 'remove':
      await saved.remove(one.id)
      return savedChanged(`${echo(one.name)} is removed.`, undefined)
    case 'share': {
      requireShareable(one, all)
      await saved.share(one.id, true)
      return savedChanged(
        'Everyone in this workspace can ask it now, each with their own rights.',
        {
          ...one,
          shared: true,
          own,
        },
      )
    }
    case 'unshare':
      await saved.share(one.id, false)
      return savedChanged(
        'It is its owner’s alone again.',
        own ? { ...one, shared: false, own } : undefined,
      )
  }
}

function requireShareable({ id, name, what }: SavedQuestion, all: readonly SavedQuestion[]): void {
  const parsed = parse(what)
  if (parsed.kind === 'misread' || actionOf(parsed) === 'ask people')
    throw new UserError('A question about people is not shared', 'Share one about teams or tools.')
  if (all.some((one) => one.id !== id && one.shared && same(one.name, name)))
    throw new UserError(
      `Another shared question is called ${echo(name)}`,
      'Rename yours first: `saved rename "old" "new"`.',
    )
}

/** @throws UserError where there is none of that name */
function named(
  name: string,
  all: readonly SavedQuestion[],
  fits: (one: SavedQuestion) => boolean,
): SavedQuestion {
  const found = all.find((one) => same(one.name, name) && fits(one))
  if (found) return found
  const near = nearest(
    name,
    all.filter(fits).map((one) => one.name),
    3,
  )
  const like = near.length === 0 ? '' : ` The nearest: ${near.map(echo).join(', ')}.`
  throw new UserError(`You have no saved question ${echo(name)}`, `See yours: \`saved\`.${like}`)
}

/** The question of that name, one's own before a shared one; or what is said where there is none. */
export async function findSaved(
  name: string,
  { viewer, text }: AskRequest,
  { saved }: Reads,
): Promise<SavedQuestion | Ended> {
  const command = redact(text)
  if (saved === undefined || viewer.kind !== 'member') return absent(command)
  try {
    const all = await saved.list(viewer)
    const found = all.find((one) => same(one.name, name))
    // Of what others share, no name is told here: it may be one that this person may not ask about.
    return found ?? named(name, all, ({ owner }) => owner === viewer.id)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return ended(
      'misread',
      { command, detail: { reason: 'saved' } },
      mistakeMessage(error, 'saved'),
    )
  }
}

/** The same answer, under the name it was asked by. */
export function withSaved<Result extends Ended | Taken>(
  result: Result,
  one: SavedQuestion,
): Result {
  if (result.kind === 'ended' && result.outcome !== 'answered') return result
  const { message } = result
  const read = {
    kind: 'text',
    text: `${echo(one.name)} asks \`${one.what.replaceAll('`', '')}\``,
  } as const
  return { ...result, message: { ...message, parts: [read, ...message.parts] } }
}
