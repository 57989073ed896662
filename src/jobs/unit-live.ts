import type { Collection, LiveInbox } from '#collection.ts'
import { presentOf } from '#core/privacy/two-keys.ts'
import { type Day, dayAt } from '#core/time/day.ts'
import type { UsageReport } from '#ingest.ts'

import { RECEIVER, receivedFrom } from './drain-live.ts'
import { waitsForDirectories } from './unit-collection.ts'
import { type Kept, summing, type UnitDoorPorts } from './unit-door.ts'
import { added, inMicros, inPicos, newUnitSums, sumOf } from './unit-sums.ts'

type Ports = UnitDoorPorts &
  Parameters<typeof waitsForDirectories>[0] & {
    /** The store's own: what is given to it is sums already. */
    readonly collection: Collection
    readonly zone: string
    /** What this process holds a stream as. */
    readonly by: string
  }

/** Received requests of which nothing may be kept of one person: they wait in memory alone. */
export type UnitLive = {
  readonly inbox: (given: LiveInbox) => LiveInbox
  /**
   * Writes what enough people are in, and what came on a day that is over; with `all`, everything. What
   * is stored of a day is added to, never counted again.
   */
  readonly drain: (options?: { readonly all: boolean }) => Promise<Drained>
}

type Drained = {
  /** Sums that were added to. */
  readonly sums: number
  /** Sums of single people that still wait in memory. */
  readonly waiting: number
  /** Whether what comes in now waits in memory, and is lost with the process. */
  readonly inMemory: boolean
}

/** One person's part of a sum, its cost in picodollars, and since when it waits. */
type Waiting = { readonly report: UsageReport; readonly since: Day }

const LEASE_MS = 600_000

export function unitLive(ports: Ports): UnitLive {
  const waiting = new Map<string, Waiting>()
  const isNew = newlySeen()
  const today = () => dayAt(ports.now(), ports.zone)
  const wait = ({ report, since }: Waiting) => {
    const key = sumOf(report)
    const known = waiting.get(key)
    waiting.set(
      key,
      known
        ? {
            report: added(known.report, report),
            since: known.since < since ? known.since : since,
          }
        : { report, since },
    )
  }
  const drain = async (all: boolean): Promise<Drained> => {
    const kept = await ports.kept()
    const inMemory = kept?.today ?? false
    if (!kept || waiting.size === 0 || waitsForDirectories(ports))
      return { sums: 0, waiting: waiting.size, inMemory }
    const door = await summing(kept, ports)
    const placed = [...waiting.values()].map((one) => {
      const account = door.accountOf(one.report)
      return { ...one, report: { ...one.report, account: account && presentOf(account) }, one }
    })
    const ready = [...Map.groupBy(placed, ({ report }) => sumOf(report)).values()].filter(
      (group) => all || isReady(group, { kept, today: today() }),
    )
    if (ready.length > 0) await door.settle()
    let sums = 0
    for (const [source, groups] of Map.groupBy(ready, ([first]) => first?.report.source ?? '')) {
      const taken = groups.flat()
      for (const { one } of taken) waiting.delete(sumOf(one.report))
      let written = false
      try {
        written = await write(
          source,
          taken.map(({ report }) => report),
          ports,
        )
      } finally {
        if (!written) for (const { one } of taken) wait(one)
      }
      if (written) sums += groups.length
    }
    return { sums, waiting: waiting.size, inMemory }
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    inbox: (given) => ({
      ...given,
      async append(events) {
        const kept = await ports.kept()
        const isOfUnits = (day: Day) => kept !== undefined && (kept.today || kept.ofUnits(day))
        const rest = events.filter(({ day }) => !isOfUnits(day))
        if (rest.length > 0) await given.append(rest)
        const since = today()
        for (const event of events) {
          if (isOfUnits(event.day) && isNew(event.id, since))
            wait({ report: inPicos(event), since })
        }
      },
    }),
    drain(options) {
      // A stop may come while it writes: neither may read what the other is about to change.
      const drained = last.then(() => drain(options?.all ?? false))
      last = drained.catch(() => undefined)
      return drained
    },
  }
}

/** What a sum grows by is of enough people, or of a day on which no more can come. */
function isReady(
  group: readonly (Waiting & { readonly one: Waiting })[],
  { kept, today }: { readonly kept: Kept; readonly today: Day },
): boolean {
  const people = new Set(group.map(({ one }) => one.report.account))
  return people.size >= kept.floor || group.some(({ since }) => since < today)
}

/** Adds to what is stored of the days; false where another replica is doing so. */
async function write(
  source: string,
  reports: readonly UsageReport[],
  { collection, accounts, now, zone, by }: Ports,
): Promise<boolean> {
  const name = { connector: RECEIVER, stream: source }
  const at = now()
  if (!(await collection.lease(name, by, { now: at, forMs: LEASE_MS }))) return false
  try {
    const fresh = newUnitSums(({ account }) => account)
    for (const report of reports) fresh.add(report)
    const whole = newUnitSums(({ account }) => account)
    const days = [...new Set(reports.map(({ day }) => day))]
    for (const stored of await accounts.sums(source, days)) whole.add(stored)
    for (const sum of fresh.take()) whole.add(inMicros(sum))
    const tools = [...new Set(reports.map(({ tool }) => tool))]
    const stream = receivedFrom(source, tools)
    const facts = { connector: RECEIVER, stream, at, zone, wholeDays: true } as const
    await using pull = await collection.open(facts)
    await pull.add({ reports: whole.take() })
    await pull.commit({})
    return true
  } finally {
    await collection.release(name, by)
  }
}

/** So many hexadecimal digits are a number exactly. */
const EXACT_DIGITS = 13
/** Requests of a day that are told apart, in some 100 MB. */
const MOST_A_DAY = 2_000_000

/** Whether a request did not come today or the day before, as far as this process knows. */
function newlySeen(): (id: string | null, today: Day) => boolean {
  let day: Day | undefined
  let seen = new Set<number>()
  let before = seen
  return (id, today) => {
    if (id === null) return true
    if (day !== today) {
      before = seen
      seen = new Set()
      day = today
    }
    const known = Number.parseInt(id.slice(0, EXACT_DIGITS), 16)
    if (seen.has(known) || before.has(known)) return false
    if (seen.size >= MOST_A_DAY) throw new Error('more requests in a day than can be told apart')
    seen.add(known)
    return true
  }
}
