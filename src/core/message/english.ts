/** `1 person`, `2 people`, `1,204 messages`; without `many` an s is added. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`
}

/** `1,204` */
export function grouped(n: number): string {
  return n.toLocaleString('en-US')
}

/** `a`, `a and b`, `a, b and c`; past `most` names, `a, b and 3 more`. */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.length > most ? names.slice(0, most - 1) : names
  const left = names.length - shown.length
  const parts = left > 0 ? [...shown, `${left} more`] : shown
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
