import type { PersonWeek, Pulled, SharedAsset } from '#collect.ts'
import type { PullFacts } from '#collection.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { BatchFacts, Membership, Seat, UsageEvent, UsageReport } from '#ingest.ts'

import { PARTS, refuseMisplaced } from './collect-parts.ts'
import { midnight, notPublished, published, within } from './collect-window.ts'
import { type Names, newNames } from './names.ts'
import type { Keys } from './pseudonym-key.ts'
import { takeEvent } from './rekey-stage.ts'
import { openSpool, type Spool } from './spool.ts'
import { reportDigest, reportStage } from './stage-reports.ts'
import { usageStage } from './stage-usage.ts'
import { type OpenStage, openStage } from './stage.ts'
import type { Staging } from './staging.ts'
import type { Connection, Store } from './store.ts'

/** Few rows, and what one person worked: that is nowhere else, not even for as long as a pull takes. */
type Held = {
  readonly seats: readonly Seat[]
  readonly people: readonly Membership[]
  readonly signals: readonly PersonWeek[]
  readonly shared: readonly SharedAsset[]
}
const nobody = (): Held => ({ seats: [], people: [], signals: [], shared: [] })

/** What came since the last commit, all of it readable on one connection. */
export type Taken = Held & {
  readonly keys: Keys | undefined
  readonly spool: Spool
  readonly names: Names
  readonly events: Staging<UsageEvent> | undefined
  readonly reports: Staging<UsageReport> | undefined
  /** What the rows are the whole truth of. */
  readonly window: BatchFacts['window']
  readonly seen: Seen
}

/** Counted as pages come; kept from page to page until it is committed. */
export type Seen = {
  rows: number
  refused: number
  /** Epoch milliseconds. */
  happenedAt: number | null
  publishedAt: number | null
}

export type Intake = AsyncDisposable & {
  readonly connection: Connection
  add(page: Pulled): Promise<void>
  take(): Promise<Taken>
  /** Forgets what was taken, so that the next page can come. */
  next(): Promise<void>
}

const nothing = (): Seen => ({ rows: 0, refused: 0, happenedAt: null, publishedAt: null })

