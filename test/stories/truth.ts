import {
  type Company,
  coverageOf,
  daysOf,
  type Fact,
  factsOf,
  micros,
  shifted,
  type Span,
  TOKENS,
  tokensOf,
} from './facts.ts'

/**
 * What `ask --json` should say, by hand from what happened. Imports nothing of the product.
 */

export type Asked = {
  readonly period: Span
  readonly previous: Span
  readonly today: string
  readonly grain: 'day' | 'week' | 'month'
  readonly filter?: readonly [Dimension | 'team', string]
  readonly by?: Dimension
}

export type Dimension = 'team' | 'department' | 'user' | 'model' | 'tool' | 'feature'
const METRICS = ['spend', 'active_people', 'messages', 'sessions', ...TOKENS] as const
type Metric = (typeof METRICS)[number]

function reports(fact: Fact, metric: Metric): boolean {
  switch (metric) {
    case 'messages':
    case 'active_people':
      return true
    case 'sessions':
      return fact.user !== null
    case 'spend':
      return fact.picos !== null
    case 'input_tokens':
    case 'cache_read_tokens':
    case 'cache_write_tokens':
    case 'output_tokens':
      return fact[metric] !== ''
  }
}

function keyOf(fact: Fact, by: Dimension): string | null {
  if (by === 'department') return fact.team?.split('/')[0] ?? null
  return fact[by] || null
}

function isIn(fact: Fact, filter: Asked['filter']): boolean {
  if (!filter) return true
  const [dimension, value] = filter
  const key = keyOf(fact, dimension)
  return key === value || (dimension === 'team' && key?.startsWith(`${value}/`) === true)
}

type Row = readonly [key: string, now: number | null, before: number | null]
export const byKey = ([a]: Row, [b]: Row) => (a < b ? -1 : Number(a > b))

/** Answers questions about a company. Rows of a split by key; '' is unattributed. */
export function truthOf(company: Company): (asked: Asked) => object {
  const facts = factsOf(company)
  const coverage = coverageOf(company)
  const billed = new Set(
    facts.filter(({ basis }) => basis === 'billed').map(({ tool, day }) => `${tool} ${day}`),
  )
  const used = new Set(facts.map(({ tool, day }) => `${tool} ${day}`))

  return (asked) => {
    const { period, previous, today, filter, by, grain } = asked
    const known = (tool: string, day: string) =>
      day < today
        ? coverage.has(`${tool} ${day}`)
        : period.to >= today && (used.has(`${tool} ${day}`) || coverage.has(`${tool} ${day}`))
    const asks = new Set([...daysOf(period), ...daysOf(previous)])
    const scoped = facts.filter((fact) => asks.has(fact.day) && isIn(fact, filter))
    const toolsOf = (some: readonly Fact[]) => [...new Set(some.map(({ tool }) => tool))].toSorted()
    const able = (tools: readonly string[], metric: Metric) =>
      tools.filter((tool) => facts.some((fact) => fact.tool === tool && reports(fact, metric)))

    const value = (metric: Metric, some: readonly Fact[]): number | null => {
      switch (metric) {
        case 'messages':
          return some.filter((fact) => fact.initiated_by !== 'agent').length
        case 'active_people':
          return new Set(
            some.flatMap((fact) => (fact.initiated_by === 'agent' ? [] : (fact.user ?? []))),
          ).size
        case 'sessions':
          return some.filter(({ startsSession }) => startsSession).length
        case 'spend': {
          const bill = some.filter(({ tool, day }) => billed.has(`${tool} ${day}`))
          const rest = some.filter(({ tool, day }) => !billed.has(`${tool} ${day}`))
          const costs = [micros(bill, 'billed'), micros(rest, 'estimated'), micros(rest, 'credits')]
          if (costs.every((of) => of === null))
            return tokensOf(some.filter(({ picos }) => picos === null)) > 0 ? null : 0
          return costs.reduce<number>((sum, of) => sum + (of ?? 0), 0)
        }
        case 'input_tokens':
        case 'cache_read_tokens':
        case 'cache_write_tokens':
        case 'output_tokens':
          return some.reduce((sum, fact) => sum + Number(fact[metric]), 0)
      }
    }
    const over = (metric: Metric, some: readonly Fact[], days: readonly string[]) => {
      const on = (tools: readonly string[]) =>
        able(tools, metric).some((tool) => days.some((day) => known(tool, day)))
      return (tools: readonly string[]) =>
        on(tools)
          ? value(
              metric,
              some.filter(({ tool, day }) => days.includes(day) && known(tool, day)),
            )
          : null
    }
    const start = (day: string) =>
      grain === 'day'
        ? day
        : grain === 'month'
          ? `${day.slice(0, 7)}-01`
          : shifted(day, -((new Date(day).getUTCDay() + 6) % 7))

    // Where nobody in scope used anything, it is the tools that were watched that say 0.
    const watched = toolsOf(facts).filter(
      (tool) =>
        (filter?.[0] !== 'tool' || filter[1] === tool) && [...asks].some((day) => known(tool, day)),
    )
    const tools = scoped.length > 0 ? toolsOf(scoped) : watched
    return {
      tools,
      measurements: METRICS.map((metric) => ({
        metric,
        coverage: {
          tools: able(tools, metric),
          cannot: tools.filter((tool) => !able(tools, metric).includes(tool)),
        },
        now: over(metric, scoped, daysOf(period))(tools),
        before: over(metric, scoped, daysOf(previous))(tools),
        series: [...Map.groupBy(daysOf(period), start)].map(([from, days]) => ({
          from,
          value: over(metric, scoped, days)(tools),
        })),
        rows:
          by &&
          [...Map.groupBy(scoped, (fact) => keyOf(fact, by))]
            .map(([key, own]): Row => [
              key ?? '',
              over(metric, own, daysOf(period))(toolsOf(own)),
              over(metric, own, daysOf(previous))(toolsOf(own)),
            ])
            .toSorted(byKey),
      })),
    }
  }
}
