import { notTheirs } from '#core/access/own-units.ts'
import type { Ask } from '#core/command/command.ts'
import type { Scope, Unresolved, UsageReader } from '#ports.ts'

/** What a question is about, and what it is compared with. */
export type Scopes = { readonly scope: Scope; readonly beside?: Scope }

/** Finds the names of a question and of what it is compared with. */
export async function scopesOf(
  { filters, compare }: Ask,
  reader: UsageReader,
): Promise<Scopes | { readonly unresolved: readonly Unresolved[] }> {
  const own = await reader.resolve(filters)
  if (!compare) return own
  const other = await reader.resolve({ ...filters, [compare.key]: compare.values })
  if ('unresolved' in own || 'unresolved' in other) {
    const all = [own, other].flatMap((of) => ('unresolved' in of ? of.unresolved : []))
    const named = new Map(all.map((one) => [`${one.key} ${one.value}`, one]))
    return { unresolved: [...named.values()] }
  }
  return { scope: own.scope, beside: other.scope }
}

/** Whether what is compared is the same by another name: `team:eng compare:team:Engineering`. */
export function isBesideItself({ compare }: Ask, { scope, beside }: Scopes): boolean {
  const [own, other] = [scope, beside].map((of) => compare && of?.ids[compare.key])
  return (
    own !== undefined &&
    own.length > 0 &&
    other !== undefined &&
    new Set(own).symmetricDifference(new Set(other)).size === 0
  )
}

/** Why a lead of `own` units is not answered; undefined when both scopes are theirs. */
export function notOfTheirs({ scope, beside }: Scopes, own: readonly string[]) {
  for (const { labels } of beside ? [scope, beside] : [scope]) {
    const why = notTheirs({ units: labels.team ?? [], groups: labels.group ?? [] }, own)
    if (why) return why
  }
  return undefined
}

/** Answers are stored and their buttons re-sent: from here on a person or an asset is an alias. */
export function byAlias(ask: Ask, { scope, beside }: Scopes): Ask {
  const { filters, compare } = ask
  const { user = [] } = scope.labels
  const asset = keptOf('asset', scope)
  const known = {
    ...ask,
    filters: { ...filters, ...(filters.user && { user }), ...(filters.asset && { asset }) },
  }
  return compare?.key === 'user' || compare?.key === 'asset'
    ? { ...known, compare: { ...compare, values: keptOf(compare.key, beside) } }
    : known
}

const keptOf = (key: 'user' | 'asset', scope: Scope | undefined): readonly string[] =>
  (key === 'asset' ? scope?.codes : undefined) ?? scope?.labels[key] ?? []
