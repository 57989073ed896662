import { sql } from 'drizzle-orm'

import type { LiveInbox } from '#collection.ts'
import type { Db } from '#db/db.ts'
import type { UsageEvent } from '#ingest.ts'

import { type Keys, requireKeys } from './pseudonym-key.ts'
import { rows } from './rows.ts'

type Written = Omit<UsageEvent, 'atMicros' | 'costPicos'> & {
  readonly atMicros: string
  readonly costPicos: string | null
}

const line = ({ atMicros, costPicos, ...event }: UsageEvent): string =>
  JSON.stringify({
    ...event,
    atMicros: String(atMicros),
    costPicos: costPicos === null ? null : String(costPicos),
  } satisfies Written)

function event(text: string): UsageEvent {
  const { atMicros, costPicos, ...rest } = JSON.parse(text) as Written
  return {
    ...rest,
    atMicros: BigInt(atMicros),
    costPicos: costPicos === null ? null : BigInt(costPicos),
  }
}

type Waiting = { readonly id: number; readonly lines: string }

/** One row a write, so that accepting is one small insert whatever else the store is doing. */
export function liveInbox(db: Db, keys?: Keys): LiveInbox {
  return {
    async append(events) {
      await requireKeys(db, keys)
      await rows(
        db,
        'receive events',
        sql`insert into live_inbox (events, lines)
          values (${events.length}::int, ${events.map(line).join('\n')})`,
      )
    },
    async take(most) {
      const waiting = await rows<Waiting>(
        db,
        'events that wait',
        sql`select id::int as id, lines from (
            select inbox_id as id, lines, sum(events) over (order by inbox_id) - events as before
            from live_inbox where tenant_id = 1) oldest
          where before < ${most}::int order by id`,
      )
      if (waiting.length === 0) return undefined
      return {
        ids: waiting.map(({ id }) => id),
        events: waiting.flatMap(({ lines }) => lines.split('\n').map(event)),
      }
    },
    async done({ ids }) {
      await rows(
        db,
        'events that are stored',
        sql`delete from live_inbox where tenant_id = 1 and inbox_id = any(${sql.param(ids)}::bigint[])`,
      )
    },
    async waiting() {
      const [found] = await rows<{ n: number }>(
        db,
        'count events that wait',
        sql`select coalesce(sum(events), 0)::int as n from live_inbox where tenant_id = 1`,
      )
      return found?.n ?? 0
    },
    sources: (since) =>
      rows<{ source: string; tools: string[] }>(
        db,
        'sources received from',
        sql`select s.name as source, array_agg(distinct t.name) as tools
          from source s
          join stream_state state on state.tenant_id = 1 and state.connector = 'otlp'
            and state.stream = s.name
          join usage_daily f on f.tenant_id = 1 and f.source_id = s.id and f.day >= ${since}::date
          join tool t on t.tenant_id = 1 and t.id = f.tool_id
          where s.tenant_id = 1 group by s.name order by s.name`,
      ),
  }
}
