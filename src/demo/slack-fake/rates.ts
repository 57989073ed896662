import { METHODS } from './methods/table.ts'
import type { Json, World } from './world.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

export type Rates = { readonly wait: (method: string, args: Json) => number | undefined }

/** Counts calls in sliding windows; `wait` is the seconds of a `Retry-After`, when over. */
export function createRates(world: World): Rates {
  const calls = new Map<string, number[]>()
  return {
    wait: (method, args) => {
      const rate = METHODS[method]?.rate
      if (!world.settings.strictRates || rate === undefined) return undefined
      const perChannel = rate === 'a second a channel'
      const key = perChannel ? `${method} ${String(args['channel'])}` : method
      const window = perChannel ? SECOND : MINUTE
      const most = perChannel ? 1 : rate
      const now = world.now()
      const recent = (calls.get(key) ?? []).filter((at) => now - at < window)
      const oldest = recent[0]
      if (oldest !== undefined && recent.length >= most) {
        calls.set(key, recent)
        return Math.max(1, Math.ceil((oldest + window - now) / SECOND))
      }
      calls.set(key, [...recent, now])
      return undefined
    },
  }
}
