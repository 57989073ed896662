import { z } from 'zod'

import type { Call } from '#collect.ts'
import { UserError } from '#core/errors.ts'

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
  const found: string[] = []
  for await (const page of pages)
    for (const row of page.members ?? []) {
      const { data } = member.safeParse(row)
      if (data?.type === 'USER' && (data.status ?? 'ACTIVE') === 'ACTIVE') found.push(data.email)
    }
  if (found.length > MOST)
    throw new UserError(
      `google:${address} has more than ${MOST} people`,
      'Give the role to a smaller group.',
    )
  return found
}

const MOST = 5_000
