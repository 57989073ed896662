import { setTimeout as sleep } from 'node:timers/promises'

import { Tinypool } from 'tinypool'

import type { Png } from '#ports.ts'

import type { Job } from './draw.ts'

export type Thread = {
  draw(job: Job): Promise<Png>
  close(): Promise<void>
}

/** More are refused rather than kept waiting: at 30 a second this is two seconds of work. */
const MAX_WAITING = 64

/** Pictures that nobody waits for any more; with one more, the eldest is ended. */
const MAX_LATE = 2

/**
 * One thread draws, one chart after the other, so that acknowledging a command never waits for a
 * picture. Nobody waits longer than `timeout` milliseconds for theirs: the next one gets a new
 * thread, and the late one ends with its own, because a thread that is ended within native code takes
 * the process with it. What isn't drawn `grace` milliseconds later never will be, and is ended all
 * the same. Memory limits stay off: exceeding one aborts the whole process.
 */
export function openThread({
  timeout,
  grace = 60_000,
  worker = new URL('./worker.ts', import.meta.url),
}: {
  readonly timeout: number
  readonly grace?: number
  /** A module that exports `work`. */
  readonly worker?: URL
}): Thread {
  const start = () =>
    new Tinypool({ filename: worker.href, name: 'work', minThreads: 1, maxThreads: 1 })
  let thread = start()
  /** Those with a late picture, the eldest first. */
  const late = new Map<Tinypool, Promise<unknown>>()
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let closed = false

  const leave = (left: Tinypool, picture: Promise<unknown>) => {
    const [eldest] = late.keys()
    if (eldest && late.size >= MAX_LATE) void eldest.destroy()
    const gone = atMost(grace, picture).then(() => left.destroy())
    late.set(left, gone)
    void gone.then(() => late.delete(left))
  }

  const run = async (job: Job): Promise<Png> => {
    if (closed) throw new Error('Nothing is drawn any more')
    const picture = thread.run(job) as Promise<Png>
    // The time starts here and not in the queue: others' charts do not count.
    if (await atMost(timeout, picture)) return picture
    leave(thread, picture)
    thread = start()
    throw new Error(`The chart was not drawn within ${timeout} ms`)
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
      await last
      await atMost(timeout, Promise.all(late.values()))
      await Promise.all([thread, ...late.keys()].map((one) => one.destroy()))
    },
  }
}

/** Whether it came to its end, well or not, within so many milliseconds. */
async function atMost(ms: number, work: Promise<unknown>): Promise<boolean> {
  const over = new AbortController()
  const ended = () => true
  const waited = sleep(ms, false, { signal: over.signal }).catch(ended)
  const came = await Promise.race([work.then(ended, ended), waited])
  over.abort()
  return came
}
