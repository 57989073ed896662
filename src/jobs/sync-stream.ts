import type {
  Call,
  CursorStream,
  DayStream,
  Pulled,
  Refused,
  SnapshotStream,
  Stream,
} from '#collect.ts'
import type { Collecting, Collection, Reach, StreamName, StreamState } from '#collection.ts'
import { type DaySpan, earlier, joined, windowsOf } from '#core/collect/windows.ts'
import { addDays, type Day, dayAt, monday } from '#core/time/day.ts'

import { alsoTold, type Beside } from './beside.ts'
import { backTo, oldestOf } from './log-days.ts'
import { readAhead } from './read-ahead.ts'

/** Another replica took the stream over, or the work was told to stop: nothing is wrong with it. */
export class Interrupted extends Error {
  readonly why: 'busy' | 'stopped'

  constructor(why: 'busy' | 'stopped') {
    super(`The pull was interrupted: ${why}`)
    this.name = 'Interrupted'
    this.why = why
  }
}

export type Pulling = {
  readonly name: StreamName
  readonly call: Call
  readonly collection: Collection
  readonly state: StreamState | undefined
  /** Other sources of its signals. */
  readonly beside?: readonly Beside[]
  readonly since: Day | undefined
  /** Whatever a directory moves was agreed to. */
  readonly approved?: true | undefined
  /** @throws Interrupted when the stream is another's, or the work is to stop */
  readonly hold: () => Promise<void>
  readonly tally: Tally
}

/** What one stream gave so far, also when it fails half way. */
export type Tally = {
  rows: number
  changedDays: number
  /** The run that all of it is written down as. */
  run?: number
  /** Windows committed, of those planned. */
  done: number
  of: number
  readonly refused: Refused[]
  readonly show: () => void
}

/** Pulls a stream to its end, and stores what came piece by piece. Rejects where a piece fails. */
export function pull(stream: Stream, pulling: Pulling): Promise<void> {
  switch (stream.how) {
    case 'days':
      return pullDays(stream, pulling)
    case 'cursor':
      return pullCursor(stream, pulling)
    case 'snapshot':
      return pullSnapshot(stream, pulling)
  }
}

async function pullDays(stream: DayStream, pulling: Pulling): Promise<void> {
  const { state, since, tally } = pulling
  const { call, halt } = haltable(pulling)
  let known = knownOf(state)
  const { lateDays, windowDays, historyDays, bucketZone } = stream
  // Where weeks are pulled, this one is what today is to days: not over.
  const whole = (day: Day) => (stream.weekly ? monday(day) : day)
  const windows = windowsOf({
    today: whole(dayAt(call.now(), bucketZone)),
    lateDays,
    windowDays,
    historyDays,
    known,
    ...(since !== undefined && { since: whole(since) }),
  })
  Object.assign(tally, { done: 0, of: windows.length })
  await using pages = readAhead(windowByWindow(stream, windows, { ...pulling, call }), halt)
  for (const window of windows) {
    await pulling.hold()
    await using collecting = await opened(stream, pulling, window)
    for (let next = await pages.next(); next.value; next = await pages.next())
      await addPage(next.value, collecting, pulling)
    known = joined(known, window)
    const more = tally.done + 1 < windows.length
    await committed(collecting, { from: known.from, through: known.to, more }, pulling)
    tally.done += 1
    tally.show()
  }
}

/** The pages of each window, and nothing where it ends. */
async function* windowByWindow(
  stream: DayStream,
  windows: readonly DaySpan[],
  { call, beside = [] }: Pick<Pulling, 'call' | 'beside'>,
): AsyncGenerator<Pulled | undefined> {
  for (const window of windows) {
    yield* stream.pull(window, call)
    yield* alsoTold(stream, beside, window)
    yield undefined
  }
}

/** What the vendor is asked with, and what ends the asking when the store fails. */
function haltable({ call }: Pulling): { readonly call: Call; readonly halt: AbortController } {
  const halt = new AbortController()
  return { call: { ...call, signal: AbortSignal.any([call.signal, halt.signal]) }, halt }
}

