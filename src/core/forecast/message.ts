import { counted } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { formatValue } from '#core/metric/format.ts'
import { describeDay } from '#core/time/describe.ts'

import { FEWEST_SCORED, type Kept, type Score, scoresOf } from './accuracy.ts'
import type { Forecast } from './forecast.ts'

const share = (part: number) => formatValue('share', part)

/** How well what was told before it was known has held. */
export function accuracyMessage(kept: readonly Kept[]): Message {
  const scores = scoresOf(kept)
  const summary = summaryOf(scores)
  return {
    title: 'Accuracy of forecasts',
    summary,
    parts: [
      { kind: 'text', text: summary },
      ...scores.map((score): Part => ({ kind: 'text', text: lineOf(score) })),
      ...latest(scores),
      {
        kind: 'note',
        text: `Each forecast is kept as it was first told, and scored three days after its last day, on the tools it was made of. Nothing is said of fewer than ${FEWEST_SCORED}.`,
      },
    ],
  }
}

function summaryOf(scores: readonly Score[]): string {
  const judged = scores.flatMap(({ verdict }) => verdict ?? [])
  const over = scores.reduce((sum, { scored }) => sum + scored.length, 0)
  if (scores.length === 0)
    return 'Nothing was forecast yet: the digest of the company does, once ten weeks are known.'
  const [bounded, inside] = [
    sum(judged.map((one) => one.bounded)),
    sum(judged.map((one) => one.inside)),
  ]
  return bounded === 0
    ? `Not enough yet: ${counted(over, 'forecast is', 'forecasts are')} over, and ${FEWEST_SCORED} of a kind are needed.`
    : `${inside} of ${counted(bounded, 'forecast')} came within their bounds (${share(inside / bounded)}); four in five is what is meant.`
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const nameOf = ({ subject, metric }: Pick<Score, 'subject' | 'metric'>): string =>
  subject === 'week'
    ? `${catalogue[metric].name}, a week ahead`
    : `${catalogue[metric].name} of a commitment, by its pace`

function lineOf(score: Score): string {
  const { scored, waiting, unknown, verdict } = score
  const left = [
    ...(waiting > 0 ? [`${waiting} not over yet`] : []),
    ...(unknown > 0 ? [`of ${unknown} it never got known`] : []),
  ]
  const rest = left.length === 0 ? '' : ` (${left.join(', ')})`
  if (verdict === undefined)
    return `**${nameOf(score)}**: not enough yet, ${scored.length} of ${FEWEST_SCORED}${rest}.`
  const { bounded, inside, off, bounds } = verdict
  const held =
    bounded === 0
      ? ''
      : `${inside} of ${bounded} within their bounds (${share(inside / bounded)}): ${SAID[bounds]}; `
  return `**${nameOf(score)}**: ${held}off by ${share(off)} in the middle of ${scored.length}${rest}.`
}

const SAID = {
  'as meant': 'as meant',
  'too narrow': 'they are too narrow, by more than chance',
  'too wide': 'they are too wide, by more than chance',
} as const

const SHOWN = 6

function latest(scores: readonly Score[]): readonly Part[] {
  const last = scores
    .flatMap(({ scored }) => scored)
    .toSorted((a, b) => (a.to < b.to ? 1 : -1))
    .slice(0, SHOWN)
  if (last.length === 0) return []
  const rows = last.map(({ metric, from, value, bounds, actual }) => {
    const { format } = catalogue[metric]
    const within = bounds === null ? '' : ` (${bounds.map(format).join(' to ')})`
    return [
      `${catalogue[metric].name}, ${describeDay(from)}`,
      `${format(value)}${within}`,
      format(actual),
    ]
  })
  return [{ kind: 'table', head: ['Last ones', 'Told', 'Came'], rows }]
}

/** What the digest expects of the week that has begun. `basis`: how its spend is known. */
export function expectedParts(week: readonly Forecast[], basis: string): readonly Part[] {
  const words = week.flatMap(({ metric, value, bounds }) => {
    const { format, name } = catalogue[metric]
    if (bounds === null) return []
    const [low, high] = bounds.map(format)
    const how = metric === 'spend' ? ` on tokens, ${basis}` : ''
    return [`${name.toLowerCase()} ${format(value)} (${low} to ${high}${how})`]
  })
  if (words.length === 0) return []
  const text = `Expected this week, four times in five: ${words.join('; ')}. How well that held so far: \`accuracy\`.`
  return [{ kind: 'note', text }]
}
