import type { GovernanceEvent } from '#collect.ts'
import { UserError } from '#core/errors.ts'
import { type Day, dayAt } from '#core/time/day.ts'
import type { BatchFacts, Ingest, Stage, UsageReport } from '#ingest.ts'

import { ofNobody } from './unit-collection.ts'
import { type Kept, summing, type UnitDoorPorts } from './unit-door.ts'
import { inMicros, inPicos } from './unit-sums.ts'

const refusal = (what: string, fix: string) =>
  new UserError(`${what}, and the privacy policy lets nothing be kept of one person`, fix)

/** Imports that, on days of which nothing may be kept of one person, are sums of units. */
export function unitIngest(ingest: Ingest, ports: UnitDoorPorts): Ingest {
  const refuseToday = async (what: string, fix: string) => {
    if ((await ports.kept())?.today) throw refusal(what, fix)
  }
  return {
    ...ingest,
    async stageUsage(batch) {
      const kept = await ports.kept()
      if (!kept) return ingest.stageUsage(batch)
      const as = { one: inPicos, all: inMicros, inner: () => ingest.stageUsage(batch) }
      return unitStage(batch, as, { kept, ports, ingest })
    },
    async stageReports(batch) {
      const kept = await ports.kept()
      if (!kept) return ingest.stageReports(batch)
      const same = (report: UsageReport) => report
      const as = { one: same, all: same, inner: () => ingest.stageReports(batch) }
      return unitStage(batch, as, { kept, ports, ingest })
    },
    async stageGovernance(batch) {
      const [kept, inner] = [await ports.kept(), await ingest.stageGovernance(batch)]
      if (!kept) return inner
      const ofUnits = ({ atMicros }: GovernanceEvent) =>
        kept.ofUnits(dayAt(Number(atMicros / 1000n), batch.bucketZone))
      return {
        ...inner,
        add: (events) => inner.add(events.map((one) => (ofUnits(one) ? ofNobody(one) : one))),
      }
    },
    async directory(rows, batch, options) {
      await refuseToday(
        'A directory says where each person sits',
        'Give it with the usage that is imported, and it is only read: ai-usage import usage --directory people.csv usage.csv',
      )
      return ingest.directory(rows, batch, options)
    },
    async seats(rows, batch, options) {
      if (rows.some(({ account }) => account !== null))
        await refuseToday(
          'The file says who holds a seat',
          'Import the contract: ai-usage import contracts.',
        )
      return ingest.seats(rows, batch, options)
    },
    async periods(given, batch, options) {
      await refuseToday(
        'The file says what each person did over a period',
        'Connect the tool: ai-usage connect. What it tells by the day is kept as sums of units.',
      )
      return ingest.periods(given, batch, options)
    },
  }
}

type As<Row> = {
  readonly one: (row: Row) => UsageReport
  readonly all: (sum: UsageReport) => UsageReport
  /** For days on which people may be kept. */
  readonly inner: () => Promise<Stage<Row>>
}

type Door = { readonly kept: Kept; readonly ports: UnitDoorPorts; readonly ingest: Ingest }

async function unitStage<Row extends { readonly day: Day }>(
  batch: BatchFacts,
  { one, all, inner }: As<Row>,
  { kept, ports, ingest }: Door,
): Promise<Stage<Row>> {
  await using opening = new AsyncDisposableStack()
  const sums = await summing(kept, ports)
  let people: Stage<Row> | undefined
  let units: Stage<UsageReport> | undefined
  const closing = opening.move()
  const staged = async (): Promise<Stage<Row> | Stage<UsageReport>> => {
    const taken = sums.take()
    if (taken.length > 0) {
      if (people)
        throw new UserError(
          'The file speaks of days before and after the privacy policy changed what is kept',
          'Import the days of each in a file of their own.',
        )
      units = closing.use(await ingest.stageReports(batch))
      for (const sum of taken) await units.add(all(sum))
    }
    return units ?? (people ??= closing.use(await inner()))
  }
  return {
    add(row) {
      if (kept.ofUnits(row.day)) return sums.add(one(row))
      return (async () => {
        people ??= closing.use(await inner())
        await people.add(row)
      })()
    },
    plan: async (options) => (await staged()).plan(options),
    async apply(options) {
      const stage = await staged()
      await sums.settle()
      return stage.apply(options)
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}
