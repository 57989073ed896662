import { createHash } from 'node:crypto'

import type { Png } from '#ports.ts'

import type { Job } from './draw.ts'

type Make = (job: Job) => Promise<Png>

/**
 * Remembers pictures up to `maxBytes`, the least recently used go first; the same chart asked for
 * several times at once is drawn once. A failure is not remembered.
 */
export function remembering(make: Make, maxBytes: number): Make {
  const kept = new Map<string, Png>()
  const underway = new Map<string, Promise<Png>>()
  let bytes = 0

  const keep = (key: string, png: Png): void => {
    kept.set(key, png)
    bytes += png.bytes.length
    for (const [oldest, { bytes: old }] of kept) {
      if (bytes <= maxBytes) break
      kept.delete(oldest)
      bytes -= old.length
    }
  }

  return async (job) => {
    const key = createHash('sha256').update(JSON.stringify(job)).digest('base64url')
    const known = kept.get(key)
    if (known !== undefined) {
      kept.delete(key)
      kept.set(key, known)
      return known
    }
    const running = underway.get(key)
    if (running !== undefined) return running
    const drawing = make(job)
    underway.set(key, drawing)
    try {
      const png = await drawing
      keep(key, png)
      return png
    } finally {
      underway.delete(key)
    }
  }
}
