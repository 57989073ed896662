import { daysIn } from '#connectors/time.ts'
import { drainLive } from '#jobs/drain-live.ts'
import { fault } from '#jobs/trouble.ts'
import { priceBook } from '#prices/price-book.ts'

import type { OpenHouse } from './open-house.ts'

export type Receiver = {
  readonly url: string
  /** Puts what was received into its place. Never rejects. */
  readonly drain: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Undefined without a token: nobody may send. */
export async function startReceiver(house: OpenHouse): Promise<Receiver | undefined> {
  const { config, inbox, log, doorPseudonyms: pseudonyms, zone } = house
  const { token, port } = config.otlp
  if (token === undefined) return undefined
  const { collection, clock } = house.collect
  const { startOtlp } = await import('#otlp/receiver.ts')
  const otlp = await startOtlp(
    { host: config.host, port, token },
    {
      pseudonyms,
      price: priceBook(),
      dayOf: daysIn(zone),
      append: (events) => inbox.append(events),
      log,
      locked: () => house.lock.held() !== undefined,
    },
  )
  // What a process before this one had in memory may be lost with it.
  let first = true
  return {
    url: otlp.url,
    async drain() {
      if (house.lock.held()) return
      try {
        const { sums, inMemory } = await house.drainUnits()
        const anew = first && inMemory
        first = false
        const { memory } = house
        const { events } = await drainLive({ inbox, collection, memory, clock, zone, anew })
        if (sums + events === 0) return
        await collection.rebuild()
        log.info({ rows: sums, events }, 'Received events were stored')
      } catch (error) {
        // They wait in the inbox: the next tick tries again.
        log.error(fault(error), 'Received events could not be stored')
      }
    },
    async stop() {
      await otlp.stop()
      if (house.lock.held()) return
      try {
        const { sums, waiting } = await house.drainUnits({ all: true })
        if (sums > 0) await collection.rebuild()
        if (waiting > 0)
          log.warn({ rows: waiting }, 'Received use is lost: who sits where is not read')
      } catch (error) {
        log.error(fault(error), 'Received use is lost')
      }
    },
  }
}
