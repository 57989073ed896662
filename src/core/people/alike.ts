/** Two identifiers as typed that may be one person's, and why. */
export type Alike = {
  readonly address: string
  readonly login: string
  readonly why: 'same name' | 'first initial' | 'last initial' | 'other domain'
}

/** Parts of what people are called: `Ada.Lovelace@corp.com` → ada, lovelace. */
function names(identifier: string): readonly string[] {
  const local = identifier.normalize('NFKC').trim().toLowerCase().split('@')[0] ?? ''
  return local
    .replace(/\+.*$/, '')
    .split(/[^\p{L}\p{N}]+/u)
    .map((part) => part.replace(/\p{N}+$/u, ''))
    .filter((part) => part !== '')
}

const domain = (identifier: string) => identifier.trim().toLowerCase().split('@')[1]
const joined = (parts: readonly string[]) => parts.join('')

/** Names this short are shared by too many. */
const LEAST_LETTERS = 5
/** `test1@…`, `test2@…`: a name of so many is nobody's. */
const MOST_CANDIDATES = 8

/**
 * Whether a login looks like an address's owner: `ada-lovelace`, `alovelace` or `adal` beside
 * `ada.lovelace@…`, or the same name at another domain. Undefined where it does not.
 */
export function alike(address: string, login: string): Alike['why'] | undefined {
  const [his, hers] = [names(address), names(login)]
  if (joined(his) === '' || joined(hers) === '') return undefined
  const same = joined(his) === joined(hers) && joined(his).length >= LEAST_LETTERS
  if (same) {
    const [one, other] = [domain(address), domain(login)]
    if (one !== undefined && other !== undefined) return one === other ? undefined : 'other domain'
    return 'same name'
  }
  const [first = '', ...rest] = his
  const last = rest.at(-1)
  if (last === undefined || domain(login) !== undefined) return undefined
  if (joined(hers) === first.slice(0, 1) + last && last.length >= 4) return 'first initial'
  if (joined(hers) === first + last.slice(0, 1) && first.length >= 4) return 'last initial'
  return undefined
}

/**
 * The pairs that an admin should look at: each login with the one address it resembles. One that
 * resembles two is nobody's, and so is one that is an address of the list itself with its own spelling.
 */
export function alikes(addresses: readonly string[], logins: readonly string[]): readonly Alike[] {
  const byKey = new Map<string, Set<string>>()
  const add = (key: string, address: string) =>
    byKey.set(key, (byKey.get(key) ?? new Set()).add(address))
  for (const address of addresses) {
    const parts = names(address)
    const [first = '', ...rest] = parts
    const last = rest.at(-1)
    add(joined(parts), address)
    if (last === undefined) continue
    add(first.slice(0, 1) + last, address)
    add(first + last.slice(0, 1), address)
  }
  return [...new Set(logins)].flatMap((login): readonly Alike[] => {
    const key = joined(names(login))
    const candidates = byKey.get(key) ?? new Set<string>()
    if (key.length < LEAST_LETTERS || candidates.size > MOST_CANDIDATES) return []
    const near = [...candidates].flatMap((address) => {
      const why = address === login ? undefined : alike(address, login)
      return why === undefined ? [] : [{ address, login, why }]
    })
    return near.length === 1 ? near : []
  })
}
