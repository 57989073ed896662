import type { Call } from '#collect.ts'
import { type Client, client } from '#connectors/api/client.ts'
import type { Door } from '#connectors/api/fault.ts'

const DOOR: Door = {
  title: 'LiteLLM',
  keyFix: 'Make a key of a proxy admin viewer and put it in LITELLM_KEY.',
  rightFix:
    'Make the key one of a user with the role proxy_admin_viewer: others see their own use only.',
  placeFix:
    'Check LITELLM_URL, and that the proxy has a database and is new enough to have this call.',
}

export const proxyOf = (call: Call): Client =>
  client(call, {
    door: DOOR,
    origin: call.setting('LITELLM_URL') ?? '',
    headers: { authorization: `Bearer ${call.setting('LITELLM_KEY')}` },
  })
