import type { Config } from '#config.ts'
import { openStore } from '#store/open.ts'
import type { Store } from '#store/store.ts'

export type OpeningStore = AsyncDisposable & { readonly opened: Promise<Store> }

/** A store that opens meanwhile; closed when it is disposed, whether or not anyone waited for it. */
export function openingStore({ databaseUrl, dataFolder }: Config): OpeningStore {
  const opened = openStore({ databaseUrl, dataDir: dataFolder })
  // Whoever waits for it hears of it.
  opened.catch(() => {})
  return {
    opened,
    async [Symbol.asyncDispose]() {
      const store = await opened.catch(() => undefined)
      await store?.[Symbol.asyncDispose]()
    },
  }
}
