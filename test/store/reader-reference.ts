/**
 * The same numbers by hand: every total is a loop over the rows as the test wrote them. It shares no
 * code with what it checks.
 */
import type { Company, Use } from './reader-company.ts'

export type Asked = {
  readonly period: readonly [string, string]
  readonly previous: readonly [string, string]
  readonly today: string
  readonly partial: boolean
  readonly grain: 'day' | 'week'
  readonly metrics: readonly string[]
  readonly by?: string | undefined
  /** Names; a team stands for its sub-units too, and null for none. */
  readonly filters: Readonly<Record<string, readonly (string | null)[]>>
}

type Span = readonly string[]

export function reference(company: Company, asked: Asked) {
  const uses = company.uses ?? []
  const { period, previous, grain, today } = asked
  const spans = [daysOf(period), daysOf(previous)] as const
  const both = new Set([...spans[0], ...spans[1]])
  const scoped = uses.filter((use) => both.has(use.day) && matches(use, asked.filters, company))

  const covered = (tool: string, day: string) =>
    day < today && (company.covered ?? []).some((of) => of.tool === tool && of.day === day)
  const known = (tool: string, day: string) =>
    day < today
      ? covered(tool, day)
      : asked.partial &&
        (uses.some((use) => use.tool === tool && use.day === day) ||
          (company.covered ?? []).some((of) => of.tool === tool && of.day === day))
  const billed = (tool: string, day: string) =>
    uses.some((u) => u.tool === tool && u.day === day && u.cost_billed_micros !== undefined)
  const can = (tool: string, metric: string) =>
    metric === 'active_people' ||
    uses.some((u) => u.tool === tool && columns(metric).some((c) => u[c] !== undefined))
  const anyKnown = (tools: readonly string[], days: Span) =>
    tools.some((tool) => days.some((day) => known(tool, day)))

  const value = (metric: string, rows: readonly Use[]) => {
    const on = rows.filter((use) => known(use.tool, use.day))
    if (metric === 'active_people') {
      return new Set(on.filter((use) => use.active).flatMap((use) => use.person ?? [])).size
    }
    if (metric !== 'spend') return sum(on, metric as keyof Use)
    const basis = spendOf(on, billed)
    const priced = basis.some((cost) => cost !== null)
    if (!priced && sum(on, 'unpriced_tokens') > 0) return null
    return basis.reduce<number>((total, cost) => total + (cost ?? 0), 0)
  }
  const total = (metric: string, rows: readonly Use[], days: Span, tools: readonly string[]) => {
    const able = tools.filter((tool) => can(tool, metric))
    const inside = rows.filter((use) => days.includes(use.day) && able.includes(use.tool))
    return anyKnown(able, days) ? value(metric, inside) : null
  }

  const used = [...new Set(scoped.map(({ tool }) => tool))]
  const watched = (company.tools ?? []).filter(
    (tool) =>
      (asked.filters['tool'] ?? [tool]).includes(tool) && [...both].some((day) => known(tool, day)),
  )
  const tools = (used.length > 0 ? used : watched).toSorted()
  const reach = tools.map((tool) => ({
    tool,
    dataThrough:
      (company.covered ?? [])
        .filter((of) => of.tool === tool && of.day < today)
        .map(({ day }) => day)
        .toSorted()
        .at(-1) ?? null,
    bucketZone: 'UTC',
  }))

  const measurement = (metric: string) => {
    const able = tools.filter((tool) => can(tool, metric))
    const points = (days: Span) =>
      buckets(days, grain).map(({ from, days }) => ({
        from,
        value: total(metric, scoped, days, tools),
      }))
    const pairs = able.flatMap((tool) =>
      spans[0].flatMap((day, n) => {
        const twin = spans[1][n]
        return twin !== undefined && covered(tool, day) && covered(tool, twin)
          ? [{ tool, day, twin }]
          : []
      }),
    )
    const paired = (side: 'day' | 'twin') =>
      pairs.length === 0
        ? null
        : value(
            metric,
            scoped.filter((use) =>
              pairs.some((pair) => pair.tool === use.tool && pair[side] === use.day),
            ),
          )
    const worked = (side: 'day' | 'twin') =>
      [...new Set(pairs.map((pair) => pair[side]))].filter((day) => weekdayOf(day) <= 5).length
    const now = total(metric, scoped, spans[0], tools)
    const within = scoped.filter((use) => spans[0].includes(use.day) && known(use.tool, use.day))
    const tokens = TOKENS.reduce((all, column) => all + sum(within, column), 0)
    const [bill, estimated, credits] = spendOf(within, billed).map((cost) => cost ?? 0)
    return {
      metric,
      unit: UNITS[metric],
      now,
      before: total(metric, scoped, spans[1], tools),
      comparable: {
        now: paired('day'),
        before: paired('twin'),
        days: new Set(pairs.map(({ day }) => day)).size,
        workingDaysNow: worked('day'),
        workingDaysBefore: worked('twin'),
      },
      coverage: { tools: able, cannot: tools.filter((tool) => !able.includes(tool)) },
      series: points(spans[0]),
      seriesBefore: points(spans[1]),
      ...(asked.by && { by: { dimension: asked.by, rows: rows(metric, asked.by) } }),
      ...(metric === 'spend' && {
        unpricedTokenShare: tokens > 0 ? sum(within, 'unpriced_tokens') / tokens : null,
        ...(now !== null && { byBasis: { billed: bill, estimated, credits } }),
      }),
    }
  }

  const rows = (metric: string, by: string) => {
    const groups = Map.groupBy(scoped, (use) => keyOf(use, by))
    const names = [...groups.keys()].map((key) => key?.split('/').at(-1))
    const row = (key: string | null, own: readonly Use[]) => {
      const ownTools = [...new Set(own.map(({ tool }) => tool))]
      const name = by === 'team' || by === 'department' ? key?.split('/').at(-1) : key
      const twice = names.filter((other) => other === name).length > 1
      return {
        key,
        label: (twice && by === 'team' ? key : name) ?? NONE[by] ?? 'unattributed',
        now: total(metric, own, spans[0], ownTools),
        before: total(metric, own, spans[1], ownTools),
        ...(by !== 'user' &&
          metric !== 'active_people' && {
            series: buckets(spans[0], grain).map(({ days }) => total(metric, own, days, ownTools)),
          }),
      }
    }
    return [...groups]
      .map(([key, own]) => row(key, own))
      .toSorted((a, b) => {
        if (a.now !== b.now) return a.now === null ? 1 : b.now === null ? -1 : b.now - a.now
        return a.label.localeCompare(b.label, 'en')
      })
  }

  return {
    measurements: asked.metrics.map(measurement),
    dataThrough: reach.flatMap((of) => of.dataThrough ?? []).toSorted()[0] ?? null,
    tools: reach,
    headcount: null,
    empty: scoped.length === 0,
  }
}

