import { drawPng, type Job } from '#charts/draw.ts'

/** The real work, but for one chart that is never done. */
export function work(job: Job): ReturnType<typeof drawPng> {
  if (job.chart.title === 'Never done') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  return drawPng(job)
}
