import type Anthropic from '@anthropic-ai/sdk'

import type { Call, Refused, Window } from '#collect.ts'
import { dayOf, startOf } from '#connectors/api/days.ts'
import { faultOf, formFault } from '#connectors/api/fault.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { addDays, type Day } from '#core/time/day.ts'

import { type AnthropicDoor, isExpired, MOST_RESTARTS } from './client.ts'

type Kind = 'usage' | 'cost'
/** Dimensions both reports have. */
export type GroupBy =
  | 'actor'
  | 'model'
  | 'product'
  | 'api_key_id'
  | 'workspace_id'
  | 'claude_tag_user_id'

export type Asked<Row> = {
  readonly kind: Kind
  readonly window: Window
  readonly groupBy: readonly GroupBy[]
  /** Only of this product. */
  readonly product?: 'claude_tag'
  /** The row, or why it cannot be read. */
  readonly read: (raw: unknown) => Row | string
}

export type DayOfRows<Row> = {
  readonly day: Day
  readonly rows: readonly Row[]
  readonly refused: readonly Refused[]
  readonly publishedAt?: number
}

/**
 * The rows of a report day by day, oldest first. A day is given once it was read to its end, so that
 * an expired cursor (410) goes on with the first day not given yet, and no row comes twice.
 */
export async function* analyticsDays<Row>(
  client: Anthropic,
  asked: Asked<Row>,
  { call, door }: { readonly call: Call; readonly door: AnthropicDoor },
): AsyncGenerator<DayOfRows<Row>> {
  const { kind, window, read } = asked
  const name = `GET /v1/organizations/analytics/${kind}`
  let { from } = window
  for (let restarts = 0; from <= window.to; restarts++) {
    const refused = refusals()
    let rows: Row[] = []
    let day = from
    let publishedAt: Page['publishedAt'] = {}
    try {
      for await (const page of pages(client, asked, from)) {
        publishedAt = page.publishedAt
        for (const raw of page.data) {
          const at = dayIn(raw)
          if (at === undefined || at < from || at > window.to)
            refused.add(`analytics ${kind}`, 'lies outside the days asked for')
          else {
            if (at < day) throw formFault(door, name, 'days out of order')
            if (at > day) {
              yield { day, rows, refused: refused.take(), ...publishedAt }
              from = addDays(day, 1)
              day = at
              rows = []
            }
            const row = read(raw)
            if (typeof row === 'string') refused.add(`analytics ${kind}`, row)
            else rows.push(row)
          }
        }
      }
      yield { day, rows, refused: refused.take(), ...publishedAt }
      return
    } catch (error) {
      if (!isExpired(error) || restarts >= MOST_RESTARTS)
        throw faultOf(error, { door, call: name, now: call.now() })
    }
  }
}

function dayIn(raw: unknown): Day | undefined {
  const at = (raw as { readonly starting_at?: unknown } | null)?.starting_at
  return typeof at === 'string' ? dayOf(at) : undefined
}

type Page = { readonly data: readonly unknown[]; readonly publishedAt: { publishedAt?: number } }

async function* pages<Row>(
  client: Anthropic,
  { kind, window, groupBy, product }: Asked<Row>,
  from: Day,
): AsyncGenerator<Page> {
  const question = {
    starting_at: startOf(from),
    ending_at: startOf(addDays(window.to, 1)),
    time_bucket_width: '1d' as const,
    order_by: 'time' as const,
    order: 'asc' as const,
    group_by: [...groupBy],
    limit: 1000,
    ...(product === undefined ? {} : { products: [product] }),
  }
  const { usage, cost } = client.beta.organization.analytics
  const first = await (kind === 'usage' ? usage.list(question) : cost.list(question))
  for await (const page of first.iterPages()) {
    const at = page.data_refreshed_at === null ? NaN : Date.parse(page.data_refreshed_at)
    yield { data: page.data, publishedAt: Number.isNaN(at) ? {} : { publishedAt: at } }
  }
}
