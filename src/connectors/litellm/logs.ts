import { z } from 'zod'

import type { Call, CursorStream, Pulled, ServiceAccount } from '#collect.ts'
import { startOf } from '#connectors/api/days.ts'

import { LITELLM } from './caller.ts'
import { proxyOf } from './client.ts'
import { readSpendRow } from './spend-row.ts'

const DAY_MS = 86_400_000
/** Rows are written in batches, and a long request appears when it ends. */
const OVERLAP_MS = 2 * DAY_MS
/** Rows may carry what was written, where the proxy keeps it: fewer fit an answer. */
const PAGE_ROWS = 500

const page = z.looseObject({
  data: z.array(z.unknown()),
  total_pages: z.int().min(0).nullish(),
})

/**
 * One row per request. The cursor is the time through which rows were read; each pull goes back two
 * days, and a row seen twice is one by its id. A day at a time, so that pages stand still.
 */
export const logs: CursorStream = {
  how: 'cursor',
  id: 'logs',
  says: 'Each request with its person or key, tool, model, tokens, and what the gateway reckons it cost.',
  source: LITELLM,
  // Of the tools behind it the gateway sees what goes through it: a day without them is not a 0.
  tools: [LITELLM],
  historyDays: null,
  everyMinutes: 60,
  async *pull({ cursor, since }, call) {
    const now = call.now()
    const known = Date.parse(cursor ?? startOf(since))
    let from = cursor === undefined ? known : known - OVERLAP_MS
    while (from < now) {
      const to = Math.min(from + DAY_MS, now)
      for await (const rows of rowsBetween(from, to, call))
        yield { ...rows, cursor: timeOf(Math.max(from, known)) }
      yield { cursor: timeOf(Math.max(to, known)) }
      from = to
    }
  },
}

const timeOf = (at: number) => new Date(at).toISOString()
/** The proxy reads `2026-11-20 09:00:00` as UTC, to the second. */
const written = (at: number) => timeOf(at).slice(0, 19).replace('T', ' ')

export async function pageOf(call: Call, between: readonly [number, number], number = 1) {
  const query = {
    start_date: written(between[0]),
    end_date: written(between[1]),
    page: number,
    page_size: PAGE_ROWS,
    sort_by: 'startTime',
    sort_order: 'asc',
  }
  return (await proxyOf(call).ask({ call: 'GET /spend/logs/v2', query }, page)).body
}

async function* rowsBetween(from: number, to: number, call: Call): AsyncGenerator<Pulled> {
  for (let number = 1; ; number++) {
    const { data, total_pages } = await pageOf(call, [from, to], number)
    if (data.length > 0) yield pulled(data, call)
    const last = typeof total_pages === 'number' ? number >= total_pages : data.length < PAGE_ROWS
    if (last || data.length === 0) return
  }
}

function pulled(data: readonly unknown[], call: Call): Pulled {
  const rows = data.map((value) => readSpendRow(value, call))
  const services = new Map<string, ServiceAccount>()
  const faults = new Map<string, number>()
  for (const { service, faults: found } of rows) {
    if (service) services.set(service.account, service)
    for (const why of found) faults.set(why, (faults.get(why) ?? 0) + 1)
  }
  return {
    events: rows.flatMap(({ event }) => event ?? []),
    services: [...services.values()],
    refused: [...faults].map(([why, count]) => ({ where: 'spend logs', why, count })),
  }
}
