import { basename } from 'node:path'

import type { House, ImportRequest } from '#cli/doors.ts'
import type { Mapping } from '#connectors/columns.ts'
import { copilotFileKind } from '#connectors/copilot-file-kind.ts'
import { copilotSeats } from '#connectors/copilot-seats.ts'
import { directoryRows } from '#connectors/directory.ts'
import { copilotBatches } from '#connectors/github-copilot.ts'
import { readMapping } from '#connectors/mapping.ts'
import type { Pseudonymizer } from '#connectors/pseudonym.ts'
import { refuseSameContent } from '#connectors/same-content.ts'
import { seatRows } from '#connectors/seats.ts'
import { usageBatches } from '#connectors/usage-file.ts'
import { UserError } from '#core/errors.ts'
import type { ImportOutcome } from '#core/import/outcome.ts'
import { microsFromDecimal } from '#core/money/money.ts'
import { day } from '#core/time/day.ts'
import { zone } from '#core/time/local.ts'
import { importDirectory } from '#jobs/import-directory.ts'
import { importReports } from '#jobs/import-reports.ts'
import { importSeats } from '#jobs/import-seats.ts'
import { importUsage, type ImportPorts } from '#jobs/import-usage.ts'
import { priceBook } from '#prices/price-book.ts'

export type ImportWiring = ImportPorts & {
  readonly pseudonyms: Pseudonymizer
  /** The workspace's zone, as configured; the first import fixes it. */
  readonly timeZone: string
  readonly creditMicros: number | undefined
  now(): number
}

/** Joins the connectors to the jobs: the part of the composition root that imports. */
export function importer(wiring: ImportWiring): House['importFiles'] {
  return async (request) => {
    await refuseSameContent(request.files)
    const mapping = await readMapping(request.options, request.cwd)
    const work: Work = { request, mapping, wiring, common: commonOf(request, wiring) }
    switch (request.kind) {
      case 'usage':
        return usage(work)
      case 'github-copilot':
        return copilot(work)
      case 'directory':
        return directory(work)
      case 'seats':
        return seats(work)
    }
  }
}

function commonOf({ command, files, options, onProgress }: ImportRequest, wiring: ImportWiring) {
  const { dryRun, strict, yes, replace, through } = options
  return {
    command,
    files: files.map((path) => basename(path)),
    by: 'operator',
    at: wiring.now(),
    zone: wiring.timeZone,
    dryRun,
    strict,
    yes,
    replace,
    onProgress,
    ...(through !== undefined && { through: day(through) }),
  }
}

type Work = {
  readonly request: ImportRequest
  readonly mapping: Mapping
  readonly wiring: ImportWiring
  readonly common: ReturnType<typeof commonOf>
}

function usage({ request, mapping, wiring, common }: Work): Promise<ImportOutcome> {
  const { source, timeZone } = request.options
  const rows = usageBatches(request.files, {
    mapping,
    pseudonyms: wiring.pseudonyms,
    price: priceBook(),
    zone: wiring.timeZone,
    ...(source !== undefined && { source: source.trim() }),
    ...(timeZone !== undefined && { timeZone: zone(timeZone) }),
  })
  return importUsage({ ...common, rows }, wiring)
}

function credits({ options }: ImportRequest, configured: number | undefined): number | undefined {
  if (options.creditUsd === undefined) return configured
  const micros = microsFromDecimal(options.creditUsd)
  if (micros !== undefined && micros >= 0n && micros <= 1_000_000_000n) return Number(micros)
  throw new UserError(
    `--credit-usd '${options.creditUsd}' is not a price`,
    'Write dollars for one credit, like 0.01.',
  )
}

async function copilot({ request, wiring, common }: Work): Promise<ImportOutcome> {
  const { pseudonyms } = wiring
  const kinds = await Promise.all(request.files.map(copilotFileKind))
  if (kinds.every((kind) => kind === 'seats'))
    return importSeats({ ...common, ...(await copilotSeats(request.files, pseudonyms)) }, wiring)
  const { source } = request.options
  const creditMicros = credits(request, wiring.creditMicros)
  const rows = copilotBatches(request.files, {
    pseudonyms,
    ...(source !== undefined && { source: source.trim() }),
    ...(creditMicros !== undefined && { creditMicros }),
  })
  // GitHub cuts its days in UTC, whatever the workspace's zone.
  return importReports({ ...common, rows, bucketZone: 'UTC' }, wiring)
}

async function directory({ request, mapping, wiring, common }: Work): Promise<ImportOutcome> {
  const { merge } = request.options
  const read = await directoryRows(request.files, { pseudonyms: wiring.pseudonyms, mapping })
  return importDirectory({ ...common, ...read, merge }, wiring)
}

async function seats({ request, mapping, wiring, common }: Work): Promise<ImportOutcome> {
  const read = await seatRows(request.files, { pseudonyms: wiring.pseudonyms, mapping })
  return importSeats({ ...common, ...read }, wiring)
}
