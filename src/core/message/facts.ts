import { formatShare } from '#core/chart/format.ts'
import { type Change, changeOf } from '#core/insight/change.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { formatValue } from '#core/metric/format.ts'
import type { Measurement, SpendBasis } from '#core/metric/metric.ts'

import { withheldText } from './about.ts'
import { type Answered, find, primary, shownMetrics } from './answered.ts'
import { changeMark, whyNoChange } from './change-words.ts'
import { grouped, listed } from './english.ts'
import type { Fact } from './message.ts'
import { headcount } from './summary.ts'

/** The numbers, each with its change. */
export function facts(answered: Answered): readonly Fact[] {
  const { ask, measured, span } = answered
  const headline = primary(answered)
  const reason = headline && reasonOf(changeOf(headline, span))
  const shown = shownMetrics(answered).flatMap((metric) => find(measured, metric) ?? [])
  const lines = shown.map((measurement) => fact(measurement, reason, answered))
  const priceless = !ask.metrics && find(measured, 'spend')?.now === null
  return priceless ? [...lines, ...tokens(answered)] : lines
}

function fact(measurement: Measurement, said: string | undefined, answered: Answered): Fact {
  const { metric, now } = measurement
  const change = changeOf(measurement, answered.span)
  const mark = changeMark(change, metric)
  const reason = reasonOf(change)
  const notes = [
    ...madeOf(measurement),
    ...spendNotes(measurement),
    ...(change.kind !== 'incomparable' && change.basis.likeForLike ? ['like for like'] : []),
    // The sentence has given the headline's reason; here only another one is news.
    ...(reason && reason !== said ? [reason] : []),
  ]
  return {
    label: catalogue[metric].name,
    value: measurement.withheld
      ? withheldText(metric, measurement.withheld)
      : metric === 'active_people'
        ? people(now, answered)
        : catalogue[metric].format(now),
    ...(mark ? { change: mark } : {}),
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  }
}

function reasonOf(change: Change): string | undefined {
  return change.kind === 'incomparable' ? whyNoChange(change) : undefined
}

function people(now: number | null, { measured, labels }: Answered): string {
  if (now === null) return catalogue.active_people.format(now)
  const of = headcount(now, measured.headcount, labels)
  return of === undefined ? grouped(now) : `${grouped(now)} of ${grouped(of)}`
}

/** `12,410 messages, 1,204 sessions`: what a ratio rests on. */
function madeOf({ madeOf = [] }: Measurement): readonly string[] {
  const said = madeOf.flatMap(({ name, unit, now }) =>
    now === null ? [] : [`${formatValue(unit, now)} ${now === 1 ? singular(name) : name}`],
  )
  return said.length > 0 ? [said.join(', ')] : []
}

/** `new seats` is `new seat`: what a name counts is among its first words. */
const singular = (name: string): string =>
  name
    .replace(
      /^((?:[\w-]+ ){0,2}(?:day|message|prompt|request|run|seat|session|token|week))s\b/u,
      '$1',
    )
    .replace(/^(active )?people\b/u, '$1person')

const BASES = [
  { key: 'billed', alone: 'as billed', word: 'billed' },
  { key: 'estimated', alone: 'estimated from tokens and list prices', word: 'estimated' },
  { key: 'credits', alone: 'vendor credits at the contract rate', word: 'in credits' },
] as const satisfies readonly { key: keyof SpendBasis; alone: string; word: string }[]

function spendNotes({ byBasis, unpricedTokenShare }: Measurement): readonly string[] {
  const parts = byBasis ? BASES.filter(({ key }) => byBasis[key] !== 0) : []
  const [only] = parts
  const how =
    parts.length > 1
      ? listed(
          parts.map(({ key, word }) => `${catalogue.spend.format(byBasis?.[key] ?? null)} ${word}`),
        )
      : only?.alone
  const share = unpricedTokenShare ?? 0
  const unpriced =
    share >= 1 ? 'no token has a price' : `${formatShare(share)} of tokens have no price`
  return [...(how ? [how] : []), ...(share > 0 ? [unpriced] : [])]
}

/** With no price to speak of, what was used still has a size. */
function tokens({ measured }: Answered): readonly Fact[] {
  const known = (
    [
      ['input_tokens', 'in'],
      ['output_tokens', 'out'],
      ['cache_read_tokens', 'from caches'],
      ['cache_write_tokens', 'to caches'],
    ] as const
  ).flatMap(([metric, word]) => {
    const now = find(measured, metric)?.now ?? null
    return now === null || now === 0 ? [] : [`${catalogue[metric].format(now)} ${word}`]
  })
  return known.length > 0 ? [{ label: 'Tokens', value: known.join(', ') }] : []
}
