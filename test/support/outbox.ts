import type { Message } from '#core/message/message.ts'
import type { Outbox } from '#ports.ts'

type Delivery = Parameters<Outbox['put']>[0]

/** What was put up to be sent, and what a channel would show of it. */
export function memoryOutbox() {
  const put = new Map<string, Delivery>()
  return {
    put: async (delivery: Delivery): Promise<boolean> => {
      if (put.has(delivery.key)) return false
      put.set(delivery.key, delivery)
      return true
    },
    putOff: async (key: string, notBefore: number): Promise<void> => {
      const known = put.get(key)
      if (known) put.set(key, { ...known, notBefore })
    },
    withdraw: async (key: string): Promise<void> => void put.delete(key),
    all: (): readonly Delivery[] => [...put.values()],
    /** Messages in their order, each as it was last edited. */
    shown(): readonly Message[] {
      const seen = new Map<string, Message>()
      for (const { key, message, edits } of put.values()) {
        const at = edits !== undefined && seen.has(edits) ? edits : key
        seen.set(at, message)
      }
      return [...seen.values()]
    },
  }
}
