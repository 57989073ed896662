import { matches } from './allow.ts'

/** What a rule may pass over: a tool, a service by its name, an object by the beginning of its hash, the vendor's word. */
export const EXCEPT_KINDS = ['tool', 'sender', 'integration', 'action'] as const
type ExceptKind = (typeof EXCEPT_KINDS)[number]

/** What is no alert of one rule, with `*` for any characters. */
export type Exception = {
  readonly rule: string
  readonly kind: ExceptKind
  readonly pattern: string
}

/** What a finding is about, as far as exceptions can tell it. */
export type About = {
  readonly tool: string | null
  /** Keys and services; people are passed over for nothing. */
  readonly senders?: readonly string[]
  /** Hex. */
  readonly object?: string | null
  readonly action?: string | null
}

/** The first exception that is one; undefined where none is. */
export function exceptionOf(
  { tool, senders = [], object, action }: About,
  list: readonly Exception[],
): Exception | undefined {
  const names: Readonly<Record<ExceptKind, readonly string[]>> = {
    tool: tool === null ? [] : [tool],
    sender: senders,
    integration: object ? [object] : [],
    action: action ? [action] : [],
  }
  return list.find(({ kind, pattern }) => {
    const wanted = kind === 'integration' ? `${pattern}*` : pattern
    return names[kind].some((name) => matches(wanted.toLowerCase(), name.toLowerCase()))
  })
}
