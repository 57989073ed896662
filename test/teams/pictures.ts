import type { Pictures } from '#conversations.ts'

type Kept = Parameters<Pictures['keep']>[0] & { readonly message?: string }

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
      if (found) kept.set(found.id, { ...found, message, until: Infinity })
    },
    find: async (id, now) => {
      const found = kept.get(id)
      return found && found.until > now ? found.chart : undefined
    },
    revoke: async (conversation, message = '') =>
      drop((one) => one.message?.startsWith(`${conversation} ${message}`) === true),
  }
  return { ...pictures, kept }
}
