import { activationOf } from './reader-activation.ts'
/**
 * The same numbers by hand: every total is a loop over the rows as the test wrote them. It shares no
 * code with what it checks.
 */
import type { Company, Use } from './reader-company.ts'
import { buckets, byRank, daysOf, keyOf, matches, type Span, weekdayOf } from './reader-days.ts'
import { adoptionOf, headcountOf, saysNothing } from './reader-everyone.ts'
import { knowledgeOf, reachOf, weeksOf } from './reader-known.ts'
import { levelled } from './reader-levels.ts'
import {
  IN_BUCKETS,
  PERSON_UNITS,
  PERSONS,
  personsOf,
  PERSONS_OF,
  togetherOf,
  toolsOf,
} from './reader-persons.ts'
import { limitsTold, quartiled } from './reader-quartiles.ts'
import { type Around, MADE_OF, MIDDLE, PARTS, quotient, TOLD } from './reader-ratios.ts'
import { ADDS_UP, columns, mean, NONE, spendOf, sum, TOKENS, UNITS } from './reader-sums.ts'

export type Asked = {
  readonly period: readonly [string, string]
  readonly previous: readonly [string, string]
  readonly today: string
  readonly partial: boolean
  readonly grain: 'day' | 'week' | 'month'
  readonly metrics: readonly string[]
  readonly by?: string | undefined
  /** A second split, within the first. */
  readonly also?: string | undefined
  /** Names; a team stands for its sub-units too, and null for none. */
  readonly filters: Readonly<Record<string, readonly (string | null)[]>>
}

