import { basename } from 'node:path'

import type { ImportRequest } from '#cli/doors.ts'
import type { Pseudonymizer } from '#collect.ts'
import { workspaceRows } from '#connectors/chatgpt/workspace-csv.ts'
import { contractRows } from '#connectors/contracts.ts'
import { directoryRows } from '#connectors/directory.ts'
import { copilotFileKind } from '#connectors/github-copilot/file-kind.ts'
import { copilotBatches } from '#connectors/github-copilot/report-files.ts'
import { copilotSeats } from '#connectors/github-copilot/seat-files.ts'
import { geminiRows, lastDayOf } from '#connectors/google/console-csv.ts'
import { governanceBatches } from '#connectors/governance-file.ts'
import { readMapping } from '#connectors/mapping.ts'
import { copilotExport } from '#connectors/microsoft/report-csv.ts'
import { noteRows } from '#connectors/notes.ts'
import { refuseSameContent } from '#connectors/same-content.ts'
import { seatRows } from '#connectors/seats.ts'
import { storedName } from '#connectors/shown.ts'
import { usageBatches } from '#connectors/usage-file.ts'
import { UserError } from '#core/errors.ts'
import type { ImportOutcome, PeriodKind } from '#core/import/outcome.ts'
import type { Rejection } from '#core/import/rejection.ts'
import { microsFromDecimal } from '#core/money/money.ts'
import { type Day, day, dayAt } from '#core/time/day.ts'
import type { PeriodRows } from '#ingest.ts'
import { importContracts } from '#jobs/import-contracts.ts'
import { importDirectory } from '#jobs/import-directory.ts'
import { importGovernance } from '#jobs/import-governance.ts'
import { importNotes } from '#jobs/import-notes.ts'
import { importPeriods } from '#jobs/import-periods.ts'
import { importReports } from '#jobs/import-reports.ts'
import { importSeats } from '#jobs/import-seats.ts'
import { importUsage } from '#jobs/import-usage.ts'
import { priceBook } from '#prices/price-book.ts'

import type { OpenHouse } from './open-house.ts'

/** Who imports from the command line. */
const OPERATOR = 'operator'

/** Reads an export of a vendor's console, which tells of periods and never of days. */
type ReadPeriods = (
  files: readonly string[],
  reading: {
    readonly pseudonyms: Pseudonymizer
    readonly now: number
    readonly through: Day | undefined
  },
) => Promise<PeriodRows & { readonly rejected: readonly Rejection[] }>

const PERIODS: Record<PeriodKind, ReadPeriods> = {
  'chatgpt-workspace': workspaceRows,
  'microsoft-copilot': copilotExport,
  'gemini-console': async (files, { pseudonyms, now, through }) => ({
    ...(await geminiRows(files, { pseudonyms, through: lastDayOf(through, now) })),
    seats: null,
  }),
}

/** What an import needs of the open house. */
export type ImportHouse = Pick<
  OpenHouse,
  'pseudonyms' | 'clock' | 'workspace' | 'ingest' | 'audit' | 'contracts'
> & {
  readonly config: Pick<OpenHouse['config'], 'creditMicros'>
  readonly notes: Pick<OpenHouse['notes'], 'addAll'>
  readonly usage: Pick<OpenHouse['usage'], 'resolve'>
}

/** Reads the files at their door and hands the rows to the job of their kind. */
export async function importFiles(
  request: ImportRequest,
  house: ImportHouse,
): Promise<ImportOutcome> {
  const { files, options, cwd, onProgress } = request
  const { pseudonyms } = house
  await refuseSameContent(files)
  const mapping = await readMapping(options, cwd)
  const names = files.map((path) => basename(path))
  const facts = {
    command: names.reduce((all, name) => all.replaceAll(name, storedName(name)), request.command),
    files: names.map(storedName),
    by: OPERATOR,
    at: house.clock.now(),
    dryRun: options.dryRun,
    strict: options.strict,
    yes: options.yes,
    replace: options.replace,
    merge: options.merge,
    onProgress,
  }
  const days: { readonly zone: string; readonly through?: Day } = {
    zone: await house.workspace.zone(),
    ...(options.through !== undefined && { through: day(options.through) }),
  }
  const source = options.source !== undefined && { source: options.source }
  switch (request.kind) {
    case 'usage': {
      const timeZone = options.timeZone !== undefined && { timeZone: options.timeZone }
      const reading = { mapping, pseudonyms, zone: days.zone, price: priceBook() }
      const rows = usageBatches(files, { ...reading, ...source, ...timeZone })
      return importUsage({ ...facts, ...days, rows }, house)
    }
    case 'governance': {
      const timeZone = options.timeZone !== undefined && { timeZone: options.timeZone }
      const reading = { mapping, pseudonyms, now: facts.at, ...source, ...timeZone }
      const rows = governanceBatches(files, reading)
      return importGovernance({ ...facts, zone: days.zone, rows }, house)
    }
    case 'github-copilot': {
      const kinds = await Promise.all(files.map(copilotFileKind))
      if (kinds.every((kind) => kind === 'seats'))
        return importSeats({ ...facts, ...(await copilotSeats(files, pseudonyms)) }, house)
      const creditMicros = creditOf(options.creditUsd) ?? house.config.creditMicros
      const rows = copilotBatches(files, {
        pseudonyms,
        ...source,
        ...(creditMicros !== undefined && { creditMicros }),
      })
      return importReports({ ...facts, ...days, bucketZone: 'UTC', rows }, house)
    }
    case 'chatgpt-workspace':
    case 'gemini-console':
    case 'microsoft-copilot': {
      const read = PERIODS[request.kind]
      const rows = await read(files, { pseudonyms, now: facts.at, through: days.through })
      return importPeriods({ ...facts, kind: request.kind, ...rows }, house)
    }
    case 'directory':
      return importDirectory(
        { ...facts, ...(await directoryRows(files, { pseudonyms, mapping })) },
        house,
      )
    case 'contracts':
      return importContracts({ ...facts, ...(await contractRows(files, { mapping })) }, house)
    case 'notes': {
      const today = dayAt(facts.at, days.zone)
      return importNotes({ ...facts, today, ...(await noteRows(files, { mapping })) }, house)
    }
    case 'seats':
      return importSeats({ ...facts, ...(await seatRows(files, { pseudonyms, mapping })) }, house)
  }
}

function creditOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const micros = microsFromDecimal(text)
  if (micros !== undefined && micros >= 0n) return Number(micros)
  throw new UserError(
    `--credit-usd '${text}' is not a price`,
    'Write dollars for one credit, like 0.01.',
  )
}
