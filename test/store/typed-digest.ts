import { answerCommand } from '#jobs/answer-command.ts'
import { digestReads } from '#store/digest-reads.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'

export const readerOf = (store: Store) => usageReader(store.db, { pseudonym: (text) => text })

/** What is answered to who types this on the Monday of the digest, over the numbers of a store; an admin by default. */
export async function typedIn(
  store: Store,
  text: string,
  viewer = member({ admin: true, person: true }),
) {
  const measured = { measurements: [], dataThrough: null, tools: [], headcount: null, empty: true }
  const memory = memoryHouse({ measured, now: '2026-11-23T09:00:00Z' })
  const [usage, published] = [readerOf(store), readerOf(store)]
  const house = { ...memory, usage, published, digests: digestReads(store.db) }
  return { house, answer: await answerCommand(house)(asks(text, viewer)) }
}
