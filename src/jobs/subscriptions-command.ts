import { viewerName } from '#core/access/access.ts'
import type { SubscriptionsCommand } from '#core/command/command.ts'
import { redact } from '#core/command/redact.ts'
import { formatCadence, readCadence } from '#core/delivery/cadence.ts'
import { changedMessage, listMessage } from '#core/delivery/list.ts'
import { describeSlot, nextSlot } from '#core/delivery/slots.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import type { Subscription } from '#deliveries.ts'
import type { AskRequest, AuditRow } from '#ports.ts'

import { editSubscription } from './edit-subscription.ts'
import { absent, type Ended, ended, type Reads } from './outcome.ts'
import { cadenceIn, changeRow, listed } from './subscribe-command.ts'
import type { Subscribing } from './subscribing.ts'

type Change = Extract<SubscriptionsCommand, { id: number }>
type Desk = {
  readonly subscribing: Subscribing
  readonly house: Reads
  readonly now: number
  /** Written with what is changed. */
  readonly row: () => AuditRow
}
type Viewer = AskRequest['viewer']

/** What someone has sent, and what they do with it; admins and the operator see everyone's. */
export async function subscriptionsCommand(
  asked: SubscriptionsCommand,
  request: AskRequest,
  house: Reads,
): Promise<Ended> {
  const { viewer } = request
  const command = redact(asked)
  const { subscribing } = house
  if (subscribing === undefined) return absent(command)
  const now = house.clock.now()
  const row = () => changeRow(request, command, now)({ id: 'id' in asked ? asked.id : null })
  const desk = { subscribing, house, now, row }
  try {
    if ('id' in asked) {
      const message = await changed(asked, { viewer, request }, desk)
      // Why it can't be sent there.
      if ('kind' in message) return message
      return ended('answered', { command, detail: { id: asked.id } }, message)
    }
    const all = await list(asked, viewer, subscribing)
    return ended('answered', { command, detail: { subscriptions: all.length } }, listMessage(all))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const detail = { reason: 'subscriptions' }
    return ended('misread', { command, detail }, mistakeMessage(error, 'subscriptions'))
  }
}

const rules = (viewer: Viewer) => viewer.kind === 'operator' || viewer.admin

async function list(asked: SubscriptionsCommand, viewer: Viewer, { subscriptions }: Subscribing) {
  if (viewer.kind === 'operator' || (asked.act === 'all' && viewer.admin)) {
    const all = await subscriptions.list()
    return all.map((one) => ({ ...listed(one), owner: `${one.workspace}/${one.owner}` }))
  }
  const { platform, workspace, id: owner } = viewer
  return (await subscriptions.list({ platform, workspace, owner })).map(listed)
}

type Who = { readonly viewer: Viewer; readonly request: AskRequest }

async function changed(asked: Change, who: Who, desk: Desk): Promise<Message | Ended> {
  const { viewer, request } = who
  if (asked.act === 'resend') return resent(asked.id, viewer, desk)
  const { subscribing, house, row } = desk
  const { subscriptions } = subscribing
  const found = await subscriptions.find(asked.id)
  const mine =
    found !== undefined &&
    viewer.kind === 'member' &&
    viewerName(viewer) === `${found.platform}:${found.workspace}/${found.owner}`
  // Of what is another's, nobody learns that it is there.
  if (found === undefined || !(mine || rules(viewer)))
    throw new UserError(`You have no subscription ${asked.id}`, 'See yours: `subscriptions`.')
  switch (asked.act) {
    case 'pause':
      return set(
        found,
        { state: 'paused', says: 'Paused. Nothing is sent until you resume it.' },
        desk,
      )
    case 'resume':
      return set(found, { state: 'active', says: 'It goes on.' }, desk)
    case 'move': {
      const was = readCadence(found.cadence, 'UTC')
      const zone = 'why' in was ? await house.workspace.zone() : was.zone
      const cadence = cadenceIn(asked.cadence, zone)
      const says = 'Moved. What was sent already for this day, week or month is not sent again.'
      const undo = 'why' in was ? undefined : `subscriptions move ${found.id} ${found.cadence}`
      const to = { state: 'active', says, undo } as const
      return set({ ...found, cadence: formatCadence(cadence) }, to, desk)
    }
    case 'edit':
      if (!mine)
        throw new UserError(
          'Only its owner chooses what is sent and where: it is sent with their rights',
          `Pause it, or move it: \`subscriptions pause ${found.id}\`.`,
        )
      return editSubscription(
        { asked, found, viewer, request, command: redact(asked), row: desk.row },
        desk,
      )
    case 'remove':
      await subscriptions.remove(found.id, row())
      return listMessageAfter(found)
    case 'preview':
      if (!mine)
        throw new UserError(
          'Only its owner is sent a preview',
          `Send a test to its places: \`subscriptions test ${found.id}\`.`,
        )
      return tested(found, { ...desk, preview: true })
    case 'test':
      return tested(found, { ...desk, preview: false })
  }
}

const listMessageAfter = ({ id }: Subscription): Message => ({
  title: 'Subscriptions',
  summary: `Subscription ${id} is removed; nothing more is sent.`,
  parts: [
    {
      kind: 'buttons',
      buttons: [{ label: 'My subscriptions', act: { kind: 'ask', command: 'subscriptions' } }],
    },
  ],
})

type To = {
  readonly state: 'active' | 'paused'
  readonly says: string
  readonly undo?: string | undefined
}

async function set(
  found: Subscription,
  { state, says, undo }: To,
  { subscribing, now, row }: Desk,
): Promise<Message> {
  const cadence = state === 'active' ? cadenceIn(found.cadence, 'UTC') : undefined
  const nextAt = cadence && nextSlot(cadence, now)
  await subscribing.subscriptions.set(found.id, { state, nextAt, cadence: found.cadence }, row())
  const next = nextAt === undefined ? '' : ` Next: ${describeSlot(nextAt, cadence?.zone ?? 'UTC')}.`
  const targets = found.targets.map((target) => ({ ...target, stopped: undefined }))
  return changedMessage(
    `${says}${next}`,
    listed({ ...found, targets, state, why: undefined, nextAt }),
    undo,
  )
}

type Testing = Desk & { readonly preview: boolean }

/** Sends it now, to the same places or to its owner alone, without touching its turns. */
async function tested(
  found: Subscription,
  { subscribing, now, row, preview }: Testing,
): Promise<Message> {
  const { id, targets } = found
  await subscribing.subscriptions.test(found, { now, preview }, row())
  const { length } = targets
  const to = length === 1 ? (targets[0]?.name ?? '') : `${length} places`
  return changedMessage(
    preview
      ? `A preview of subscription ${id} is on its way to your messages; nobody else sees it.`
      : `A test of subscription ${id} is on its way to ${to}.`,
    listed(found),
  )
}

/** Once more, what nobody knows of: for its owner, or an admin. */
async function resent(id: number, viewer: Viewer, desk: Desk): Promise<Message> {
  const { subscribing, now, row } = desk
  const { outbox } = subscribing
  const { owner } = (await outbox.find(id)) ?? {}
  const mine =
    owner?.kind === 'person' &&
    viewer.kind === 'member' &&
    viewerName(viewer) === `${owner.platform}:${owner.workspace}/${owner.id}`
  if (!(mine || rules(viewer)) || !(await outbox.resend(id, now, row())))
    throw new UserError('There is nothing to send again', 'It was sent meanwhile, or is not yours.')
  const said = 'It is sent again, marked as a possible repeat.'
  return { title: 'Sent again', summary: said, parts: [{ kind: 'text', text: said }] }
}
