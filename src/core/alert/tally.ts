import type { Tally } from './alert.ts'

/** Counts what becomes of events, by rule and reason. */
export function tallies(): {
  readonly add: (tally: Tally) => void
  readonly all: () => readonly Tally[]
} {
  const counts = new Map<string, Tally>()
  return {
    add(tally) {
      const key = `${tally.rule}\n${tally.reason}`
      counts.set(key, { ...tally, events: (counts.get(key)?.events ?? 0) + tally.events })
    },
    all: () => [...counts.values()],
  }
}

/** A message was posted or changed for it. */
export const isTold = ({ reason }: Tally): boolean => reason === 'new' || reason === 'more'
