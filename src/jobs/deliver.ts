import { planTurns } from './plan-turns.ts'
import { sendOne } from './send-delivery.ts'
import type { SendPorts } from './send-ports.ts'
import { fault } from './trouble.ts'

/** At most so many at once: each may wait for its platform. */
const MOST = 10
const EVERY_MS = 1_000

export type Deliverer = {
  /** Something was put into the outbox here: look at once. */
  readonly wake: () => void
  /** Plans and sends what is due; resolves when nothing more is. */
  readonly tick: () => Promise<void>
  /** Looks every second from now on. */
  readonly start: () => void
  /** Takes nothing more, and waits for what is being sent. */
  readonly stop: () => Promise<void>
}

/** Plans what subscriptions are due, and sends what is in the outbox. Any number of processes do. */
export function deliverer(ports: SendPorts): Deliverer {
  const { book, clock, lock, log, by, platforms } = ports
  const running = new Set<Promise<void>>()
  const stopping = new AbortController()
  let again = false
  let bell = Promise.withResolvers<void>()
  let looking: Promise<void> | undefined
  let timer: ReturnType<typeof setInterval> | undefined

  const send = (held: Parameters<typeof sendOne>[0]) => {
    const one = sendOne(held, ports)
      .catch((error: unknown) => log.error(fault(error), 'A delivery could not be sent'))
      .finally(() => running.delete(one))
    running.add(one)
  }

  async function drain(): Promise<void> {
    while (!stopping.signal.aborted && lock.held() === undefined) {
      const room = MOST - running.size
      bell = Promise.withResolvers<void>()
      const claimed =
        room > 0 ? await book.claim(room, { by, now: clock.now(), platforms: platforms() }) : []
      for (const held of claimed) send(held)
      if (claimed.length === 0 && running.size === 0) return
      // Whoever rings while all wait for their platforms is looked after at once.
      if (claimed.length < room || room <= 0) await Promise.race([...running, bell.promise])
    }
  }

  async function look(): Promise<void> {
    do {
      again = false
      try {
        if (!stopping.signal.aborted && lock.held() === undefined) await planTurns(ports)
      } catch (error) {
        // What waits already, alerts among it, goes out all the same.
        log.error(fault(error), 'What is due could not be planned')
      }
      try {
        await drain()
      } catch (error) {
        // The store may be down: the next look tries again.
        log.error(fault(error), 'What is due could not be sent')
      }
    } while (again && !stopping.signal.aborted)
  }

  const tick = (): Promise<void> => {
    // Who comes while it looks is seen by the look after it.
    if (looking) again = true
    bell.resolve()
    return (looking ??= look().finally(() => (looking = undefined)))
  }

  return {
    tick,
    wake: () => void tick(),
    start: () => {
      timer ??= setInterval(() => void tick(), EVERY_MS)
      timer.unref()
    },
    stop: async () => {
      stopping.abort()
      bell.resolve()
      clearInterval(timer)
      await looking
      await Promise.all(running)
    },
  }
}
