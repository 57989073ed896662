import { z } from 'zod'

import type { Call } from '#collect.ts'
import { roleMembers } from '#connectors/api/role-members.ts'

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

/**
 * What the people in a group now are known by, those within groups included: their object ids, as
 * `microsoft:` has them, and addresses. @throws UserError, RetryLater
 */
export async function identifiersIn(call: Call, id: string): Promise<readonly string[]> {
  const pages = graphOf(call).pages({ ...MEMBERS, query: QUERY, path: { id } })
  return roleMembers(`entra:${id}`, pages, (row) => {
    const { data } = member.safeParse(row)
    // Devices and groups have no name of a user.
    if (!data?.userPrincipalName || data.accountEnabled === false) return undefined
    return [`microsoft:${data.id}`, data.userPrincipalName, ...(data.mail ? [data.mail] : [])]
  })
}
