import { type Place, type Viewer, viewerName } from '#core/access/access.ts'
import { placeOf } from '#core/access/place.ts'
import type { Subscribe } from '#core/command/command.ts'
import { redact } from '#core/command/redact.ts'
import { type Cadence, formatCadence, readCadence } from '#core/delivery/cadence.ts'
import { changedMessage, type Listed } from '#core/delivery/list.ts'
import { menuMessage } from '#core/delivery/menu.ts'
import { describeSlot, nextSlot } from '#core/delivery/slots.ts'
import { UserError } from '#core/errors.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import type { Subscription, SubscriptionTarget } from '#deliveries.ts'
import type { AskRequest, AuditRow, Found, Reach } from '#ports.ts'

import { absent, type Ended, ended, type Reads } from './outcome.ts'
import { subscribable } from './subscribable.ts'
import type { Subscribing } from './subscribing.ts'

type Member = Extract<Viewer, { kind: 'member' }>

/** A person can have so many: a mistake in a loop must not become thousands. */
const MOST = 50

/** Someone wants something sent again and again. Who may ask it, there, may have it sent there. */
export async function subscribeCommand(
  asked: Subscribe,
  request: AskRequest,
  house: Reads,
): Promise<Ended> {
  const command = redact(asked)
  const { subscribing } = house
  const { viewer } = request
  if (subscribing === undefined || viewer.kind !== 'member') return absent(command)
  try {
    return await subscribed(
      { asked, viewer, here: placeOf(request.place), command, request },
      { subscribing, house },
    )
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const detail = { reason: 'subscribe' }
    return ended('misread', { command, detail }, mistakeMessage(error, 'subscriptions'))
  }
}

const TO_ME: Subscribe['to'] = [{ place: 'me' }]

type Wanted = {
  readonly asked: Subscribe
  readonly viewer: Member
  readonly here: Place
  readonly command: string
  readonly request: AskRequest
}

type Desk = { readonly subscribing: Subscribing; readonly house: Reads }

async function subscribed(
  { asked, viewer, here, command, request }: Wanted,
  { subscribing, house }: Desk,
): Promise<Ended> {
  const { subscriptions } = subscribing
  const { platform, workspace, id: owner } = viewer
  const cadence = cadenceIn(asked.cadence, await house.workspace.zone())
  if ((await subscriptions.list({ platform, workspace, owner })).length >= MOST)
    throw new UserError(
      `You have ${MOST} subscriptions, and more are too many`,
      'Remove one first.',
    )
  const now = house.clock.now()
  const { what } = asked
  const to = asked.to.length === 0 ? TO_ME : asked.to
  const targets = await targetsOf({ what, to, viewer, here, command }, { subscribing, house })
  if ('kind' in targets) return targets
  if (asked.choose === true) {
    const channel = here.kind !== 'dm' && here.kind !== 'terminal'
    return ended('answered', { command, detail: {} }, menuMessage(asked, { cadence, now, channel }))
  }
  const made = {
    platform,
    workspace,
    owner,
    cadence: formatCadence(cadence),
    nextAt: nextSlot(cadence, now),
    notable: asked.only === 'notable',
    targets,
  }
  const row = changeRow(request, command, now)
  const id = await subscriptions.add(made, (id) => row({ id, targets: targets.length }))
  const next = describeSlot(made.nextAt, cadence.zone)
  const message = changedMessage(
    `Subscribed. The first comes on ${next}.`,
    listed({ ...made, id, state: 'active', why: undefined }),
  )
  return ended('answered', { command, detail: { id, targets: targets.length } }, message)
}

type Going = Pick<Wanted, 'viewer' | 'here' | 'command'> & Pick<Subscribe, 'what' | 'to'>

/**
 * What goes where, as whoever reads it there may have it; or why it can't.
 * @throws UserError where nothing can be sent to
 */
export async function targetsOf(
  { what, to, viewer, here, command }: Going,
  { subscribing, house }: Desk,
): Promise<readonly SubscriptionTarget[] | Ended> {
  const targets: SubscriptionTarget[] = []
  for (const { place: typed, team } of to) {
    const found = await placed(typed, { viewer, here, chats: subscribing.chats })
    const checked = await subscribable({ what, viewer, place: found.place, team, command }, house)
    if ('kind' in checked) return checked
    const { kind, id } = found.target
    targets.push({ no: targets.length + 1, what: checked.what, kind, id, name: found.name })
  }
  return targets
}

/** The row of the trail that a change of a subscription is written with. */
export const changeRow =
  ({ viewer, place }: Pick<AskRequest, 'viewer' | 'place'>, command: string, at: number) =>
  (detail: AuditRow['detail']): AuditRow => ({
    at,
    viewer: viewerName(viewer),
    place,
    action: 'subscribe',
    command,
    outcome: 'done',
    detail,
  })

/** @throws UserError for what is no cadence */
export function cadenceIn(text: string, zone: string): Cadence {
  const cadence = readCadence(text, zone)
  if ('why' in cadence) throw new UserError(cadence.why, `Write it like \`${cadence.suggestion}\`.`)
  return cadence
}

/** As its owner reads it. */
export function listed({ cadence, ...rest }: Subscription): Listed {
  const { id, state, why, nextAt, targets, notable, quiet } = rest
  const read = readCadence(cadence, 'UTC')
  const known = { id, state, why, nextAt, targets, notable, quiet }
  return { ...known, cadence: 'why' in read ? { unread: cadence } : read }
}

type Around = { readonly viewer: Member; readonly here: Place; readonly chats: Reach }

/** @throws UserError where nothing can be sent to */
function placed(to: string, { viewer, here, chats }: Around): Promise<Found> {
  const { platform, workspace, id } = viewer
  const me = { platform, workspace, kind: 'person', id } as const
  if (to === 'me' || (to === 'here' && here.kind === 'dm')) return chats.find(me)
  if (to === 'here' && here.kind === 'terminal')
    throw new UserError('A terminal is no place to send to', 'Write to:me, or a channel.')
  const channel = to === 'here' && here.kind !== 'terminal' ? here.channel : to
  return chats.find({ platform, workspace, kind: 'channel', id: channel })
}
