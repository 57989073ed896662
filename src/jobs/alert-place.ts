import type { Place } from '#core/access/access.ts'
import { ACCOUNT, platformOf } from '#core/access/account.ts'
import { AUDIENCE } from '#core/access/audience.ts'
import { decide } from '#core/access/decide.ts'
import { placeOf } from '#core/access/place.ts'
import type { RuleTarget } from '#core/alert/rule.ts'
import { echo } from '#core/command/echo.ts'
import type { Target } from '#core/delivery/delivery.ts'
import { UserError } from '#core/errors.ts'
import type { AskRequest } from '#ports.ts'

import type { Reads } from './outcome.ts'

type House = Pick<Reads, 'subscribing'>
type Chats = NonNullable<House['subscribing']>['chats']

const IS_ACCOUNT = new RegExp(`^${ACCOUNT}$`)

/**
 * Where alerts may go: a channel the app is in and whose readers are all of the workspace, or somebody
 * who may see alerts. `to`: `here`, `me`, a channel, an account.
 * @throws UserError
 */
export async function alertPlace(
  to: string,
  { viewer, place }: Pick<AskRequest, 'viewer' | 'place'>,
  { subscribing }: House,
): Promise<{ readonly target: RuleTarget; readonly place: Place }> {
  if (viewer.kind === 'operator' || !subscribing)
    throw new UserError('A channel is found by the chat it is in', 'Type it there.')
  const { platform, workspace, id } = viewer
  const { chats } = subscribing
  const here = placeOf(place)
  if (to === 'here' && here.kind === 'terminal')
    throw new UserError('A terminal is no place to send to', 'Write to:me, or a channel.')
  const channel = to === 'here' && here.kind !== 'terminal' ? here.channel : to
  const alone = to === 'me' || (to === 'here' && here.kind === 'dm')
  if (!alone && IS_ACCOUNT.test(channel)) return someone(channel, { platform, workspace }, chats)
  const found = await chats.find(
    alone
      ? { platform, workspace, kind: 'person', id }
      : { platform, workspace, kind: 'channel', id: channel },
  )
  if (AUDIENCE[found.place.kind] === 'outsiders')
    throw new UserError(
      `People of other companies read ${found.name}, and alerts are not told there`,
      'Choose another place: here, a channel of your own company, or me.',
    )
  const may = decide(viewer, found.place, 'help')
  if (!may.allowed) throw new UserError(may.says, 'Choose a channel of your own workspace.')
  return { target: { ...found.target, name: found.name }, place: found.place }
}

async function someone(
  account: string,
  { platform, workspace }: Pick<Target, 'platform' | 'workspace'>,
  chats: Chats,
): Promise<{ readonly target: RuleTarget; readonly place: Place }> {
  const [id = '', home = workspace] = account.split('/').toReversed()
  const target = { platform, workspace: home, kind: 'person', id } as const
  const known = platformOf(account) === platform ? await chats.viewer(target) : undefined
  if (known?.kind !== 'member' || known.standing === 'unknown')
    throw new UserError(
      `The chat does not say who ${echo(account)} is`,
      'Name a channel, or try again in a minute.',
    )
  if (!decide(known, { kind: 'dm', channel: '' }, 'alerts list').allowed)
    throw new UserError(
      `${echo(account)} may not see alerts`,
      `Give them the role first: \`roles grant security ${account}\``,
    )
  const found = await chats.find(target)
  return { target: { ...found.target, name: found.name }, place: found.place }
}
