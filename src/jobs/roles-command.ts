import { viewerName } from '#core/access/access.ts'
import { pendingMessage } from '#core/approval/message.ts'
import type { Roles as RolesCommand } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { UserError } from '#core/errors.ts'
import { roleChangedMessage, rolesMessage } from '#core/message/roles.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import type { AskRequest } from '#ports.ts'

import { changeRole } from './change-role.ts'
import { absent, ended, type Ended, type Reads } from './outcome.ts'

/** Lists, gives or takes roles in chat. Who may is decided before. */
export async function rolesCommand(
  asked: RolesCommand,
  { viewer, place }: AskRequest,
  house: Reads,
): Promise<Ended> {
  const trace = { command: format(asked), detail: {} }
  if (asked.act === 'list') return ended('answered', trace, rolesMessage(await house.roles.list()))
  const { act, who, grant, unit } = asked
  const here = viewer.kind === 'member' ? viewer.workspace : undefined
  const [user = '', workspace = here] = who.split('/').toReversed()
  try {
    if (workspace === undefined) {
      throw new UserError(
        `${user} has no workspace here`,
        `Write it too: \`roles ${act} ${grant} T024BE7LD/${user}\`.`,
      )
    }
    const { approvals } = house
    if (approvals === undefined) return absent(trace.command)
    const change = { act, grant, workspace, user, ...(unit !== undefined && { unit }) }
    const by = { viewer: viewerName(viewer), place, at: house.clock.now() }
    const changed = await changeRole(change, by, { ...house, approvals })
    if (changed.kind === 'waiting') {
      const { id } = changed
      const detail = { pending: id }
      return ended('answered', { ...trace, detail }, pendingMessage(id, trace.command))
    }
    const said = { act, grant, who: user, ...(unit !== undefined && { unit }) }
    return ended('answered', trace, roleChangedMessage(said, changed.kind === 'changed'))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return ended('misread', trace, mistakeMessage(error, 'roles list'))
  }
}
