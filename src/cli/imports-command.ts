import { UserError } from '#core/errors.ts'
import type { BatchSummary } from '#ingest.ts'

import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'

const format = new Intl.NumberFormat('en-US')

function row({ batch, at, kind, lines, firstDay, lastDay, state, files }: BatchSummary) {
  const days =
    firstDay === null ? '' : firstDay === lastDay ? firstDay : `${firstDay} to ${lastDay}`
  const when = `${at.slice(0, 10)} ${at.slice(11, 16)}`
  return [String(batch), when, kind, format.format(lines), days, state, files.join(', ')]
}

const HEAD = ['Batch', 'At', 'Kind', 'Lines', 'Days', 'State', 'Files']
const RIGHT = new Set([0, 3])

export async function importsList(io: Io, house: House): Promise<number> {
  const batches = await house.imports()
  if (batches.length === 0) {
    io.out('Nothing was imported yet.\n')
    return DONE
  }
  const rows = [HEAD, ...batches.map(row)]
  const widths = HEAD.map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)))
  for (const cells of rows) {
    const padded = cells.map((cell, at) => {
      const width = widths[at] ?? 0
      return RIGHT.has(at) ? cell.padStart(width) : cell.padEnd(width)
    })
    io.out(`${padded.join('  ').trimEnd()}\n`)
  }
  return DONE
}

export async function importsUndo(batch: string, io: Io, house: House): Promise<number> {
  if (!/^\d{1,9}$/.test(batch))
    throw new UserError(`'${batch}' is not a batch`, 'Give its number from: ai-usage imports list')
  const { days } = await house.undo(Number(batch))
  io.out(
    `Batch ${batch} is undone: ${format.format(days)} ${days === 1 ? 'day' : 'days'} counted again.\n`,
  )
  return DONE
}
