import type { Period } from '#core/time/period.ts'

import { bundleOf } from './bundles.ts'
import type { Ask, FilterKey, Filters, GovernanceCommand, Me, SignalsCommand } from './command.ts'
import { metricWords } from './format.ts'
import { FILTER_KEYS } from './grammar.ts'
import { formatVersus } from './versus.ts'

/** Folders and chats cut longer ones. */
const LONGEST = 90

/** Of one filter; the others are counted. */
const MOST_VALUES = 2
const MOST_METRICS = 3

const MORE = 'more'

/** What a file is of. */
type Asked = Ask | GovernanceCommand | Me | SignalsCommand

type Of = {
  /** What was asked about, as readers know it. */
  readonly labels: Filters
  readonly compared?: Filters | undefined
  readonly period: Period
}

/**
 * `ai-usage-costs-team-engineering-by-model-2026-10-24-to-2026-11-22.csv`: what was asked, so that two
 * questions make two files; of people it says how many, never which.
 */
export function fileName(asked: Asked, { labels, compared, period }: Of): string {
  const days = `${period.from}-to-${period.to}.csv`
  const room = LONGEST - `ai-usage--${days}`.length
  const words = fitting(partsOf(asked, labels, compared).map(slug), room)
  return ['ai-usage', ...words, days].join('-')
}

function partsOf(asked: Asked, labels: Filters, compared: Filters = {}): readonly string[] {
  switch (asked.kind) {
    case 'me':
      return ['me']
    case 'signals':
      return ['signals', ...filters(labels)]
    case 'governance':
      return [
        'governance',
        ...(asked.types ? [named('type', asked.types)] : []),
        ...filters(labels),
        ...(asked.by ? [`by ${asked.by}`] : []),
      ]
    case 'ask': {
      const { compare, by, also, top, per, vs, metrics } = asked
      return [
        ...numbers(metrics),
        ...filters({ ...asked.filters, ...labels }),
        ...(compare ? [`vs ${named(compare.key, compared[compare.key] ?? compare.values)}`] : []),
        ...(by ? [`by ${by} ${also ?? ''}`] : []),
        ...(top === undefined ? [] : [`top ${top}`]),
        ...(per ? [`per ${per}`] : []),
        ...(vs ? [formatVersus(vs)] : []),
      ]
    }
  }
}

/** The section by which one asks for them, else their words. */
function numbers(metrics: Ask['metrics'] = []): readonly string[] {
  const section = bundleOf(metrics)
  if (section !== undefined) return [section]
  const words = metricWords(metrics)
  return words.length > MOST_METRICS ? [`${words.length} numbers`] : words
}

const filters = (chosen: Filters): readonly string[] =>
  FILTER_KEYS.flatMap((key) => {
    const values = chosen[key]
    return values === undefined || values.length === 0 ? [] : [named(key, values)]
  })

function named(key: FilterKey | 'type', values: readonly string[]): string {
  if (key === 'user') return values.length === 1 ? 'one person' : `${values.length} people`
  const rest = values.length - MOST_VALUES
  const shown = values.slice(0, MOST_VALUES).join(' ')
  return rest > 0 ? `${key} ${shown} and ${rest} ${MORE}` : `${key} ${shown}`
}

/** Lower case letters and digits, without accents, joined by dashes. */
const slug = (words: string): string =>
  words
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')

/** As many of the words as there is room for; where one is left out, it says so. */
function fitting(slugs: readonly string[], room: number): readonly string[] {
  const all = slugs.filter((one) => one !== '')
  if (all.join('-').length <= room) return all
  const letters = Array.from(all.join('-')).slice(0, room - MORE.length - 1)
  return [letters.join('').replace(/-[^-]*$/u, ''), MORE]
}
