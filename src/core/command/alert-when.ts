import {
  type AlertSpan,
  isSummed,
  type NumberSpec,
  type ThresholdSpec,
} from '#core/alert/number-rule.ts'
import { tooShort } from '#core/alert/threshold.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Dimension, MetricId, Unit } from '#core/metric/metric.ts'
import { isMoney } from '#core/metric/unit.ts'

import type { Limit, Typed } from './alert-limit.ts'
import type { Filters } from './command.ts'
import { FILTER_KEYS } from './grammar.ts'
import { metricWord } from './metric-words.ts'
import { writeFilter } from './suggest.ts'

const MICROS = 1_000_000
export const NO_SPLIT = 'A rule has no period, split or rows.'
const LARGEST = 1_000_000_000

/** Why there is no such rule, and the nearest one there is. */
export type NoRule = { readonly why: string; readonly nearest: NumberSpec }

export type AboutWhat = {
  readonly metrics?: readonly MetricId[]
  readonly filters: Filters
  readonly by?: Dimension
}

/** The rule, or why there is none. */
export function specOf(
  kind: 'limit' | 'budget',
  limit: Limit,
  { metrics = ['spend'], filters, by }: AboutWhat,
): NumberSpec | NoRule {
  const { unusual, amount, side, typed } = limit
  const [metric = 'spend', ...others] = metrics
  const { team, group, model, tool, ...unfit } = filters
  const kept = {
    ...(team && { team }),
    ...(group && { group }),
    ...(model && { model }),
    ...(tool && { tool }),
  }
  const per = limit.per ?? (kind === 'budget' ? 'month' : undefined)
  const made = (of: MetricId, how: Partial<Pick<ThresholdSpec, 'amount' | 'per'>> = {}) => {
    const { amount: size = amountAs(of, limit), per: span = per ?? 'week' } = how
    return specIn({ kind, metric: of, side, amount: size, per: span, filters: kept })
  }
  const no = (why: string, nearest: NumberSpec = made(metric)): NoRule => ({ why, nearest })
  if (others.length > 0)
    return no(`A rule is about one number; here are ${metrics.map(metricWord).join(' and ')}.`)
  if (unfit.user)
    return no(
      'A rule is about the company, teams, models or tools, not about one person. A budget may be: budget $200 user:p-6kz6ex.',
    )
  if (unfit.feature || unfit.level || unfit.quartile || unfit.asset)
    return no('A rule is about the company, teams, models or tools.')
  const { name } = catalogue[metric]
  if (unusual && kind === 'limit') {
    if (!isSummed(metric))
      return no(
        `What is unusual is looked for in what adds up over days, such as spend or messages; of ${name.toLowerCase()}, say above or below what.`,
      )
    const shared = { kind: 'unusual', metric, filters: kept } as const
    if (by === undefined) return shared
    return by === 'team' && !team && !group
      ? { ...shared, by }
      : no(
          'What is unusual is looked for in the company, in one team, or by:team in each of them.',
          shared,
        )
  }
  if (by) return no(NO_SPLIT)
  if (kind === 'budget' && !isSummed(metric))
    return no(
      `A budget is used up by what adds up over days, such as spend; ${name.toLowerCase()} does not, and may have a limit.`,
      specIn({ ...shapeOf(made(metric)), kind: 'limit', filters: kept }),
    )
  if (amount === undefined)
    return no('Say how much, such as > $5,000 per:week or < 50% per:week, or that it is unusual.')
  if (amount <= 0 || amount > LARGEST)
    return no(amount > LARGEST ? 'That is more than a rule takes.' : 'A limit is above zero.')
  const other = notAs(metric, typed)
  if (other) return no(other.why, made(other.metric))
  if (catalogue[metric].unit === 'share' && amount >= 100)
    return no(`${name} is a share: it lies between 0% and 100%.`, made(metric, { amount: 0.5 }))
  if (per === undefined) return no('Say for how long: per:day, per:week or per:month.')
  const short = tooShort(metric, per)
  if (short)
    return no(
      `${name} has no number of a single ${per}: ${short.why}.`,
      made(metric, { per: short.per }),
    )
  return made(metric)
}

type Shape = Pick<ThresholdSpec, 'metric' | 'filters' | 'side' | 'amount' | 'per'>

function shapeOf(spec: NumberSpec): Shape {
  return spec.kind === 'unusual'
    ? { ...spec, side: 'above', amount: 1, per: 'week' }
    : { ...spec, side: spec.kind === 'threshold' ? spec.side : 'above' }
}