export async function openIntake(
  store: Store,
  facts: PullFacts,
  batch: BatchFacts,
): Promise<Intake> {
  const own = await store.connect()
  const connection = oneByOne(own)
  const shared: Store = { ...store, connect: () => Promise.resolve(connection) }
  const { stream } = facts
  const spool = await openSpool(connection.db)
  let events: OpenStage<UsageEvent> | undefined
  let reports: OpenStage<UsageReport> | undefined
  let names = newNames()
  let held = nobody()
  let unpublished = new Set<Day>()
  let seen = nothing()

  const known = <Row extends { readonly tool: string; readonly model?: string | null }>(
    given: readonly Row[],
  ) => {
    for (const { tool, model } of given) {
      names.number('tool', tool)
      names.number('model', model ?? null)
    }
    return given
  }
  const happened = (at: number) => {
    seen.happenedAt = Math.max(seen.happenedAt ?? at, at)
  }
  /** A day is over when the next begins, or has come as far as now. */
  const onDay = (day: Day) => happened(Math.min(midnight(addDays(day, 1), 'UTC'), facts.at))
  const mine = (source: string) => {
    if (source === stream.source) return
    throw new Error(
      `a row of '${stream.id}' says its source is '${source}', not '${stream.source}'`,
    )
  }
  const inside = (within: boolean) => {
    if (!within) seen.refused += 1
    return within
  }
  const { window } = batch

  const eventStage = async () =>
    (events ??= await openStage(shared, batch, {
      kind: usageStage,
      id: ({ id }) => id,
      digest: ({ digest }) => digest,
      keys: takeEvent,
    }))
  const reportsStage = async () =>
    (reports ??= await openStage(shared, batch, {
      kind: reportStage,
      id: () => null,
      digest: reportDigest,
    }))
  const stageEvents = async (given: readonly UsageEvent[]) => {
    for (const event of given) {
      const at = Number(event.atMicros / 1000n)
      mine(event.source)
      if (stream.how === 'cursor' && event.id === null)
        throw new Error(`an event of '${stream.id}' has no id, and it is not pulled by days`)
      if (window && !inside(at >= window.since && at < window.until)) continue
      happened(at)
      const sent = (events ?? (await eventStage())).add(event)
      // Most rows only wait to be sent with others: a turn of the loop for each would cost more.
      if (sent) await sent
    }
  }
  const stageReports = async (given: readonly UsageReport[]) => {
    for (const report of given) {
      mine(report.source)
      if (window && !inside(within(report.day, window))) continue
      onDay(report.day)
      const stage = await reportsStage()
      await stage.add(report)
    }
  }
  const spoolRest = async (page: Pulled) => {
    const bill = (page.bill ?? []).filter(
      ({ day }) => window === undefined || inside(within(day, window)),
    )
    for (const line of bill) mine(line.source)
    for (const { day } of bill) onDay(day)
    for (const { source, atMicros } of page.governance ?? []) {
      names.number('source', source)
      happened(Number(atMicros / 1000n))
    }
    for (const { source } of page.periods ?? []) names.number('source', source)
    await spool.add('bill', known(bill))
    await spool.add('governance', known(page.governance ?? []))
    await spool.add('periods', known(page.periods ?? []))
    await spool.add('logins', page.logins ?? [])
    const groups = (page.groups ?? []).filter(
      ({ day }) => window === undefined || inside(within(day, window)),
    )
    for (const { day } of groups) onDay(day)
    await spool.add('groups', groups)
    await spool.add('services', page.services ?? [])
  }

  return {
    connection,
    async add(page) {
      refuseMisplaced(facts, page)
      await stageEvents(page.events ?? [])
      await stageReports(page.reports ?? [])
      await spoolRest(page)
      held = {
        seats: held.seats.concat(page.seats ?? []),
        people: held.people.concat(page.people ?? []),
        signals: held.signals.concat(page.signals ?? []),
        shared: held.shared.concat(page.shared ?? []),
      }
      unpublished = unpublished.union(new Set(page.unpublished ?? []))
      seen.rows += PARTS.reduce((sum, part) => sum + (page[part]?.length ?? 0), 0)
      for (const { count } of page.refused ?? []) seen.refused += count
      if (page.publishedAt !== undefined)
        seen.publishedAt = Math.max(seen.publishedAt ?? page.publishedAt, page.publishedAt)
    },
    async take() {
      await spool.flush()
      const whole = window && published(window, unpublished, batch.bucketZone)
      // Days that lost all their rows are known by what is not there.
      if (whole) {
        await eventStage()
        await reportsStage()
      }
      return {
        keys: store.keys,
        spool,
        names,
        events: await sealed(events, whole, 'by instant'),
        reports: await sealed(reports, whole, 'by day'),
        ...held,
        window: whole,
        seen,
      }
    },
    async next() {
      await events?.[Symbol.asyncDispose]()
      await reports?.[Symbol.asyncDispose]()
      events = undefined
      reports = undefined
      await spool.clear()
      names = newNames()
      held = nobody()
      unpublished = new Set()
      seen = nothing()
    },
    async [Symbol.asyncDispose]() {
      await events?.[Symbol.asyncDispose]()
      await reports?.[Symbol.asyncDispose]()
      await spool.drop()
      await own[Symbol.asyncDispose]()
    },
  }
}

async function sealed<Row>(
  stage: OpenStage<Row> | undefined,
  window: BatchFacts['window'],
  how: 'by day' | 'by instant',
): Promise<Staging<Row> | undefined> {
  if (!window) return stage?.sealed()
  const staging = await stage?.sealed(notPublished(window, how) ?? undefined)
  return staging && { ...staging, batch: { ...staging.batch, window } }
}

/** Several stages on one connection: each chunk is a copy of its own. */
const oneByOne = (own: Connection): Connection => ({
  db: own.db,
  copy: (table) => ({
    async write(lines) {
      const chunk = own.copy(table)
      await chunk.write(lines)
      await chunk.end()
    },
    end: () => Promise.resolve(),
  }),
  // Its owner ends it.
  [Symbol.asyncDispose]: () => Promise.resolve(),
})
