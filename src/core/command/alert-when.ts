import { type AlertSpan, isSummed, type NumberSpec, SPANS } from '#core/alert/number-rule.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Dimension, MetricId } from '#core/metric/metric.ts'

import type { Filters, Problem } from './command.ts'
import { FILTER_KEYS } from './grammar.ts'
import { metricWord } from './metric-words.ts'
import { writeFilter } from './suggest.ts'

const PER = /(?<=^|[\s,;])per(?:\s*[:=]\s*|\s+)(?<per>day|week|month)(?=$|[\s,;])/iu
const UNUSUAL = /(?<=^|[\s,;])(?:is\s+)?unusual(?:ly)?(?:\s+high)?(?=$|[\s,;])/iu
const AMOUNT =
  /(?:(?:>=?|above|over|exceeds|more than|of)\s*)?(?<dollar>\$\s*)?(?<digits>\d[\d,]*(?:\.\d{1,6})?)\s*(?<scale>[km](?![\p{L}]))?(?:\s*(?<usd>usd|dollars?)(?=$|[\s,;]))?(?=$|[\s,;])/iu

const SCALE: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000 }

export type Limit = {
  readonly per: AlertSpan | undefined
  readonly unusual: boolean
  /** As typed: dollars for money. */
  readonly amount: number | undefined
  readonly money: boolean
  /** The text without it. */
  readonly left: string
}

/** What a rule on a number says of its limit. */
export function readLimit(text: string): Limit {
  const per = PER.exec(text)?.groups?.['per']?.toLowerCase()
  const rest = text.replace(PER, ' ')
  const unusual = UNUSUAL.test(rest)
  const unlimited = rest.replace(UNUSUAL, ' ')
  const { dollar, digits, scale, usd } = AMOUNT.exec(unlimited)?.groups ?? {}
  const amount =
    digits === undefined
      ? undefined
      : Number(digits.replaceAll(',', '')) * (SCALE[scale?.toLowerCase() ?? ''] ?? 1)
  return {
    per: SPANS.find((known) => known === per),
    unusual,
    amount,
    money: dollar !== undefined || usd !== undefined,
    left: amount === undefined ? unlimited : unlimited.replace(AMOUNT, ' '),
  }
}

const MICROS = 1_000_000
export const NO_SPLIT = 'A rule has no period, split or rows.'
const LARGEST = 1_000_000_000

/** The rule, or why there is none. */
export function specOf(
  kind: 'limit' | 'budget',
  { per, unusual, amount, money }: Limit,
  {
    metrics = ['spend'],
    filters,
    by,
  }: {
    readonly metrics?: readonly MetricId[]
    readonly filters: Filters
    readonly by?: Dimension
  },
): NumberSpec | Problem['why'] {
  const [metric = 'spend', ...others] = metrics
  const { team, group, model, tool, ...unfit } = filters
  if (others.length > 0 || !isSummed(metric))
    return 'A rule is about one number that adds up over days, such as spend or messages.'
  if (unfit.user)
    return 'A rule is about the company, teams, models or tools, not about one person. A budget may be: budget $200 user:p-6kz6ex.'
  if (unfit.feature || unfit.level || unfit.quartile || unfit.asset)
    return 'A rule is about the company, teams, models or tools.'
  const shared = {
    metric,
    filters: {
      ...(team && { team }),
      ...(group && { group }),
      ...(model && { model }),
      ...(tool && { tool }),
    },
  }
  if (unusual && kind === 'limit') {
    if (by === undefined) return { kind: 'unusual', ...shared }
    return by === 'team' && !team && !group
      ? { kind: 'unusual', ...shared, by }
      : 'What is unusual is looked for in the company, in one team, or by:team in each of them.'
  }
  if (by) return NO_SPLIT
  if (amount === undefined || amount <= 0 || amount > LARGEST)
    return 'Say how much, such as > $5,000 per:week, or that it is unusual.'
  const dollars = catalogue[metric].unit === 'usd_micros'
  if (money && !dollars) return `${catalogue[metric].name} are no money; leave the $ out.`
  const span = per ?? (kind === 'budget' ? 'month' : undefined)
  if (span === undefined) return 'Say for how long: per:day, per:week or per:month.'
  const whole = dollars ? Math.round(amount * MICROS) : Math.round(amount)
  return { kind, amount: whole, per: span, ...shared }
}

/** `$5,000`, `300` */
export function writeAmount({
  metric,
  amount,
}: {
  readonly metric: MetricId
  readonly amount: number
}): string {
  const money = catalogue[metric].unit === 'usd_micros'
  const size = money ? amount / MICROS : amount
  return `${money ? '$' : ''}${size.toLocaleString('en-US', { maximumFractionDigits: 6 })}`
}

/** `alert when spend team:eng > $5,000 per:week`: what `parse` reads back as the same rule. */
export function formatSpec(spec: NumberSpec): string {
  const filters = FILTER_KEYS.flatMap((key) => {
    const values = key in spec.filters ? (spec.filters as Filters)[key] : undefined
    return values ? [writeFilter(key, values)] : []
  })
  const what = [metricWord(spec.metric), ...filters].join(' ')
  if (spec.kind === 'unusual') return `alert when ${what} unusual${spec.by ? ' by:team' : ''}`
  const amount = writeAmount(spec)
  return spec.kind === 'budget'
    ? `alert budget ${amount} ${what} per:${spec.per}`
    : `alert when ${what} > ${amount} per:${spec.per}`
}
