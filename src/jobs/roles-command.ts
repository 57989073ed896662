import { viewerName } from '#core/access/access.ts'
import { directoryOf, groupOf } from '#core/access/grants.ts'
import { pendingMessage } from '#core/approval/message.ts'
import type { Roles as RolesCommand } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { redact } from '#core/command/redact.ts'
import { UserError } from '#core/errors.ts'
import { roleChangedMessage, rolesMessage } from '#core/message/roles.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import type { AskRequest } from '#ports.ts'
import type { Holder } from '#rights.ts'

import { changeRole } from './change-role.ts'
import { absent, ended, type Ended, type Reads } from './outcome.ts'

/** Lists, gives or takes roles in chat. Who may is decided before. */
export async function rolesCommand(
  asked: RolesCommand,
  { viewer, place }: AskRequest,
  house: Reads,
): Promise<Ended> {
  const trace = { command: redact(asked), detail: {} }
  if (asked.act === 'list') return ended('answered', trace, rolesMessage(await house.roles.list()))
  const { act, grant, unit } = asked
  try {
    const holder = holderOf(asked, viewer)
    if (act === 'grant' && 'group' in holder) await refuseAddresses(holder.group, house)
    const { approvals } = house
    if (approvals === undefined) return absent(trace.command)
    const change = { act, grant, ...holder, ...(unit !== undefined && { unit }) }
    const by = { viewer: viewerName(viewer), place, at: house.clock.now() }
    const changed = await changeRole(change, by, { ...house, approvals })
    if (changed.kind === 'waiting') {
      const { id } = changed
      const detail = { pending: id }
      return ended('answered', { ...trace, detail }, pendingMessage(id, format(asked)))
    }
    const named = 'group' in holder ? `group ${holder.group}` : holder.user
    const said = { act, grant, who: named, ...(unit !== undefined && { unit }) }
    return ended('answered', trace, roleChangedMessage(said, changed.kind === 'changed'))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return ended('misread', trace, mistakeMessage(error, 'roles list'))
  }
}

function holderOf(
  { act, grant, who }: Exclude<RolesCommand, { readonly act: 'list' }>,
  viewer: AskRequest['viewer'],
): Holder {
  const group = groupOf(who)
  if (group !== undefined) return { group }
  const here = viewer.kind === 'member' ? viewer.workspace : undefined
  const [user = '', workspace = here] = who.split('/').toReversed()
  if (workspace === undefined)
    throw new UserError(
      `${user} has no workspace here`,
      `Write it too: \`roles ${act} ${grant} T024BE7LD/${user}\`.`,
    )
  return { workspace, user }
}

/** A group goes by its address; a person never does, and what has a role is listed and recorded. */
async function refuseAddresses(group: string, { aliases }: Pick<Reads, 'aliases'>): Promise<void> {
  const known = directoryOf(group)
  if (known?.directory !== 'google') return
  const people = await aliases.byPseudonym([aliases.pseudonym(known.id)])
  if (people.size > 0)
    throw new UserError(
      'That is the address of a person, not of a group',
      'Name them by their id in Slack or Teams instead: `roles grant analyst U024BE7LH`.',
    )
}