async function pullCursor(stream: CursorStream, pulling: Pulling): Promise<void> {
  const { state, tally } = pulling
  const { call, halt } = haltable(pulling)
  const today = dayAt(call.now(), call.zone)
  const { asked, since, surely } = backTo(stream, { ...pulling, today })
  // Asked to go back, it starts afresh: rows seen twice are one.
  let cursor = asked ? undefined : (state?.cursor ?? undefined)
  let oldest = surely
  const first = state?.pulledFrom ?? surely
  // Where the days begin is kept from the first page on, as a span that holds none yet: the pull may
  // end in another process.
  const begun = state?.pulledThrough ? {} : { from: first, through: addDays(first, -1) }
  tally.of = 1
  await pulling.hold()
  await using collecting = await opened(stream, pulling)
  const pages = inPieces(readAhead(stream.pull({ cursor, since }, call), halt), call.now)
  for await (const { page, whole } of pages) {
    if (page) {
      await addPage(page, collecting, pulling)
      cursor = page.cursor
      if (asked) oldest = earlier(oldest, oldestOf(page, { since, zone: call.zone }) ?? oldest)
    }
    if (!whole || cursor === undefined) continue
    await committed(collecting, { cursor, ...begun, more: true }, pulling)
    tally.show()
  }
  const from = asked ? earlier(oldest, first) : first
  const through = addDays(today, -1)
  await committed(collecting, { ...(cursor !== undefined && { cursor }), from, through }, pulling)
  tally.done = 1
  tally.show()
}

/** Each commit costs the store as much as thousands of rows, so pages are stored several at once. */
const PIECE_ROWS = 50_000
/** As much work as a process that is killed may lose. */
const PIECE_MS = 30_000

type Piece<Page> = { readonly page?: Page; readonly whole: boolean }

/** Says after which pages to store. Where the vendor fails, what came before is stored first. */
async function* inPieces<Page extends Pulled>(
  pages: AsyncIterable<Page>,
  now: () => number,
): AsyncGenerator<Piece<Page>> {
  let rows = 0
  let began = now()
  try {
    for await (const page of pages) {
      rows += (page.events?.length ?? 0) + (page.governance?.length ?? 0)
      const whole = rows >= PIECE_ROWS || now() - began >= PIECE_MS
      yield { page, whole }
      if (!whole) continue
      rows = 0
      began = now()
    }
  } catch (error) {
    yield { whole: true }
    throw error
  }
}

async function pullSnapshot(stream: SnapshotStream, pulling: Pulling): Promise<void> {
  pulling.tally.of = 1
  await pulling.hold()
  await using collecting = await opened(stream, pulling)
  for await (const page of stream.pull(pulling.call)) await addPage(page, collecting, pulling)
  await committed(collecting, {}, pulling)
  pulling.tally.done = 1
  pulling.tally.show()
}

function knownOf(state: StreamState | undefined): DaySpan | undefined {
  const { pulledFrom: from, pulledThrough: to } = state ?? {}
  return from && to ? { from, to } : undefined
}

async function opened(stream: Stream, pulling: Pulling, window?: DaySpan): Promise<Collecting> {
  const { name, call, collection, beside = [], approved, tally } = pulling
  const { connector } = name
  const { zone } = call
  const { run } = tally
  const collecting = await collection.open({
    connector,
    stream,
    zone,
    at: call.now(),
    ...(window && { window }),
    ...(approved && { approved }),
    ...(beside.length > 0 && { beside: beside.map((other) => other.stream.source) }),
    ...(run !== undefined && { run }),
  })
  tally.run = collecting.run
  return collecting
}

async function addPage(page: Pulled, collecting: Collecting, { call, tally }: Pulling) {
  // A vendor's client may swallow the signal; what it gives afterwards is not wanted.
  if (call.signal.aborted) throw new Interrupted('stopped')
  await collecting.add(page)
  tally.refused.push(...(page.refused ?? []))
}

async function committed(collecting: Collecting, reach: Reach, pulling: Pulling): Promise<void> {
  await pulling.hold()
  const { rows, changedDays } = await collecting.commit(reach)
  pulling.tally.rows += rows
  pulling.tally.changedDays += changedDays
}
