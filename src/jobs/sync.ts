import type { Call, Connector, Stream } from '#collect.ts'
import type { Collection, PullFault, StreamName } from '#collection.ts'
import type { StreamOutcome, SyncProgress } from '#core/collect/outcome.ts'
import { UserError } from '#core/errors.ts'
import type { Day } from '#core/time/day.ts'
import type { Clock, Log } from '#ports.ts'

import { besideOf } from './beside.ts'
import { Interrupted, pull, type Tally } from './sync-stream.ts'
import { fault } from './trouble.ts'

/** A connector that is on, and what its pulls are given. */
export type Source = {
  readonly connector: Connector
  readonly call: (signal: AbortSignal) => Call
}

export type SyncPorts = {
  readonly collection: Collection
  readonly clock: Clock
  readonly log: Log
  /** Names this process among the replicas. */
  readonly by: string
  /** What this process pulls right now, whoever asked for it: a lease tells processes apart only. */
  readonly underWay: Set<string>
  /** Every connector there is, where several tell one signal. */
  readonly sources?: readonly (Source & { readonly missing: readonly string[] })[]
  /** Takes secrets out of what a fault says. */
  readonly redact: (text: string) => string
  /** Resolves after so many milliseconds, or when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
}

export type SyncRequest = {
  /** The streams to pull, in order; those of one connector follow each other. */
  readonly jobs: readonly { readonly source: Source; readonly streams: readonly Stream[] }[]
  readonly since?: Day
  /** Whatever a directory moves was agreed to. */
  readonly approved?: true
  readonly signal: AbortSignal
  readonly onProgress?: (progress: SyncProgress) => void
}

const LEASE_MS = 5 * 60_000
const EXTEND_EVERY_MS = 60_000
/** A vendor's Retry-After up to this is waited for on the spot, and so many times. */
const LONGEST_WAIT_MS = 2 * 60_000
const MOST_WAITS = 5
const CONNECTORS_AT_ONCE = 4

/** Pulls streams. Never rejects for one of them: each has its own outcome, and no other suffers. */
export async function sync(
  { jobs, ...request }: SyncRequest,
  ports: SyncPorts,
): Promise<readonly StreamOutcome[]> {
  const outcomes: StreamOutcome[][] = jobs.map(() => [])
  await expected(jobs, ports)
  const left = directoriesFirst([...jobs.entries()], ([, { streams }]) => streams)
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [at, { source, streams }] = next
      const inTurn = directoriesFirst([...streams.entries()], ([, stream]) => [stream])
      const done: StreamOutcome[] = []
      for (const [place, stream] of inTurn) {
        const name = { connector: source.connector.id, stream: stream.id }
        done[place] = await one({ ...request, source, stream, name }, ports)
      }
      outcomes[at] = done
    }
  }
  await Promise.all(Array.from({ length: CONNECTORS_AT_ONCE }, worker))
  return outcomes.flat()
}

/** Lists people or their logins: the whole of something, and of no tool. */
export const isDirectory = ({ how, tools }: Pick<Stream, 'how' | 'tools'>): boolean =>
  how === 'snapshot' && tools.length === 0

/** Who sits where is read before what they used: where it is kept in memory alone, the rest waits for it. */
function directoriesFirst<Item>(
  all: readonly Item[],
  streamsOf: (item: Item) => readonly Stream[],
): Item[] {
  const late = (item: Item) => Number(!streamsOf(item).some(isDirectory))
  return all.toSorted((a, b) => late(a) - late(b))
}

/** A store that is down says so when it is asked for a stream. */
async function expected(jobs: SyncRequest['jobs'], { collection, clock, log }: SyncPorts) {
  const names = jobs.flatMap(({ source, streams }) =>
    streams
      .filter(({ how }) => how !== 'snapshot')
      .map(({ id }) => ({ connector: source.connector.id, stream: id })),
  )
  try {
    await collection.expect(names, clock.now())
  } catch (error) {
    log.error(fault(error), 'The streams that are pulled could not be written down')
  }
}

export function same(a: StreamName, b: StreamName): boolean {
  return a.connector === b.connector && a.stream === b.stream
}

type One = Omit<SyncRequest, 'jobs'> & {
  readonly source: Source
  readonly stream: Stream
  readonly name: StreamName
}

