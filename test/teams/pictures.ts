import type { Pictures } from '#conversations.ts'
import type { Chart } from '#core/chart/chart.ts'

type Kept = {
  readonly id: string
  readonly chart: Chart
  readonly until?: number
  readonly message?: string
}

/** Hosted pictures, kept in memory. */
export function memoryPictures() {
  const kept = new Map<string, Kept>()
  const drop = (gone: (one: Kept) => boolean) => {
    for (const one of kept.values()) if (gone(one)) kept.delete(one.id)
  }
  const pictures: Pictures = {
    keep: async (picture) => void kept.set(picture.id, picture),
    pin: async (message, id) => {
      drop((one) => one.message === message && one.id !== id)
      const found = id === undefined ? undefined : kept.get(id)
      if (found) kept.set(found.id, { id: found.id, chart: found.chart, message })
    },
    find: async (id, now) => {
      const found = kept.get(id)
      return found && (found.until ?? Infinity) > now ? found.chart : undefined
    },
    drop: async (id) => void kept.delete(id),
    revoke: async (conversation, message = '') =>
      drop((one) => `${one.message ?? ''} `.startsWith(`${conversation} ${message}`)),
  }
  return { ...pictures, kept }
}
