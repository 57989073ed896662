import type { UsageEvent } from '#ingest.ts'

/** Too much is waiting to be stored: come back later. */
export class Full extends Error {}

export type Gathering = {
  /** Resolves once the events are stored. @throws Full without taking any */
  add(events: readonly UsageEvent[]): Promise<void>
  /** Events taken and not stored yet. */
  waiting(): number
  /** Resolves when nothing waits. */
  idle(): Promise<void>
}

type Waiter = {
  readonly events: readonly UsageEvent[]
  readonly stored: () => void
  readonly failed: (error: unknown) => void
}

/**
 * Stores what many requests bring in one write: while one is under way the next gathers. Each caller
 * hears of the write that held its events, and nobody before it is done.
 */
export function gathering(
  append: (events: readonly UsageEvent[]) => Promise<void>,
  { most }: { readonly most: number },
): Gathering {
  let queue: Waiter[] = []
  let waiting = 0
  let writing: Promise<void> | undefined

  const write = async () => {
    while (queue.length > 0) {
      const batch = queue
      queue = []
      try {
        await append(batch.flatMap(({ events }) => events))
        for (const { stored } of batch) stored()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
      waiting -= batch.reduce((sum, { events }) => sum + events.length, 0)
    }
    writing = undefined
  }

  return {
    add(events) {
      if (events.length === 0) return Promise.resolve()
      if (waiting > 0 && waiting + events.length > most) return Promise.reject(new Full())
      waiting += events.length
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      queue.push({ events, stored: resolve, failed: reject })
      writing ??= Promise.resolve().then(write)
      return promise
    },
    waiting: () => waiting,
    idle: async () => {
      await writing
    },
  }
}
