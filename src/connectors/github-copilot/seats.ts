import { z } from 'zod'

import type { SnapshotStream } from '#collect.ts'
import type { Seat } from '#ingest.ts'

import { githubOf } from './client.ts'
import { COPILOT } from './report-row.ts'
import { merged, readSeat } from './seat.ts'

export const seatPage = z.looseObject({ seats: z.array(z.unknown()) })
const MOST_ROWS = 5000

/** Who holds a seat. GitHub bills assigned seats, so there are none bought and not assigned. */
export const seats: SnapshotStream = {
  how: 'snapshot',
  id: 'seats',
  says: 'Who holds a seat, since when, and their last activity.',
  source: 'github-copilot-seats',
  tools: [COPILOT],
  historyDays: null,
  everyMinutes: 1440,
  async *pull(call) {
    const question = {
      call: 'GET {at}/copilot/billing/seats',
      right: 'seats',
      query: { per_page: 100 },
    } as const
    const found = new Map<string | null, Seat>()
    let unread = 0
    for await (const page of (await githubOf(call)).pages(question, seatPage))
      for (const value of page.seats) {
        const seat = readSeat(value, call.pseudonyms)
        const known = seat && found.get(seat.account)
        if (seat) found.set(seat.account, known ? merged(known, seat) : seat)
        else unread += 1
      }
    const all = [...found.values()]
    for (let at = 0; at < all.length; at += MOST_ROWS)
      yield { seats: all.slice(at, at + MOST_ROWS) }
    const why = 'is a seat without a readable assignee and dates'
    yield { seats: [], refused: unread > 0 ? [{ where: 'list of seats', why, count: unread }] : [] }
  },
}
