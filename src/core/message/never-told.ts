import type { Ask, FilterKey } from '#core/command/command.ts'
import { format as formatCommand } from '#core/command/format.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Dimension, MetricId } from '#core/metric/metric.ts'
import { neverBy } from '#core/metric/never-by.ts'

import { type Answered, find, shownMetrics } from './answered.ts'
import { splitName } from './dimension.ts'
import { listed } from './english.ts'
import type { Button, Message } from './message.ts'
import { title } from './title.ts'

type Never = { readonly metric: MetricId; readonly by: readonly Dimension[] }

/** By what of a question no tool tells a number. */
function never(metric: MetricId, ask: Ask): readonly Dimension[] {
  const asked = new Set<string | undefined>([
    ask.by,
    ask.also,
    ask.compare?.key,
    ...Object.keys(ask.filters),
  ])
  return neverBy(metric).filter((of) => asked.has(of))
}

function neverTold(answered: Pick<Answered, 'ask' | 'labels'>): readonly Never[] {
  return shownMetrics(answered).flatMap((metric) => {
    const by = never(metric, answered.ask)
    return by.length > 0 ? [{ metric, by }] : []
  })
}

/** `No tool tells agent runs by model.` */
function sentences(all: readonly Never[]): readonly string[] {
  const alike = Map.groupBy(all, ({ by }) =>
    listed(by.map((dimension) => splitName({ dimension }))),
  )
  return [...alike].map(([by, of]) => {
    const names = of.map(({ metric }) => catalogue[metric].name.toLowerCase())
    return `No tool tells ${listed(names, 8)} by ${by}.`
  })
}

/** Of the numbers shown, those that nobody tells by what is asked; nothing where that is all of them. */
export const neverToldLines = (answered: Answered): readonly string[] =>
  sentences(
    neverTold(answered).filter(({ metric }) => {
      const { withheld, by } = find(answered.measured, metric) ?? {}
      return !withheld && !by?.withheld
    }),
  )

/** What is asked is told by no tool, ever: says that, and the question that is answered. */
export function neverToldMessage(answered: Answered): Message | undefined {
  const { ask } = answered
  const all = neverTold(answered)
  if (all.length === 0 || all.length < shownMetrics(answered).length) return undefined
  const dropped = new Set<string>(all.flatMap(({ by }) => by))
  const next = [...new Set(instead(ask, { dropped, shown: all }).map(formatCommand))]
  return {
    title: title(answered),
    summary: sentences(all).join(' '),
    parts: [
      { kind: 'text', text: `Try ${listed(next.map((command) => `\`${command}\``))}.` },
      {
        kind: 'buttons',
        buttons: next.map((command): Button => ({ label: command, act: { kind: 'ask', command } })),
      },
    ],
  }
}

/** What to split by instead, the most telling first. */
const SPLITS = ['asset', 'team', 'tool'] as const

/** The question without what its numbers are not told by, also by something they are; or what is told by that. */
function instead(
  ask: Ask,
  { dropped, shown }: { readonly dropped: ReadonlySet<string>; readonly shown: readonly Never[] },
): readonly Ask[] {
  const { by, also, compare, metrics: _metrics, ...rest } = ask
  // Of prompts, tools and agents their runs are told, and nothing else.
  const runs = dropped.has('asset') && shown.every(({ by }) => by.every((of) => of === 'asset'))
  const kept = [by, also].flatMap((of) => (of && !dropped.has(of) ? [of] : []))
  const filters = Object.fromEntries(
    Object.entries(ask.filters).filter(([key]) => !dropped.has(key as FilterKey)),
  )
  const { by: _by, also: _also, compare: _compare, ...whole } = ask
  const without: Ask = {
    ...whole,
    filters,
    ...(compare && !dropped.has(compare.key) && { compare }),
    ...(kept[0] && { by: kept[0] }),
    ...(kept[1] && { also: kept[1] }),
  }
  const other = SPLITS.find(
    (of) =>
      !dropped.has(of) && of !== by && shown.every(({ metric }) => !neverBy(metric).includes(of)),
  )
  const split = by && dropped.has(by) && kept.length === 0 && other
  return [
    ...(runs
      ? [{ ...rest, ...(by && { by }), ...(also && { also }), ...(compare && { compare }) }]
      : []),
    ...(split ? [{ ...without, by: other }] : []),
    without,
  ]
}