/** What adds up passes an amount on a day; all else is measured once its span is over. */
function specIn({
  kind,
  metric,
  side,
  ...rest
}: Shape & { readonly kind: 'limit' | 'budget' }): NumberSpec {
  return isSummed(metric) && (kind === 'budget' || side === 'above')
    ? { kind, metric, ...rest }
    : { kind: 'threshold', metric, side, ...rest }
}

type Kind = 'money' | 'share' | 'time' | 'other'

function kindOf(unit: Unit): Kind {
  if (isMoney(unit)) return 'money'
  if (unit === 'share') return 'share'
  return unit === 'seconds' ? 'time' : 'other'
}

/** An amount to begin with, where none fits. */
const EXAMPLE: Readonly<Record<Kind, number>> = {
  money: 500 * MICROS,
  share: 0.5,
  time: 1800,
  other: 100,
}

/** What was typed, as rules keep it. */
function amountAs(metric: MetricId, { amount, typed }: Limit): number {
  const { unit } = catalogue[metric]
  const kind = kindOf(unit)
  const size = Math.abs(amount ?? 0)
  const fits = size > 0 && size <= LARGEST && (typed === 'plain' || FITS[kind] === typed)
  if (!fits || (kind === 'share' && size >= 100)) return EXAMPLE[kind]
  if (kind === 'money') return Math.max(1, Math.round(size * MICROS))
  if (kind === 'share') return size / 100
  return unit === 'ratio' || kind === 'time' ? size : Math.max(1, Math.round(size))
}

const FITS: Readonly<Record<Kind, Typed>> = {
  money: 'money',
  share: 'percent',
  time: 'time',
  other: 'plain',
}

/** The share that is nearest to what was asked in percent. */
const SHARES: Partial<Readonly<Record<MetricId, MetricId>>> = {
  active_people: 'adoption',
  weekly_active_people: 'adoption',
  active_seats: 'seat_utilisation',
  idle_seats: 'seat_utilisation',
  agent_runs: 'agent_share',
  cache_read_tokens: 'cache_hit_rate',
}

/** What is wrong with what an amount was typed as, and the number that takes it. */
function notAs(
  metric: MetricId,
  typed: Typed,
): { readonly why: string; readonly metric: MetricId } | undefined {
  const { name, unit } = catalogue[metric]
  const kind = kindOf(unit)
  if (kind === 'share' && typed !== 'percent')
    return { why: `${name} is a share: write its limit in percent.`, metric }
  if (kind === 'time' && typed !== 'time')
    return { why: `${name} is a time: write its limit as 90 s, 30 min or 2 h.`, metric }
  if (typed === 'plain' || FITS[kind] === typed) return undefined
  if (typed === 'money') return { why: `${name} are no money; leave the $ out.`, metric }
  if (typed === 'time')
    return { why: `Of ${name.toLowerCase()} there is no time; leave the unit out.`, metric }
  const share = SHARES[metric]
  return share === undefined
    ? { why: `Of ${name.toLowerCase()} there is no share; leave the % out.`, metric }
    : {
        why: `Of ${name.toLowerCase()} there is no share; ${metricWord(share)} is the one in percent.`,
        metric: share,
      }
}

type Amount = { readonly metric: MetricId; readonly amount: number }

/** `$5,000`, `300`, `50%`, `30 min` */
export function writeAmount({ metric, amount }: Amount): string {
  const kind = kindOf(catalogue[metric].unit)
  switch (kind) {
    case 'money':
      return `$${written(amount / MICROS)}`
    case 'share':
      return `${written(amount * 100)}%`
    case 'time':
      return amount % 60 === 0 ? `${written(amount / 60)} min` : `${written(amount)} s`
    case 'other':
      return written(amount)
  }
}

const written = (size: number): string => size.toLocaleString('en-US', { maximumFractionDigits: 6 })

/** `alert when spend team:eng > $5,000 per:week`: what `parse` reads back as the same rule. */
export function formatSpec(spec: NumberSpec): string {
  const filters = FILTER_KEYS.flatMap((key) => {
    const values = key in spec.filters ? (spec.filters as Filters)[key] : undefined
    return values ? [writeFilter(key, values)] : []
  })
  const what = [metricWord(spec.metric), ...filters].join(' ')
  const per = (span: AlertSpan) => `per:${span}`
  switch (spec.kind) {
    case 'unusual':
      return `alert when ${what} unusual${spec.by ? ' by:team' : ''}`
    case 'budget':
      return `alert budget ${writeAmount(spec)} ${what} ${per(spec.per)}`
    case 'limit':
      return `alert when ${what} > ${writeAmount(spec)} ${per(spec.per)}`
    case 'threshold':
      return `alert when ${what} ${spec.side === 'below' ? '<' : '>'} ${writeAmount(spec)} ${per(spec.per)}`
  }
}
