import { z } from 'zod'

import type { Pseudonymizer, ServiceAccount } from '#collect.ts'

import type { ServiceNames } from './names.ts'

const text = z.string().min(1).max(500)

/** The docs say `email`, the SDK's types `email_address`. */
const user = z.looseObject({
  type: z.literal('user_actor'),
  user_id: text.nullish(),
  email_address: text.nullish(),
  email: text.nullish(),
})
export const actorShape = z.union([
  user,
  z.looseObject({ type: z.literal('service_account_actor'), service_account_id: text }),
  z.looseObject({
    type: z.literal('federated_actor'),
    provider: text.nullish(),
    subject: text.nullish(),
  }),
  z.looseObject({
    type: z.literal('api_actor'),
    api_key_id: text.nullish(),
    api_key_name: text.nullish(),
  }),
])
export type Actor = z.infer<typeof actorShape>

/** Who used it; `service` where no person is known. */
export type Owner = {
  readonly account: string | null
  readonly person: boolean
  readonly service?: ServiceAccount
}

const NOBODY: Owner = { account: null, person: false }

export const userLogin = (id: string) => `anthropic:${id}`

export function personOwner(
  named: {
    readonly email_address?: string | null | undefined
    readonly email?: string | null | undefined
    readonly user_id?: string | null | undefined
  },
  pseudonyms: Pseudonymizer,
): Owner {
  const { email_address, email, user_id: id } = named
  const known = email_address ?? email ?? (id ? userLogin(id) : undefined)
  return known === undefined ? NOBODY : { account: pseudonyms.person(known), person: true }
}

function serviceOwner(
  pseudonyms: Pseudonymizer,
  { kind, id, label }: { kind: ServiceAccount['kind']; id: string; label: string },
): Owner {
  const account = pseudonyms.service(`anthropic:${kind}:${id}`)
  return { account, person: false, service: { account, kind, label } }
}

/** The person, else the service account, else the key, else the workspace that used it. */
export function ownerOf(
  {
    actor,
    key,
    workspace,
  }: {
    readonly actor: Actor | null | undefined
    readonly key?: string | null | undefined
    readonly workspace?: string | null | undefined
  },
  { pseudonyms, names }: { readonly pseudonyms: Pseudonymizer; readonly names: ServiceNames },
): Owner {
  const service = (kind: ServiceAccount['kind'], id: string) =>
    serviceOwner(pseudonyms, { kind, id, label: names.label(kind, id) })
  const keyOwner = (id: string) => service('key', id)
  switch (actor?.type) {
    case 'user_actor': {
      const owner = personOwner(actor, pseudonyms)
      if (owner.person) return owner
      break
    }
    case 'service_account_actor': {
      return service('service_account', actor.service_account_id)
    }
    case 'federated_actor': {
      const { provider, subject } = actor
      // Google names people as `user:<address>`: the same person as anywhere else.
      const [, address] = /^user:(.+@.+)$/.exec(subject ?? '') ?? []
      if (address !== undefined) return { account: pseudonyms.person(address), person: true }
      const shown = subject?.startsWith('principal') ? 'a federated principal' : subject
      if (subject)
        return serviceOwner(pseudonyms, {
          kind: 'service_account',
          id: `${provider ?? ''}:${subject}`,
          label: `${provider ?? 'cloud'}: ${shown}`,
        })
      break
    }
    case 'api_actor': {
      const { api_key_id: id, api_key_name: name } = actor
      if (id) return keyOwner(id)
      if (name) return keyOwner(names.keyNamed(name) ?? name)
      break
    }
    case undefined:
      break
  }
  if (key) return keyOwner(key)
  return workspace ? service('workspace', workspace) : NOBODY
}
