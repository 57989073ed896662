import type { Call, Login } from '#collect.ts'
import { type Client, client } from '#connectors/api/client.ts'
import type { Door } from '#connectors/api/fault.ts'
import { hashOf } from '#connectors/api/measured.ts'

export const COMPLIANCE_KEY = 'CHATGPT_COMPLIANCE_KEY'
export const WORKSPACE_ID = 'CHATGPT_WORKSPACE_ID'
export const ORGANIZATION_ID = 'CHATGPT_ORGANIZATION_ID'
export const CHATGPT = 'chatgpt'

export const DOOR: Door = {
  title: 'ChatGPT Enterprise',
  keyFix: `Make a new platform key, have OpenAI support switch its compliance scope on, and put it in ${COMPLIANCE_KEY}.`,
  rightFix:
    'Ask OpenAI support to give the key the compliance scope (read). If only a log file was refused, its link had expired: the next sync asks for a fresh one.',
  placeFix: `Check ${WORKSPACE_ID} and ${ORGANIZATION_ID}: the key sees only its own workspace and organization.`,
}

export const chatgptClient = (call: Call): Client =>
  client(call, {
    door: DOOR,
    origin: 'https://api.chatgpt.com',
    headers: { authorization: `Bearer ${call.setting(COMPLIANCE_KEY) ?? ''}` },
  })

/** A person the vendor knows by id only; hashed, because that is all a measured text tells of them. */
const personOf = (userId: string) => `chatgpt:${hashOf(userId)}`

type Identity = {
  readonly id?: string | null | undefined
  readonly email?: string | null | undefined
}

export function accountOf({ id, email }: Identity, { pseudonyms }: Call): string | null {
  if (email) return pseudonyms.person(email)
  return id ? pseudonyms.person(personOf(id)) : null
}

/** Collects which ids and addresses are one person; `met` gives those new since it was last asked. */
export function loginBook({ pseudonyms }: Call) {
  const known = new Set<string>()
  let fresh: Login[] = []
  return {
    see: ({ id, email }: Identity) => {
      if (!id || !email || known.has(id)) return
      known.add(id)
      const alias = pseudonyms.person(personOf(id))
      fresh.push({ account: pseudonyms.person(email), alias, sure: 'verified' })
    },
    met: (): readonly Login[] => {
      const given = fresh
      fresh = []
      return given
    },
  }
}
