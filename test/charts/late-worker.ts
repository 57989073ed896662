import { setTimeout as sleep } from 'node:timers/promises'
import { threadId } from 'node:worker_threads'

import type { Job } from '#charts/draw.ts'
import type { Png } from '#ports.ts'

/** By the title of the chart: one that comes late, one that never does; any other is there at once. */
export async function work({ chart, width }: Job): Promise<Png> {
  const port = new BroadcastChannel('late pictures')
  if (chart.title === 'Late') {
    await sleep(2500)
    port.postMessage({ says: 'finished' })
  }
  if (chart.title === 'Never done') {
    setInterval(() => port.postMessage({ says: threadId }), 20)
    await new Promise(() => {})
  }
  port.close()
  return { bytes: new Uint8Array(), width, height: 1 }
}