const TOKENS = ['input_tokens', 'cache_read_tokens', 'cache_write_tokens', 'output_tokens'] as const
const COSTS = ['cost_billed_micros', 'cost_estimated_micros', 'cost_credits_micros'] as const
const NONE: Readonly<Record<string, string>> = { model: 'no model', feature: 'no feature' }
const UNITS: Readonly<Record<string, string>> = {
  messages: 'count',
  sessions: 'count',
  active_people: 'people',
  spend: 'usd_micros',
  ...Object.fromEntries(TOKENS.map((column) => [column, 'tokens'])),
}

const columns = (metric: string): readonly (keyof Use)[] =>
  metric === 'spend' ? COSTS : [metric as keyof Use]

function sum(rows: readonly Use[], column: keyof Use): number {
  return rows.reduce((total, use) => total + Number(use[column] ?? 0), 0)
}

/** Billed, estimated, credits; null where no row has any. */
function spendOf(rows: readonly Use[], billed: (tool: string, day: string) => boolean) {
  return COSTS.map((column) => {
    const counted = rows.filter(
      (use) =>
        billed(use.tool, use.day) === (column === 'cost_billed_micros') &&
        use[column] !== undefined,
    )
    return counted.length > 0 ? sum(counted, column) : null
  })
}

function keyOf(use: Use, by: string): string | null {
  if (by === 'team') return use.unit ?? null
  if (by === 'department') return use.unit?.split('/')[0] ?? null
  if (by === 'user') return use.person ?? null
  return use[by as 'tool' | 'model' | 'feature'] ?? null
}

function matches(use: Use, filters: Asked['filters'], company: Company): boolean {
  return Object.entries(filters).every(([key, values]) =>
    values.some((value) => {
      if (key === 'group') {
        return (company.groups ?? []).some(
          ({ name, person, from, to }) =>
            name === value && person === use.person && from <= use.day && use.day <= to,
        )
      }
      const own = keyOf(use, key)
      return own === value || (key === 'team' && value !== null && own?.startsWith(`${value}/`))
    }),
  )
}

function daysOf([from, to]: readonly [string, string]): Span {
  const days: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10))
  }
  return days
}

/** 1 is Monday, 7 is Sunday. */
const weekdayOf = (day: string) => new Date(day).getUTCDay() || 7

function buckets(days: Span, grain: 'day' | 'week') {
  const start = (day: string) =>
    grain === 'day'
      ? day
      : new Date(Date.parse(day) - (weekdayOf(day) - 1) * 86_400_000).toISOString().slice(0, 10)
  return [...Map.groupBy(days, start)].map(([from, days]) => ({ from, days }))
}
