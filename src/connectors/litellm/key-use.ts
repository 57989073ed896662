import type { Call, GovernanceEvent } from '#collect.ts'
import { placeOf, whereOf } from '#connectors/api/our-places.ts'
import type { UsageEvent } from '#ingest.ts'

import { keyAccount, LITELLM, personsKey } from './caller.ts'

type Asked = {
  /** Whoever it belongs to, as the row says. */
  readonly who?: string | null | undefined
  readonly alias?: string | null | undefined
  readonly api_key?: string | null | undefined
  readonly requester_ip_address?: string | null | undefined
  readonly api_base?: string | null | undefined
}

/**
 * That a key was used, where it is known from where or on which endpoint: one entry for a key, a person,
 * a network, an endpoint and a day, however many requests that are.
 */
export function keyUse(
  { atMicros, day, account, tool }: UsageEvent,
  { who, alias, api_key, requester_ip_address, api_base }: Asked,
  call: Call,
): GovernanceEvent | undefined {
  const named = keyAccount({ alias, key: api_key }, call.pseudonyms)
  // An alias of a person's key may name them.
  const isTheirs = named?.account !== account
  const key = isTheirs ? personsKey(api_key, call.pseudonyms) : named
  const asked = { address: requester_ip_address, endpoint: api_base }
  const { prefix, place } = whereOf(call, asked)
  if (!key || place === null) return undefined
  // Of what does not change with the key of pseudonyms; hashed like any id. Of the address no more than
  // is kept: a hash of all of it could be found again by trying each.
  const same = [isTheirs ? api_key : alias || api_key, who, tool, day, prefix, place, api_base]
  return {
    atMicros,
    source: LITELLM,
    tool,
    type: 'key_used',
    action: 'key.used',
    actor: account,
    objectKind: 'key',
    object: null,
    target: null,
    outcome: null,
    key: { account: key.account, label: key.label, ...placeOf(call, asked) },
    id: call.pseudonyms.event(`${LITELLM}:key-used:${JSON.stringify(same)}`),
    // It is of many requests, and of no entry of a log.
    reference: null,
  }
}
