import { z } from 'zod'

import type { Call } from '#collect.ts'
import { roleMembers } from '#connectors/api/role-members.ts'

import { googleOf } from './client.ts'
import { MEMBERS, memberPage } from './directory.ts'
import { all } from './pages.ts'

const member = z.looseObject({
  email: z.string().min(1),
  type: z.string().nullish(),
  status: z.string().nullish(),
})

/** Addresses of the people in a group now, those within groups included. @throws UserError, RetryLater */
export async function addressesIn(call: Call, address: string): Promise<readonly string[]> {
  const google = await googleOf(call, ['groups'])
  const asked = { groupKey: address, includeDerivedMembership: true, maxResults: 200 }
  const pages = all(MEMBERS, (next) =>
    google.ask(MEMBERS, () => google.directory.members.list({ ...asked, ...next }), memberPage),
  )
  return roleMembers(`google:${address}`, membersOf(pages), (row) => {
    const { data } = member.safeParse(row)
    const isThere = data?.type === 'USER' && (data.status ?? 'ACTIVE') === 'ACTIVE'
    return isThere ? [data.email] : undefined
  })
}

async function* membersOf(
  pages: AsyncIterable<{ readonly members?: readonly unknown[] | null | undefined }>,
) {
  for await (const { members } of pages) yield members ?? []
}
