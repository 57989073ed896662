import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

import type { Day } from '#core/time/day.ts'
import { eachDay, type Period } from '#core/time/period.ts'

import { company } from './company.ts'
import { contractLines } from './contracts.ts'
import { copilotReportOn, directoryLines, seatLines } from './copilot.ts'
import { usageOn } from './usage.ts'

export type DemoFile = {
  readonly kind: 'directory' | 'contracts' | 'usage' | 'github-copilot' | 'seats'
  readonly path: string
}

/**
 * Writes the company's import files for a period, in the order to import them: what an admin would
 * bring, for everyone to look at.
 */
export function writeDemoFiles(
  folder: string,
  { anchor, from, to }: Period & { readonly anchor: Day },
): readonly DemoFile[] {
  const people = company(anchor)
  const days = eachDay({ from, to })
  const paths = {
    directory: join(folder, 'directory.csv'),
    seats: join(folder, 'seats.csv'),
    contracts: join(folder, 'contracts.csv'),
    'github-copilot': join(folder, 'github-copilot-users-1-day.ndjson'),
    usage: join(folder, 'usage.ndjson'),
  }
  writeFileSync(paths.directory, csv(directoryLines(people, anchor)))
  writeFileSync(paths.seats, csv(seatLines(people)))
  writeFileSync(paths.contracts, csv(contractLines(people, anchor)))
  writeLines(paths.usage, days, (date) => usageOn(date, people, anchor))
  writeLines(paths['github-copilot'], days, (date) => copilotReportOn(date, people, anchor))
  return Object.entries(paths).map(([kind, path]) => ({ kind: kind as DemoFile['kind'], path }))
}

function writeLines(path: string, days: readonly Day[], linesOn: (date: Day) => Iterable<unknown>) {
  const file = openSync(path, 'w')
  try {
    for (const date of days) {
      let text = ''
      for (const line of linesOn(date)) text += `${JSON.stringify(line)}\n`
      writeSync(file, text)
    }
  } finally {
    closeSync(file)
  }
}

/** No value of the company's holds a comma, a quote or a line break. */
function csv(lines: readonly Readonly<Record<string, string>>[]): string {
  const head = Object.keys(lines[0] ?? {})
  return [head, ...lines.map((line) => head.map((name) => line[name] ?? ''))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('')
}
