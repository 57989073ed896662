import { Tinypool } from 'tinypool'

import type { Png } from '#ports.ts'

import type { Job } from './draw.ts'

export type Thread = {
  draw(job: Job): Promise<Png>
  close(): Promise<void>
}

/** More are refused rather than kept waiting: at 30 a second this is two seconds of work. */
const MAX_WAITING = 64

/**
 * One thread draws, one chart after the other, so that acknowledging a command never waits for a
 * picture. A chart that takes longer than `timeout` milliseconds is given up with its thread; the
 * next one gets a new thread. Memory limits stay off: exceeding one aborts the whole process.
 */
export function openThread({
  timeout,
  worker = new URL('./worker.ts', import.meta.url),
}: {
  readonly timeout: number
  /** A module that exports `work`. */
  readonly worker?: URL
}): Thread {
  const pool = new Tinypool({
    filename: worker.href,
    name: 'work',
    minThreads: 1,
    maxThreads: 1,
  })
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let closed = false

  const run = async (job: Job): Promise<Png> => {
    if (closed) throw new Error('Nothing is drawn any more')
    // The time starts here and not in the queue: others' charts do not count.
    const signal = AbortSignal.timeout(timeout)
    try {
      return (await pool.run(job, { signal })) as Png
    } catch (error) {
      if (!signal.aborted) throw error
      throw new Error(`The chart was not drawn within ${timeout} ms`, { cause: error })
    }
  }

  return {
    async draw(job) {
      if (waiting >= MAX_WAITING) throw new Error(`${waiting} charts are waiting to be drawn`)
      waiting += 1
      const mine = last.then(() => run(job))
      last = mine.then(
        () => undefined,
        () => undefined,
      )
      try {
        return await mine
      } finally {
        waiting -= 1
      }
    },
    async close() {
      closed = true
      // A thread that is ended within a picture's native code takes the process with it.
      await last
      await pool.destroy()
    },
  }
}
