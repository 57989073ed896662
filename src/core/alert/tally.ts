import type { Tally } from './alert.ts'

/** Counts what becomes of events, by rule and reason. */
export function tallies(): {
  readonly add: (rule: string, reason: string, events?: number) => void
  readonly all: () => readonly Tally[]
} {
  const counts = new Map<string, Tally>()
  return {
    add(rule, reason, events = 1) {
      const key = `${rule}\n${reason}`
      counts.set(key, { rule, reason, events: (counts.get(key)?.events ?? 0) + events })
    },
    all: () => [...counts.values()],
  }
}
