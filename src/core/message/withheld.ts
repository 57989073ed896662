import type { Ask } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Dimension, Measurement, MetricId } from '#core/metric/metric.ts'
import type { Nearest, Withheld } from '#core/metric/withheld.ts'
import { nextTold, piecesOf } from '#core/privacy/pieces.ts'
import { type Day, firstOfMonth } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

import { WHY_ROUNDED } from './about.ts'
import { type Answered, find, shownMetrics } from './answered.ts'
import { splitName } from './dimension.ts'
import { listed } from './english.ts'
import type { Button, Message, Part } from './message.ts'
import { title } from './title.ts'

const WHY: Record<Withheld['reason'], string> = {
  few: 'This is not told: it is about too few people, or would give such a number away.',
  detail: 'This is not published at this detail.',
  uncounted:
    'Nobody can count this: the privacy policy of this company is aggregate-only, and nothing is kept of one person.',
  open: 'This is not published yet: numbers are told when their week or month has closed.',
}

/** Why the numbers shown are not told; undefined when they are, or when there are none. */
export function withheldOf(answered: Answered): Withheld | undefined {
  const held = shownMetrics(answered).flatMap(
    (metric) => find(answered.measured, metric)?.withheld ?? [],
  )
  return held.find(({ nearest }) => nearest) ?? held[0]
}

/** Nothing of what was asked is told: says why, and offers the nearest larger question that is. */
export function withheldMessage(answered: Answered, withheld: Withheld): Message {
  const { ask } = answered
  const nearest = withheld.nearest && format(larger(ask, withheld.nearest))
  const instead = nearest ?? (withheld.reason === 'open' ? lastTold(answered) : undefined)
  const button = (command: string): Button => ({ label: command, act: { kind: 'ask', command } })
  return {
    title: title(answered),
    summary: withheld.reason === 'open' ? open(answered) : WHY[withheld.reason],
    parts: instead
      ? [
          { kind: 'text', text: `Ask \`${instead}\`.` },
          { kind: 'buttons', buttons: [button(instead)] },
        ]
      : [],
  }
}

/** Days that have not closed, and when the first of them are told; parts of a week never are alone. */
function open({ span: { period }, today }: Answered): string {
  const { piece, on } = nextTold(today, period.from)
  return piece.from < period.from || piece.to > period.to
    ? WHY.open
    : WHY.open.replace(/\.$/u, `, the first of these from ${describeDay(on)} on.`)
}

/** The last days that were told. */
function lastTold({ ask, measured: { dataThrough } }: Answered): string | undefined {
  const day = dataThrough as Day | null
  const piece = day === null ? undefined : piecesOf(firstOfMonth(day)).find(({ to }) => to === day)
  return piece && format({ ...published(ask), period: { kind: 'range', ...piece } })
}

/** Which of the numbers shown are not told, and why. */
export function withheldPart(answered: Answered): readonly Part[] {
  const shown = shownMetrics(answered).flatMap((metric) => find(answered.measured, metric) ?? [])
  const all = shown.flatMap(({ metric, withheld }) => (withheld ? [{ metric, withheld }] : []))
  const held = all.filter(({ withheld }) => !withheld.about)
  return [...rounded(all, shown), ...notTold(held, shown, answered)]
}

type Held = { readonly metric: MetricId; readonly withheld: Withheld }

/** Which of the numbers shown are rounded, or groups of them. */
function rounded(all: readonly Held[], shown: readonly Measurement[]): readonly Part[] {
  const names = [
    ...all.flatMap(({ metric, withheld }) => (withheld.about ? [catalogue[metric].name] : [])),
    ...(shown.some(({ by }) => by?.rows.some(({ withheld }) => withheld?.about))
      ? ['What is said to be about so much']
      : []),
  ]
  return names.length === 0 ? [] : [{ kind: 'text', text: `${listed(names)}: ${WHY_ROUNDED}.` }]
}

function notTold(
  held: readonly Held[],
  shown: readonly Measurement[],
  answered: Answered,
): readonly Part[] {
  const [first] = held
  const split = shown.flatMap(({ by }) => (by?.withheld ? [{ by, withheld: by.withheld }] : []))[0]
  if (!first && split) {
    const text = `By ${splitName(split.by)}: ${withheldSentence(split.withheld, answered.ask)}`
    return [{ kind: 'text', text }]
  }
  if (!first) return []
  const names = listed(held.map(({ metric }) => catalogue[metric].name))
  return [{ kind: 'text', text: `${names}: ${withheldSentence(first.withheld, answered.ask)}` }]
}

/** Why a number is not told, and the nearest larger question that is answered. */
export function withheldSentence({ reason, nearest }: Withheld, ask: Ask): string {
  return nearest ? `${WHY[reason]} Ask \`${format(larger(ask, nearest))}\`.` : WHY[reason]
}

const NEVER_PUBLISHED: ReadonlySet<Dimension | undefined> = new Set<Dimension>([
  'user',
  'level',
  'quartile',
  'asset',
])

/** Without a split that no published number has: another period would not be told by it either. */
function published(ask: Ask): Ask {
  const { by, also, ...whole } = ask
  if (NEVER_PUBLISHED.has(by)) return whole
  if (!NEVER_PUBLISHED.has(also)) return ask
  return by ? { ...whole, by } : whole
}

/** The question that is answered instead. */
function larger(ask: Ask, nearest: Nearest): Ask {
  switch (nearest.kind) {
    case 'period': {
      const { from, to } = nearest
      return { ...published(ask), period: { kind: 'range', from: from as Day, to: to as Day } }
    }
    case 'number':
      return { ...ask, metrics: [nearest.metric] }
    case 'unit': {
      const { team: _team, ...others } = ask.filters
      const filters = nearest.path === null ? others : { ...others, team: [nearest.path] }
      return { ...ask, filters }
    }
    case 'without': {
      if (nearest.what === 'second split') {
        const { also: _also, ...once } = ask
        return once
      }
      if (nearest.what === 'split') {
        const { by: _by, also: _also, ...whole } = ask
        return whole
      }
      const { team } = ask.filters
      return { ...ask, filters: team ? { team } : {} }
    }
  }
}
