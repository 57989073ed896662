import type { Viewer } from '#core/access/access.ts'
import { ACCOUNT, platformOf, writtenAccount } from '#core/access/account.ts'
import { authority } from '#core/access/grants.ts'
import { UserError } from '#core/errors.ts'

import type { OpenHouse } from './open-house.ts'

const KNOWN = new RegExp(`^${ACCOUNT}$`)

/**
 * Who `ask --as PERSON` asks as: an account of Slack or Teams, with the rights it has there.
 * Anybody else has no role, is shown only by the hash of their name, and may see themselves.
 */
export async function viewerNamed(person: string, house: OpenHouse): Promise<Viewer> {
  const name = person.trim()
  if (name === '')
    throw new UserError('--as names nobody', 'Write --as U024BE7LH, a Slack user id.')
  if (!KNOWN.test(name)) {
    const self = house.pseudonyms.person(name)
    return member({ workspace: 'local', id: self.slice(0, 12), admin: false, self })
  }
  const [id = '', workspace = 'local'] = writtenAccount(name).split('/').toReversed()
  const rights = authority(await house.roles.of({ workspace, user: id }))
  return member({ platform: platformOf(id), workspace, id, ...rights })
}

type Named = Omit<Extract<Viewer, { kind: 'member' }>, 'kind' | 'platform' | 'standing'> &
  Partial<Pick<Extract<Viewer, { kind: 'member' }>, 'platform'>>

function member({ platform = 'slack', ...who }: Named): Viewer {
  return { kind: 'member', platform, standing: 'member', ...who }
}
