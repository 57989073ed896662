import type { GovernanceEvent, Login, Pulled, Stream } from '#collect.ts'
import type { Collecting, Collection, PullFacts } from '#collection.ts'
import { UserError } from '#core/errors.ts'
import { presentOf } from '#core/privacy/two-keys.ts'
import { addDays, dayAt } from '#core/time/day.ts'
import type { Membership, Seat, UsageEvent } from '#ingest.ts'

import { isDirectory } from './sync.ts'
import { type Kept, summing, type Summing, type UnitDoorPorts } from './unit-door.ts'
import { poolsOf } from './unit-seats.ts'
import { inMicros, inPicos, newUnitSums } from './unit-sums.ts'

type Ports = UnitDoorPorts & {
  /** The streams that are on. */
  readonly streams: () => readonly (Pick<
    Stream,
    'id' | 'how' | 'tools' | 'source' | 'everyMinutes'
  > & {
    readonly connector: string
  })[]
}

const ABOUT_THE_PAGE = { refused: true, unpublished: true, publishedAt: true } as const

const MINUTE_MS = 60_000

/** How long a pull waits for who sits where. */
const SOON_MS = 15_000

/** Said so that the pull is tried again soon. */
class NotYet extends UserError {
  readonly retryAt: number

  constructor(retryAt: number) {
    super(
      'Who sits where is not read yet, and it is kept in memory alone',
      'Nothing to do: this waits for the directory. If it stays so, look what the directory says: ai-usage status',
    )
    this.retryAt = retryAt
  }
}

/** A collection that, on days of which nothing may be kept of one person, is given sums of units. */
export function unitCollection(collection: Collection, ports: Ports): Collection {
  const began = ports.now()
  return {
    ...collection,
    async states() {
      const states = await collection.states()
      if (!(await ports.kept())) return states
      const directories = ports.streams().filter(isDirectory)
      // What was read by a process before this one is forgotten, and what another one reads is not known
      // here: each that collects reads it as often as it is to be read. What failed since it was due
      // waits as any stream does.
      return states.map((state) => {
        const stream = directories.find(
          ({ connector, id }) => connector === state.connector && id === state.stream,
        )
        if (stream === undefined) return state
        const due = dueAt(stream, ports) ?? began
        const { startedAt } = state
        const waits = ports.now() < due || (startedAt !== null && startedAt >= due)
        return waits ? state : { ...state, startedAt: null }
      })
    },
    async open(facts) {
      const kept = await ports.kept()
      if (!kept) return collection.open(facts)
      if (waitsForDirectories(ports) && !isDirectory(facts.stream))
        throw new NotYet(ports.now() + SOON_MS)
      return collecting(await collection.open(facts), facts, { kept, ports })
    },
  }
}

/** Whether this process has yet to read who sits where. */
export const waitsForDirectories = ({ streams, roster }: Pick<Ports, 'streams' | 'roster'>) =>
  streams().some((it) => isDirectory(it) && roster.readAt(it.source) === undefined)

/** When who sits where is to be read again; undefined where this process never read it. */
function dueAt(
  { source, everyMinutes }: Pick<Stream, 'source' | 'everyMinutes'>,
  { roster }: Pick<Ports, 'roster'>,
): number | undefined {
  const at = roster.readAt(source)
  return at === undefined ? undefined : at + everyMinutes * MINUTE_MS
}

type Door = { readonly kept: Kept; readonly ports: Ports }

