import type { CursorStream } from '#collect.ts'
import type { Collection, LiveInbox } from '#collection.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'
import type { UsageEvent } from '#ingest.ts'
import type { Clock, Memory } from '#ports.ts'

export type DrainHouse = {
  readonly inbox: LiveInbox
  readonly collection: Collection
  readonly memory: Memory
  readonly clock: Clock
  /** The workspace's zone, in which the events' days were cut. */
  readonly zone: string
  /** What came before may be lost: days are known without a gap from tomorrow on. */
  readonly anew?: boolean
}

/** What the receiver is called among connectors. */
export const RECEIVER = 'otlp'
const MOST_AT_ONCE = 50_000
/** A receiver silent for longer may have missed use, so those days are not known to be complete. */
const GAP_MS = 3_600_000
const LAST_SEEN = 'receiver-last-seen'
const WHOLE_FROM = 'receiver-whole-from'

/** What comes of one source, as a stream. */
export const receivedFrom = (source: string, tools: readonly string[]): CursorStream => ({
  id: source,
  says: 'Events received.',
  source,
  tools,
  historyDays: 0,
  everyMinutes: 1,
  how: 'cursor',
  // Nothing is asked for: senders push.
  pull: async function* () {},
})

/** Puts what the receiver took into its place. Days that change are left to the rebuild. */
export async function drainLive(house: DrainHouse): Promise<{ readonly events: number }> {
  const { inbox } = house
  let events = 0
  for (;;) {
    const batch = await inbox.take(MOST_AT_ONCE)
    if (batch === undefined) break
    for (const [source, own] of bySource(batch.events)) {
      await using pull = await open(source, { tools: toolsOf(own), house })
      await pull.add({ events: own })
      await pull.commit({})
    }
    // Taken again after a crash, they are the same events by their ids.
    await inbox.done(batch)
    events += batch.events.length
  }
  await coverYesterday(house)
  return { events }
}

type Opening = { readonly tools: readonly string[]; readonly house: DrainHouse }

const open = (source: string, { tools, house }: Opening) =>
  house.collection.open({
    connector: RECEIVER,
    stream: receivedFrom(source, tools),
    at: house.clock.now(),
    zone: house.zone,
  })

const toolsOf = (events: readonly UsageEvent[]) => [...new Set(events.map(({ tool }) => tool))]

function bySource(events: readonly UsageEvent[]): ReadonlyMap<string, UsageEvent[]> {
  const sources = new Map<string, UsageEvent[]>()
  for (const event of events) {
    const own = sources.get(event.source)
    if (own) own.push(event)
    else sources.set(event.source, [event])
  }
  return sources
}

/**
 * A day on which the receiver listened throughout is complete: a tool that sent nothing was not used.
 * Days it was down for an hour or more are known only by what came.
 */
async function coverYesterday(house: DrainHouse): Promise<void> {
  const { clock, zone, collection, inbox } = house
  const now = clock.now()
  const yesterday = addDays(dayAt(now, zone), -1)
  const from = await wholeFrom(house, now)
  if (from > yesterday) return
  const behind = (await collection.states()).filter(
    ({ connector, pulledThrough }) => connector === RECEIVER && (pulledThrough ?? '') < yesterday,
  )
  if (behind.length === 0) return
  for (const { source, tools } of await inbox.sources(addDays(yesterday, -SEEN_DAYS))) {
    const state = behind.find(({ stream }) => stream === source)
    if (state === undefined) continue
    const reached = state.pulledThrough
    const first = reached !== null && reached >= from ? addDays(reached, 1) : from
    await using pull = await open(source, { tools, house })
    await pull.commit({ from: first, through: yesterday })
  }
}

/** Tools that sent something within these days are expected to send. */
const SEEN_DAYS = 35

/** The first day since which the receiver has listened without a gap. */
async function wholeFrom({ memory, zone, anew }: DrainHouse, now: number): Promise<Day> {
  const seen = await memory.get(RECEIVER, LAST_SEEN)
  const known = await memory.get(RECEIVER, WHOLE_FROM)
  await memory.set(RECEIVER, LAST_SEEN, String(now))
  const listened = known !== undefined && seen !== undefined && now - Number(seen) < GAP_MS
  if (listened && !anew) return known as Day
  // It may have started in the middle of today.
  const from = addDays(dayAt(now, zone), 1)
  await memory.set(RECEIVER, WHOLE_FROM, from)
  return from
}
