import type { After } from '#chat/after.ts'
import type { Log } from '#ports.ts'

import { nameOf } from './refusal.ts'

/** Does `work` after whatever of the same key came before it, and again until it is done. Never rejects. */
export type InOrder = (key: string, work: () => Promise<void>) => Promise<void>

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 600_000
/** Some two days of tries: a store that is away for longer has been noticed. */
const MOST_TRIES = 300

type Queue = { readonly works: (() => Promise<void>)[]; running: Promise<void> }

/** What was tried for the first time is waited for; what has to be tried again is not. */
export function createInOrder({
  after,
  log,
  what,
}: {
  readonly after: After
  readonly log: Log
  /** Logged of a failure. */
  readonly what: string
}): InOrder {
  const queues = new Map<string, Queue>()

  async function drain(key: string, works: Queue['works'], failed: number): Promise<void> {
    let tries = failed
    for (let [work] = works; work !== undefined; [work] = works) {
      try {
        await work()
        tries = 0
      } catch (error) {
        log.error({ error: nameOf(error) }, what)
        tries += 1
        if (tries < MOST_TRIES) return again(key, works, tries)
      }
      works.shift()
    }
    queues.delete(key)
  }

  function again(key: string, works: Queue['works'], tries: number): void {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1))
    after(wait, () => {
      const running = drain(key, works, tries)
      queues.set(key, { works, running })
      return running
    })
  }

  return (key, work) => {
    const known = queues.get(key)
    if (known !== undefined) {
      known.works.push(work)
      return known.running
    }
    const works = [work]
    // Before the first of it is over, more may come.
    const running = Promise.resolve().then(() => drain(key, works, 0))
    queues.set(key, { works, running })
    return running
  }
}
