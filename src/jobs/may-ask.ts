import type { Decision, Place, Viewer } from '#core/access/access.ts'
import type { Action } from '#core/access/rules.ts'
import { policyMessage } from '#core/policy/message.ts'
import { decideWithin } from '#core/policy/within.ts'

import { absent, type Ended, ended, type Reads } from './outcome.ts'

type Asked = { readonly viewer: Viewer; readonly place: Place; readonly action: Action }

/** Whether this may be asked here: by the rules, and by what is promised. */
export async function mayAsk(
  asked: Asked,
  { policyInForce }: Pick<Reads, 'policyInForce'>,
): Promise<Decision> {
  return decideWithin(asked, (await policyInForce?.())?.policy)
}

/** What is promised. */
export async function askPolicy(command: string, { policyInForce }: Reads): Promise<Ended> {
  const held = await policyInForce?.()
  if (!held) return absent(command)
  return ended(
    'answered',
    { command: 'privacy', detail: { policy: held.hash } },
    policyMessage(held),
  )
}