async function collecting(
  inner: Collecting,
  { stream, zone = 'UTC' }: PullFacts,
  { kept, ports }: Door,
): Promise<Collecting> {
  const services = new Set<string>()
  const nobody = await ports.accounts.nobody()
  const sums: Summing = await summing(kept, ports, services)
  const requests: Summing = await summing(kept, ports, services)
  const seen = new Set<string>()
  let seats: readonly Seat[] = []
  let people: readonly Membership[] = []
  let logins: readonly Login[] = []
  const isNobody = (account: string | null) =>
    account !== null && (services.has(account) || nobody.has(presentOf(account)))
  const ofUnits = (at: bigint): boolean => kept.ofUnits(dayAt(Number(at / 1000n), zone))
  // As the vendor cuts days: these are replaced whole, so one that is told again is not counted again.
  const cut = stream.how === 'days' ? stream.bucketZone : undefined
  const addUp = (event: UsageEvent, bucketZone: string) => {
    if (event.id !== null && seen.has(event.id)) return
    if (event.id !== null) seen.add(event.id)
    requests.add(inPicos({ ...event, day: dayAt(Number(event.atMicros / 1000n), bucketZone) }))
  }
  return {
    run: inner.run,
    async add(page) {
      for (const { account } of page.services ?? []) services.add(account)
      const singles = (page.events ?? []).filter(({ day }) => kept.ofUnits(day))
      for (const event of singles) {
        if (cut === undefined) throw single(stream.source)
        addUp(event, cut)
      }
      if (kept.today) seats = [...seats, ...(page.seats ?? [])]
      ports.roster.join(page.logins ?? [])
      for (const report of page.reports ?? []) if (kept.ofUnits(report.day)) sums.add(report)
      people = [...people, ...(page.people ?? [])]
      logins = [...logins, ...(page.logins ?? [])]
      const ofPeople = <Row>(all: readonly Row[] = []) => (kept.today ? [] : all)
      // Whatever else a vendor comes to tell of people does not compile until it is decided on here.
      const parts: Required<Omit<Pulled, keyof typeof ABOUT_THE_PAGE>> = {
        events: (page.events ?? []).filter(({ day }) => !kept.ofUnits(day)),
        services: page.services ?? [],
        people: ofPeople(page.people),
        logins: ofPeople(page.logins),
        seats: ofPeople(page.seats),
        periods: ofPeople(page.periods),
        // Nobody could count who ran them.
        shared: ofPeople(page.shared),
        groups: (page.groups ?? []).filter(({ day }) => !kept.ofUnits(day)),
        signals: (page.signals ?? []).filter(
          ({ week }) => !kept.ofUnits(week) && !kept.ofUnits(addDays(week, 6)),
        ),
        reports: (page.reports ?? []).filter(({ day }) => !kept.ofUnits(day)),
        bill: (page.bill ?? []).map((line) =>
          kept.ofUnits(line.day) && !isNobody(line.account) ? { ...line, account: null } : line,
        ),
        governance: (page.governance ?? []).map((event) =>
          ofUnits(event.atMicros) ? ofNobody(event) : event,
        ),
      }
      await inner.add({ ...page, ...parts })
    },
    async commit(reach) {
      const taken = newUnitSums(({ account }) => account)
      for (const sum of sums.take()) taken.add(sum)
      for (const sum of requests.take()) taken.add(inMicros(sum))
      seen.clear()
      await sums.settle()
      await requests.settle()
      const reports = taken.take()
      if (reports.length > 0) await inner.add({ reports })
      if (seats.length > 0) await inner.add({ seats: poolsOf(seats, dayAt(ports.now(), zone)) })
      seats = []
      if (isDirectory(stream) || people.length > 0)
        ports.roster.set(stream.source, { people, logins }, ports.now())
      return inner.commit(reach)
    },
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  }
}

/**
 * A key is mostly one person's: what it did would be told apart by it. So would an entry by the vendor's id
 * of it, whose log says who.
 */
/** What happened, without whom, to what and where in its log. */
export function ofNobody(event: GovernanceEvent): GovernanceEvent {
  return { ...event, actor: null, target: null, object: null, key: null, reference: null }
}

/** What comes one by one and is not told by whole days can come twice: only what would be kept of each tells. */
const single = (source: string) =>
  new UserError(
    `${source} tells of single requests as they come, and the privacy policy lets nothing be kept of one person`,
    'Leave this stream off, or import days of it: ai-usage import usage. docs/privacy.md says what is taken.',
  )