export function reference(company: Company, asked: Asked) {
  const { period, previous, grain, today } = asked
  const uses = quartiled(company, levelled(company, today), today)
  const spans = [daysOf(period), daysOf(previous)] as const
  const both = new Set([...spans[0], ...spans[1]])
  const scoped = uses.filter((use) => both.has(use.day) && matches(use, asked.filters, company))

  const { coveredIn, knownIn } = knowledgeOf(company, asked)
  const billed = (tool: string, day: string) =>
    uses.some((u) => u.tool === tool && u.day === day && u.cost_billed_micros !== undefined)
  const can = (tool: string, metric: string) =>
    metric === 'active_people' ||
    metric === 'weekly_active_people' ||
    metric in PERSONS ||
    (TOLD[metric] ?? [columns(metric)]).every((any) =>
      uses.some((u) => u.tool === tool && any.some((c) => u[c] !== undefined)),
    )
  const anyKnown = (metric: string, tools: readonly string[], days: Span) =>
    tools.some((tool) => days.some((day) => knownIn(metric)(tool, day)))
  const onKnown = (metric: string, rows: readonly Use[]) => {
    const known = knownIn(metric)
    return rows.filter((use) => known(use.tool, use.day))
  }

  const parts = (metric: string, rows: readonly Use[], at: At) => {
    const on = onKnown(metric, rows)
    return PARTS[metric]?.(on, { ...at, spend: value('spend', on, at) })
  }
  type At = Omit<Around, 'spend'>
  const value = (metric: string, rows: readonly Use[], at: At): number | null => {
    const on = onKnown(metric, rows)
    const middle = MIDDLE[metric]
    if (middle) return middle(on)
    const made = metric in PARTS ? parts(metric, rows, at) : undefined
    if (made) return quotient(metric, made)
    if (metric === 'active_people') {
      return new Set(on.filter((use) => use.active).flatMap((use) => use.person ?? [])).size
    }
    if (metric !== 'spend') return sum(on, metric as keyof Use)
    const basis = spendOf(on, billed)
    const priced = basis.some((cost) => cost !== null)
    if (!priced && sum(on, 'unpriced_tokens') > 0) return null
    return basis.reduce<number>((total, cost) => total + (cost ?? 0), 0)
  }
  const around = (metric: string, days: Span, tools: readonly string[]) => ({
    days: days.filter((day) => anyKnown(metric, tools, [day])).length,
    isLong: days.length >= 7,
  })
  const total = (metric: string, rows: readonly Use[], days: Span, tools: readonly string[]) => {
    const able = tools.filter((tool) => can(tool, metric))
    // Use without any price makes spend unknown, also of a tool that never told a cost.
    const counted = metric === 'spend' ? tools : able
    const inside = rows.filter((use) => days.includes(use.day) && counted.includes(use.tool))
    if (!anyKnown(metric, able, days)) return null
    if (metric === 'weekly_active_people')
      return mean(
        weeksOf(company, inside, {
          days,
          counts: (tool, day) => able.includes(tool) && knownIn(metric)(tool, day),
        }),
      )
    if (!(metric in PERSONS)) return value(metric, inside, around(metric, days, able))
    const isWhole = spans.some((span) => span === days)
    return isWhole || IN_BUCKETS.has(metric)
      ? togetherOf(metric, persons(metric, rows, days))
      : null
  }
  const persons = personsOf(company, { asked, uses, scoped, knownIn })
  const used = [...new Set(scoped.map(({ tool }) => tool))]
  const toolsAsked = toolsOf(company, asked)
  const watched = toolsAsked.filter((tool) =>
    asked.metrics.some((metric) => anyKnown(metric, [tool], [...both])),
  )
  const tools = (used.length > 0 ? used : watched).toSorted()
  const reach = tools.map((tool) => ({
    tool,
    dataThrough: reachOf(company, { tool, today, metrics: asked.metrics }),
    bucketZone: 'UTC',
  }))

  const measurement = (metric: string) => {
    const [covered, known] = [coveredIn(metric), knownIn(metric)]
    if (metric === 'activation') return activationOf(company, asked)
    if (metric === 'adoption') return adoptionOf(company, asked, { covered, known })
    const able = tools.filter((tool) => can(tool, metric))
    const points = (days: Span) =>
      buckets(days, grain).map(({ from, days }) => ({
        from,
        value: total(metric, scoped, days, tools),
      }))
    const pairsOf = (tools: readonly string[]) =>
      tools.flatMap((tool) =>
        spans[0].flatMap((day, n) => {
          const twin = spans[1][n]
          return twin !== undefined && covered(tool, day) && covered(tool, twin)
            ? [{ tool, day, twin }]
            : []
        }),
      )
    const pairs = pairsOf(able)
    const rowPairs = metric === 'spend' ? pairsOf(tools) : pairs
    const paired = (side: 'day' | 'twin') => {
      if (pairs.length === 0) return null
      const counts = (tool: string, day: string) =>
        rowPairs.some((pair) => pair.tool === tool && pair[side] === day)
      const rows = scoped.filter((use) => counts(use.tool, use.day))
      const span = spans[side === 'day' ? 0 : 1]
      if (metric in PERSONS) {
        const all = pairsOf(toolsAsked)
        const both = (tool: string, day: string) =>
          all.some((pair) => pair.tool === tool && pair[side] === day)
        return togetherOf(metric, persons(metric, scoped, span, both))
      }
      if (metric === 'weekly_active_people')
        return mean(weeksOf(company, rows, { days: span, counts }))
      const days = new Set(pairs.map((pair) => pair[side])).size
      return value(metric, rows, { days, isLong: span.length >= 7 })
    }
    const worked = (side: 'day' | 'twin') =>
      [...new Set(pairs.map((pair) => pair[side]))].filter((day) => weekdayOf(day) <= 5).length
    const now = total(metric, scoped, spans[0], tools)
    const within = scoped.filter(
      (use) =>
        spans[0].includes(use.day) &&
        known(use.tool, use.day) &&
        (metric === 'spend' || able.includes(use.tool)),
    )
    const madeIn = (span: Span): readonly (number | null)[] => {
      if (!anyKnown(metric, able, span)) return []
      if (metric in PERSONS) return persons(metric, scoped, span) ?? []
      const inside = scoped.filter((use) => span.includes(use.day) && able.includes(use.tool))
      return metric === 'weekly_active_people'
        ? [
            weeksOf(company, inside, {
              days: span,
              counts: (tool, day) => able.includes(tool) && knownIn(metric)(tool, day),
            }).length,
          ]
        : (parts(metric, inside, around(metric, span, able)) ?? [])
    }
    const made = spans.map(madeIn)
    const names = MADE_OF[metric] ?? PERSONS_OF[metric]
    const tokens = TOKENS.reduce((all, column) => all + sum(within, column), 0)
    const [bill, estimated, credits] = spendOf(within, billed).map((cost) => cost ?? 0)
    return {
      metric,
      unit: UNITS[metric] ?? PERSON_UNITS[metric],
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
      ...(asked.by && {
        by: {
          dimension: asked.by,
          ...(asked.also && { also: asked.also }),
          rows: rows(metric, asked.by),
        },
      }),
      ...(names && {
        madeOf: names.map(([name, unit], n) => ({
          name,
          unit,
          now: made[0]?.[n] ?? null,
          before: made[1]?.[n] ?? null,
        })),
      }),
      ...((metric === 'spend' || metric.startsWith('cost_')) && {
        unpricedTokenShare: tokens > 0 ? sum(within, 'unpriced_tokens') / tokens : null,
      }),
      ...(metric === 'spend' && now !== null && { byBasis: { billed: bill, estimated, credits } }),
    }
  }

  const rows = (metric: string, by: string) => {
    const { also } = asked
    const called = (key: string | null, by: string) => {
      const all = [...new Set(scoped.map((use) => keyOf(use, by)))]
      const short = (of: string | null) =>
        by === 'team' || by === 'department' ? of?.split('/').at(-1) : of
      const twice = all.filter((other) => short(other) === short(key)).length > 1
      return (twice && by === 'team' ? key : short(key)) ?? NONE[by] ?? 'unattributed'
    }
    const groups = Map.groupBy(scoped, (use) =>
      JSON.stringify([keyOf(use, by), ...(also ? [keyOf(use, also)] : [])]),
    )
    const row = (keys: readonly (string | null)[], own: readonly Use[]) => {
      const ownTools = [...new Set(own.map(({ tool }) => tool))]
      const [key = null, second = null] = keys
      return {
        key,
        label: called(key, by),
        ...(also && { also: { key: second, label: called(second, also) } }),
        now: total(metric, own, spans[0], ownTools),
        before: total(metric, own, spans[1], ownTools),
        ...(by !== 'user' &&
          !also &&
          ADDS_UP.has(UNITS[metric] ?? '') && {
            series: buckets(spans[0], grain).map(({ days }) => total(metric, own, days, ownTools)),
          }),
      }
    }
    return [...groups]
      .map(([keys, own]) => row(JSON.parse(keys) as (string | null)[], own))
      .toSorted(byRank)
  }

  const measurements = asked.metrics.map(measurement)
  const [dataThrough = null] = reach.flatMap((of) => of.dataThrough ?? []).toSorted()
  return {
    measurements,
    dataThrough,
    tools: reach,
    ...limitsTold(company, asked, tools),
    headcount: headcountOf(company, asked, dataThrough),
    empty: scoped.length === 0 && measurements.every(saysNothing),
  }
}
