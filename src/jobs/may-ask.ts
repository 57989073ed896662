import type { Decision, Place, Viewer } from '#core/access/access.ts'
import { decide } from '#core/access/decide.ts'
import type { Action } from '#core/access/rules.ts'
import { policyMessage } from '#core/policy/message.ts'
import { withinPolicy } from '#core/policy/within.ts'

import { absent, type Ended, ended, type Reads } from './outcome.ts'

type Asked = { readonly viewer: Viewer; readonly place: Place; readonly action: Action }

/** Whether this may be asked here: by the rules, and by what is promised. */
export async function mayAsk(asked: Asked, { policyInForce }: Reads): Promise<Decision> {
  const decision = decide(asked.viewer, asked.place, asked.action)
  const held = decision.allowed ? await policyInForce?.() : undefined
  return held ? withinPolicy(decision, asked, held.policy) : decision
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
