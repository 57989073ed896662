import type { Aliases } from '#rights.ts'

/** Someone's account as their platform's roster has it. */
export type Account = { readonly name: string; readonly addresses: readonly string[] }

/**
 * Which of these aliases stand for someone in this part of a roster, with their names: its addresses are
 * hashed in memory and forgotten again.
 */
export async function namesIn(
  roster: readonly Account[],
  aliases: ReadonlySet<string>,
  known: Pick<Aliases, 'pseudonym' | 'byPseudonym'>,
): Promise<readonly (readonly [alias: string, name: string])[]> {
  const hashed = roster.flatMap(({ name, addresses }) =>
    addresses.map((address) => [known.pseudonym(address), name] as const),
  )
  const found = await known.byPseudonym(hashed.map(([pseudonym]) => pseudonym))
  return hashed.flatMap(([pseudonym, name]) => {
    const alias = found.get(pseudonym)
    return alias !== undefined && aliases.has(alias) ? [[alias, name] as const] : []
  })
}
