import type { Png } from '#ports.ts'

import { drawPng, type Job } from './draw.ts'

/** What the thread runs. It finds the fonts that the main thread installed before it started. */
export function work(job: Job): Promise<Png> {
  return drawPng(job)
}
