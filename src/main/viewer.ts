import type { Viewer } from '#core/access/access.ts'
import { authority } from '#core/access/grants.ts'
import { UserError } from '#core/errors.ts'

import type { OpenHouse } from './house.ts'

const SLACK_ID = /^(?:(T[A-Z0-9]+)\/)?([UW][A-Z0-9]+)$/

/**
 * Who `ask --as PERSON` asks as: a Slack user, `U123` or `T123/U123`, with the rights they have.
 * Anybody else has no role, is shown only by the hash of their name, and may see themselves.
 */
export async function viewerNamed(person: string, house: OpenHouse): Promise<Viewer> {
  const name = person.trim()
  if (name === '')
    throw new UserError('--as names nobody', 'Write --as U024BE7LH, a Slack user id.')
  const [, workspace = 'local', id] = SLACK_ID.exec(name) ?? []
  if (id === undefined) {
    const self = house.pseudonyms.person(name)
    return member({ workspace: 'local', id: self.slice(0, 12), admin: false, self })
  }
  return member({ workspace, id, ...authority(await house.roles.of({ workspace, user: id })) })
}

type Named = Omit<Extract<Viewer, { kind: 'member' }>, 'kind' | 'platform' | 'standing'>

function member(who: Named): Viewer {
  return { kind: 'member', platform: 'slack', standing: 'member', ...who }
}
