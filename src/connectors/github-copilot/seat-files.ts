import { basename } from 'node:path'

import { z } from 'zod'

import type { Pseudonymizer } from '#collect.ts'
import { readWhole } from '#connectors/open-file.ts'
import { UserError } from '#core/errors.ts'
import type { Rejection } from '#core/import/rejection.ts'
import type { Seat } from '#ingest.ts'

import { jsonOrUndefined } from './file-kind.ts'
import { merged, readSeat } from './seat.ts'

const page = z.looseObject({ seats: z.array(z.unknown()) })
const pages = z.union([
  page.transform(({ seats }) => seats),
  z.array(page).transform((all) => all.flatMap(({ seats }) => seats)),
])

/**
 * Reads lists of Copilot seats: one page, or several (`gh api --paginate --slurp`). A rejection's
 * line is the seat's place in the list. @throws UserError when a file is no such list
 */
export async function copilotSeats(
  paths: readonly string[],
  pseudonyms: Pseudonymizer,
): Promise<{ readonly rows: readonly Seat[]; readonly rejected: readonly Rejection[] }> {
  const seats = new Map<string | null, Seat>()
  const rejected: Rejection[] = []
  for (const path of paths) {
    const file = basename(path)
    const list = pages.safeParse(jsonOrUndefined(await readWhole(path)))
    if (!list.success)
      throw new UserError(
        `${file} is not a list of Copilot seats`,
        'Save it with: gh api --paginate --slurp /orgs/ORG/copilot/billing/seats > seats.json',
      )
    for (const [at, value] of list.data.entries()) {
      const read = readSeat(value, pseudonyms)
      const known = read && seats.get(read.account)
      if (read) seats.set(read.account, known ? merged(known, read) : read)
      else
        rejected.push({
          file,
          line: at + 1,
          field: null,
          value: null,
          why: 'is a seat without a readable assignee and dates',
          fix: 'Download the list again.',
        })
    }
  }
  return { rows: [...seats.values()], rejected }
}
