import { sql } from 'drizzle-orm'

import type {
  BillLine,
  CursorStream,
  DayStream,
  GovernanceEvent,
  Pulled,
  SnapshotStream,
} from '#collect.ts'
import type { Reach } from '#collection.ts'
import { type Day, day } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'
import { collection } from '#store/collect.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { pseudonym } from '#test/support/events.ts'

const facts = {
  id: 'usage',
  says: 'Requests by person and day.',
  source: 'vendor',
  tools: ['chatgpt'],
  historyDays: 90,
  everyMinutes: 60,
}

async function* nothing() {}

export const byDays = (more: Partial<DayStream> = {}): DayStream => ({
  ...facts,
  how: 'days',
  bucketZone: 'UTC',
  lateDays: 3,
  windowDays: 31,
  pull: nothing,
  ...more,
})

export const byCursor = (more: Partial<CursorStream> = {}): CursorStream => ({
  ...facts,
  id: 'log',
  source: 'vendor-log',
  how: 'cursor',
  pull: nothing,
  ...more,
})

export const asSnapshot = (more: Partial<SnapshotStream> = {}): SnapshotStream => ({
  ...facts,
  id: 'people',
  source: 'vendor-people',
  how: 'snapshot',
  pull: nothing,
  ...more,
})

export const AT = Date.parse('2026-12-01T12:00:00Z')
export const connector = 'vendor'

type Pages = readonly Pulled[]
type At = { readonly at?: number }

export async function pullDays(
  store: Store,
  [from, to]: readonly [string, string],
  pages: Pages,
  { stream = byDays(), at = AT, reach = {} }: At & { stream?: DayStream; reach?: Reach } = {},
) {
  const window = { from: day(from), to: day(to) }
  const collect = collection(store)
  await using pull = await collect.open({ connector, stream, window, at })
  for (const page of pages) await pull.add(page)
  const result = await pull.commit({ ...window, ...reach })
  await collect.rebuild()
  return result
}

export async function pullLog(
  store: Store,
  pages: readonly (Pulled & { readonly cursor: string })[],
  { stream = byCursor(), at = AT, from, through }: At & { stream?: CursorStream } & Reach = {},
) {
  const collect = collection(store)
  await using pull = await collect.open({ connector, stream, at })
  const reach = { ...(from && { from }), ...(through && { through }) }
  for (const page of pages) {
    await pull.add(page)
    await pull.commit({ ...reach, cursor: page.cursor })
  }
  await collect.rebuild()
}

export async function pullNow(
  store: Store,
  pages: Pages,
  {
    stream = asSnapshot(),
    at = AT,
    ...approved
  }: At & { stream?: SnapshotStream; approved?: true } = {},
) {
  const collect = collection(store)
  await using pull = await collect.open({ connector, stream, at, ...approved })
  for (const page of pages) await pull.add(page)
  const result = await pull.commit({})
  await collect.rebuild()
  return result
}

export const report = (
  date: string,
  account: string | null,
  more: Partial<UsageReport> = {},
): UsageReport => ({
  day: day(date),
  account: account === null ? null : pseudonym(account),
  tool: 'chatgpt',
  source: 'vendor',
  model: null,
  feature: null,
  active: true,
  passive: false,
  ...UNREPORTED,
  ...more,
})

export const billed = (
  date: string,
  picos: bigint | null,
  more: Partial<BillLine> = {},
): BillLine => ({
  day: day(date),
  tool: 'chatgpt',
  source: 'vendor',
  item: 'gpt-5, input',
  model: null,
  account: null,
  costPicos: picos,
  amount: '1.50',
  currency: 'USD',
  basis: 'billed',
  ...more,
})

export const entry = (id: string, more: Partial<GovernanceEvent> = {}): GovernanceEvent => ({
  id: pseudonym(id),
  atMicros: BigInt(Date.parse('2026-11-02T10:00:00Z')) * 1000n,
  source: 'vendor-log',
  tool: 'chatgpt',
  type: 'role_change',
  action: 'member.role_changed',
  actor: pseudonym('ann'),
  target: pseudonym('bob'),
  objectKind: null,
  object: null,
  outcome: 'ok',
  reference: null,
  ...more,
})

/** Everything the store holds, as text; `except` the books of pulling itself, and in which order it came. */
export async function everything(store: Store, ...tables: readonly string[]): Promise<string> {
  const parts: string[] = []
  for (const table of tables) {
    const [found] = await rows<{ text: string }>(
      store.db,
      'read all',
      sql`select coalesce(string_agg(line, E'\n' order by line), '') as text
        from (select (to_jsonb(t) - 'arrival')::text as line from ${sql.identifier(table)} t) t`,
    )
    parts.push(`${table}\n${found?.text}`)
  }
  return parts.join('\n\n')
}

export const USAGE = [
  'usage_event',
  'usage_event_replaced',
  'usage_report',
  'usage_report_replaced',
  'usage_daily',
  'rollup_unit_day',
  'rollup_department_day',
  'rollup_day',
  'active_bits',
  'active_day',
  'covered_day',
  'dirty_day',
  'bill_line',
  'period_use',
  'governance_event',
  'account',
  'person',
  'account_person',
  'membership',
  'group_member',
  'leave',
  'service_account',
  'account_link',
  'seat_assignment',
  'seat_pool',
  'import_batch',
] as const

/** Messages by day. */
export async function messages(store: Store): Promise<Record<string, number>> {
  const found = await rows<{ day: Day; n: number }>(
    store.db,
    'messages by day',
    sql`select to_char(day, 'MM-DD') as day, sum(messages)::int as n from usage_daily
      where messages is not null group by 1 order by 1`,
  )
  return Object.fromEntries(found.map(({ day, n }) => [day, n]))
}
