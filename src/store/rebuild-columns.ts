import { getTableColumns, type SQL, sql } from 'drizzle-orm'

import type { MeasureGroup } from '#core/truth/measure-group.ts'
import type { histograms, measures } from '#db/schema/columns.ts'
import { usageDaily } from '#db/schema/derived.ts'

type Column = keyof ReturnType<typeof measures> | keyof ReturnType<typeof histograms>

/** `main` columns are what a source is believed for; the others come along with them. */
type Place = { readonly group: MeasureGroup; readonly main?: true }

/**
 * The group that each column is believed in. Requests go with tokens, since a share per request needs
 * both from one source: a vendor that counts requests and tokens need not know what people did. Tokens
 * without a price go with the cost: they are what its source could not price.
 */
const PLACES: Record<Column, Place> = {
  active: { group: 'activity', main: true },
  passive: { group: 'activity' },
  messages: { group: 'activity', main: true },
  sessions: { group: 'activity', main: true },
  vendorSessions: { group: 'activity', main: true },
  promptCharacters: { group: 'activity' },
  promptsMeasured: { group: 'activity' },
  promptsShort: { group: 'activity' },
  promptsMiddle: { group: 'activity' },
  promptsLong: { group: 'activity' },
  outputCharacters: { group: 'activity' },
  outputsMeasured: { group: 'activity' },
  promptHistogram: { group: 'activity' },
  sessionDepthHistogram: { group: 'activity' },
  sessionSecondsHistogram: { group: 'activity' },
  codeGenerations: { group: 'activity' },
  codeAcceptances: { group: 'activity' },
  requests: { group: 'tokens' },
  agentRequests: { group: 'tokens' },
  errors: { group: 'tokens' },
  inputTokens: { group: 'tokens', main: true },
  cacheReadTokens: { group: 'tokens', main: true },
  cacheWriteTokens: { group: 'tokens', main: true },
  outputTokens: { group: 'tokens', main: true },
  lightRequests: { group: 'tokens' },
  unpricedTokens: { group: 'cost' },
  creditsMilli: { group: 'cost' },
  costBilledMicros: { group: 'cost', main: true },
  costEstimatedMicros: { group: 'cost', main: true },
  costCreditsMicros: { group: 'cost', main: true },
}

const stored = getTableColumns(usageDaily)
const FLAGS = new Set<Column>(['active', 'passive'])

const of = (group: MeasureGroup, which: (place: Place) => boolean = () => true) =>
  (Object.keys(PLACES) as Column[]).filter(
    (column) => PLACES[column].group === group && which(PLACES[column]),
  )

const isThere = (column: Column) =>
  FLAGS.has(column) ? `f.${stored[column].name}` : `f.${stored[column].name} is not null`

/** Whether row `f` has a number that its source is believed for. */
export const hasMain = (group: MeasureGroup): SQL =>
  sql.raw(
    `(${of(group, ({ main }) => main === true)
      .map(isThere)
      .join(' or ')})`,
  )

/** Whether row `f` says anything in the group. */
export const hasAny = (group: MeasureGroup): SQL =>
  sql.raw(`(${of(group).map(isThere).join(' or ')})`)

/** Assignments that empty the group's columns of row `f` unless `kept`. */
export function keptWhere(group: MeasureGroup, kept: string): readonly SQL[] {
  return of(group).map((column) => {
    const { name } = stored[column]
    return sql.raw(
      FLAGS.has(column)
        ? `${name} = f.${name} and ${kept}`
        : `${name} = case when ${kept} then f.${name} end`,
    )
  })
}

/** What row `f` says it cost: a vendor's bill, else what was reckoned. */
export const SAID_COST = sql.raw(`coalesce(f.cost_billed_micros,
  case when num_nonnulls(f.cost_estimated_micros, f.cost_credits_micros) > 0
    then coalesce(f.cost_estimated_micros, 0) + coalesce(f.cost_credits_micros, 0) end)`)
