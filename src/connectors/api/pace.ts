import { setTimeout } from 'node:timers/promises'

/** Waits for its turn; ends with the signal. */
export type Turn = (signal: AbortSignal) => Promise<void>

/** Lets `calls` through in any span of `ms`, for vendors that count: the others wait. */
export function paced(calls: number, ms = 60_000): Turn {
  const made: number[] = []
  let queue = Promise.resolve()
  const next = async (signal: AbortSignal): Promise<void> => {
    while (made.length >= calls) {
      const wait = (made[0] ?? 0) + ms - performance.now()
      if (wait > 0) await setTimeout(wait, undefined, { signal })
      else made.shift()
    }
    made.push(performance.now())
  }
  return (signal) => {
    const turn = queue.then(() => next(signal))
    queue = turn.catch(() => undefined)
    return turn
  }
}
