/**
 * While the key is being changed, every keyed hash comes as two: under the present key, then under the
 * one before. What is cut to its first bytes is under the present key by itself.
 */
const ONE = 64

export const underBoth = (present: string, previous: string): string => present + previous

/** The hash under the present key. */
export const presentOf = (hash: string): string => hash.slice(0, ONE)

/** Each hash there is, for what is looked for in the store. */
export const hashesOf = (hash: string): readonly string[] =>
  [presentOf(hash), previousOf(hash)].filter((one) => one !== null)

/** The hash under the key before; null where there is one key. */
export const previousOf = (hash: string): string | null =>
  hash.length === 2 * ONE ? hash.slice(ONE) : null
