/** A person's alias is `p-` and so many letters of base32, more where fewer are not enough. */
export const FEWEST_LETTERS = 6
export const MOST_LETTERS = 16

const ALIAS = `p-[a-z2-7]{${FEWEST_LETTERS},${MOST_LETTERS}}`
const WHOLE = new RegExp(`^${ALIAS}$`)

/** Whether a name is a person's alias; keys and services go by their own names, `p-prod-runner` too. */
export const isAlias = (name: string): boolean => WHOLE.test(name)

/** Each alias in a text, or what looks like one. */
export const ALIASES = new RegExp(String.raw`\b${ALIAS}\b`, 'g')