async function one(job: One, ports: SyncPorts): Promise<StreamOutcome> {
  const { name, signal, onProgress } = job
  const tally: Tally = {
    rows: 0,
    changedDays: 0,
    done: 0,
    of: 0,
    refused: [],
    show: () => onProgress?.({ ...name, rows: tally.rows, done: tally.done, of: tally.of }),
  }
  const outcome = (result: StreamOutcome['result'], why?: PullFault): StreamOutcome => {
    const { rows, changedDays, refused } = tally
    return { ...name, result, rows, changedDays, refused, ...(why && { fault: why }) }
  }
  if (signal.aborted) return outcome('stopped')
  try {
    return await alone(job, tally, ports).then(outcome)
  } catch (error) {
    if (error instanceof Interrupted) return outcome(error.why)
    if (signal.aborted) return outcome('stopped')
    const why = faultOf(error, job, ports)
    const recorded = await record(why, name, ports)
    if (!recorded) return outcome('failed', why)
    return outcome(why.retryAt === undefined ? 'failed' : 'later', why)
  }
}

/** A fault that can't be written down is still told. */
async function record(why: PullFault, name: StreamName, ports: SyncPorts): Promise<boolean> {
  try {
    await ports.collection.failed(name, why, ports.clock.now())
    return true
  } catch (error) {
    ports.log.error({ ...name, ...fault(error) }, 'A fault could not be stored')
    return false
  }
}

/** Pulls what nobody in this process pulls already. */
async function alone(job: One, tally: Tally, ports: SyncPorts): Promise<'pulled' | 'busy'> {
  const { underWay } = ports
  const key = `${job.name.connector}/${job.name.stream}`
  if (underWay.has(key)) return 'busy'
  underWay.add(key)
  try {
    return await leased(job, tally, ports)
  } finally {
    underWay.delete(key)
  }
}

/** Pulls while holding the stream, so that no other replica does. */
async function leased(job: One, tally: Tally, ports: SyncPorts): Promise<'pulled' | 'busy'> {
  const { name, signal } = job
  const { collection, by, clock } = ports
  const extend = () => collection.lease(name, by, { now: clock.now(), forMs: LEASE_MS })
  if (!(await extend())) return 'busy'
  // A page may take long: a vendor's limits are waited for inside of it.
  const lost = new AbortController()
  const timer = setInterval(() => {
    extend().then(
      (held) => held || lost.abort(),
      // The store is asked again before anything is written.
      () => undefined,
    )
  }, EXTEND_EVERY_MS)
  try {
    const both = AbortSignal.any([signal, lost.signal])
    const hold = async () => {
      if (signal.aborted) throw new Interrupted('stopped')
      if (lost.signal.aborted || !(await extend())) throw new Interrupted('busy')
    }
    await patiently(job, { tally, hold, signal: both }, ports)
    return 'pulled'
  } catch (error) {
    throw lost.signal.aborted ? new Interrupted('busy') : error
  } finally {
    clearInterval(timer)
    await collection.release(name, by).catch(() => undefined)
  }
}

type Held = {
  readonly tally: Tally
  readonly hold: () => Promise<void>
  readonly signal: AbortSignal
}

/** Pulls; a short wait that the vendor asks for is waited, and the pull goes on where it was. */
async function patiently(job: One, held: Held, ports: SyncPorts): Promise<void> {
  const { source, stream, name, since, approved } = job
  const { tally, hold, signal } = held
  const { collection, clock } = ports
  let from = since
  for (let waits = 0; ; waits++) {
    // Read while it is held: another replica may have moved it a moment ago.
    const states = await collection.states()
    const state = states.find((it) => same(it, name))
    const { sources = [] } = ports
    const beside = stream.how === 'days' ? besideOf({ name, stream, sources, states, signal }) : []
    try {
      const call = source.call(signal)
      const now = { name, call, collection, state, beside, since: from }
      await pull(stream, { ...now, approved, hold, tally })
      return
    } catch (error) {
      const at = retryAtOf(error)
      const ms = at === undefined ? Infinity : Math.max(0, at - clock.now())
      if (waits === MOST_WAITS || ms > LONGEST_WAIT_MS || signal.aborted) throw error
      await ports.wait(ms, signal)
      await hold()
      // What was pulled again so far need not be once more: the cursor is there already.
      if (stream.how === 'cursor' && tally.rows > 0) from = undefined
    }
  }
}

/** When the vendor wants to be asked again: said by a UserError with `retryAt`. */
function retryAtOf(error: unknown): number | undefined {
  return error instanceof UserError && 'retryAt' in error && typeof error.retryAt === 'number'
    ? error.retryAt
    : undefined
}

function faultOf(error: unknown, { source, stream, name }: One, ports: SyncPorts): PullFault {
  if (error instanceof UserError) {
    const retryAt = retryAtOf(error)
    return {
      what: ports.redact(error.message),
      fix: ports.redact(error.fix),
      ...(retryAt !== undefined && { retryAt }),
    }
  }
  ports.log.error({ ...name, ...fault(error) }, 'A pull failed: a bug')
  return {
    what: `${source.connector.title}: ${stream.id} could not be read for a reason AI Usage does not know`,
    fix: 'Nothing was lost, and it is tried again. If it stays so, report it with the log line that names this stream.',
  }
}
