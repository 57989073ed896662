import { setTimeout as sleep } from 'node:timers/promises'

/**
 * `once`: what others keep; where the outcome is unknown it is not sent again. `repeatable`: a
 * reading, a replacement, or an answer that had better come twice than not at all. `single`: whoever
 * asks sees to every other try.
 */
export type How = 'once' | 'repeatable' | 'single'

type Patience = {
  readonly how: How
  readonly retries: number
  /** Milliseconds before the next try; undefined where there is to be none. */
  readonly waitBefore: (error: unknown, how: How, tries: number) => number | undefined
  /** From then on nothing is tried again. */
  readonly stopped?: AbortSignal | undefined
}

/** Tries again after the waits it is told. @throws what the last try did */
export async function tried<Answer>(
  { how, retries, waitBefore, stopped }: Patience,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      const wait = how !== 'single' && tries < retries ? waitBefore(error, how, tries) : undefined
      if (wait === undefined || stopped?.aborted) throw error
      await sleep(wait, undefined, { signal: stopped }).catch(() => {
        throw error
      })
    }
  }
}
