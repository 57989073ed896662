export const ALLOW_KINDS = ['model', 'tool'] as const
export type AllowKind = (typeof ALLOW_KINDS)[number]

/** Something that is allowed: a name, with `*` for any characters. */
export type AllowEntry = { readonly kind: AllowKind; readonly pattern: string }

export type AllowRow = AllowEntry & { readonly by: string }

/** `model:claude-*`, as it is typed. */
export const allowWords = ({
  kind,
  pattern,
}: {
  readonly kind: string
  readonly pattern: string
}): string =>
  `${kind}:${/^[\w.:/*-]+$/u.test(pattern) ? pattern : `"${pattern.replaceAll('"', '')}"`}`

/** Whether a list has it; undefined where there is no list of its kind, and so nothing is outside. */
export function isAllowed(
  kind: AllowKind,
  name: string,
  list: readonly AllowEntry[],
): boolean | undefined {
  const own = list.filter((entry) => entry.kind === kind)
  if (own.length === 0) return undefined
  return own.some(({ pattern }) => matches(pattern.toLowerCase(), name.toLowerCase()))
}

/** Without a regular expression: a pattern of many stars takes no longer than a short one. */
export function matches(pattern: string, name: string): boolean {
  const [first = '', ...parts] = pattern.split('*')
  if (!name.startsWith(first)) return false
  const last = parts.pop()
  if (last === undefined) return name === first
  let at = first.length
  for (const part of parts) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return name.length - last.length >= at && name.endsWith(last)
}
