import type { Viewer } from '#core/access/access.ts'
import { placeOf } from '#core/access/place.ts'
import type { EditCommand } from '#core/command/edit-command.ts'
import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'
import { type Cadence, formatCadence, readCadence } from '#core/delivery/cadence.ts'
import { changedMessage, editOf } from '#core/delivery/list.ts'
import { editMenu } from '#core/delivery/menu.ts'
import { asTyped, numbered } from '#core/delivery/places.ts'
import { describeSlot, nextSlot } from '#core/delivery/slots.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import type { Subscription } from '#deliveries.ts'
import type { AskRequest, AuditRow } from '#ports.ts'

import type { Ended, Reads } from './outcome.ts'
import { cadenceIn, listed, targetsOf } from './subscribe-command.ts'
import type { Subscribing } from './subscribing.ts'

type Editing = {
  readonly asked: EditCommand
  readonly found: Subscription
  /** Its owner: it is sent with the rights of nobody else. */
  readonly viewer: Extract<Viewer, { kind: 'member' }>
  readonly request: AskRequest
  readonly command: string
  readonly row: () => AuditRow
}

type Desk = { readonly subscribing: Subscribing; readonly house: Reads }

/** Another question, place or time, by the checks of a new one; or the menu to choose them in. */
export async function editSubscription(editing: Editing, desk: Desk): Promise<Message | Ended> {
  const { asked, found, viewer, request, command, row } = editing
  const { subscribing, house } = desk
  const now = house.clock.now()
  const here = placeOf(request.place)
  const was = readCadence(found.cadence, 'UTC')
  const zone = 'why' in was ? await house.workspace.zone() : was.zone
  const cadence = cadenceIn(asked.cadence ?? ('why' in was ? WEEKLY : found.cadence), zone)
  const typed = asTyped(found.targets.map((target) => ({ ...target, name: target.id })))
  if (typed === undefined)
    throw new UserError(
      'It sends several questions',
      `Remove it, and subscribe to each: \`subscriptions remove ${found.id}\`.`,
    )
  const { what = typed.what, to = typed.to } = asked
  if (asked.choose === true) {
    const names = found.targets.map(({ name }) => name).join(', ')
    const channel = here.kind !== 'dm' && here.kind !== 'terminal'
    return editMenu(asked, { cadence, now, channel, what, to: names })
  }
  const targets = await targetsOf({ what, to, viewer, here, command }, desk)
  if ('kind' in targets) return targets
  const paused = found.state === 'paused'
  const edited = {
    state: paused ? ('paused' as const) : ('active' as const),
    nextAt: paused ? undefined : turnOf(cadence, { was, found, now }),
    cadence: formatCadence(cadence),
    notable: notableOf(asked, { found, what }),
    targets: numbered(found.targets, targets),
  }
  await subscribing.subscriptions.edit(found.id, edited, row())
  const next =
    edited.nextAt === undefined
      ? 'It stays paused.'
      : `Next: ${describeSlot(edited.nextAt, cadence.zone)}. What was sent already for this day, week or month is not sent again.`
  return changedMessage(
    `Changed. ${next}`,
    listed({ ...found, ...edited, why: undefined }),
    undoOf(found),
  )
}

const WEEKLY = 'weekly monday 09:00'

/** Where the time is as it was, a turn that is due stays due. */
function turnOf(
  cadence: Cadence,
  {
    was,
    found,
    now,
  }: {
    readonly was: ReturnType<typeof readCadence>
    readonly found: Subscription
    readonly now: number
  },
): number {
  const same = !('why' in was) && formatCadence(was) === formatCadence(cadence)
  return same && found.nextAt !== undefined ? found.nextAt : nextSlot(cadence, now)
}

/** @throws UserError where it can't be known whether something stands out */
function notableOf(
  { only }: EditCommand,
  { found, what }: { readonly found: Subscription; readonly what: string },
): boolean {
  const asked = parse(what)
  const isWhole = asked.kind === 'digest' && asked.show === undefined
  if (only === 'notable' && !isWhole)
    throw new UserError(
      'Only of a `digest` it is known whether something stands out',
      'Leave `only:notable` out.',
    )
  return isWhole && (only === undefined ? found.notable : only === 'notable')
}

/** What makes it again what it was; by ids, which no other channel comes to have. */
function undoOf(found: Subscription): string | undefined {
  const targets = found.targets.map((target) => ({ ...target, name: target.id }))
  const edit = editOf(listed({ ...found, targets }))
  return edit && format({ ...edit, only: found.notable ? 'notable' : 'off' })
}
