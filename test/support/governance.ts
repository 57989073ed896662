import type { GovernanceEvent } from '#collect.ts'

import { pseudonym } from './events.ts'

/** An entry of an audit log. `id`, people and objects are hashed here; `actor` may be a hash already. */
export function governanceEvent(
  id: string,
  { at, ...facts }: { readonly at: string } & Partial<Omit<GovernanceEvent, 'atMicros' | 'id'>>,
): GovernanceEvent {
  return {
    source: 'vendor-log',
    tool: 'chatgpt',
    type: 'role_change',
    action: 'role.updated',
    actor: null,
    objectKind: 'role',
    object: null,
    target: null,
    outcome: null,
    reference: null,
    ...facts,
    atMicros: BigInt(Date.parse(at)) * 1000n,
    id: pseudonym(id),
  }
}

/** What its vendor says of an entry: its id, and that it was published two minutes after 11:52. */
export const inLog = (reference: string) => ({
  reference,
  publishedMicros: BigInt(Date.parse('2026-11-07T11:54:00Z')) * 1000n,
})
