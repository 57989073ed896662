import { type Viewer, viewerName } from '#core/access/access.ts'
import { platformOf } from '#core/access/account.ts'
import { decide } from '#core/access/decide.ts'
import type { AlertCommand } from '#core/command/command.ts'
import { echo } from '#core/command/echo.ts'
import { UserError } from '#core/errors.ts'
import type { AskRequest } from '#ports.ts'

import type { Reads } from './outcome.ts'

type Assign = Extract<AlertCommand, { readonly act: 'assign' }>

/** Whom an alert is given to: their name in rows, and their pseudonym where their address is known. */
export type Assignee = { readonly name: string; readonly self: string | undefined }

/** @throws UserError for who may not act on alerts, and where nobody can tell whether they may */
export async function assignee(
  { to, id }: Assign,
  { viewer }: AskRequest,
  { subscribing }: Pick<Reads, 'subscribing'>,
): Promise<Assignee> {
  if (viewer.kind === 'operator')
    throw new UserError(
      'Whoever an alert is given to is looked up in the chat',
      `Type it there: alert assign ${id} me`,
    )
  if (to === 'me') return named(viewer)
  const platform = platformOf(to)
  const [account = '', workspace = viewer.workspace] = to.split('/').toReversed()
  const someone = subscribing && platform === viewer.platform
  const known = someone
    ? await subscribing.chats.viewer({ platform, workspace, kind: 'person', id: account })
    : undefined
  if (known?.kind !== 'member' || known.standing === 'unknown')
    throw new UserError(
      `The chat does not say who ${echo(to)} is`,
      `Take it yourself, alert assign ${id} me, or try again in a minute.`,
    )
  if (!decide(known, { kind: 'dm', channel: '' }, 'alert act').allowed)
    throw new UserError(
      `${echo(to)} may not act on alerts`,
      `Give them the role first: \`roles grant security ${to}\``,
    )
  return named(known)
}

const named = (viewer: Extract<Viewer, { readonly kind: 'member' }>): Assignee => ({
  name: viewerName(viewer),
  self: viewer.self,
})
