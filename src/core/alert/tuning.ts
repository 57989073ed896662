import { counted } from '#core/message/english.ts'
import type { Button, Message, Part } from '#core/message/message.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Unit } from '#core/metric/metric.ts'
import { isMoney } from '#core/metric/unit.ts'
import type { Day } from '#core/time/day.ts'

import { allowWords } from './allow.ts'
import type { NumberSpec } from './number-rule.ts'

/** An alert of a rule that was told, and how it was rated. */
export type Rated = {
  readonly fingerprint: string
  readonly tool: string | null
  readonly feedback: 'useful' | 'noise' | null
  /** Epoch milliseconds. */
  readonly openedAt: number
}

/** What is known of a rule that may be tuned. */
export type Tunable = {
  readonly rule: string
  readonly spec: NumberSpec | null
  /** Whether it can pass over what is of one tool. */
  readonly passesOver: boolean
  /** Its alerts of the last 90 days. */
  readonly rated: readonly Rated[]
  /** Those opened later are of the last week. */
  readonly weekFrom: number
  /**
   * First days of the spans that would be told of, by the limit, with people enough behind them;
   * undefined for who may not see what is told of them.
   */
  readonly told?: ReadonlyMap<number, ReadonlySet<Day>> | undefined
}

const MICROS = 1_000_000
export const RATED_DAYS = 90
/** So often noise, a rule is worth changing. */
const OFTEN = 3
const HIGHER = [1.5, 2] as const
const MOST_TOOLS = 2

/** A change of a rule, and the alerts of the last 90 days that it would have kept back. */
type Option = {
  readonly label: string
  readonly says: string
  readonly command: string
  readonly kept: readonly Rated[]
}

const noiseOf = (all: readonly Rated[]): number =>
  all.filter(({ feedback }) => feedback === 'noise').length
const usefulOf = (all: readonly Rated[]): number =>
  all.filter(({ feedback }) => feedback === 'useful').length

/** What can be done about a rule that is noise again and again, and what it would have changed. */
export function tuningParts(tunable: Tunable): readonly Part[] {
  return noiseOf(tunable.rated) < OFTEN ? [] : effects(tunable)
}

/** The same of any rule, for who asks. */
export function tuningMessage(tunable: Tunable): Message {
  const { rule, rated } = tunable
  return {
    title: `Tuning ${rule}`,
    summary:
      rated.length === 0
        ? `${rule} told nobody anything in the last ${RATED_DAYS} days.`
        : `${rule} told ${counted(rated.length, 'alert')} in the last ${RATED_DAYS} days.`,
    parts: rated.length === 0 ? [] : effects(tunable),
  }
}

function effects(tunable: Tunable): readonly Part[] {
  const { rule, spec, rated, told } = tunable
  const [noise, useful] = [noiseOf(rated), usefulOf(rated)]
  const options = optionsOf(tunable)
  const typed = (label: string, command: string): Button => ({
    label,
    act: { kind: 'ask', command },
  })
  return [
    {
      kind: 'text',
      text: `**${counted(noise, 'alert')} of ${rule}** of ${rated.length} in ${RATED_DAYS} days ${noise === 1 ? 'was' : 'were'} rated noise, ${useful} useful. What a change would have kept back of them:`,
    },
    {
      kind: 'table',
      head: ['Change', 'Kept back', 'Noise', 'Useful'],
      rows: options.map(({ says, kept }) => [
        says,
        `${kept.length} of ${rated.length}`,
        String(noiseOf(kept)),
        String(usefulOf(kept)),
      ]),
    },
    {
      kind: 'note',
      text: 'Nothing changes by itself. A button changes it, and its answer takes it back.',
    },
    {
      kind: 'buttons',
      buttons: [
        ...options.map(({ label, command }) => typed(label, command)),
        ...(spec?.kind === 'limit' && !told
          ? [typed('What a higher limit would do', `alert tune ${rule}`)]
          : []),
      ],
    },
  ]
}

function optionsOf(tunable: Tunable): readonly Option[] {
  const { rule, rated, weekFrom } = tunable
  return [
    ...higherLimits(tunable),
    ...toolsOf(tunable),
    {
      label: 'Silence the rule 1 week',
      says: 'Silenced, had it been for the last week',
      command: `alert rule ${rule} silence:1w`,
      kept: rated.filter(({ openedAt }) => openedAt >= weekFrom),
    },
    {
      label: 'Switch it off',
      says: 'Switched off',
      command: `alert disable ${rule}`,
      kept: rated,
    },
  ]
}

/** The limit of a rule, and those above it that are offered. */
export const limitsOf = ({ amount }: { readonly amount: number }): readonly number[] => [
  amount,
  ...HIGHER.map((times) => Math.ceil(amount * times)),
]

/** Which span an alert of a rule is of. */
export const isOfSpan = (rule: string, { fingerprint }: Rated, from: Day): boolean =>
  fingerprint.startsWith(`${rule}|${from}/`)

/** An alert of a span that would not have been told of is kept back. */
function higherLimits({ rule, spec, rated, told }: Tunable): readonly Option[] {
  if (spec?.kind !== 'limit' || !told) return []
  const [now = 0, ...higher] = limitsOf(spec)
  return higher.map((amount): Option => {
    const gone = [...(told.get(now) ?? [])].filter((from) => told.get(amount)?.has(from) !== true)
    const said = catalogue[spec.metric].format(amount)
    return {
      label: `Limit ${said}`,
      says: `A limit of ${said}`,
      command: `alert rule ${rule} limit:${typedAmount(spec, amount)}`,
      kept: rated.filter((one) => gone.some((from) => isOfSpan(rule, one, from))),
    }
  })
}

/** An amount as `alert rule made-3 limit:` reads it. */
export const typedAmount = ({ metric }: NumberSpec, amount: number): string =>
  String(Number((amount / scaleOf(metric)).toFixed(6)))

/** The amount of such a word, as a rule keeps it. */
export const amountTyped = ({ metric }: NumberSpec, typed: number): number =>
  isExact(metric) ? typed * scaleOf(metric) : Math.round(typed * scaleOf(metric))

const EXACT: ReadonlySet<Unit> = new Set(['share', 'ratio', 'seconds'])
const isExact = (metric: NumberSpec['metric']): boolean => EXACT.has(catalogue[metric].unit)

/** Dollars for money, percent for shares, seconds for time. */
const scaleOf = (metric: NumberSpec['metric']): number => {
  const { unit } = catalogue[metric]
  return isMoney(unit) ? MICROS : unit === 'share' ? 1 / 100 : 1
}

function toolsOf({ rule, rated, passesOver }: Tunable): readonly Option[] {
  if (!passesOver) return []
  return [...Map.groupBy(rated, ({ tool }) => tool)]
    .flatMap(([tool, kept]) => (tool === null || noiseOf(kept) === 0 ? [] : [{ tool, kept }]))
    .toSorted((a, b) => noiseOf(b.kept) - noiseOf(a.kept))
    .slice(0, MOST_TOOLS)
    .map(({ tool, kept }) => ({
      label: `Pass over ${tool}`.slice(0, 60),
      says: `Passing over ${tool}`,
      command: `alert allow ${allowWords({ kind: 'tool', pattern: tool })} rule:${rule}`,
      kept,
    }))
}
