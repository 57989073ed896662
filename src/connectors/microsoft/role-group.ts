import { z } from 'zod'

import type { Call } from '#collect.ts'
import { UserError } from '#core/errors.ts'

import { MEMBERS } from './directory.ts'
import { graphOf } from './graph.ts'

const text = z.string().nullish()
const member = z.looseObject({
  id: z.string().min(1),
  mail: text,
  userPrincipalName: text,
  accountEnabled: z.boolean().nullish(),
})

const QUERY = { $select: 'id,mail,userPrincipalName,accountEnabled', $top: '999' }
const MOST = 5_000

/**
 * What the people in a group now are known by, those within groups included: their object ids, as
 * `microsoft:` has them, and addresses. @throws UserError, RetryLater
 */
export async function identifiersIn(call: Call, id: string): Promise<readonly string[]> {
  const found: string[] = []
  for await (const rows of graphOf(call).pages({ ...MEMBERS, query: QUERY, path: { id } }))
    for (const row of rows) {
      const { data } = member.safeParse(row)
      // Devices and groups have no name of a user.
      if (!data?.userPrincipalName || data.accountEnabled === false) continue
      found.push(`microsoft:${data.id}`, data.userPrincipalName)
      if (data.mail) found.push(data.mail)
    }
  if (found.length > 3 * MOST)
    throw new UserError(
      `entra:${id} has more than ${MOST} people`,
      'Give the role to a smaller group.',
    )
  return found
}
