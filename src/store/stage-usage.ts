import { getTableColumns, sql } from 'drizzle-orm'

import { usageEvent } from '#db/schema/usage.ts'
import type { UsageEvent } from '#ingest.ts'

import { bits, field, flag, hex, NULL, type StageKind } from './stage-kind.ts'

const BASIS = { billed: 0, estimated: 1, credits: 2 } as const
/** A hash's first bits; none where there is none. */
const keyed = (value: string | null) => (value === null ? 'x0000000000000000' : bits(value))

const same = (columns: readonly string[]) =>
  Object.fromEntries(columns.map((column) => [column, sql.raw(`s.${column}`)]))

const NUMBERS = [
  'prompt_characters',
  'output_characters',
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'cost_picos',
  'cost_basis',
] as const

/** One line per message or request. */
export const usageStage: StageKind<UsageEvent> = {
  table: 'usage_event',
  replaced: 'usage_event_replaced',
  key: ['day', 'account_id', 'batch_id', 'seq'],
  columns: Object.values(getTableColumns(usageEvent)).map((column) => column.name),
  payload: `at bigint, conversation bit(64), agent boolean, error boolean, prompt_characters int,
    output_characters int, input_tokens bigint, cache_read_tokens bigint, cache_write_tokens bigint,
    output_tokens bigint, cost_picos bigint, cost_basis smallint, asset_kind text, asset bytea,
    run bit(64)`,
  usesIds: true,
  write: (event) => [
    event.atMicros,
    keyed(event.conversation),
    flag(event.agent),
    flag(event.error),
    field(event.promptCharacters),
    field(event.outputCharacters),
    field(event.inputTokens),
    field(event.cacheReadTokens),
    field(event.cacheWriteTokens),
    field(event.outputTokens),
    field(event.costPicos),
    event.costBasis === null ? NULL : BASIS[event.costBasis],
    event.asset === null ? NULL : field(event.assetKind),
    hex(event.asset),
    keyed(event.run),
  ],
  // A source may write a line several times while its reply grows: the last state is the largest.
  best: sql.raw(`output_tokens desc nulls last,
    coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_tokens, 0)
      + coalesce(output_tokens, 0) desc, at desc, digest desc, seq`),
  fill: {
    seq: sql`s.seq`,
    event_id: sql`s.event_id`,
    at: sql`'epoch'::timestamptz + s.at * interval '1 microsecond'`,
    conversation: sql`s.conversation::bigint`,
    agent: sql`s.agent`,
    error: sql`s.error`,
    ...same(NUMBERS),
    asset_id: sql`case when s.asset is null then 0 else coalesce((
      select known.asset_id from asset known
      where known.tenant_id = 1 and known.kind = s.asset_kind and known.pseudonym = s.asset), 0) end`,
    run: sql`s.run::bigint`,
  },
}
