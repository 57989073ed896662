import { z } from 'zod'

import type { Call, CursorStream, GovernanceEvent, Pulled, ServiceAccount } from '#collect.ts'
import { dayByDay } from '#connectors/api/day-by-day.ts'
import { refusals } from '#connectors/api/refusals.ts'
import type { UsageEvent } from '#ingest.ts'

import { LITELLM } from './caller.ts'
import { proxyOf } from './client.ts'
import { readSpendRow } from './spend-row.ts'

/** Rows are written in batches, and a long request appears when it ends. */
const OVERLAP_MS = 2 * 86_400_000
/** Rows may carry what was written, where the proxy keeps it: fewer fit an answer. */
const PAGE_ROWS = 500

const page = z.looseObject({
  data: z.array(z.unknown()),
  total_pages: z.int().min(0).nullish(),
})

/**
 * One row per request, by its id.
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
  pull: (from, call) =>
    dayByDay(from, { now: call.now(), overlapMs: OVERLAP_MS }, (between) => rowsOf(between, call)),
}

/** The proxy reads `2026-11-20 09:00:00` as UTC, to the second. */
const written = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' ')

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

async function* rowsOf(between: readonly [number, number], call: Call): AsyncGenerator<Pulled> {
  for (let number = 1; ; number++) {
    const { data, total_pages } = await pageOf(call, between, number)
    if (data.length > 0) yield pulled(data, call)
    const last = typeof total_pages === 'number' ? number >= total_pages : data.length < PAGE_ROWS
    if (last || data.length === 0) return
  }
}

function pulled(data: readonly unknown[], call: Call): Pulled {
  const events: UsageEvent[] = []
  const services = new Map<string, ServiceAccount>()
  const uses = new Map<string, GovernanceEvent>()
  const refused = refusals()
  for (const value of data) {
    const { event, service, used, faults } = readSpendRow(value, call)
    if (event) events.push(event)
    if (service) services.set(service.account, service)
    if (used && !uses.has(used.id)) uses.set(used.id, used)
    for (const why of faults) refused.add('spend logs', why)
  }
  return {
    events,
    services: [...services.values()],
    governance: [...uses.values()],
    refused: refused.take(),
  }
}
