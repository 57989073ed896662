import { setTimeout as sleep } from 'node:timers/promises'

type Limit = { readonly most: number; readonly withinMs: number }

/**
 * Waits until one more call keeps within every limit; calls of one key leave in turn. Rejects when it is
 * stopped meanwhile.
 */
export type Pace = (key: string, stopped?: AbortSignal) => Promise<void>

const MOST_KEYS = 5_000

/** When one more may leave, given when the last ones did. */
export function nextAt(sent: readonly number[], limits: readonly Limit[], now: number): number {
  return limits.reduce((at, { most, withinMs }) => {
    const before = sent.at(-most)
    return before === undefined ? at : Math.max(at, before + withinMs)
  }, now)
}

export function createPace(limits: readonly Limit[]): Pace {
  const longest = Math.max(...limits.map(({ withinMs }) => withinMs))
  const sentBy = new Map<string, number[]>()
  return async (key, stopped) => {
    stopped?.throwIfAborted()
    const now = Date.now()
    const sent = (sentBy.get(key) ?? []).filter((at) => at > now - longest)
    const at = nextAt(sent, limits, now)
    // Taken before the wait, so that whoever comes next stands behind.
    sent.push(at)
    sentBy.delete(key)
    sentBy.set(key, sent)
    const [oldest] = sentBy.keys()
    if (sentBy.size > MOST_KEYS && oldest !== undefined) sentBy.delete(oldest)
    if (at > now) await sleep(at - now, undefined, { signal: stopped })
  }
}
