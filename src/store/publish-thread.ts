import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

import type { Job, Telling } from './publish-decide.ts'

/** Decides in a thread of its own: a month takes seconds, in which everybody's answers would wait. */
export async function decideApart(job: Job): Promise<readonly Telling[] | null> {
  const worker = new Worker(new URL('./publish-worker.ts', import.meta.url), { workerData: job })
  // A bot that is told to stop does not wait for it: nothing is told by half.
  worker.unref()
  try {
    const [decided] = (await once(worker, 'message')) as [readonly Telling[] | null]
    return decided
  } finally {
    await worker.terminate()
  }
}
