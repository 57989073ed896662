import type { Pseudonymizer, ServiceAccount } from '#collect.ts'

export const LITELLM = 'litellm'

/** Programs known by what they call themselves, and the tool that is; the first that fits. */
const CLIENTS: readonly (readonly [RegExp, string])[] = [
  [/claude[-_ ]?(cli|code)/i, 'claude-code'],
  [/\bcodex/i, 'codex'],
  [/github[-_ ]?copilot|copilot-?chat|githubcopilot/i, 'github-copilot'],
  [/\bcursor\b/i, 'cursor'],
]

/** The tool behind a request: by user agent, else its tags, else its key's alias, else LiteLLM itself. */
export function toolOf(said: readonly (string | null | undefined)[]): string {
  for (const text of said) {
    const known = text ? CLIENTS.find(([words]) => words.test(text)) : undefined
    if (known) return known[1]
  }
  return LITELLM
}

export type Caller = {
  readonly email?: string | null | undefined
  readonly user?: string | null | undefined
  readonly alias?: string | null | undefined
  /** The hash of the key, as LiteLLM gives it. */
  readonly key?: string | null | undefined
}

/** Users whom LiteLLM makes up: whoever holds the master key. */
const NOBODY: ReadonlySet<string> = new Set([
  'default_user_id',
  'litellm-proxy-master-key',
  'default',
])

/** A person where the key or the request names one, else the key itself; null where there is none. */
export function accountOf(
  { email, user, alias, key }: Caller,
  pseudonyms: Pseudonymizer,
): {
  readonly account: string | null
  readonly person: boolean
  readonly service?: ServiceAccount
} {
  if (email) return { account: pseudonyms.person(email), person: true }
  if (user && !NOBODY.has(user)) {
    const name = user.includes('@') ? user : `${LITELLM}:${user}`
    return { account: pseudonyms.person(name), person: true }
  }
  const service = keyAccount({ alias, key }, pseudonyms)
  return service
    ? { account: service.account, person: false, service }
    : { account: null, person: false }
}

/** An agent that the gateway serves, by the id that a request names it with. */
export const agentOf = (id: string, { asset }: Pseudonymizer): string =>
  asset(`${LITELLM}:agent:${id}`)

/** A key by its alias, else by the beginning of its hash. */
export function keyAccount(
  { alias, key }: Pick<Caller, 'alias' | 'key'>,
  pseudonyms: Pseudonymizer,
): ServiceAccount | undefined {
  const id = alias || key
  if (!id) return undefined
  const account = pseudonyms.service(`${LITELLM}:key:${id}`)
  return { account, kind: 'key', label: alias || beginning(key) }
}

/** A key that belongs to someone: never by its alias, which may name them, nor as the store knows keys by theirs. */
export function personsKey(
  key: Caller['key'],
  pseudonyms: Pseudonymizer,
): Pick<ServiceAccount, 'account' | 'label'> | undefined {
  if (!key) return undefined
  return { account: pseudonyms.service(`${LITELLM}:key-of-person:${key}`), label: beginning(key) }
}

const beginning = (key: Caller['key']) => `key ${key?.slice(0, 8)}…`
