import { actionOf } from '#core/access/action.ts'
import { parse } from '#core/command/parse.ts'
import { decideWithin } from '#core/policy/within.ts'
import type { Conversation } from '#ports.ts'

import type { Person } from './activity.ts'
import { type Kit, placeOf } from './kit.ts'

type Presser = { readonly person: Person; readonly conversation: Conversation }

/** What a command does and gives, decided for who presses, there and then. */
export async function decided(kit: Kit, { person, conversation }: Presser, text: string) {
  const viewer = await kit.whoAsks(person, conversation, { fresh: true })
  const command = parse(text)
  const action = command.kind === 'misread' ? 'ask company' : actionOf(command)
  const { policy } = await kit.house.policyInForce()
  const place = placeOf(conversation)
  return { viewer, decision: decideWithin({ viewer, place, action }, policy) }
}
