import { type SinkAddress, readAddress } from '#core/siem/address.ts'
import type { SinkSetting } from '#forwarding.ts'
import { forward, type ForwardPorts } from '#jobs/forward.ts'
import { openSink } from '#siem/open-sink.ts'
import { siemBook } from '#store/siem.ts'
import type { Store } from '#store/store.ts'
import { SENDER } from '#test/support/siem.ts'

export const START = Date.parse('2026-12-01T12:00:00Z')
const LONGEST_MS = 20_000

export const sinkAt = (number: number, text: string, secret?: string): SinkSetting => ({
  number,
  address: addressOf(text),
  secret,
})

function addressOf(text: string): SinkAddress {
  const address = readAddress(text)
  if (typeof address === 'string') throw new Error(address)
  return address
}

/** A replica that forwards from a store, with a clock that only its waits move. */
export function deskOn(store: Store, by = 'a replica') {
  let now = START
  const logged: string[] = []
  const log = (_: unknown, what: string) => void logged.push(what)
  const ports: ForwardPorts = {
    book: siemBook(store.db),
    open: (setting) => openSink(setting, SENDER, () => now),
    by,
    clock: { now: () => now },
    log: { info: log, warn: log, error: log },
    chance: () => 0.5,
    wait: async (ms) => {
      now += ms
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
  return {
    ports,
    logged,
    now: () => now,
    pass(ms: number) {
      now += ms
    },
    set: (sinks: readonly SinkSetting[], from?: string) =>
      ports.book.register(sinks, { from: from === undefined ? from : Date.parse(from), at: now }),
    /** Forwards until `enough` says so. */
    async until(sinks: readonly SinkSetting[], enough: () => boolean | Promise<boolean>) {
      const stop = new AbortController()
      const done = forward(sinks, ports, stop.signal)
      const last = Date.now() + LONGEST_MS
      while (!(await enough()) && Date.now() < last)
        await new Promise((resolve) => setTimeout(resolve, 5))
      stop.abort()
      await done
    },
  }
}
