import type { Viewer } from '#core/access/access.ts'
import { UserError } from '#core/errors.ts'

import type { OpenHouse } from './house.ts'

const SLACK_ID = /^(?:(T[A-Z0-9]+)\/)?([UW][A-Z0-9]+)$/

/**
 * Who `ask --as PERSON` asks as: a Slack user, `U123` or `T123/U123`, with the rights they have.
 * Anybody else is a person this machine knows nothing of, and shows only by the hash of their name.
 */
export async function viewerNamed(person: string, house: OpenHouse): Promise<Viewer> {
  const name = person.trim()
  if (name === '')
    throw new UserError('--as names nobody', 'Write --as U024BE7LH, a Slack user id.')
  const [, workspace = 'local', id] = SLACK_ID.exec(name) ?? []
  if (id === undefined) {
    const pseudonym = house.pseudonyms.person(name).slice(0, 12)
    return member({ workspace: 'local', id: pseudonym, admin: false })
  }
  return member({ workspace, id, admin: await house.admins.isAdmin('slack', workspace, id) })
}

function member(who: { workspace: string; id: string; admin: boolean }): Viewer {
  return { kind: 'member', platform: 'slack', standing: 'member', ...who }
}
