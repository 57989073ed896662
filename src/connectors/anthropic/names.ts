import type Anthropic from '@anthropic-ai/sdk'
import { z } from 'zod'

import type { Call, ServiceAccount } from '#collect.ts'
import { faultOf } from '#connectors/api/fault.ts'

import type { AnthropicDoor } from './client.ts'

/** What operators call their keys and workspaces: admins map them to units by these names. */
export type ServiceNames = {
  /** `Support bot (apikey_01)` */
  readonly label: (kind: ServiceAccount['kind'], id: string) => string
  /** The key of a name, where only one has it. */
  readonly keyNamed: (name: string) => string | undefined
}

const NO_NAMES: ServiceNames = { label: (_, id) => id, keyNamed: () => undefined }

const named = z.looseObject({ id: z.string().min(1), name: z.string().max(500) })

export async function serviceNames(
  client: Anthropic,
  { call, door }: { readonly call: Call; readonly door: AnthropicDoor },
): Promise<ServiceNames> {
  if (!door.names) return NO_NAMES
  const { apiKeys, workspaces } = client.organization
  const names = new Map<string, string>()
  const keys = new Map<string, string | undefined>()
  let asked = 'api_keys'
  try {
    for await (const raw of apiKeys.list({ limit: 1000 })) {
      const { data: key } = named.safeParse(raw)
      if (!key) continue
      names.set(`key ${key.id}`, key.name)
      keys.set(key.name, keys.has(key.name) ? undefined : key.id)
    }
    asked = 'workspaces'
    const all = { limit: 1000, include_archived: true, include_default: true }
    for await (const raw of workspaces.list(all)) {
      const { data: workspace } = named.safeParse(raw)
      if (workspace) names.set(`workspace ${workspace.id}`, workspace.name)
    }
  } catch (error) {
    throw faultOf(error, { door, call: `GET /v1/organizations/${asked}`, now: call.now() })
  }
  return {
    label: (kind, id) => {
      const name = names.get(`${kind} ${id}`)
      return name === undefined || name === '' ? id : `${name} (${id})`
    },
    keyNamed: (name) => keys.get(name),
  }
}
