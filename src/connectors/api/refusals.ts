import type { Refused } from '#collect.ts'

/** Counts rows that could not be read, once per kind of fault. */
export type Refusals = {
  readonly add: (where: string, why: string) => void
  /** What was refused since the last time it was taken. */
  readonly take: () => readonly Refused[]
}

export function refusals(): Refusals {
  let counts = new Map<string, Refused>()
  return {
    add: (where, why) => {
      const key = `${where}\0${why}`
      counts.set(key, { where, why, count: (counts.get(key)?.count ?? 0) + 1 })
    },
    take: () => {
      const taken = [...counts.values()]
      counts = new Map()
      return taken
    },
  }
}
