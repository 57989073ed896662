import { z } from 'zod'

import type { SnapshotStream } from '#collect.ts'
import { dayOf, lastWholeDay } from '#connectors/api/days.ts'
import { faultOf } from '#connectors/api/fault.ts'
import { addDays } from '#core/time/day.ts'
import type { Seat } from '#ingest.ts'

import { type AnthropicDoor, anthropicClient } from './client.ts'

const CALL = 'GET /v1/organizations/analytics/summaries'
const summary = z.looseObject({
  starting_at: z.string(),
  assigned_seat_count: z.int().nonnegative().nullish(),
})

/** How many seats are given out; the vendor does not say to whom. */
export function seatsStream(door: AnthropicDoor): SnapshotStream {
  return {
    id: 'seats',
    how: 'snapshot',
    says: 'How many Claude Enterprise seats are given out.',
    source: 'claude-enterprise-seats',
    tools: ['claude'],
    historyDays: null,
    everyMinutes: 720,
    async *pull(call) {
      const latest = lastWholeDay(call.now())
      const seats: Seat[] = []
      try {
        const { summaries } = (await anthropicClient(call, door)).organization.analytics
        const list = summaries.list({ starting_date: addDays(latest, -4) })
        for await (const raw of list) {
          const read = summary.safeParse(raw)
          const from = read.success ? dayOf(read.data.starting_at) : undefined
          const purchased = read.data?.assigned_seat_count
          // 0 before the vendor has counted a day; a later day stands for all.
          if (from !== undefined && purchased)
            seats.push({
              tool: 'claude',
              plan: 'Claude Enterprise',
              account: null,
              from,
              to: null,
              monthlyMicros: null,
              currency: 'USD',
              purchased,
              lastActivity: null,
            })
        }
      } catch (error) {
        throw faultOf(error, { door, call: CALL, now: call.now() })
      }
      const newest = seats.toSorted((a, b) => b.from.localeCompare(a.from))[0]
      yield { seats: newest ? [newest] : [] }
    },
  }
}
