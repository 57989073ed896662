import { setTimeout as sleep } from 'node:timers/promises'

import type { Log } from '#ports.ts'

/** Work that goes on after its request was acknowledged. `nameOf`: what of an error may be logged. */
export function createLater(log: Log, nameOf: (error: unknown) => string) {
  const running = new Set<Promise<void>>()
  return {
    later: (work: () => Promise<void>): void => {
      const one = work()
        .catch((error: unknown) => log.error({ error: nameOf(error) }, 'A request failed'))
        .finally(() => running.delete(one))
      running.add(one)
    },
    /** Waits until all of it is done, but no longer than that. */
    settled: async (withinMs: number) => {
      await Promise.race([Promise.all(running), sleep(withinMs, undefined, { ref: false })])
    },
  }
}
